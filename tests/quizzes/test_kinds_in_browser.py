"""Each kind of question answered in a real browser: by mouse, by touch, and by keyboard alone; and accessible."""

import re
from random import Random

import pytest
from playwright.sync_api import Locator, Page, expect

from quizzes.models import Attempt
from quizzes.scoring import Kind
from tests.accessibility import examine
from tests.quizzes.bank import drawing, put_in_bank
from tests.quizzes.kinds import sources

pytestmark = pytest.mark.django_db(transaction=True)

RIGHT = {kind: [option.text["en"] for option in source.options if option.correct] for kind, source in sources().items()}
PLACES = [(220, 500), (500, 500)]  # inside the two that are to be marked, in per mille


@pytest.fixture
def attempt(make_question, make_quiz, lin, now) -> Attempt:
    """A question of each kind, in the order of `Kind`, without a time limit."""
    picture = drawing()
    questions = [put_in_bank(kind, make_question, picture) for kind in Kind]
    quiz = make_quiz(questions, slug="every-kind", time_limit=None)
    return Attempt.start(quiz, by=lin, at=now, dice=Random(1))  # noqa: S311 - the same each time


@pytest.fixture
def open_page(browser, live_server, signed_in, lin):
    """`open_page(touch=True)`: a page where Lin is signed in."""
    contexts = []

    def make(touch: bool) -> Page:
        size = {"width": 390, "height": 844} if touch else {"width": 1280, "height": 900}
        context = browser.new_context(viewport=size, has_touch=touch, reduced_motion="reduce")
        contexts.append(context)
        value = signed_in(lin).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        context.set_default_timeout(20_000)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


class Mouse:
    """The hand that answers. What has no way of its own is done by clicking."""

    touch = False

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, place: Locator) -> None:
        place.click()

    def choose(self, text: str, number: int) -> None:
        self.press(self.page.locator("label.option", has_text=text).first)

    def named(self, kind: str, text: str) -> Locator:
        return self.page.locator(kind, has_text=re.compile(f"^{text}$"))

    def up(self, row: Locator) -> None:
        self.press(row.locator("button.is-up"))

    def move(self, what: Locator, where: Locator) -> None:
        start, end = what.bounding_box(), where.bounding_box()
        self.page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
        self.page.mouse.down()
        self.page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=4)
        self.page.mouse.up()

    def pair(self, option: str, match: str) -> None:
        self.move(self.named(".pool-item", match), self.named(".pair-label", option))

    def sort(self, option: str, category: str) -> None:
        self.move(self.named(".pair-label", option), self.named(".bin-name", category))

    def write(self, field: Locator, text: str) -> None:
        self.press(field)
        field.press_sequentially(text)

    def pick(self, select: Locator, text: str) -> None:
        select.select_option(label=text)

    def mark(self, stage: Locator, place: tuple[int, int]) -> None:
        box = stage.bounding_box()
        self.press_at(stage, box["width"] * place[0] / 1000, box["height"] * place[1] / 1000)

    def press_at(self, stage: Locator, x: float, y: float) -> None:
        stage.click(position={"x": x, "y": y})


class Finger(Mouse):
    touch = True

    def press(self, place: Locator) -> None:
        place.tap()

    def pair(self, option: str, match: str) -> None:
        self.press(self.named(".pool-item", match))
        self.press(self.named(".pair-label", option))

    def sort(self, option: str, category: str) -> None:
        self.press(self.named(".pair-label", option))
        self.press(self.named(".bin-name", category))

    def press_at(self, stage: Locator, x: float, y: float) -> None:
        stage.tap(position={"x": x, "y": y})


class Keys(Mouse):
    """Nothing is clicked: what is to be used has to be reached with the tabulator."""

    def press(self, place: Locator) -> None:
        self.reach(place)
        self.page.keyboard.press("Enter")

    def reach(self, place: Locator) -> None:
        for _step in range(60):
            if place.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{place} is not reached")

    def choose(self, text: str, number: int) -> None:
        self.page.keyboard.press(str(number))

    def pair(self, option: str, match: str) -> None:
        self.pick(self.page.get_by_label(option, exact=True), match)

    sort = pair

    def write(self, field: Locator, text: str) -> None:
        self.reach(field)
        self.page.keyboard.type(text)

    def pick(self, select: Locator, text: str) -> None:
        self.reach(select)
        self.page.keyboard.type(text)

    def mark(self, stage: Locator, place: tuple[int, int]) -> None:
        """From the middle in steps of 20 per mille."""
        self.reach(stage)
        at = self.at if hasattr(self, "at") else (500, 500)
        for key, steps in (("ArrowLeft", (at[0] - place[0]) // 20), ("ArrowRight", (place[0] - at[0]) // 20)):
            for _step in range(steps):
                self.page.keyboard.press(key)
        self.page.keyboard.press("Enter")
        self.at = place


def answer(hand: Mouse, page: Page, kind: Kind) -> None:
    if kind in (Kind.SINGLE, Kind.MULTIPLE, Kind.TRUE_FALSE, Kind.DIALOGUE):
        choose_all(hand, page, kind)
    elif kind is Kind.ORDERING:
        put_in_order(hand, page)
    elif kind is Kind.MATCHING:
        for option in sources()[kind].options:
            hand.pair(option.text["en"], option.match["en"])
    elif kind is Kind.CATEGORIES:
        for option in sources()[kind].options:
            hand.sort(option.text["en"], sources()[kind].parts[option.part - 1].text["en"])
    elif kind is Kind.HOTSPOT:
        for place in PLACES:
            hand.mark(page.locator("[data-stage]"), place)
    elif kind is Kind.CLOZE:
        hand.write(page.locator("[id^=gap-][id$='-1']"), "3")
        hand.write(page.locator("[id^=gap-][id$='-2']"), "guest")
        hand.pick(page.locator("[id^=gap-][id$='-3']"), "greeted")
    else:
        words = {Kind.FILL_IN: "Walk-Round", Kind.NUMERIC: "31", Kind.SHORT_ANSWER: "I greet first."}
        hand.write(page.locator(".typed-line, .written textarea"), words[kind])


def choose_all(hand: Mouse, page: Page, kind: Kind) -> None:
    for turn, text in enumerate(RIGHT[kind], start=1):
        options = page.locator(".options").last.locator("label.option > span")
        number = options.all_inner_texts().index(text) + 1
        hand.choose(text, number)
        if kind is Kind.DIALOGUE and turn == 1:
            saved(page)
            hand.press(page.locator("button[value=here]"))
            expect(page.locator(".turn")).to_have_count(2)


def put_in_order(hand: Mouse, page: Page) -> None:
    """The options are w, x, y, z; each goes up until it stands at its place."""
    for place, text in enumerate("wxyz"):
        rows = page.locator(".ordering-item > span:first-child")
        while rows.all_inner_texts().index(text) > place:
            before = rows.all_inner_texts().index(text)
            hand.up(page.locator(".ordering-item", has=page.get_by_text(text, exact=True)))
            expect(rows.nth(before - 1)).to_have_text(text)


def saved(page: Page) -> None:
    expect(page.locator('.quiz-bar [data-state="saved"]')).to_be_visible()


def is_accessible(page: Page) -> None:
    examine(page)


@pytest.mark.parametrize("way", [Mouse, Finger, Keys], ids=["mouse", "touch", "keyboard"])
def test_every_kind_of_question_is_answered(way, attempt, open_page, live_server):
    page = open_page(way.touch)
    for position, kind in enumerate(Kind, start=1):
        page.goto(f"{live_server.url}/en/quizzes/attempts/{attempt.pk}/{position}/")
        answer(way(page), page, kind)
        page.locator("#answer").evaluate("form => document.activeElement.blur()")  # what was typed is sent
        saved(page)
        if way is not Mouse:  # on the phone, and where the focus has been everywhere
            is_accessible(page)
        item, given = attempt.items[position - 1], Attempt.objects.get(pk=attempt.pk).answers().get(position, [])
        assert given, kind
        assert item.needs_reader(given) if kind is Kind.SHORT_ANSWER else item.mark(given).is_full, (kind, given)
