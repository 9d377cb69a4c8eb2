"""The server's clock jumps, the worker comes late or twice."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

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


def test_the_clock_of_a_screen_ends_no_attempt_that_was_given_more_time(signed_in, lin, attempt):
    """It counts to the end that it knew of when the page was loaded."""
    address = reverse("quizzes:submit", args=[attempt.pk])
    Attempt.objects.update(started_at=timezone.now(), deadline=timezone.now() + dt.timedelta(minutes=5))
    page = signed_in(lin).post(address, {"by": "clock"}, follow=True)
    assert "You have been given more time. The attempt goes on." in page.text
    assert not Attempt.objects.get().is_submitted


def test_it_ends_one_whose_time_is_over_by_either_clock(signed_in, lin, attempt):
    address = reverse("quizzes:submit", args=[attempt.pk])
    Attempt.objects.update(started_at=timezone.now(), deadline=timezone.now() + dt.timedelta(seconds=1))
    signed_in(lin).post(address, {"by": "clock"})
    assert Attempt.objects.get().is_submitted


def test_each_answer_that_is_saved_says_how_much_time_is_left(signed_in, lin, attempt):
    deadline = timezone.now() + dt.timedelta(minutes=5)
    Attempt.objects.update(started_at=timezone.now(), deadline=deadline)
    address = reverse("quizzes:save", args=[attempt.pk, 1])
    assert 290 < int(signed_in(lin).post(address, {"answer": "b"})["X-Seconds-Left"]) <= 300
    Attempt.objects.update(deadline=None)
    assert "X-Seconds-Left" not in signed_in(lin).post(address, {"answer": "a"})
