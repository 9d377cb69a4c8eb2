"""A sheet of 25 items is scored with 25 taps and its submission, on a tablet and on a phone."""

import pytest
from playwright.sync_api import expect

from roleplays.models import CheckSheet, Item, Section, Session
from tests.roleplays.conftest import make_role_play

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("journeys"),
]

ITEMS = [f"I-{number:02}" for number in range(1, 26)]
BEST = {"three": "done", "yes_no": "yes", "five": "5"}
GRADES = "\n".join(f"What it looks like when it is done in the way of grade {grade}" for grade in range(1, 6))
COUNT = """
  window.counted = []
  addEventListener("click", (click) => {
    const tapped = click.target.closest("button, a, summary, label")
    if (click.isTrusted && tapped) counted.push(tapped.className)
  }, true)
"""
IN_VIEW = """(code) => {
  const item = document.getElementById(`item-${code}`)
  const rectangle = (bar) => document.querySelector(bar).getBoundingClientRect()
  const [top, bottom] = [rectangle(".score-top"), rectangle(".score-bottom")]
  return item.getBoundingClientRect().top >= top.bottom - 1
    && item.querySelector(".marks").getBoundingClientRect().bottom <= bottom.top + 1
}"""
RESTING = """() => new Promise((done) => {
  let [last, still] = [scrollY, 0]
  const look = () => {
    still = scrollY === last ? still + 1 : 0
    last = scrollY
    if (still > 5) done(true)
    else requestAnimationFrame(look)
  }
  look()
})"""


def scale_of(number: int) -> str:
    return "five" if number % 6 == 5 else "yes_no" if number % 4 == 3 else "three"


@pytest.fixture
def long_sheet(home):
    """Five sections of five, in all three scales; words as long as those of the curriculum."""
    sheet = CheckSheet(title="Reception", code="long", locale=home.locale)
    sheet.sections = [
        Section(
            title=f"Part {part + 1}",
            locale=home.locale,
            sort_order=part,
            items=[item(5 * part + place, home.locale) for place in range(5)],
        )
        for part in range(5)
    ]
    sheet.save()
    return CheckSheet.objects.get(pk=sheet.pk)


def item(number: int, locale) -> Item:
    scale = scale_of(number)
    return Item(
        code=ITEMS[number],
        behaviour="Walks up to the car within a minute, greets the customer by name and opens the door for them.",
        talk_points="Good morning.",
        points=2,
        scale=scale,
        critical=number % 9 == 0,
        anchors=GRADES if scale == "five" else "",
        may_be_left_out=number % 5 == 0,
        locale=locale,
        sort_order=number,
    )


@pytest.fixture
def session(module, long_sheet, lin, xu, now):
    return Session.open(make_role_play(module, long_sheet), lin, by=xu, at=now)


@pytest.fixture
def screen(browser, live_server, signed_in, xu, session, request):
    """The scoring screen on a device that is touched."""
    width, height = request.param
    cookie = {"name": "sessionid", "value": signed_in(xu).cookies["sessionid"].value, "url": live_server.url}
    context = browser.new_context(viewport={"width": width, "height": height}, has_touch=True)
    context.set_default_timeout(10_000)
    context.add_cookies([cookie])
    page = context.new_page()
    page.add_init_script(COUNT)
    page.goto(f"{live_server.url}/en/role-plays/sessions/{session.pk}/")
    page.wait_for_selector("[data-ready]")
    yield page
    context.close()


SCREENS = pytest.mark.parametrize("screen", [(820, 1180), (390, 844)], ids=["tablet", "phone"], indirect=True)


def tap(page, selector):
    """Where it is, and not where a script would scroll it to."""
    box = page.locator(selector).bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


@SCREENS
def test_twenty_five_taps_and_the_submission(screen, session):
    for number, code in enumerate(ITEMS):
        screen.evaluate(RESTING)
        assert screen.evaluate(IN_VIEW, code), f"{code} is out of view"
        screen.wait_for_timeout(320)  # nobody finds the next button sooner
        tap(screen, f"#item-{code} .mark.is-{BEST[scale_of(number)]}")
        expect(screen.locator(".score-left b")).to_have_text(str(24 - number))
    expect(screen.locator(".score-kept")).to_have_text("Saved 25 · waiting 0")
    taps = screen.evaluate("counted")
    assert len(taps) == 25
    assert all(each.startswith("mark ") for each in taps)

    tap(screen, "[data-finish]")
    screen.get_by_text("Sound: ready for customers").tap()
    screen.get_by_role("button", name="Hand in and release").tap()
    expect(screen).to_have_url(f"{screen.url.partition('/en/')[0]}/en/role-plays/sessions/{session.pk}/result/")
    session.refresh_from_db()
    assert (session.outcome, session.percent) == ("passed", 100)
    assert session.score_sheets.get().events.filter(kind="mark").count() == 25


@SCREENS
def test_a_double_tap_marks_one_item(screen, session):
    for number in range(4):
        screen.evaluate(RESTING)
        screen.wait_for_timeout(320)
        box = screen.locator(f"#item-{ITEMS[number]} .mark.is-{BEST[scale_of(number)]}").bounding_box()
        place = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        screen.touchscreen.tap(*place)
        screen.wait_for_timeout(100)
        screen.touchscreen.tap(*place)
    expect(screen.locator(".score-kept")).to_have_text("Saved 4 · waiting 0")
    assert set(session.score_sheets.get().values) == set(ITEMS[:4])


@SCREENS
def test_a_mark_that_is_changed_moves_nothing(screen):
    for number in range(8):
        screen.evaluate(RESTING)
        screen.wait_for_timeout(320)
        tap(screen, f"#item-{ITEMS[number]} .mark.is-{BEST[scale_of(number)]}")
    screen.evaluate(RESTING)
    screen.locator("#item-I-01 .mark.is-partly").scroll_into_view_if_needed()
    before = screen.evaluate("scrollY")
    tap(screen, "#item-I-01 .mark.is-partly")
    expect(screen.locator("#item-I-01 .mark.is-partly")).to_have_attribute("aria-pressed", "true")
    screen.evaluate(RESTING)
    assert screen.evaluate("scrollY") == before
