"""Whoever writes questions: the bank, files in and out, figures, regrades, marks and a sitting stand up to scrutiny."""

import pytest
from playwright.sync_api import expect

from tests.journeys.road import follow
from tests.journeys.words import CHINESE, ENGLISH

BANK = "/admin/snippets/quizzes/question"
BOTH = pytest.mark.parametrize(
    ("words", "width", "dark"), [(CHINESE, 390, True), (ENGLISH, 1440, False)], ids=["dark phone", "desktop"]
)
# One to be created, one of a clause that there is not, and what is no question.
FILE = """// [id:J1-Q01] [tag:P2-01]
Who greets first? {=The advisor ~Nobody ####Because.}

// [id:J1-Q02] [tag:XX-99]
Who waits? {=Nobody ~The customer ####Because.}

Only a sentence.
"""


def upload(page, url: str, data: str, name: str = "new.gift") -> None:
    page.goto(f"{url}{BANK}/import/")
    sent = {"name": name, "mimeType": "text/plain", "buffer": data.encode()}
    page.locator("main input[name=file]").set_input_files(sent)
    page.locator("main select[name=language]").select_option("en")
    with page.expect_navigation():
        page.locator("main form[enctype] button").click()


@BOTH
def test_questions_come_from_a_file_and_go_into_one(platform, new_page, sign_in, axe, words, width, dark):
    page = sign_in(new_page(width=width, dark=dark), "xumin", words.language)
    upload(page, platform.url, "<!DOCTYPE a><quiz/>", "new.xml")
    expect(page.locator("main")).to_contain_text("DOCTYPE")
    axe(page, "main")
    upload(page, platform.url, FILE)
    expect(page.locator("main")).to_contain_text("XX-99")
    axe(page, "main")
    upload(page, platform.url, "Only a sentence.")
    axe(page, "main")
    page.goto(f"{platform.url}{BANK}/export/?format=aiken&language={words.language}")
    expect(page.locator("main dl")).to_contain_text("Aiken")
    axe(page, "main")


@BOTH
def test_a_question_is_seen_as_learners_do_and_copied(platform, new_page, sign_in, axe, words, width, dark):
    page = sign_in(new_page(width=width, dark=dark), "xumin", words.language)
    page.goto(f"{platform.url}{BANK}/?q=P2-Q01")
    number = page.locator("main a[href*='/question/edit/']").first.get_attribute("href").rstrip("/").split("/")[-1]
    for address in (f"{BANK}/duplicate/{number}/", f"{BANK}/usage/{number}/"):
        page.goto(platform.url + address)
        axe(page, "main")
    for action in ("tag", "status"):
        page.goto(f"{platform.url}/admin/bulk/quizzes/question/{action}/?next={BANK}/&id={number}")
        axe(page, "main")
    page.goto(f"{platform.url}{BANK}/try/{number}/")
    axe(page)
    page.locator(".quiz-foot button").click()
    expect(page.locator("#tried")).to_be_visible()
    axe(page)


@BOTH
def test_figures_and_regrades_are_read(platform, new_page, sign_in, axe, words, width, dark):
    page = sign_in(new_page(width=width, dark=dark), "admin", words.language)
    page.goto(f"{platform.url}/admin/reports/quizzes/")
    axe(page, "main")
    row = page.locator("main tbody tr").filter(has=page.locator("td:last-child", has_text="%")).first
    follow(row.locator("a"))
    expect(page.locator("main svg[role=img]")).to_be_visible()
    page.locator("main summary").click()
    axe(page, "main")
    page.goto(f"{platform.url}{BANK}/?q=P2-Q01")
    number = page.locator("main a[href*='/question/edit/']").first.get_attribute("href").rstrip("/").split("/")[-1]
    for address in (f"/admin/reports/questions/{number}/", f"/admin/regrades/questions/{number}/", "/admin/regrades/"):
        page.goto(platform.url + address)
        axe(page, "main")


@BOTH
def test_a_trainer_marks_answers_and_sees_who_is_where(platform, new_page, sign_in, axe, words, width, dark):
    page = sign_in(new_page(width=width, dark=dark), "xumin", words.language)
    page.goto(f"{platform.url}/{words.language}/quizzes/marking/")
    axe(page)
    follow(page.locator("main .link-list a").first)
    axe(page)
    page.goto(f"{platform.url}{BANK}/?q=P2-Q01")
    number = page.locator("main a[href*='/question/edit/']").first.get_attribute("href").rstrip("/").split("/")[-1]
    page.goto(f"{platform.url}{BANK}/try/{number}/")
    quiz = page.locator("main a[href*='/admin/pages/']").first.get_attribute("href").rstrip("/").split("/")[-2]
    page.goto(f"{platform.url}/{words.language}/quizzes/{quiz}/people/")
    axe(page)
    follow(page.locator("main .link-list a").first)
    axe(page)
