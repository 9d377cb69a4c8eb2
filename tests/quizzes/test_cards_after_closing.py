"""A quiz that tells after closing gives its cards for practice from that moment on: before, one would tell too much."""

import datetime as dt
import importlib

import pytest
from django.apps import apps
from django.utils import timezone

from quizzes import tasks
from quizzes.models import Allowance, Attempt, Card, Drill, QuizPage, Unrevealed
from quizzes.privacy import erase
from quizzes.remembering import remember_revealed, remember_when_revealed
from tracking.reminding.ticking import tick

HOUR, SECOND = dt.timedelta(hours=1), dt.timedelta(seconds=1)


@pytest.fixture
def closes_at(now) -> dt.datetime:
    return now + HOUR


@pytest.fixture
def attempt(make_quiz, questions, lin, now, answer_all, closes_at) -> Attempt:
    """Lin missed the second question; the task that follows a submission has run."""
    quiz = make_quiz(questions, feedback="closing", closes_at=closes_at)
    attempt = Attempt.start(quiz, by=lin, at=now)
    answer_all(attempt, now, wrong=[2])
    attempt.submit(now)
    remember_when_revealed(attempt, now)
    return attempt


def test_before_the_moment_there_is_no_card_and_at_the_moment_there_is(attempt, lin, closes_at):
    assert remember_revealed(closes_at - SECOND) == 0
    assert not Card.objects.exists()
    assert remember_revealed(closes_at) == 1
    assert Card.objects.of(lin).filter(share__lt=1).count() == 1
    assert not Unrevealed.objects.exists()


def test_a_second_time_changes_nothing(attempt, closes_at):
    remember_revealed(closes_at)
    before = list(Card.objects.values())
    assert remember_revealed(closes_at + HOUR) == 0
    remember_when_revealed(attempt, closes_at + HOUR)
    assert list(Card.objects.values()) == before


def test_what_was_missed_long_before_the_closing_waits_at_once(attempt, lin, now):
    QuizPage.objects.update(closes_at=now + 10 * 24 * HOUR)
    later = now + 11 * 24 * HOUR
    remember_revealed(later)
    assert len(Drill.start_five(lin, later).paper) == 1


def test_whoever_may_sit_it_longer_puts_the_moment_off(attempt, zhou, xu, now, closes_at):
    until = closes_at + HOUR
    Allowance.objects.create(person=zhou, quiz=attempt.quiz, until=until, by=xu, at=now, reason="Ill")
    assert remember_revealed(until - SECOND) == 0
    assert remember_revealed(until) == 1


@pytest.mark.parametrize("moved", [-HOUR / 2, HOUR])
def test_the_moment_is_that_of_the_quiz_as_it_is_now(attempt, closes_at, moved):
    QuizPage.objects.update(closes_at=closes_at + moved)
    assert remember_revealed(closes_at + moved - SECOND) == 0
    assert remember_revealed(closes_at + moved) == 1


def test_while_a_quiz_stays_open_nothing_comes(attempt, now):
    QuizPage.objects.update(closes_at=None)
    assert remember_revealed(now + 1000 * 24 * HOUR) == 0
    assert not Card.objects.exists()


def test_of_a_quiz_that_is_gone_nobody_keeps_a_secret(attempt, now):
    QuizPage.objects.update(live=False)
    assert remember_revealed(now) == 1


def test_the_task_waits_for_the_moment(attempt, monkeypatch, now, closes_at):
    waiting = []
    monkeypatch.setattr(tasks, "remember_from", lambda *said: waiting.append(said))
    monkeypatch.setattr(timezone, "now", lambda: now)
    tasks.remember.func(attempt.pk)
    assert waiting == [(attempt.pk, closes_at)]
    assert not Card.objects.exists()
    monkeypatch.setattr(timezone, "now", lambda: closes_at)
    tasks.remember.func(attempt.pk)
    assert Card.objects.exists()


def test_the_regular_work_gives_the_cards(attempt, closes_at):
    tick(lambda: closes_at)
    assert Card.objects.exists()


def test_whoever_is_erased_gets_none(attempt, lin, closes_at):
    erase(lin, closes_at)
    assert remember_revealed(closes_at) == 0


def test_attempts_from_before_there_were_such_rows_get_theirs(attempt, lin, closes_at):
    Unrevealed.objects.all().delete()
    importlib.import_module("quizzes.migrations.0014_unrevealed").wait_for_those_before(apps, None)
    assert remember_revealed(closes_at) == 1
    assert Card.objects.of(lin).exists()


def test_other_quizzes_in_waiting_cost_no_more_for_each_attempt(attempt, zhou, now, queries):
    before = queries(lambda: remember_revealed(now))
    other = Attempt.start(QuizPage.objects.get(), by=zhou, at=now)
    other.submit(now)
    remember_when_revealed(other, now)
    assert queries(lambda: remember_revealed(now)) == before
