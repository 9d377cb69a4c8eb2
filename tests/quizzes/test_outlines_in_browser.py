"""Places on a picture are drawn in the admin: by pointer, by keyboard alone, and kept when the question is saved."""

import pytest
from playwright.sync_api import Page, expect

from quizzes.models import Region
from quizzes.scoring import Kind
from tests.quizzes.bank import drawing, put_in_bank

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def question(make_question, home, zh):
    return put_in_bank(Kind.HOTSPOT, make_question, drawing())


@pytest.fixture
def editor(browser, live_server, signed_in, xu, question) -> Page:
    """The question open for editing, with the first of its places unfolded."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000}, reduced_motion="reduce")
    context.set_default_timeout(30_000)
    value = signed_in(xu).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/snippets/quizzes/question/edit/{question.pk}/")
    expect(stage(page).locator("img")).to_have_js_property("complete", True)
    stage(page).scroll_into_view_if_needed()
    yield page
    context.close()


def stage(page: Page):
    return page.locator(".outline-stage").first


def field(page: Page):
    return page.locator("[data-outline] input[name$=-points]").first


def begin_again(page: Page, shape: str) -> None:
    page.locator("select[name$=-shape]").first.select_option(shape)
    page.locator(".outline-stage + button").first.click()
    expect(field(page)).to_have_value("")


def save(page: Page) -> None:
    page.locator("[data-edit-form] button[type=submit], footer button[type=submit]").first.click()
    expect(page.locator(".messages .success, [data-messages] .success")).to_be_visible()


def kept(question) -> str:
    return Region.objects.filter(question=question).order_by("sort_order").first().points


def per_mille(page: Page, x: int, y: int) -> tuple[float, float]:
    box = stage(page).bounding_box()
    return box["x"] + box["width"] * x / 1000, box["y"] + box["height"] * y / 1000


def places(text: str) -> list[tuple[int, int]]:
    return [tuple(map(int, point.split(","))) for point in text.split()]


def near(found: str, wanted: list[tuple[int, int]]) -> bool:
    """Within two pixels of the picture."""
    given = places(found)
    return len(given) == len(wanted) and all(
        abs(a - x) <= 6 and abs(b - y) <= 6 for (a, b), (x, y) in zip(given, wanted, strict=True)
    )


def test_a_rectangle_is_dragged_with_the_pointer_and_saved(editor, question):
    begin_again(editor, "rectangle")
    editor.mouse.move(*per_mille(editor, 200, 300))
    editor.mouse.down()
    editor.mouse.move(*per_mille(editor, 500, 600), steps=5)
    editor.mouse.up()
    drawn = field(editor).input_value()
    assert near(drawn, [(200, 300), (500, 600)])
    save(editor)
    assert kept(question) == drawn


def test_a_corner_is_taken_hold_of_and_moved(editor):
    begin_again(editor, "polygon")
    for place in [(200, 200), (600, 200), (400, 700)]:
        editor.mouse.click(*per_mille(editor, *place))
    editor.mouse.move(*per_mille(editor, 600, 200))
    editor.mouse.down()
    editor.mouse.move(*per_mille(editor, 800, 400), steps=5)
    editor.mouse.up()
    assert near(field(editor).input_value(), [(200, 200), (800, 400), (400, 700)])


def test_an_outline_is_drawn_by_keyboard_alone_and_a_point_taken_back(editor, question):
    begin_again(editor, "polygon")
    expect(stage(editor)).to_be_focused()
    for keys in (["Enter"], ["ArrowRight"] * 5 + ["Enter"], ["ArrowDown"] * 5 + ["Enter"], ["ArrowUp", "Enter"]):
        for key in keys:
            editor.keyboard.press(key)
    editor.keyboard.press("Backspace")
    assert places(field(editor).input_value()) == [(500, 500), (600, 500), (600, 600)]
    save(editor)
    assert places(kept(question)) == [(500, 500), (600, 500), (600, 600)]


def test_what_is_typed_is_drawn(editor):
    begin_again(editor, "rectangle")
    field(editor).fill("100,100 300,400")
    field(editor).blur()
    box, outline = stage(editor).bounding_box(), stage(editor).locator(".is-own").bounding_box()
    assert abs(outline["width"] - box["width"] * 0.2) < 6
    assert abs(outline["height"] - box["height"] * 0.3) < 6
