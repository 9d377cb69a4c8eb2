"""The service manager between two customers, and the regional manager of all of the dealerships: who may serve
customers tomorrow, what is waiting for a word of theirs, and where it comes from."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.road import follow
from tests.journeys.words import CHINESE, ENGLISH

# Of the demonstration: seen at work already, so that nothing but the manager's word is wanting.
READY = "吴玥"
CERTIFIED = ("valid", "expiring")
BOTH = pytest.mark.parametrize(("words", "width"), [(CHINESE, 390), (ENGLISH, 1440)], ids=["phone", "desktop"])


@BOTH
def test_a_manager_sees_who_may_serve_customers_tomorrow(platform, new_page, sign_in, axe, words, width):
    page = sign_in(new_page(width=width), "chenli", words.language)
    certified, total = sorted(map(int, re.findall(r"\d+", page.locator(".page-header .lead").inner_text())))
    counts = page.locator(".matrix-counts")
    shown = {state: number_at(counts.locator(f"a[data-state={state}]")) for state in CERTIFIED}
    assert (sum(shown.values()), number_at(counts.locator("a").first)) == (certified, total)
    assert 0 < certified < total
    axe(page)

    follow(counts.locator("a[data-state=valid]"))
    people = page.locator(".matrix-card" if width < 800 else ".matrix tbody tr")
    expect(people).to_have_count(shown["valid"])
    follow(people.first.locator("a").first)
    expect(page.locator(".proof").first).to_be_visible()
    proof = page.locator(".proof[data-state=passed]:has(.proof-list a, details a)").last
    proof.locator("summary").click()
    axe(page)
    follow(proof.locator("a[href]:visible").last)
    axe(page)


def test_a_manager_signs_off_in_two_taps_on_a_phone(platform, new_page, sign_in, axe):
    page = sign_in(new_page(width=390), "chenli")
    badge = page.locator(".segments .notices-count [aria-hidden]")
    expect(badge).to_be_visible()
    waiting = int(badge.inner_text())
    follow(page.locator(".segments a[href$='/sign-offs/']"))
    forms = page.locator("form[action*='/sign-offs/']")
    expect(forms).to_have_count(waiting)
    axe(page)
    follow(forms.filter(has_text=READY).locator("button.is-primary"))
    expect(forms).to_have_count(waiting - 1)
    expect(forms.filter(has_text=READY)).to_have_count(0)
    expect(page.locator("section:has(#given)")).to_contain_text(READY)
    axe(page)


@BOTH
def test_a_manager_is_told_what_is_overdue_and_sets_how_people_are_reminded(
    platform, new_page, sign_in, axe, words, width
):
    page = sign_in(new_page(width=width), "chenli", words.language)
    for _ in range(60):  # the timekeeper writes them in its first round
        page.goto(f"{platform.url}/{words.language}/notices/")
        if page.locator(".link-list li").count():
            break
        page.wait_for_timeout(1000)
    axe(page)
    follow(page.locator(".link-list li a").first)
    expect(page.locator("h1")).to_be_visible()

    page.goto(f"{platform.url}/{words.language}/team/reminders/")
    page.locator("[name=before_expiry]").fill("90, 60, 30, 7")
    follow(page.locator("main form.form button.is-primary"))
    expect(page.locator("[name=before_expiry]")).to_have_value(re.compile("90.*60.*30.*7"))
    axe(page)
    page.goto(f"{platform.url}/{words.language}/team/reports/")
    expect(page.locator(".link-list")).to_contain_text("陈立")
    axe(page)


@BOTH
def test_a_regional_manager_goes_from_the_map_to_the_proof(platform, new_page, sign_in, axe, words, width):
    page = sign_in(new_page(width=width), "heyun", words.language)
    page.goto(f"{platform.url}/{words.language}/team/overview/")
    axe(page)
    tiles = page.locator(".tile")
    assert tiles.count() > 5
    place = page.locator(".tile:not([data-state=valid])").first.locator(".tile-name").inner_text()
    follow(page.locator(".tile:not([data-state=valid])").first)
    expect(page.locator("h1")).to_have_text(place)
    axe(page)
    people = page.locator(".matrix-card" if width < 800 else ".matrix tbody tr")
    follow(people.filter(has=page.locator("[data-state=valid], [data-state=passed]")).first.locator("a").first)
    page.locator(".proof summary").first.click()
    expect(page.locator(".proof[data-state=passed]").first).to_be_visible()
    axe(page)

    page.goto(f"{platform.url}/{words.language}/team/forecast/")
    rows = page.locator("table tbody tr")
    assert rows.count() > 5
    axe(page)
    dealership = rows.first.locator("th a")
    name = dealership.inner_text()
    follow(dealership)
    expect(page.locator("h1")).to_contain_text(name)
    axe(page)


def number_at(link) -> int:
    return int(link.locator(".matrix-count").inner_text()) if link.count() else 0
