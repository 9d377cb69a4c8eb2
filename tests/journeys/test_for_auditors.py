"""A manager has the auditor's pack made, and finds the tabs of the team where they were."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.words import CHINESE, ENGLISH

TABS = [
    "team/",
    "team/overview/",
    "team/forecast/",
    "team/assignments/",
    "team/reminders/",
    "team/reports/",
    "team/packs/",
]
BOTH = pytest.mark.parametrize(
    ("words", "width", "dark"), [(CHINESE, 390, False), (ENGLISH, 1440, True)], ids=["phone", "dark desktop"]
)


@BOTH
def test_a_pack_is_asked_for_and_ready(platform, new_page, sign_in, axe, words, width, dark):
    page = sign_in(new_page(width=width, dark=dark), "chenli", words.language)
    page.goto(f"{platform.url}/{words.language}/team/packs/")
    axe(page)
    page.locator("main form .is-primary").click()
    page.wait_for_url(re.compile(r"/packs/[0-9a-f-]{36}/$"))
    expect(page.locator("#pack .command")).to_contain_text("verify-pack", timeout=120_000)
    axe(page)


@BOTH
def test_the_tabs_of_the_team_stand_in_one_place_and_show_where_one_is(
    platform, new_page, sign_in, axe, words, width, dark
):
    page = sign_in(new_page(width=width, dark=dark), "chenli", words.language)
    found = set()
    for tab in TABS:
        page.goto(f"{platform.url}/{words.language}/{tab}")
        tabs, brand = page.locator("main .segments").first, page.locator(".brand")
        expect(tabs.locator("[aria-current]")).to_be_in_viewport(ratio=0.95)  # a part of a pixel is nobody’s loss
        found.add((tabs.bounding_box()["x"], tabs.bounding_box()["y"], brand.bounding_box()["x"]))
        axe(page)
    [(tabs_at, _down, brand_at)] = found
    assert tabs_at == brand_at
