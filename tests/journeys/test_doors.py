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


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("number", [cast.number for cast in ACCOUNTS])
def test_the_name_of_the_academy_is_never_cut(platform, new_page, sign_in, number, language):
    page = sign_in(new_page(), number, language)
    page.goto(f"{platform.url}/{language}/standard/")
    for width in (320, 390, 480, 600, 819, 820, 900, 1024, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        name = page.locator(".brand span")
        assert name.evaluate("each => each.scrollWidth <= each.clientWidth"), width
        assert name.bounding_box()["height"] < 56, width  # two lines at the most
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0, width


def test_the_door_works_without_scripts(new_page, sign_in):
    page = sign_in(new_page(script=False), "linxiao")
    assert page.locator("h1").is_visible()
