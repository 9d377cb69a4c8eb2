"""When a requirement is met: pure rules over results. No database, no clock.

Days are those of the results' own time zone: whoever reads them from the database puts them into the local one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar
from uuid import UUID

from certificates.validity import add_months

T = TypeVar("T")

NOT_STARTED, IN_PROGRESS, FAILED, PASSED = "not_started", "in_progress", "failed", "passed"
NOT_NEEDED = "not_needed"  # enough others of its group are met

# What a requirement asks for. An observation counts for nothing else, and nothing else counts for an observation.
ACTIVITY, OBSERVATION, SIGN_OFF, TENURE = "activity", "observation", "sign_off", "tenure"
OBSERVED = "roleplays.observation:"  # how the evidence of a session begins that was observed at work


@dataclass(frozen=True)
class Result:
    """One thing done: `done` if completed or passed; `score` in per cent, None where nothing was scored.

    A sign-off is one, and so is having been hired: done since that day.
    """

    activity: UUID
    done: bool
    at: datetime
    score: Decimal | None = None
    evidence: str = ""

    @property
    def is_observation(self) -> bool:
        return self.evidence.startswith(OBSERVED)


@dataclass(frozen=True)
class Rule:
    """What one requirement asks: each of `activities` done, with `minimum` per cent or more where it is scored.

    `max_age` is in months: a result counts up to and including the same day that many months later. `served` is in
    months, for time in the job. What is from before `first_day` does not count, unless it is the day of hiring.
    """

    activities: frozenset[UUID]
    minimum: Decimal | None = None
    kind: str = ACTIVITY
    max_age: int | None = None
    served: int | None = None
    first_day: date | None = None

    def anew(self, window_opens: date, day_after_award: date) -> Rule:
        """The same, asked again of a holder: results from the renewal window on count.

        Who says how old a result may be says it for renewals also; but nothing counts for two certificates.
        """
        return replace(self, first_day=window_opens if self.max_age is None else day_after_award)


@dataclass(frozen=True)
class Choice:
    """A group of requirements of which `needed` suffice."""

    members: frozenset[object]
    needed: int


@dataclass(frozen=True)
class Standing:
    """How far one person is with one requirement. `ready_on` is the day on which enough time will have been served."""

    state: str
    done: int
    total: int
    score: Decimal | None = None
    at: datetime | None = None
    proof: tuple[Result, ...] = ()
    ready_on: date | None = None

    @property
    def is_met(self) -> bool:
        return self.state == PASSED

    @property
    def is_open(self) -> bool:
        return self.state not in (PASSED, NOT_NEEDED)


def counts(result: Result, rule: Rule, on: date) -> bool:
    """Whether a result is good enough for the rule on this day."""
    if not (concerns(result, rule) and result.done):
        return False
    if rule.kind == TENURE:
        return served_on(result, rule) <= on
    if rule.first_day is not None and result.at.date() < rule.first_day:
        return False
    if rule.max_age is not None and on > add_months(result.at.date(), rule.max_age):
        return False
    return rule.minimum is None or result.score is None or result.score >= rule.minimum


def concerns(result: Result, rule: Rule) -> bool:
    return result.activity in rule.activities and result.is_observation == (rule.kind == OBSERVATION)


def served_on(hired: Result, rule: Rule) -> date:
    """The first day on which somebody has been in the job for so many months."""
    return add_months(hired.at.date(), rule.served or 0)


def best(results: Iterable[Result], rule: Rule, on: date) -> dict[UUID, Result]:
    """For each activity the result that counts: the highest score, and of equal ones the earliest."""
    chosen: dict[UUID, Result] = {}
    for result in sorted(results, key=lambda r: (-(r.score or Decimal(0)), r.at)):
        if counts(result, rule, on):
            chosen.setdefault(result.activity, result)
    return chosen


def standing(rule: Rule, results: Iterable[Result], on: date) -> Standing:
    """Passed when every activity counts. A rule without activities is never met: an empty module certifies nobody."""
    relevant = [each for each in results if concerns(each, rule) and _is_of_now(each, rule)]
    total = len(rule.activities)
    if not relevant:
        return Standing(NOT_STARTED, 0, total)
    proof = best(relevant, rule, on)
    done = len(proof)
    chosen = tuple(sorted(proof.values(), key=lambda r: r.at))
    if total and done == total:
        scores = [r.score for r in chosen if r.score is not None]
        return Standing(PASSED, done, total, min(scores, default=None), chosen[-1].at, chosen)
    ready_on = served_on(relevant[0], rule) if rule.kind == TENURE else None
    state = _open_state(relevant, done)
    return Standing(state, done, total, _last_score(relevant), proof=chosen, ready_on=ready_on)


def settled(standings: Mapping[T, Standing], choices: Collection[Choice] = ()) -> dict[T, Standing]:
    """Where enough of a group are met, the others of it are not needed."""
    enough = [each for each in choices if sum(standings[one].is_met for one in _asked(each, standings)) >= each.needed]
    spared = {one for choice in enough for one in choice.members}
    return {
        key: replace(each, state=NOT_NEEDED) if key in spared and not each.is_met else each
        for key, each in standings.items()
    }


def all_met(standings: Mapping[object, Standing]) -> bool:
    """Of settled standings. Where nothing at all is met, nothing is earned."""
    return any(each.is_met for each in standings.values()) and not any(each.is_open for each in standings.values())


def _asked(choice: Choice, standings: Mapping[T, Standing]) -> list[T]:
    return [key for key in standings if key in choice.members]


def _is_of_now(result: Result, rule: Rule) -> bool:
    return rule.kind == TENURE or rule.first_day is None or result.at.date() >= rule.first_day


def _open_state(relevant: Sequence[Result], done: int) -> str:
    return FAILED if not done and not any(result.done for result in relevant) else IN_PROGRESS


def _last_score(relevant: Sequence[Result]) -> Decimal | None:
    scored = [result for result in relevant if result.score is not None]
    return max(scored, key=lambda r: r.at).score if scored else None
