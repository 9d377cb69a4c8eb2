"""Answers that come late, twice, or from two devices: the one given last counts, however the network mixes them."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from quizzes.models import Attempt, AttemptRefused, QuizPage, Response
from quizzes.models.attempts import GRACE, Layout
from tests.at_once import at_once

SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def running(quiz, lin, dice) -> Attempt:
    return Attempt.start(quiz, by=lin, at=timezone.now() - 60 * SECOND, dice=dice(1))


@pytest.fixture
def browser(signed_in, lin):
    return signed_in(lin)


def address(name: str, attempt: Attempt, *args) -> str:
    return reverse(f"quizzes:{name}", args=[attempt.pk, *args])


def milliseconds(moment: dt.datetime) -> str:
    return str(int(1000 * moment.timestamp()))


# --- Which answer counts --------------------------------------------------------------------------------------------


def test_the_answer_given_last_counts_even_if_it_comes_first(attempt, now):
    assert attempt.save_answer(1, ["b"], now + 30 * SECOND, given_at=now + 20 * SECOND)
    assert not attempt.save_answer(1, ["a"], now + 40 * SECOND, given_at=now + 10 * SECOND)
    assert attempt.answers() == {1: ["b"]}


def test_the_same_answer_sent_again_changes_nothing(attempt, now):
    for _ in range(3):
        assert attempt.save_answer(1, ["b"], now + 30 * SECOND, given_at=now + 20 * SECOND)
    assert Response.objects.get().given_at == now + 20 * SECOND


def test_an_answer_from_the_future_is_one_of_now(attempt, now):
    attempt.save_answer(1, ["b"], now + SECOND, given_at=now + 900 * SECOND)
    assert attempt.save_answer(1, ["a"], now + 2 * SECOND)
    assert attempt.answers() == {1: ["a"]}


def test_an_answer_from_before_the_attempt_is_one_of_its_beginning(attempt, now):
    attempt.save_answer(1, ["b"], now + SECOND, given_at=now - 900 * SECOND)
    assert Response.objects.get().given_at == attempt.started_at


def test_answers_of_before_this_rule_are_replaced(attempt, now):
    Response.objects.create(attempt=attempt, position=1, answer=["a"], saved_at=now)
    assert attempt.save_answer(1, ["b"], now)


@pytest.mark.parametrize(
    ("given", "arrives", "counts"),
    [(-1, 20, True), (0, 29, True), (5, 6, False), (-1, 31, False), (None, 20, True), (None, 31, False)],
)
def test_what_was_given_before_the_end_counts_if_it_arrives_within_the_grace(attempt, given, arrives, counts):
    at, given_at = (None if n is None else attempt.deadline + n * SECOND for n in (arrives, given))
    if not counts:
        with pytest.raises(AttemptRefused):
            attempt.save_answer(1, ["b"], at, given_at=given_at)
    else:
        attempt.save_answer(1, ["b"], at, given_at=given_at)
    assert Response.objects.exists() is counts


def test_what_arrived_within_the_grace_is_scored(attempt, answer_all):
    answer_all(attempt, attempt.deadline + GRACE - SECOND)
    attempt.submit_if_overdue(attempt.deadline + GRACE)
    assert attempt.percent == 100


@pytest.mark.django_db(transaction=True)
def test_of_two_devices_at_one_moment_the_later_answer_stays(attempt, now):
    at = now + 60 * SECOND
    lin = attempt.person_id
    answers = [(key, now + second * SECOND) for second, key in enumerate("abcabcab")]
    at_once(*[
        lambda key=key, given=given: Attempt.objects.save_answer(attempt.pk, lin, 1, [key], at, given_at=given)
        for key, given in answers
    ])  # fmt: skip
    assert attempt.answers() == {1: [answers[-1][0]]}


# --- Through the door -----------------------------------------------------------------------------------------------


def test_a_device_says_when_an_answer_was_given(browser, running):
    now = timezone.now()
    later, earlier = (milliseconds(now + n * SECOND) for n in (-1, -2))
    assert browser.post(address("save", running, 1), {"answer": "b", "given": later}).status_code == 204
    assert browser.post(address("save", running, 1), {"answer": "a", "given": earlier}).status_code == 205
    assert running.answers() == {1: ["b"]}


@pytest.mark.parametrize("nonsense", ["", "soon", "9" * 40, "-1", "NaN"])
def test_a_moment_that_is_none_is_now(browser, running, nonsense):
    assert browser.post(address("save", running, 1), {"answer": "b", "given": nonsense}).status_code == 204
    assert running.answers() == {1: ["b"]}


def test_the_screens_say_whose_answers_a_device_may_keep(browser, running, lin):
    page = browser.get(address("question", running, 1)).text
    assert f'data-name="quiz-answers:{lin.pk}:{running.pk}"' in page


# --- Flags ----------------------------------------------------------------------------------------------------------


def test_a_flag_is_kept_with_and_without_an_answer(browser, running):
    browser.post(address("save", running, 1), {"answer": "b", "flag": "on"})
    browser.post(address("save", running, 3), {"flag": "on"})
    assert (running.flagged(), running.answers()) == ({1, 3}, {1: ["b"]})
    page = browser.get(address("attempt", running)).text
    assert "Question 1, answered, to be looked at again" in page
    assert "Question 3, not answered, to be looked at again" in page


def test_a_flag_is_taken_away_again(browser, running):
    browser.post(address("save", running, 1), {"answer": "b", "flag": "on"})
    browser.post(address("save", running, 1), {"answer": "b"})
    assert running.flagged() == set()


def test_a_flag_is_worth_nothing(browser, running):
    browser.post(address("save", running, 1), {"flag": "on"})
    running.submit(timezone.now())
    assert running.score == 0


# --- All on one page ------------------------------------------------------------------------------------------------


@pytest.fixture
def on_one_page(make_quiz, questions, lin, dice) -> Attempt:
    return Attempt.start(make_quiz(questions, layout=Layout.ALL), by=lin, at=timezone.now(), dice=dice(1))


def test_all_questions_can_be_on_one_page(browser, on_one_page):
    page = browser.get(address("paper", on_one_page)).text
    assert [page.count(f"Stem of Q{n}") for n in range(1, 5)] == [1, 1, 1, 1]


def test_a_quiz_on_one_page_starts_there_and_comes_back_there(browser, on_one_page):
    first = browser.post(reverse("quizzes:start", args=[QuizPage.objects.get().pk]))
    assert first.url == address("paper", on_one_page) + "#question-1"
    saved = browser.post(address("question", on_one_page, 2), {"answer": ["a"]})
    assert saved.url == address("paper", on_one_page) + "#question-2"


def test_the_page_with_all_questions_needs_no_more_queries_for_more_of_them(
    browser, lin, make_quiz, make_question, queries
):
    def sat(size: int) -> Attempt:
        made = [make_question(f"S{size}-{n}", "single", ["*a", "b"]) for n in range(size)]
        return Attempt.start(make_quiz(made, slug=f"of-{size}"), by=lin, at=timezone.now())

    few, many = sat(2), sat(9)
    browser.get(address("paper", few))
    assert queries(lambda: browser.get(address("paper", few))) == queries(lambda: browser.get(address("paper", many)))


def test_after_submission_the_page_leads_to_the_result(browser, running):
    running.submit(timezone.now())
    assert browser.get(address("paper", running)).url == address("result", running)


@pytest.mark.parametrize("who", ["zhou", "xu", "chen", "admin", "harbour_manager"])
def test_the_page_with_all_questions_is_its_owners_alone(signed_in, request, running, who):
    assert signed_in(request.getfixturevalue(who)).get(address("paper", running)).status_code == 404


def test_the_page_with_all_questions_takes_no_answers(browser, running):
    assert browser.post(address("paper", running)).status_code == 405
