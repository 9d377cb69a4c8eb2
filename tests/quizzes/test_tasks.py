import datetime as dt

import pytest
from django.utils import timezone
from django_tasks import task_backends

from quizzes.models import Attempt, Card, CountedPaper
from quizzes.models.attempts import GRACE
from quizzes.tasks import follow_up, submit_overdue

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def queue(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    results = task_backends["default"].results
    return lambda: [result for result in results if result.task.name == "submit_overdue"]


def test_an_abandoned_attempt_is_submitted(quiz, lin):
    attempt = Attempt.start(quiz, by=lin, at=timezone.now() - HOUR)
    submit_overdue.call(attempt.pk)
    attempt.refresh_from_db()
    assert attempt.submitted_at == attempt.deadline


def test_a_running_attempt_is_left_alone(quiz, lin):
    attempt = Attempt.start(quiz, by=lin, at=timezone.now())
    submit_overdue.call(attempt.pk)
    attempt.refresh_from_db()
    assert not attempt.is_submitted


def test_a_submitted_attempt_is_left_alone(quiz, lin, now):
    attempt = Attempt.start(quiz, by=lin, at=now)
    attempt.submit(now)
    submit_overdue.call(attempt.pk)
    attempt.refresh_from_db()
    assert attempt.submitted_at == now


def test_an_attempt_that_is_gone_is_no_error(db):
    submit_overdue.call(99)


def test_starting_queues_the_submission_for_the_end_of_the_time(queue, quiz, lin):
    attempt = Attempt.start(quiz, by=lin, at=timezone.now())
    (queued,) = queue()
    assert queued.task.run_after == attempt.deadline + GRACE
    assert queued.args == [attempt.pk]


def test_resuming_queues_nothing_more(queue, quiz, lin):
    for _tab in range(2):
        Attempt.start(quiz, by=lin, at=timezone.now())
    assert len(queue()) == 1


def test_without_a_time_limit_nothing_is_queued(queue, make_quiz, questions, lin):
    Attempt.start(make_quiz(questions, time_limit=None), by=lin, at=timezone.now())
    assert queue() == []


def test_a_submitted_attempt_is_counted_and_gives_its_cards(quiz, lin, now):
    attempt = Attempt.start(quiz, by=lin, at=now)
    attempt.submit(now)
    follow_up.call(attempt.pk)
    assert CountedPaper.objects.get().attempt == attempt
    assert Card.objects.of(lin).count() == len(attempt.items)


def test_what_cannot_be_counted_gives_its_cards_all_the_same(quiz, lin, now, monkeypatch):
    def fails(attempt):
        raise ValueError("it has no wording")

    monkeypatch.setattr(CountedPaper, "count", fails)
    attempt = Attempt.start(quiz, by=lin, at=now)
    attempt.submit(now)
    with pytest.raises(ValueError, match="no wording"):
        follow_up.call(attempt.pk)
    assert Card.objects.of(lin).count() == len(attempt.items)


def test_a_running_attempt_is_neither_counted_nor_remembered(quiz, lin, now):
    follow_up.call(Attempt.start(quiz, by=lin, at=now).pk)
    assert not CountedPaper.objects.exists()
    assert not Card.objects.exists()


def test_a_submission_queues_two_tasks(queue, attempt, answer_all, now, django_capture_on_commit_callbacks):
    """The award and what follows up; being queued costs more than being done."""
    answer_all(attempt, now)
    results = task_backends["default"].results
    before = len(results)
    with django_capture_on_commit_callbacks(execute=True):
        attempt.submit(now)
    assert sorted(result.task.name for result in results[before:]) == ["award", "follow_up"]
