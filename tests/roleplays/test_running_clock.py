import datetime as dt

import pytest

from roleplays.running import Limits, Phase, clock, ends

NINE = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
LIMITS = Limits(preparation=5, soft=12, hard=15)


def after(minutes: float) -> dt.datetime:
    return NINE + dt.timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("minutes", "phase", "face"),
    [
        (0, Phase.PREPARING, "05:00"),
        (4.9, Phase.PREPARING, "00:06"),
        (5, Phase.READY, "00:00"),
        (6, Phase.READY, "+01:00"),
    ],
)
def test_preparation_counts_down_and_then_over(minutes, phase, face):
    found = clock(LIMITS, NINE, None, after(minutes))
    assert (found.phase, found.face) == (phase, face)


@pytest.mark.parametrize(
    ("minutes", "phase", "face"),
    [
        (0, Phase.PERFORMING, "15:00"),
        (11.9, Phase.PERFORMING, "03:06"),
        (12, Phase.CLOSING, "03:00"),
        (15, Phase.OVER, "00:00"),
        (16.5, Phase.OVER, "+01:30"),
    ],
)
def test_a_performance_comes_to_a_close_at_the_soft_limit_and_is_over_at_the_hard_one(minutes, phase, face):
    found = clock(LIMITS, NINE, NINE, after(minutes))
    assert (found.phase, found.face) == (phase, face)


def test_without_a_soft_limit_nobody_is_told_before_the_hard_one():
    assert clock(Limits(5, 15), None, NINE, after(14)).phase == Phase.PERFORMING


def test_nothing_runs_before_somebody_starts_it():
    assert clock(LIMITS, None, None, NINE).phase == Phase.PLANNED


def test_a_clock_that_is_behind_shows_no_less_than_nothing():
    assert clock(LIMITS, NINE, None, after(-3)).seconds == 0


def test_the_place_is_taken_for_preparation_performance_and_the_talk_afterwards():
    assert ends(NINE, LIMITS) == after(25)
