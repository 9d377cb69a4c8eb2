"""The next question comes from the paper that the tab has, once the answer is saved."""

import datetime as dt
import re

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from quizzes.models import Attempt, Kind
from quizzes.models.attempts import Feedback

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def questions(questions, make_question):
    return [
        *questions,
        make_question("Q5", Kind.FILL_IN, ["*walk-round"]),
        make_question("Q6", Kind.SINGLE, ["*A", "B"]),
    ]


@pytest.fixture
def quiz(make_quiz, questions):
    return make_quiz(questions)


@pytest.fixture
def attempt(quiz, lin, dice) -> Attempt:
    return Attempt.start(quiz, by=lin, at=timezone.now(), dice=dice(1))


@pytest.fixture
def tab(browser, live_server, signed_in, lin):
    """`tab()` is another tab of one phone of Lin's."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    context.set_default_timeout(15_000)
    value = signed_in(lin).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
    yield context.new_page
    context.close()


@pytest.fixture
def open_at(tab, live_server, attempt):
    """`open_at(2)` is a tab with that question, once it has the whole paper."""

    def go(position: int) -> Page:
        page = tab()
        page.goto(f"{live_server.url}/en/quizzes/attempts/{attempt.pk}/{position}/")
        page.locator("[data-is-kept]").wait_for(state="attached")
        return page

    return go


def asked_of_the_server(page: Page) -> list[str]:
    """What the page asks from now on, in short."""
    asked: list[str] = []

    def note(request) -> None:
        _, of_attempts, place = request.url.partition("/attempts/")
        if of_attempts:
            asked.append(f"{request.method} {place}")

    page.on("request", note)
    return asked


def shows(page: Page, stem: str) -> None:
    expect(page.get_by_role("heading", name=f"Stem of {stem}")).to_be_visible()


def go_on(page: Page, name: str = "Next") -> None:
    page.get_by_role("button", name=name, exact=True).last.click()


def saved(page: Page) -> None:
    expect(page.locator('[data-state="saved"]')).to_be_visible()


def test_a_question_answered_is_one_request(open_at, attempt):
    page = open_at(1)
    asked = asked_of_the_server(page)
    for stem, choice in (("Q1", "Waits"), ("Q2", "Umbrella"), ("Q3", "False")):
        shows(page, stem)
        page.get_by_text(choice, exact=True).click()
        saved(page)
        go_on(page)
    expect(page.get_by_role("heading", name="Stem of Q4")).to_be_focused()
    assert asked == [f"POST {attempt.pk}/{position}/save/" for position in (1, 2, 3)]
    assert page.url.endswith("/4/")
    assert page.title().startswith("Question 4 of 6")
    assert page.locator("[data-line]").evaluate("line => line.value") == 3
    assert page.locator(".languages a").get_attribute("href").endswith(f"/attempts/{attempt.pk}/4/")
    expect(page.locator('[data-state="saved"]')).to_be_hidden()
    assert attempt.answers().keys() == {1, 2, 3}


def test_back_and_forward_of_the_browser_lead_through_the_questions_with_their_answers(open_at, attempt):
    page = open_at(1)
    page.get_by_text("Waits").click()
    saved(page)
    go_on(page)
    shows(page, "Q2")
    page.go_back()
    expect(page.get_by_role("radio", name="Waits")).to_be_checked()
    saved(page)
    page.go_forward()
    shows(page, "Q2")
    page.reload()
    shows(page, "Q2")


def test_an_answer_on_its_way_is_saved_before_the_next_question_comes(open_at, attempt):
    page = open_at(1)
    page.get_by_text("Waits").click()
    go_on(page)
    shows(page, "Q2")
    assert attempt.answers() == {1: ["b"]}


def test_an_order_is_an_answer_once_something_was_moved(open_at, attempt):
    page = open_at(4)
    go_on(page)
    shows(page, "Q5")
    assert attempt.answers() == {}
    go_on(page, "Back")
    shows(page, "Q4")
    page.get_by_role("button", name=re.compile("^Down: ")).first.click()
    saved(page)
    order = page.locator(".ordering input").evaluate_all("inputs => inputs.map((input) => input.value)")
    go_on(page, "Back")
    shows(page, "Q3")
    go_on(page)
    assert page.locator(".ordering input").evaluate_all("inputs => inputs.map((input) => input.value)") == order
    assert attempt.answers() == {4: order}


@pytest.mark.parametrize("leave", [go_on, Page.go_back], ids=["next", "back of the browser"])
def test_what_is_being_typed_is_saved_as_the_answer_of_its_own_question(open_at, attempt, leave):
    page = open_at(4)
    go_on(page)
    page.get_by_role("textbox").fill("walk-round")
    with page.expect_response(lambda response: response.url.endswith("/5/save/")):
        leave(page)
    expect(page.get_by_role("textbox")).to_have_count(0)
    assert attempt.answers()[5] == ["walk-round"]
    assert 6 not in attempt.answers()


def test_the_last_question_leads_to_the_overview(open_at, attempt):
    page = open_at(5)
    go_on(page)
    page.get_by_text("B", exact=True).click()
    go_on(page, "To the overview")
    expect(page.get_by_text("You have answered 1 of 6 questions")).to_be_visible()


def test_what_another_tab_has_answered_is_there_when_somebody_comes_back(open_at, attempt):
    first, second = open_at(1), open_at(2)
    second.get_by_text("Umbrella").click()
    saved(second)
    with first.expect_response(lambda response: response.url.endswith("/all/")):
        first.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    go_on(first)
    expect(first.get_by_role("checkbox", name="Umbrella")).to_be_checked()


def test_a_flag_stays_with_its_question(open_at, attempt):
    page = open_at(1)
    flag = page.get_by_role("checkbox", name="Look at this again before submitting")
    flag.check()
    saved(page)
    go_on(page)
    shows(page, "Q2")
    expect(flag).not_to_be_checked()
    go_on(page, "Back")
    shows(page, "Q1")
    expect(flag).to_be_checked()
    assert attempt.flagged() == {1}


def test_more_time_given_meanwhile_is_shown_with_the_next_answer(open_at, attempt):
    page = open_at(1)
    expect(page.get_by_text("20 min left")).to_be_visible()
    attempt.last_until(attempt.deadline + dt.timedelta(minutes=30))
    page.get_by_text("Waits").click()
    expect(page.get_by_text("50 min left")).to_be_visible()


def test_where_each_answer_is_checked_at_once_the_server_is_asked(make_quiz, questions, tab, live_server, lin, dice):
    quiz = make_quiz(questions, slug="each", feedback=Feedback.EACH)
    attempt = Attempt.start(quiz, by=lin, at=timezone.now(), dice=dice(1))
    page = tab()
    page.goto(f"{live_server.url}/en/quizzes/attempts/{attempt.pk}/1/")
    page.locator("[data-is-kept]").wait_for(state="attached")
    asked = asked_of_the_server(page)
    go_on(page)
    shows(page, "Q2")
    assert f"GET {attempt.pk}/2/" in asked


def test_an_answer_refused_is_said_on_its_own_question(open_at, attempt):
    page = open_at(1)
    page.locator("[data-asked] input[type=radio]").first.evaluate("input => { input.value = 'nothing' }")
    page.get_by_text("Greets").click()
    expect(page.get_by_text("This answer could not be read. Please load the page again")).to_be_visible()
    go_on(page)
    expect(page.get_by_text("This answer could not be read. Please answer again.")).to_be_visible()
    shows(page, "Q1")
    assert attempt.answers() == {}
