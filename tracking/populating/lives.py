"""What one person might have done: hired, learnt, sat, performed, certified, renewed, moved, left. Pure and seeded.

All chance comes from the dice that are handed in, so the same seed lives the same life. Moments are between one and
nine o’clock UTC, a working day where the dealerships are, on the same date.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID

from certificates.validity import grace_ends, renewed_until, window_opens

LESSON, QUIZ, ROLE_PLAY = "lesson", "quiz", "role_play"
PERFORMANCES_AT_MOST = 5
NEVER_BEGINS, STALLS = 0.04, 0.12
RENEWS_IN_TIME, RENEWS_LATE = 0.78, 0.11


@dataclass(frozen=True)
class Step:
    """One activity on a road. `tries` is how often it may be tried, 0 for as often as one likes."""

    kind: str
    key: UUID
    pass_mark: int = 0
    tries: int = 0


@dataclass(frozen=True)
class Programme:
    """What a certification asks for, in the order in which it is done."""

    first: tuple[Step, ...]
    renewal: tuple[Step, ...]
    months: int | None
    window: int
    grace: int


@dataclass(frozen=True)
class Did:
    """One thing done. `number` counts the tries of one person at one activity, from 1."""

    step: Step
    at: datetime
    percent: int | None
    passed: bool
    number: int = 1


@dataclass(frozen=True)
class Award:
    at: datetime
    until: date | None
    number: int
    proof: tuple[Did, ...]


@dataclass
class Life:
    hired: date
    last: date  # the last day at work, or the day up to which is told
    skill: float  # 0 on average, 1 is very good
    did: list[Did] = field(default_factory=list)
    awards: list[Award] = field(default_factory=list)
    tried: dict[UUID, int] = field(default_factory=dict)


def lived(programme: Programme, hired: date, last: date, opened: date, skill: float, dice: Random) -> Life:
    """From the day of hiring, or of the platform's opening to those who were there, until `last`."""
    life = Life(hired, last, skill)
    if dice.random() < NEVER_BEGINS:
        return life
    begins = hired + timedelta(days=round(dice.expovariate(1 / 9)))
    if hired < opened:
        begins = opened + timedelta(days=dice.randrange(240))
    award = _walk(life, programme, programme.first, begins, dice, first=True)
    while award and award.until:
        award = _renew(life, programme, award, award.until, dice)
    return life


def employments(leaving: float, opened: date, until: date, dice: Random) -> Iterator[tuple[date, date | None]]:
    """Who held one post one after another: the day of hiring, and of leaving (None for whoever is there now).

    `leaving` is the rate in a year; newcomers leave twice as often as those who have been there for a year.
    """
    hired = opened
    while True:
        left = hired + timedelta(days=round(_stay(leaving, dice)))
        if left >= until:
            yield hired, None
            return
        yield hired, left
        hired = min(left + timedelta(days=dice.randrange(5, 70)), until - timedelta(days=1))


def _stay(leaving: float, dice: Random) -> float:
    """Days; piecewise exponential: the rate is 1.6 times `leaving` in the first year and 0.8 times from then on."""
    days = dice.expovariate(1.6 * leaving / 365)
    return max(20.0, days) if days < 365 else 365 + dice.expovariate(0.8 * leaving / 365)


def _walk(
    life: Life, programme: Programme, steps: tuple[Step, ...], begins: date, dice: Random, *, first: bool
) -> Award | None:
    """Do the steps one after another; None if they are not all passed by the end of the story."""
    clock, proof = begins, []
    stalls = dice.randrange(1, len(steps)) if first and dice.random() < STALLS - 0.08 * life.skill else None
    pace = dice.uniform(1.2, 4.5)  # lessons a day, on the days on which there is time to learn
    for place, step in enumerate(steps):
        if place == stalls:
            return None
        done = _lesson(life, step, clock, dice) if step.kind == LESSON else _pass(life, step, clock, dice)
        if done is None:
            return None
        proof.append(done)
        rest = dice.choice((0, 0, 1, 2, 4)) if step.kind == LESSON and dice.random() < 1 / pace else 0
        clock = done.at.date() + timedelta(days=rest)
    return _award(life, programme, tuple(proof))


def _lesson(life: Life, step: Step, day: date, dice: Random) -> Did | None:
    if day > life.last:
        return None
    before = life.did[-1].at if life.did else None
    at = _moment(day, dice)
    if before and at <= before:
        at = before + timedelta(minutes=11)
    done = Did(step, at, None, True)
    life.did.append(done)
    return done


def _pass(life: Life, step: Step, clock: date, dice: Random) -> Did | None:
    """Try until it is passed, the tries are used up, or the story ends."""
    level = dice.gauss(85 + 6 * life.skill, 7)
    allowed = step.tries or PERFORMANCES_AT_MOST
    wait = 9 if step.kind == ROLE_PLAY else 4
    for _ in range(allowed):
        clock += timedelta(days=1 + round(dice.expovariate(1 / wait)))
        number = life.tried.get(step.key, 0) + 1
        if clock > life.last or (step.tries and number > step.tries):
            return None
        percent = max(20, min(100, round(level + dice.gauss(0, 4))))
        done = Did(step, _moment(clock, dice), percent, percent >= step.pass_mark, number)
        life.tried[step.key] = number
        life.did.append(done)
        if done.passed:
            return done
        level += dice.uniform(2, 8)
    return None


def _award(life: Life, programme: Programme, proof: tuple[Did, ...]) -> Award:
    at = max(done.at for done in proof) + timedelta(minutes=1)
    held = life.awards[-1].until if life.awards else None
    until = renewed_until(at.date(), programme.months, held) if programme.months else None
    award = Award(at, until, len(life.awards) + 1, proof)
    life.awards.append(award)
    return award


def _renew(life: Life, programme: Programme, held: Award, until: date, dice: Random) -> Award | None:
    luck = dice.random() - 0.06 * life.skill
    opens = max(window_opens(until, programme.window), held.at.date() + timedelta(days=1))
    if luck < RENEWS_IN_TIME:
        begins = opens + timedelta(days=dice.randrange(max(1, programme.window - 20)))
    elif luck < RENEWS_IN_TIME + RENEWS_LATE:
        begins = until + timedelta(days=dice.randrange(1, max(2, programme.grace - 30)))
    else:
        return None
    steps = programme.renewal or programme.first
    again = tuple(Step(each.kind, each.key, each.pass_mark) for each in steps if each.kind != LESSON)
    if not again:
        return None
    award = _walk(life, programme, again, begins, dice, first=False)
    if award and award.at.date() > grace_ends(until, programme.grace):
        life.awards.pop()  # too late for the shorter road
        return None
    return award


def _moment(day: date, dice: Random) -> datetime:
    return datetime.combine(day, time(1), UTC) + timedelta(minutes=dice.randrange(480))
