"""When a requirement is met: pure rules over ledger results. No database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

NOT_STARTED, IN_PROGRESS, FAILED, PASSED = "not_started", "in_progress", "failed", "passed"


@dataclass(frozen=True)
class Result:
    """One ledger entry: `done` if completed or passed; `score` in per cent, None where nothing was scored."""

    activity: UUID
    done: bool
    at: datetime
    score: Decimal | None = None
    evidence: str = ""


@dataclass(frozen=True)
class Rule:
    """What one requirement asks: each of `activities` done, with `minimum` per cent or more where it is scored."""

    activities: frozenset[UUID]
    minimum: Decimal | None = None


@dataclass(frozen=True)
class Standing:
    """How far one person is with one requirement."""

    state: str
    done: int
    total: int
    score: Decimal | None = None
    at: datetime | None = None
    proof: tuple[Result, ...] = ()

    @property
    def is_met(self) -> bool:
        return self.state == PASSED


def counts(result: Result, rule: Rule) -> bool:
    """Whether a result is good enough for the rule."""
    if result.activity not in rule.activities or not result.done:
        return False
    return rule.minimum is None or result.score is None or result.score >= rule.minimum


def best(results: Iterable[Result], rule: Rule) -> dict[UUID, Result]:
    """For each activity the result that counts: the highest score, and of equal ones the earliest."""
    chosen: dict[UUID, Result] = {}
    for result in sorted(results, key=lambda r: (-(r.score or Decimal(0)), r.at)):
        if counts(result, rule):
            chosen.setdefault(result.activity, result)
    return chosen


def standing(rule: Rule, results: Iterable[Result]) -> Standing:
    """Passed when every activity counts. A rule without activities is never met: an empty module certifies nobody."""
    relevant = [result for result in results if result.activity in rule.activities]
    proof = best(relevant, rule)
    done, total = len(proof), len(rule.activities)
    chosen = tuple(sorted(proof.values(), key=lambda r: r.at))
    if total and done == total:
        scores = [r.score for r in chosen if r.score is not None]
        return Standing(PASSED, done, total, min(scores, default=None), chosen[-1].at, chosen)
    return Standing(_open_state(relevant, done), done, total, _last_score(relevant), proof=chosen)


def all_met(standings: Mapping[object, Standing]) -> bool:
    return bool(standings) and all(each.is_met for each in standings.values())


def _open_state(relevant: list[Result], done: int) -> str:
    if not relevant:
        return NOT_STARTED
    return FAILED if not done and not any(result.done for result in relevant) else IN_PROGRESS


def _last_score(relevant: list[Result]) -> Decimal | None:
    scored = [result for result in relevant if result.score is not None]
    return max(scored, key=lambda r: r.at).score if scored else None
