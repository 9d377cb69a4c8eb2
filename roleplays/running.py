"""Where a performance stands: preparing, on stage, past the soft limit, past the hard one. By the server's clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Phase(StrEnum):
    PLANNED = "planned"
    PREPARING = "preparing"
    READY = "ready"
    PERFORMING = "performing"
    CLOSING = "closing"
    OVER = "over"


@dataclass(frozen=True)
class Limits:
    """In minutes; a soft limit of None is none: nobody is told to come to a close before the hard one."""

    preparation: int
    hard: int
    soft: int | None = None


@dataclass(frozen=True)
class Clock:
    """`seconds` run since the phase's clock began; `left` until its limit, below zero once it is past."""

    phase: Phase
    seconds: int
    left: int

    @property
    def face(self) -> str:
        """As it is shown; what is over its limit counts on with a plus."""
        over = "+" if self.left < 0 else ""
        return f"{over}{abs(self.left) // 60:02}:{abs(self.left) % 60:02}"


def clock(limits: Limits, prepared_at: datetime | None, started_at: datetime | None, now: datetime) -> Clock:
    """A performance that has begun is no longer prepared, however early it began."""
    if started_at is not None:
        seconds = since(started_at, now)
        return Clock(_performing(limits, seconds), seconds, 60 * limits.hard - seconds)
    if prepared_at is not None:
        seconds = since(prepared_at, now)
        left = 60 * limits.preparation - seconds
        return Clock(Phase.PREPARING if left > 0 else Phase.READY, seconds, left)
    return Clock(Phase.PLANNED, 0, 60 * limits.preparation)


def since(moment: datetime, now: datetime) -> int:
    return max(0, int((now - moment).total_seconds()))


def ends(starts_at: datetime, limits: Limits) -> datetime:
    """When the place is free again: preparation, performance, and as long again as the preparation to talk it over."""
    return starts_at + timedelta(minutes=2 * limits.preparation + limits.hard)


def _performing(limits: Limits, seconds: int) -> Phase:
    if seconds >= 60 * limits.hard:
        return Phase.OVER
    if limits.soft is not None and seconds >= 60 * limits.soft:
        return Phase.CLOSING
    return Phase.PERFORMING
