import datetime as dt

import pytest
from django.utils import timezone
from django_tasks import task_backends

from quizzes.models import Attempt
from quizzes.models.attempts import GRACE
from quizzes.tasks import submit_overdue

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
