"""The server's clock jumps, the worker comes late or twice."""

import datetime as dt

from courses.models import LedgerEntry
from quizzes import tasks
from quizzes.models import Attempt


def test_a_clock_that_was_set_back_ends_no_attempt_before_it_began(attempt, now):
    attempt.submit(now - dt.timedelta(minutes=1))
    assert attempt.submitted_at == attempt.started_at


def test_the_worker_may_come_twice_and_for_an_attempt_that_is_gone(attempt):
    for key in (attempt.pk, attempt.pk, attempt.pk + 1):
        tasks.submit_overdue.func(key)
    assert LedgerEntry.objects.count() == 1


def test_the_attempt_of_somebody_who_has_left_is_concluded_too(attempt, lin):
    lin.is_active = False
    lin.save()
    tasks.submit_overdue.func(attempt.pk)
    assert Attempt.objects.get().is_submitted
