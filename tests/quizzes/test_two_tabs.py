"""One person, several tabs, one moment."""

import pytest

from courses.models import LedgerEntry
from quizzes.models import Attempt, AttemptRefused, Response
from quizzes.models.attempts import AttemptQuerySet
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_last_attempt_is_started_once(make_quiz, questions, lin, now):
    quiz = make_quiz(questions, attempts=1)
    started = at_once(*[lambda: Attempt.start(quiz, by=lin, at=now)] * 4)
    assert len({attempt.pk for attempt in started}) == 1


def test_a_tab_that_looked_just_before_another_started_the_last_attempt_goes_on_with_it(
    make_quiz, questions, lin, now, monkeypatch
):
    quiz = make_quiz(questions, attempts=1)
    look = AttemptQuerySet.open

    def look_and_be_overtaken(self):
        monkeypatch.setattr(AttemptQuerySet, "open", look)
        Attempt.start(quiz, by=lin, at=now)
        return self.none()

    monkeypatch.setattr(AttemptQuerySet, "open", look_and_be_overtaken)
    assert Attempt.start(quiz, by=lin, at=now) == Attempt.objects.get()


def test_an_attempt_is_submitted_once_whoever_is_quicker(attempt, answer_all, now):
    answer_all(attempt, now)
    at_once(*[lambda: Attempt.objects.get(pk=attempt.pk).submit(now)] * 4)
    assert LedgerEntry.objects.count() == 1


def test_who_submits_and_starts_at_once_has_one_open_attempt_at_most(quiz, attempt, lin, now):
    submits = [lambda: Attempt.objects.get(pk=attempt.pk).submit(now)] * 2
    at_once(*submits, *[lambda: Attempt.start(quiz, by=lin, at=now)] * 2)
    assert Attempt.objects.open().count() <= 1


def test_answers_to_one_question_leave_one_answer(attempt, now):
    at_once(*[lambda key=key: Attempt.objects.get(pk=attempt.pk).save_answer(1, [key], now) for key in "abc"])
    assert Response.objects.count() == 1


def test_an_answer_and_a_submission_at_one_moment_agree(attempt, now):
    """Either the answer counts, or it is refused: what is kept is what was scored."""
    key = attempt.items[0].right[0]

    def answer():
        try:
            return Attempt.objects.get(pk=attempt.pk).save_answer(1, [key], now) is not None
        except AttemptRefused:
            return False

    was_kept, _submitted = at_once(answer, lambda: Attempt.objects.get(pk=attempt.pk).submit(now))
    attempt.refresh_from_db()
    assert Response.objects.filter(attempt=attempt).exists() is was_kept
    assert attempt.score == sum(mark.points for mark in attempt.marks())


def test_an_answer_that_a_submission_overtakes_is_refused(attempt, now, monkeypatch):
    """It was read as open, and is not any more when the answer is written."""
    put = Response.put

    def put_too_late(self):
        Attempt.objects.get(pk=attempt.pk).submit(now)
        return put(self)

    monkeypatch.setattr(Response, "put", put_too_late)
    with pytest.raises(AttemptRefused):
        attempt.save_answer(1, ["a"], now)
    assert not Response.objects.exists()
