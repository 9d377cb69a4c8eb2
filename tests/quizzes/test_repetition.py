"""FSRS against the intervals that its own library publishes with this version, and the days of ours."""

import datetime as dt

import pytest
from fsrs import Card, Rating, Scheduler

from quizzes.repetition import DAILY, Memory, after, rating_of

START = dt.datetime(2022, 11, 29, 12, 30, tzinfo=dt.UTC)
GOOD, AGAIN = Rating.Good, Rating.Again


def intervals(scheduler: Scheduler, ratings: list[Rating]) -> list[int]:
    card, at, days = Card(), START, []
    for rating in ratings:
        card, _log = scheduler.review_card(card, rating, at)
        days.append((card.due - card.last_review).days)
        at = card.due
    return days


def test_the_published_intervals():
    ratings = [GOOD] * 6 + [AGAIN] * 2 + [GOOD] * 5
    expected = [0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21]
    assert intervals(Scheduler(enable_fuzzing=False), ratings) == expected


def test_the_published_stability_and_difficulty():
    card, at = Card(), START
    for rating, days in zip([AGAIN] + [GOOD] * 5, [0, 0, 1, 3, 8, 21], strict=True):
        at += dt.timedelta(days=days)
        card, _log = Scheduler(enable_fuzzing=False).review_card(card, rating, at)
    card, _log = Scheduler(enable_fuzzing=False).review_card(card, GOOD, at)
    assert (round(card.stability, 4), round(card.difficulty, 4)) == (53.6269, 6.3464)


@pytest.mark.parametrize(("share", "rating"), [(0, AGAIN), (0.01, Rating.Hard), (0.99, Rating.Hard), (1, GOOD)])
def test_what_is_right_in_part_was_hard(share, rating):
    assert rating_of(share) == rating


def test_what_was_missed_comes_again_the_next_day_and_then_ever_later():
    memory, at, days = None, START, []
    for share in [0, 1, 1, 1, 1, 0, 1]:
        memory = after(memory, share, at)
        days.append((memory.due_at - at).days)
        at = memory.due_at
    assert days == intervals(DAILY, [rating_of(share) for share in [0, 1, 1, 1, 1, 0, 1]])
    assert days[0] == 1
    assert days[1:5] == sorted(days[1:5])
    assert days[5] < days[4]


def test_the_same_answers_give_the_same_days():
    first = after(None, 0, START)
    assert first == after(None, 0, START)
    assert isinstance(first, Memory)
