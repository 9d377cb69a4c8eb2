"""When something that was assigned is due, and how it stands: pure rules. No database, no clock.

A due date is a day on which it may still be done; the day after, it is overdue.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

NOT_STARTED, IN_PROGRESS, DUE, OVERDUE, DONE, EXCUSED = (
    "not_started", "in_progress", "due", "overdue", "done", "excused",
)  # fmt: skip
# What needs somebody first, first.
URGENCY = (OVERDUE, DUE, NOT_STARTED, IN_PROGRESS, EXCUSED, DONE)
OPEN = (NOT_STARTED, IN_PROGRESS, DUE, OVERDUE)
# From so many days before the last one it is called due.
SOON = timedelta(days=7)
# Whoever is caught later than the others, because they came or moved, has at least so long, or the whole time if that
# is shorter.
AT_LEAST = timedelta(days=7)


@dataclass(frozen=True)
class Terms:
    """By when: a fixed day, or so many `days` after hiring (`from_hire`) or after the person was caught by it."""

    made_on: date
    due_on: date | None = None
    days: int | None = None
    from_hire: bool = False
    every_months: int | None = None


@dataclass(frozen=True)
class Progress:
    """What the record says of one person: how many of the activities are done, whether any was begun."""

    done: int
    total: int
    is_begun: bool

    @property
    def is_complete(self) -> bool:
        return self.total > 0 and self.done >= self.total


def first_due(terms: Terms, hired_on: date | None, caught_on: date) -> date:
    """The last day of the first round for somebody whom the assignment catches on `caught_on`."""
    if terms.due_on is not None:
        is_late = caught_on > terms.made_on
        return max(terms.due_on, caught_on + AT_LEAST) if is_late else terms.due_on
    allowed = timedelta(days=terms.days or 0)
    if not terms.from_hire or hired_on is None:
        return caught_on + allowed
    return max(hired_on + allowed, caught_on + min(allowed, AT_LEAST))


def next_due(last_due: date, done_on: date | None, every_months: int) -> date:
    """The last day of the next round. Who was early loses nothing; who was late has the whole time again."""
    start = last_due if done_on is None else max(last_due, done_on)
    following: date = start + relativedelta(months=every_months)
    return following


def state(progress: Progress, due_on: date, on: date, *, is_excused: bool = False) -> str:
    """One of URGENCY. What is done is done, also where it was excused before."""
    if progress.is_complete:
        return DONE
    if is_excused:
        return EXCUSED
    if on > due_on:
        return OVERDUE
    if on >= due_on - SOON:
        return DUE
    return IN_PROGRESS if progress.is_begun else NOT_STARTED


def earliest(days: Iterable[date]) -> date | None:
    """Of several assignments of the same thing the first last day counts."""
    return min(days, default=None)
