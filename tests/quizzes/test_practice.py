"""Practice: what was missed comes again, weak clauses are drilled, and nothing of it helps in an examination."""

import datetime as dt
import threading
from contextlib import suppress

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from courses.models import LedgerEntry
from quizzes import tasks
from quizzes.models import Attempt, AttemptRefused, Card, Drill, Kind, Status
from quizzes.models.practice import meet_all
from quizzes.paper import AnswerRefused
from tests.at_once import at_once

DAY = dt.timedelta(days=1)


@pytest.fixture
def missed(quiz, lin, now, dice, answer_all) -> Attempt:
    """Lin had the first and the third question right and missed the second and the fourth."""
    attempt = Attempt.start(quiz, by=lin, at=now, dice=dice(1))
    answer_all(attempt, now, wrong=[2, 4])
    attempt.submit(now)
    meet_all(attempt)
    return attempt


@pytest.fixture
def drill(missed, lin, now, dice) -> Drill:
    return Drill.start_five(lin, now + DAY, dice(1))


def right(drill: Drill, position: int) -> list[str]:
    return list(drill.items[position - 1].right)


def stems(drill: Drill) -> set[str]:
    return {item.stem["en"] for item in drill.items}


# --- Cards ----------------------------------------------------------------------------------------------------------


def test_only_what_was_missed_comes_again(missed, lin, now):
    assert Card.objects.of(lin).count() == 4
    assert Card.objects.of(lin).due(timezone.localdate(now)).count() == 0
    assert Card.objects.of(lin).due(timezone.localdate(now + DAY)).count() == 2


def test_meeting_the_same_attempt_again_changes_nothing(missed, lin):
    before = list(Card.objects.of(lin).values())
    meet_all(missed)
    assert list(Card.objects.of(lin).values()) == before


def test_a_second_task_at_the_same_time_is_harmless(missed, lin):
    tasks.remember.func(missed.pk)
    assert Card.objects.of(lin).count() == 4


@pytest.mark.django_db(transaction=True)
def test_two_attempts_followed_up_at_once_are_both_met(quiz, lin, now, answer_all, monkeypatch):
    """Both find no cards, and the one that comes second to make them meets those of the first."""
    attempts = []
    for hour in range(2):
        at = now + dt.timedelta(hours=hour)
        attempts.append(Attempt.start(quiz, by=lin, at=at))
        answer_all(attempts[-1], at, wrong=[2])
        attempts[-1].submit(at)
    Card.objects.all().delete()
    both_have_looked, learn = threading.Barrier(2), Card.learn

    def learn_late(card: Card, *how) -> None:
        with suppress(threading.BrokenBarrierError):  # in SQLite the second looks when the first is done
            both_have_looked.wait(timeout=0.5)
        learn(card, *how)

    monkeypatch.setattr(Card, "learn", learn_late)
    at_once(*[lambda attempt=attempt: meet_all(attempt) for attempt in attempts])
    assert set(Card.objects.of(lin).values_list("met_at", flat=True)) == {attempts[1].submitted_at}
    assert Card.objects.of(lin).count() == 4


def test_a_longer_paper_needs_no_more_queries(lin, now, make_quiz, make_question, queries):
    counts = []
    for size in (2, 9):
        made = [make_question(f"S{size}-{n}", Kind.SINGLE, ["*a", "b"]) for n in range(size)]
        attempt = Attempt.start(make_quiz(made, slug=f"of-{size}"), by=lin, at=now)
        attempt.submit(now)
        attempt = Attempt.objects.get(pk=attempt.pk)
        counts.append(queries(lambda attempt=attempt: meet_all(attempt)))
    assert counts[0] == counts[1]


def test_a_quiz_that_shows_the_score_only_gives_no_cards(make_quiz, questions, lin, now):
    attempt = Attempt.start(make_quiz(questions, feedback="score"), by=lin, at=now)
    attempt.submit(now)
    tasks.remember.func(attempt.pk)
    assert not Card.objects.exists()


def test_no_row_is_half_of_a_memory(lin, now):
    with pytest.raises(IntegrityError), transaction.atomic():
        Card.objects.create(
            person=lin, question="6f3c1d2e-8a54-4b0e-9d57-3f2c7a1b4e60", share=0, met_at=now, due_at=now
        )


# --- The five of a day ----------------------------------------------------------------------------------------------


def test_the_five_of_a_day_are_those_that_come_again(drill):
    assert stems(drill) == {"Stem of Q2", "Stem of Q4"}


def test_there_are_five_at_most(lin, now, make_quiz, make_question, dice):
    made = [make_question(f"M{n}", Kind.SINGLE, ["*a", "b"]) for n in range(8)]
    attempt = Attempt.start(make_quiz(made), by=lin, at=now)
    attempt.submit(now)
    meet_all(attempt)
    assert len(Drill.start_five(lin, now + DAY, dice(1)).paper) == 5


def test_the_five_of_a_day_are_begun_once(drill, lin, now):
    assert Drill.start_five(lin, now + DAY) == drill


@pytest.mark.django_db(transaction=True)
def test_two_taps_begin_one_practice(missed, lin, now):
    begun = at_once(*[lambda: Drill.start_five(lin, now + DAY)] * 4)
    assert len({drill.pk for drill in begun}) == 1


def test_before_anything_comes_again_there_is_nothing(missed, lin, now):
    with pytest.raises(AttemptRefused, match="nothing to practise"):
        Drill.start_five(lin, now)


def test_what_was_retired_meanwhile_does_not_come_again(missed, questions, lin, now):
    questions[1].put_into(Status.RETIRED)
    assert stems(Drill.start_five(lin, now + DAY)) == {"Stem of Q4"}


def test_a_right_answer_comes_later_and_a_wrong_one_tomorrow(drill, lin, now):
    at = now + DAY
    places = {item.stem["en"]: n for n, item in enumerate(drill.items, start=1)}
    good, bad = places["Stem of Q2"], places["Stem of Q4"]
    assert drill.answer(good, right(drill, good), at)
    assert drill.answer(bad, right(drill, bad)[::-1], at)
    due = {str(card.question): (card.due_at - at).days for card in Card.objects.of(lin).filter(due_at__gt=at)}
    assert due[drill.items[good - 1].question] > due[drill.items[bad - 1].question] == 1
    drill.refresh_from_db()
    assert drill.ended_at == at


def test_the_first_answer_counts(drill, now):
    drill.answer(1, right(drill, 1), now + DAY)
    drill.answer(1, right(drill, 1)[::-1] if len(right(drill, 1)) > 1 else ["b"], now + 2 * DAY)
    assert [answer.answer for answer in drill.answers.all()] == [sorted(right(drill, 1))] or drill.answers.count() == 1


def test_no_answer_is_none(drill, now):
    assert not drill.answer(1, [], now + DAY)
    assert not drill.answers.exists()


def test_an_answer_that_does_not_fit_is_refused(drill, now):
    with pytest.raises(AnswerRefused):
        drill.answer(1, ["x" * 5000], now + DAY)


def test_practice_is_no_result(drill, now):
    before = LedgerEntry.objects.count()
    for position in range(1, len(drill.items) + 1):
        drill.answer(position, right(drill, position), now + DAY)
    assert LedgerEntry.objects.count() == before


# --- Weak clauses ---------------------------------------------------------------------------------------------------


def test_a_clause_of_which_too_little_is_right_is_weak(missed, lin):
    assert [(weak.code, weak.questions) for weak in Card.objects.of(lin).weak_clauses()] == [("P2-01", 4)]
    Card.objects.update(share=1)
    assert Card.objects.of(lin).weak_clauses() == []


def test_a_drill_on_a_clause_asks_what_was_least_right_first(missed, lin, now, dice):
    drill = Drill.start_clause("P2-01", lin, now, dice(1))
    assert {item.stem["en"] for item in drill.items[:2]} == {"Stem of Q2", "Stem of Q4"}
    assert {item.stem["en"] for item in drill.items[2:]} == {"Stem of Q1", "Stem of Q3"}
    assert Drill.start_clause("P2-01", lin, now) == drill


@pytest.mark.parametrize("code", ["P9-99", "'; --", "x" * 4000])
def test_there_is_no_drill_on_what_was_not_met(missed, lin, now, code):
    with pytest.raises(AttemptRefused):
        Drill.start_clause(code, lin, now)


# --- No help in an examination --------------------------------------------------------------------------------------


def test_nobody_practises_while_they_sit_a_quiz_against_time(drill, quiz, lin, now):
    at = now + DAY
    Attempt.start(quiz, by=lin, at=at)
    with pytest.raises(AttemptRefused, match="against time"):
        drill.answer(1, right(drill, 1), at)
    with pytest.raises(AttemptRefused, match="against time"):
        Drill.start_clause("P2-01", lin, at)


# --- The screens ----------------------------------------------------------------------------------------------------


@pytest.fixture
def browser(signed_in, lin):
    return signed_in(lin)


@pytest.fixture
def due_now(quiz, lin, dice, answer_all) -> Attempt:
    at = timezone.now() - 2 * DAY
    attempt = Attempt.start(quiz, by=lin, at=at, dice=dice(1))
    answer_all(attempt, at, wrong=[1, 2])
    attempt.submit(at)
    meet_all(attempt)
    return attempt


def test_the_home_page_offers_the_five_of_the_day(browser, home, due_now):
    page = browser.get(home.url).text
    assert "Today’s five" in page
    assert "2 questions that you missed come again today" in page


def test_the_home_page_of_whoever_missed_nothing_says_nothing(browser, home):
    assert "Today’s five" not in browser.get(home.url).text


def test_a_practice_is_answered_shown_and_done(browser, home, due_now):
    shown = browser.post(reverse("quizzes:begin"), follow=True)
    assert "Because the standard says so" not in shown.text
    address = shown.redirect_chain[-1][0]
    drill = Drill.objects.get()
    for _ in drill.items:
        position = int(address.rstrip("/").rpartition("/")[2])
        answered = browser.post(address, {"answer": right(drill, position), "go": "check"}, follow=True)
        assert "Because the standard says so" in answered.text
        address = reverse("quizzes:practise", args=[drill.pk, drill.first_open() or position])
    assert "Done for today" in browser.get(reverse("quizzes:practice")).text
    assert "Done for today" in browser.get(home.url).text


def test_without_an_answer_nothing_is_shown(browser, due_now):
    browser.post(reverse("quizzes:begin"))
    address = reverse("quizzes:practise", args=[Drill.objects.get().pk, 1])
    page = browser.post(address, {"go": "check"}, follow=True).text
    assert "Answer first" in page
    assert "Because the standard says so" not in page


def test_an_order_is_moved_by_buttons_before_it_is_answered(browser, lin, make_quiz, make_question, now):
    quiz = make_quiz([make_question("O1", Kind.ORDERING, ["First", "Second", "Third"])])
    attempt = Attempt.start(quiz, by=lin, at=now)
    attempt.submit(now)
    meet_all(attempt)
    browser.post(reverse("quizzes:begin"), {"clause": "P2-01"})
    drill = Drill.objects.get()
    keys = drill.items[0].keys
    address = reverse("quizzes:practise", args=[drill.pk, 1])
    page = browser.post(address, {"answer": keys, "move": f"down:{keys[0]}"}).text
    assert page.index(f'value="{keys[1]}"') < page.index(f'value="{keys[0]}"')
    assert not drill.answers.exists()


def test_weak_clauses_are_listed_with_their_share(browser, due_now):
    page = browser.get(reverse("quizzes:practice")).text
    assert "P2-01" in page
    assert "4 questions" in page


def test_nothing_to_practise_is_said(browser):
    assert "nothing to practise" in browser.post(reverse("quizzes:begin"), follow=True).text


@pytest.mark.parametrize("who", ["zhou", "xu", "chen", "admin"])
def test_practice_is_its_owners_alone(signed_in, request, drill, who):
    client = signed_in(request.getfixturevalue(who))
    assert client.get(reverse("quizzes:practise", args=[drill.pk, 1])).status_code == 404


@pytest.mark.parametrize("position", [0, 3, 99])
def test_a_position_that_there_is_not_is_not_found(browser, drill, position):
    assert browser.post(reverse("quizzes:practise", args=[drill.pk, position]), {"answer": "a"}).status_code == 404


def test_practice_is_not_begun_by_looking(browser):
    assert browser.get(reverse("quizzes:begin")).status_code == 405
    assert browser.post(reverse("quizzes:practice")).status_code == 405
