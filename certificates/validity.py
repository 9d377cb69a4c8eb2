"""How long a certificate lasts and what state it is in on a day: pure arithmetic of days. No database, no clock."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

VALID, EXPIRING, EXPIRED = "valid", "expiring", "expired"
SUSPENDED, REVOKED, SUPERSEDED = "suspended", "revoked", "superseded"
STATES = (VALID, EXPIRING, EXPIRED, SUSPENDED, REVOKED, SUPERSEDED)
IN_FORCE = (VALID, EXPIRING)

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Facts:
    """What is known of a certificate. `window` is in days; `supplement_due` is the last day on which something that a
    changed standard asks for may still be missing, and None where nothing is missing."""

    valid_until: date | None
    window: int
    is_revoked: bool = False
    is_superseded: bool = False
    is_suspended: bool = False
    supplement_due: date | None = None


def state(facts: Facts, on: date) -> str:
    """One of STATES. What rows say comes first, since it was somebody's decision; then what the days say."""
    if facts.is_revoked:
        return REVOKED
    if facts.is_superseded:
        return SUPERSEDED
    if facts.valid_until is not None and on > facts.valid_until:
        return EXPIRED
    if facts.is_suspended or (facts.supplement_due is not None and on > facts.supplement_due):
        return SUSPENDED
    if facts.valid_until is None or on < window_opens(facts.valid_until, facts.window):
        return VALID
    return EXPIRING


def window_opens(valid_until: date, window: int) -> date:
    """The first of the last `window` days, in which the certificate may be renewed."""
    return valid_until - timedelta(days=window) + DAY


def grace_ends(valid_until: date, grace: int) -> date:
    """The last day on which the shorter road is open to whoever is late."""
    return valid_until + timedelta(days=grace)


def last_day(begins: date, months: int) -> date:
    """The last of so many months from `begins` on.

    The day before the same day of the month; where that month has no such day, its own last day: a period that begins
    on 29 February or on the 31st is not shortened by the calendar.
    """
    end = add_months(begins, months)
    return end if end.day < begins.day else end - DAY


def renewed_until(on: date, months: int, held_until: date | None) -> date:
    """Whoever renews before the end loses none of the days that were left."""
    begins = held_until + DAY if held_until is not None and held_until >= on else on
    return last_day(begins, months)


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month where it has no such day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
