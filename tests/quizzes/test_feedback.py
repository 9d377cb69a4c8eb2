"""When a person is shown what was right: after each answer, after submission, after closing, never."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.models import Publication
from quizzes.models import Allowance, Attempt, AttemptRefused, QuizPage

HOUR = dt.timedelta(hours=1)
SECRET = "Because the standard says so"


@pytest.fixture
def browser(signed_in, lin):
    return signed_in(lin)


def address(name: str, attempt: Attempt, *args) -> str:
    return reverse(f"quizzes:{name}", args=[attempt.pk, *args])


@pytest.fixture
def submitted(make_quiz, questions, lin, answer_all):
    """`submitted(feedback="score")` is an attempt of Lin's that is over."""

    def make(**fields) -> Attempt:
        attempt = Attempt.start(make_quiz(questions, **fields), by=lin, at=timezone.now())
        answer_all(attempt, timezone.now(), wrong=[2])
        attempt.submit(timezone.now())
        return attempt

    return make


def test_score_only_is_the_score_only(browser, submitted):
    page = browser.get(address("result", submitted(feedback="score"))).text
    assert "80<small> %</small>" in page or "75<small> %</small>" in page
    assert "shows the score only" in page
    assert SECRET not in page
    assert "Stem of" not in page


def test_after_closing_means_after_closing_for_everybody(browser, submitted, quiz_closing, lin, zhou, xu):
    attempt = submitted(feedback="closing", closes_at=timezone.now() + HOUR)
    page = browser.get(address("result", attempt)).text
    assert "is shown from" in page
    assert SECRET not in page
    quiz_closing(timezone.now() - HOUR)
    assert SECRET in browser.get(address("result", attempt)).text
    Allowance.objects.create(
        person=zhou, quiz=attempt.quiz, until=timezone.now() + HOUR, by=xu, at=timezone.now(), reason="Ill"
    )
    assert SECRET not in browser.get(address("result", attempt)).text


@pytest.fixture
def quiz_closing():
    def close(at) -> None:
        QuizPage.objects.update(closes_at=at)
        Publication.renew()

    return close


@pytest.mark.parametrize(("who", "sees"), [("xu", True), ("admin", True), ("chen", False), ("regional", False)])
def test_whoever_writes_questions_sees_them_and_others_as_the_learner_does(signed_in, request, submitted, who, sees):
    page = signed_in(request.getfixturevalue(who)).get(address("result", submitted(feedback="score"))).text
    assert (SECRET in page) is sees


def test_an_earlier_result_shows_no_keys_while_the_quiz_is_sat_again(browser, submitted, lin):
    first = submitted()
    assert SECRET in browser.get(address("result", first)).text
    second = Attempt.start(QuizPage.objects.get(), by=lin, at=timezone.now())
    page = browser.get(address("result", first)).text
    assert "You are sitting a quiz" in page
    assert SECRET not in page
    second.submit(timezone.now())
    assert SECRET in browser.get(address("result", first)).text


def test_the_mode_is_that_of_the_start(browser, submitted):
    attempt = submitted(feedback="score")
    QuizPage.objects.update(feedback="submission")
    assert SECRET not in browser.get(address("result", attempt)).text


# --- After each answer ----------------------------------------------------------------------------------------------


@pytest.fixture
def practice(make_quiz, questions, lin, dice) -> Attempt:
    quiz = make_quiz(questions, feedback="each")
    return Attempt.start(quiz, by=lin, at=timezone.now(), dice=dice(1))


def test_an_answer_is_shown_at_once_and_stays_as_it_is(browser, practice):
    page = browser.get(address("question", practice, 1)).text
    assert "Check" in page
    assert SECRET not in page
    shown = browser.post(address("question", practice, 1), {"answer": "b", "go": "check"}, follow=True).text
    assert f"{SECRET} Q1" in shown
    assert f"{SECRET} Q2" not in shown
    assert browser.post(address("save", practice, 1), {"answer": "a"}).status_code == 205
    assert practice.answers() == {1: ["b"]}


def test_nothing_is_shown_without_an_answer(browser, practice):
    page = browser.post(address("question", practice, 1), {"go": "check"}, follow=True).text
    assert "Answer first" in page
    assert SECRET not in page


def test_in_other_modes_nobody_checks(browser, quiz, lin):
    attempt = Attempt.start(quiz, by=lin, at=timezone.now())
    browser.post(address("question", attempt, 1), {"answer": "a", "go": "check"}, follow=True)
    assert SECRET not in browser.get(address("question", attempt, 1)).text
    with pytest.raises(AttemptRefused):
        attempt.reveal(1, ["a"], timezone.now())


def test_all_on_one_page_shows_what_was_checked_and_only_that(browser, make_quiz, questions, lin, dice):
    quiz = make_quiz(questions, feedback="each", layout="all")
    attempt = Attempt.start(quiz, by=lin, at=timezone.now(), dice=dice(1))
    page = browser.post(address("question", attempt, 1), {"answer": "b", "go": "check"}, follow=True).text
    assert f"{SECRET} Q1" in page
    assert page.count(SECRET) == 1


def test_what_was_checked_is_scored_as_it_was_given(browser, practice, answer_all):
    browser.post(address("question", practice, 1), {"answer": "b", "go": "check"})
    answer_all(practice, timezone.now())
    practice.submit(timezone.now())
    assert practice.percent == 75
