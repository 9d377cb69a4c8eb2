"""When something is due and how it stands, as tables of cases."""

from datetime import date

import pytest

from tracking.due import Progress, Terms, first_due, next_due, state

MADE = date(2026, 3, 2)
FIXED = Terms(MADE, due_on=date(2026, 3, 20))
HIRE = Terms(MADE, days=14, from_hire=True)
CATCH = Terms(MADE, days=30)


@pytest.mark.parametrize(
    ("terms", "hired_on", "caught_on", "expected"),
    [
        (FIXED, None, MADE, date(2026, 3, 20)),
        # Whoever comes later than everybody else has a week at least.
        (FIXED, None, date(2026, 3, 10), date(2026, 3, 20)),
        (FIXED, None, date(2026, 3, 18), date(2026, 3, 25)),
        (FIXED, None, date(2026, 4, 18), date(2026, 4, 25)),
        (HIRE, date(2026, 3, 10), date(2026, 3, 10), date(2026, 3, 24)),
        # Hired two weeks before the rule was made: overdue on the first day would be nobody's fault.
        (HIRE, date(2026, 2, 16), MADE, date(2026, 3, 9)),
        (HIRE, date(2026, 2, 25), MADE, date(2026, 3, 11)),
        (HIRE, None, MADE, date(2026, 3, 16)),
        (Terms(MADE, days=3, from_hire=True), date(2026, 1, 1), MADE, date(2026, 3, 5)),
        (CATCH, date(2020, 1, 1), date(2026, 6, 1), date(2026, 7, 1)),
    ],
)
def test_the_first_due_date(terms, hired_on, caught_on, expected):
    assert first_due(terms, hired_on, caught_on) == expected


@pytest.mark.parametrize(
    ("last_due", "done_on", "months", "expected"),
    [
        (date(2026, 3, 20), date(2026, 3, 1), 12, date(2027, 3, 20)),  # early: nothing is lost
        (date(2026, 3, 20), date(2026, 5, 1), 12, date(2027, 5, 1)),  # late: the whole time again
        (date(2026, 3, 20), None, 6, date(2026, 9, 20)),  # excused
        (date(2026, 8, 31), date(2026, 8, 31), 6, date(2027, 2, 28)),  # no such day in February
    ],
)
def test_the_next_due_date(last_due, done_on, months, expected):
    assert next_due(last_due, done_on, months) == expected


NOTHING, BEGUN, ALL = Progress(0, 3, False), Progress(1, 3, True), Progress(3, 3, True)
DAY = date(2026, 3, 20)


@pytest.mark.parametrize(
    ("progress", "on", "excused", "expected"),
    [
        (NOTHING, date(2026, 3, 1), False, "not_started"),
        (BEGUN, date(2026, 3, 1), False, "in_progress"),
        (BEGUN, date(2026, 3, 12), False, "in_progress"),
        (NOTHING, date(2026, 3, 13), False, "due"),
        (BEGUN, DAY, False, "due"),
        (BEGUN, date(2026, 3, 21), False, "overdue"),
        (NOTHING, date(2026, 3, 21), True, "excused"),
        (ALL, date(2026, 3, 21), False, "done"),
        (ALL, date(2026, 3, 21), True, "done"),
        (Progress(0, 0, False), date(2026, 3, 1), False, "not_started"),  # a page that is gone is never done
    ],
)
def test_how_it_stands(progress, on, excused, expected):
    assert state(progress, DAY, on, is_excused=excused) == expected
