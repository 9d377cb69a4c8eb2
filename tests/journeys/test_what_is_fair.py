"""What a first visitor finds of areas, objections and fairness: nothing is empty, and everybody can read it."""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.road import follow
from tests.journeys.words import CHINESE, ENGLISH

ROOT = Path(__file__).parents[2]
BOTH = pytest.mark.parametrize(
    ("words", "width", "dark"), [(CHINESE, 390, False), (ENGLISH, 1440, True)], ids=["phone", "dark desktop"]
)


def test_the_demonstration_is_added_once(platform):
    again = subprocess.run(
        [sys.executable, "manage.py", "load_demo"],
        cwd=ROOT, env=platform.env, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert again.stdout == "Demonstration dealerships are there.\n"


@BOTH
def test_a_manager_follows_how_the_workshop_does(platform, new_page, sign_in, axe, words, width, dark):
    page = sign_in(new_page(width=width, dark=dark), "chenli", words.language)
    page.goto(f"{platform.url}/{words.language}/role-plays/areas/")
    expect(page.locator("[aria-labelledby=areas] .link-list > li")).to_have_count(3)
    axe(page)
    follow(page.locator("[aria-labelledby=areas] .link-list a").filter(has=page.locator("[data-state=passed]")).last)
    expect(page.locator(".trend")).to_be_visible()
    expect(page.locator("[aria-labelledby=history] li")).to_have_count(3)
    axe(page)
    follow(page.locator("[aria-labelledby=history] a").first)
    expect(page.locator("img").first).to_be_attached()
    axe(page)


@BOTH
def test_an_objection_waits_for_a_trainer_and_another_is_answered(platform, new_page, sign_in, axe, words, width, dark):
    trainer = sign_in(new_page(width=width, dark=dark), "xumin", words.language)
    trainer.goto(f"{platform.url}/{words.language}/role-plays/objections/")
    axe(trainer)
    follow(trainer.locator("main .link-list a").first)
    axe(trainer)
    follow(trainer.locator("main a[href$='/result/']"))
    axe(trainer)

    advisor = sign_in(new_page(width=width, dark=dark), "linxiao", words.language)
    advisor.goto(f"{platform.url}/{words.language}/notices/")
    follow(advisor.locator(".link-list li a[href*='/result/']").last)
    expect(advisor.locator("main")).to_contain_text("当心台阶")
    axe(advisor)


@BOTH
def test_a_trainer_reads_how_fair_the_scores_are(platform, new_page, sign_in, axe, words, width, dark):
    page = sign_in(new_page(width=width, dark=dark), "xumin", words.language)
    page.goto(f"{platform.url}/{words.language}/role-plays/rights/")
    axe(page)
    follow(page.locator("main table a").first)
    expect(page.locator("#drift")).to_be_visible()
    axe(page)
    page.goto(f"{platform.url}/{words.language}/role-plays/plans/")
    follow(page.locator("main .link-list a").first)
    follow(page.locator("main a[href$='/paper/']"))
    axe(page)

    page.goto(f"{platform.url}/admin/reports/role-plays/")
    axe(page, "main")
    shared = page.locator("main tbody tr").filter(has=page.locator("td:last-child", has_text="6"))
    follow(shared.locator("a").first)
    expect(page.locator("main")).to_contain_text("ICC(2,k)")
    expect(page.locator("main svg[role=img]")).to_be_visible()
    axe(page, "main")
    follow(page.locator("main a[href$='/pass-mark/']"))
    axe(page, "main")
    follow(page.locator("main a[href$='/estimates/']"))
    axe(page, "main")
