"""The first day of a new advisor: from the sheet that the manager printed to the first lesson, on a phone."""

import io
import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from people.invitations.codes import ALPHABET
from tests.journeys.road import follow
from tests.journeys.words import CHINESE as WORDS

# Of the demonstration; nobody else's journey signs in as her.
NEWCOMER, NAME, INITIALS = "ouyangyi", "欧阳一", "oyy"
PASSWORD = "每天进步一点点-2026"
# What a thumb does, kept over the pages of one tab.
COUNT = """
for (const kind of ["click", "change"]) {
  addEventListener(kind, () => { sessionStorage[kind] = Number(sessionStorage[kind] ?? 0) + 1; }, true);
}
"""


@pytest.fixture
def printed_code(platform, new_page, sign_in, axe) -> str:
    """The manager looks for the newcomer by her initials, on a phone, and prints."""
    page = sign_in(new_page(width=390), "chenli")
    page.goto(f"{platform.url}/zh-hans/invitations/")
    page.locator("#q").fill(INITIALS)
    follow(page.locator("form[role=search] button"))
    axe(page)
    page.get_by_label(NAME).check()
    with page.expect_download() as download:
        page.get_by_role("button", name="打印卡片").click()
    text = PdfReader(io.BytesIO(download.value.path().read_bytes())).pages[0].extract_text()
    assert NAME in text
    return re.search(rf"(?:[{ALPHABET}]{{4}}-){{2}}[{ALPHABET}]{{4}}", text)[0].replace("-", "")


def test_from_the_printed_sheet_to_the_first_lesson_is_one_secret_typed_twice_and_three_taps(
    platform, new_page, axe, printed_code
):
    page = new_page(width=390)
    page.add_init_script(COUNT)
    page.goto(f"{platform.url}/i/{printed_code}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
    axe(page)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=again]").fill(PASSWORD)
    follow(page.get_by_role("button", name="开始", exact=True))
    expect(page).to_have_url(re.compile(r"/zh-hans/$"))
    follow(page.get_by_role("link", name=WORDS.course).first)
    follow(page.get_by_role("button", name=WORDS.start_course))
    expect(page.locator(".lesson-end button")).to_be_visible()
    assert page.evaluate("[sessionStorage.change, sessionStorage.click]") == ["2", "3"]


def test_a_code_on_the_managers_screen(platform, new_page, sign_in, axe):
    page = sign_in(new_page(width=390, dark=True), "chenli")
    page.goto(f"{platform.url}/zh-hans/invitations/?q=qianwen")
    follow(page.get_by_role("button", name="显示"))
    axe(page)
    code = page.locator(".invitation-letters").inner_text().replace("-", "")
    phone = new_page(width=390, script=False)
    phone.goto(f"{platform.url}/i/{code}/")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("钱雯")
