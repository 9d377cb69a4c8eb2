"""Which reminder goes out and when it may, as tables of cases."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from tracking.reminding.rules import digest_day, is_quiet, level_of, levels_in, next_try

LEVELS = [90, 60, 30, 7]


@pytest.mark.parametrize(
    ("left", "level"), [(91, None), (90, 90), (61, 90), (60, 60), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)]
)
def test_the_level_that_was_reached_last(left, level):
    assert level_of(left, LEVELS) == level


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("90, 60, 30, 7", [90, 60, 30, 7]),
        ("7 30，60、7", [60, 30, 7]),
        ("", None),
        ("0", None),
        ("366", None),
        ("-7", None),
        ("seven", None),
        ("1 2 3 4 5 6 7 8 9", None),
    ],
)
def test_days_as_they_are_written(text, days):
    assert levels_in(text) == days


@pytest.mark.parametrize(
    ("at", "start", "end", "quiet"),
    [
        (time(23), time(20), time(8), True),
        (time(7, 59), time(20), time(8), True),
        (time(8), time(20), time(8), False),
        (time(19, 59), time(20), time(8), False),
        (time(13), time(12), time(14), True),
        (time(14), time(12), time(14), False),
        (time(3), time(0), time(0), False),
    ],
)
def test_quiet_hours(at, start, end, quiet):
    assert is_quiet(at, start, end) is quiet


@pytest.mark.parametrize(
    ("today", "weekday", "day"),
    [
        (date(2026, 11, 2), 0, date(2026, 11, 2)),  # a Monday
        (date(2026, 11, 4), 0, date(2026, 11, 2)),
        (date(2026, 11, 5), 0, None),
        (date(2026, 11, 2), 4, None),
        (date(2026, 11, 2), None, None),
    ],
)
def test_the_day_of_the_summary(today, weekday, day):
    assert digest_day(today, weekday) == day


def test_a_failure_is_tried_again_four_times():
    now = datetime(2026, 11, 2, 9, tzinfo=UTC)
    waits = [next_try(now, attempts) for attempts in range(1, 6)]
    assert waits[0] == now + timedelta(minutes=5)
    assert waits[-1] is None
    assert sorted(waits[:-1]) == waits[:-1]
