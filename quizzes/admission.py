"""Whether somebody may begin an attempt, and until when it runs: by a quiz's rules and by what they were allowed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum


class Refusal(Enum):
    NOT_YET = "not_yet"
    CLOSED = "closed"
    NONE_LEFT = "none_left"
    TOO_SOON = "too_soon"


@dataclass(frozen=True)
class Allowed:
    """What somebody was allowed besides: `at` is when."""

    at: datetime
    minutes: int = 0
    attempts: int = 0
    until: datetime | None = None


@dataclass(frozen=True)
class Rules:
    """`attempts`: 0 is as many as they like. `minutes`: None is no limit. `pause`: between two attempts."""

    attempts: int = 0
    minutes: int | None = None
    pause: timedelta = timedelta(0)
    opens_at: datetime | None = None
    closes_at: datetime | None = None

    def with_allowed(self, allowed: Sequence[Allowed]) -> Rules:
        """For one person: attempts add up, of minutes and dates the most generous counts."""
        more = sum(each.attempts for each in allowed)
        minutes = max((each.minutes for each in allowed), default=0)
        until = [each.until for each in allowed if each.until]
        return replace(
            self,
            attempts=self.attempts and self.attempts + more,
            minutes=self.minutes and self.minutes + minutes,
            opens_at=None if until else self.opens_at,
            closes_at=self.closes_at and max([self.closes_at, *until]),
        )

    def deadline_of(self, started_at: datetime) -> datetime | None:
        """An attempt ends with its time or with the quiz, whichever is first."""
        ends = [started_at + timedelta(minutes=self.minutes)] if self.minutes else []
        return min([*ends, self.closes_at] if self.closes_at else ends, default=None)


@dataclass(frozen=True)
class Answer:
    """`refusal` is None for whoever may begin; `at` is from when on they may, where it is a matter of time."""

    refusal: Refusal | None = None
    at: datetime | None = None


def may_begin(rules: Rules, taken: int, ended_at: datetime | None, allowed_at: datetime | None, at: datetime) -> Answer:
    """`ended_at`: of the latest attempt. `allowed_at`: when they were last allowed one more, which ends the pause."""
    if rules.opens_at and at < rules.opens_at:
        return Answer(Refusal.NOT_YET, rules.opens_at)
    if rules.closes_at and at >= rules.closes_at:
        return Answer(Refusal.CLOSED, rules.closes_at)
    if rules.attempts and taken >= rules.attempts:
        return Answer(Refusal.NONE_LEFT)
    is_excused = ended_at and allowed_at and allowed_at >= ended_at
    if ended_at and at < ended_at + rules.pause and not is_excused:
        return Answer(Refusal.TOO_SOON, ended_at + rules.pause)
    return Answer()
