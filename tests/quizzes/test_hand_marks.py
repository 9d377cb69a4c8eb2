"""Answers in own words: the attempt has no result until a trainer has read them."""

import datetime as dt
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from courses.models import LedgerEntry
from quizzes.models import Attempt, HandMark, Kind, Status
from quizzes.models.counted import CountedPaper


@pytest.fixture
def quiz(make_quiz, make_question):
    written = make_question("W1", Kind.SHORT_ANSWER)
    return make_quiz([make_question("Q1", Kind.SINGLE, ["*Greets", "Waits"]), written], points=[1, 3])


@pytest.fixture
def submitted(quiz, lin, now, dice) -> Attempt:
    attempt = Attempt.start(quiz, by=lin, at=now, dice=dice(1))
    attempt.save_answer(1, list(attempt.items[0].right), now)
    attempt.save_answer(2, ["I listen first."], now)
    attempt.submit(now)
    return attempt


@pytest.fixture
def mark(submitted) -> HandMark:
    return submitted.hand_marks.get()


def test_a_submitted_attempt_waits_for_its_reader(submitted):
    assert submitted.is_pending
    assert (submitted.score, submitted.outcome) == (None, "")
    assert not LedgerEntry.objects.exists()


def test_the_last_mark_makes_the_result_as_of_the_submission(mark, submitted, xu, now):
    assert mark.give(Decimal("2.5"), " Well said. ", by=xu, at=now + dt.timedelta(days=2))
    submitted.refresh_from_db()
    assert (submitted.score, submitted.percent, submitted.outcome) == (Decimal("3.5"), Decimal("87.50"), "passed")
    assert LedgerEntry.objects.get().at == submitted.submitted_at
    assert submitted.review("en")[1].comment == "Well said."


def test_what_was_given_first_stays(mark, submitted, xu, now):
    mark.give(Decimal(3), "", by=xu, at=now)
    assert not mark.give(Decimal(0), "", by=xu, at=now)
    submitted.refresh_from_db()
    assert submitted.is_passed


def test_more_than_there_is_cannot_be_given(mark, submitted, xu, now):
    mark.give(Decimal(99), "", by=xu, at=now)
    submitted.refresh_from_db()
    assert submitted.score == 4


def test_an_empty_answer_needs_no_reader(quiz, lin, now, dice):
    attempt = Attempt.start(quiz, by=lin, at=now, dice=dice(1))
    attempt.submit(now)
    assert attempt.outcome == "failed"
    assert not HandMark.objects.exists()


def test_statistics_count_it_once_it_has_its_result(mark, submitted, xu, now):
    mark.give(Decimal("1.5"), "", by=xu, at=now)
    submitted.refresh_from_db()
    CountedPaper.count(submitted)
    assert submitted.counted.answers.get(wording__content__kind="short_answer").earned == Decimal("1.5")


@pytest.mark.parametrize("again", [False, True])
def test_counting_what_is_left_passes_over_what_waits_for_its_reader(submitted, again):
    call_command("count_attempts", again=again, stdout=StringIO())
    assert not CountedPaper.objects.exists()


def test_a_trainer_marks_in_the_browser(signed_in, xu, mark, submitted):
    browser = signed_in(xu)
    assert "林晓" in browser.get(reverse("quizzes:marking")).text
    page = browser.get(reverse("quizzes:mark", args=[mark.pk]))
    assert "I listen first." in page.text
    assert browser.post(reverse("quizzes:mark", args=[mark.pk]), {"points": "3"}).status_code == 302
    submitted.refresh_from_db()
    assert submitted.is_passed


@pytest.mark.parametrize("points", ["", "-1", "4", "nan", "1.3"])
def test_other_points_are_refused(signed_in, xu, mark, submitted, points):
    signed_in(xu).post(reverse("quizzes:mark", args=[mark.pk]), {"points": points})
    submitted.refresh_from_db()
    assert submitted.is_pending


@pytest.mark.parametrize("who", ["lin", "chen", "regional"])
def test_who_marks_nothing_finds_nothing(who, signed_in, request, mark):
    browser = signed_in(request.getfixturevalue(who))
    assert browser.get(reverse("quizzes:marking")).status_code == 404
    assert browser.post(reverse("quizzes:mark", args=[mark.pk]), {"points": "3"}).status_code == 404


def test_the_learner_sees_that_it_is_being_marked(signed_in, lin, submitted, quiz):
    browser = signed_in(lin)
    assert 'data-state="in_progress"' in browser.get(reverse("quizzes:result", args=[submitted.pk])).text
    assert browser.get(quiz.url).status_code == 200


def test_a_question_on_trial_counts_for_nothing_but_statistics(make_quiz, make_question, lin, now, dice):
    tried = make_question("T1", Kind.SINGLE, ["*Greets", "Waits"], status=Status.TRIAL)
    quiz = make_quiz([make_question("Q1", Kind.SINGLE, ["*Greets", "Waits"]), tried], draw=1)
    attempt = Attempt.start(quiz, by=lin, at=now, dice=dice(1))
    assert (len(attempt.items), attempt.points, quiz.question_count) == (2, 1, 2)
    counted = [position for position, item in enumerate(attempt.items, start=1) if item.is_scored]
    attempt.save_answer(counted[0], list(attempt.items[counted[0] - 1].right), now)
    attempt.submit(now)
    assert attempt.percent == 100
    CountedPaper.count(attempt)
    assert sorted(attempt.counted.answers.values_list("is_scored", flat=True)) == [False, True]


@pytest.mark.parametrize("status", [Status.DRAFT, Status.RETIRED])
def test_a_draft_or_retired_question_is_in_no_new_paper(make_quiz, make_question, lin, now, dice, status):
    other = make_question("D1", Kind.SINGLE, ["*Greets", "Waits"], status=status)
    quiz = make_quiz([make_question("Q1", Kind.SINGLE, ["*Greets", "Waits"]), other])
    assert len(Attempt.start(quiz, by=lin, at=now, dice=dice(1)).items) == quiz.question_count == 1
