"""Which reminder is to go out, and when it may: pure rules. No database, no clock."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

MOST_LEVELS, MOST_DAYS = 8, 365
# A digest that could not be sent on its day is still news so many days later.
DIGEST_KEEPS = 2
# After a definite failure: so long until the next try; then it is given up.
WAITS = (timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=8))


def level_of(days_left: int, levels: Sequence[int]) -> int | None:
    """Of 90/60/30/7 days before the end the one that has been reached last; None outside.

    Whoever comes late is reminded once, of what is true now, and not of every level that was missed.
    """
    reached = [level for level in levels if days_left <= level]
    return min(reached) if reached and days_left >= 0 else None


def levels_in(text: str) -> list[int] | None:
    """The days in "90, 60, 30, 7", the longest first; None if they are no such list."""
    parts = [part for part in re.split(r"[\s,，、/]+", text.strip()) if part]
    if not parts or len(parts) > MOST_LEVELS or not all(re.fullmatch(r"\d{1,3}", part) for part in parts):
        return None
    days = {int(part) for part in parts}
    return sorted(days, reverse=True) if min(days) >= 1 and max(days) <= MOST_DAYS else None


def is_quiet(local: time, quiet_from: time, quiet_until: time) -> bool:
    """Whether the local time lies in the quiet hours, which may go over midnight. Equal ends are no quiet hours."""
    if quiet_from <= quiet_until:
        return quiet_from <= local < quiet_until
    return local >= quiet_from or local < quiet_until


def digest_day(today: date, weekday: int | None) -> date | None:
    """The day of the digest that is to be out by now: this week's, unless that is long ago."""
    if weekday is None:
        return None
    ago = (today.weekday() - weekday) % 7
    return today - timedelta(days=ago) if ago <= DIGEST_KEEPS else None


def next_try(now: datetime, attempts: int) -> datetime | None:
    """After so many attempts that failed; None to give up."""
    return now + WAITS[attempts - 1] if attempts <= len(WAITS) else None
