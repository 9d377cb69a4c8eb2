"""The doors: each account of the demonstration comes in by the form, and the screen behind it stands up to scrutiny."""

import pytest

from tracking.demo import ACCOUNTS


@pytest.mark.parametrize("width", [390, 820, 1440])
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_the_door_is_accessible(platform, new_page, axe, locale, width):
    page = new_page(locale=locale, width=width)
    page.goto(platform.url)
    assert page.locator("html").get_attribute("lang").lower().startswith(locale[:2])
    axe(page)


@pytest.mark.parametrize("number", [cast.number for cast in ACCOUNTS])
def test_everybody_finds_a_start_page(new_page, sign_in, axe, number):
    page = sign_in(new_page(), number)
    assert page.locator("h1").is_visible()
    axe(page)


def test_the_door_works_without_scripts(new_page, sign_in):
    page = sign_in(new_page(script=False), "linxiao")
    assert page.locator("h1").is_visible()
