"""When a requirement is met, as a table of cases."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from certificates.rules import Result, Rule, all_met, best, standing

A, B, OTHER = UUID(int=1), UUID(int=2), UUID(int=3)
DAY = datetime(2026, 3, 1, tzinfo=UTC)
TODAY = date(2026, 4, 1)


def done(activity: UUID, score: int | None = None, day: int = 0) -> Result:
    return Result(activity, True, DAY + timedelta(days=day), None if score is None else Decimal(score))


def failed(activity: UUID, score: int, day: int = 0) -> Result:
    return Result(activity, False, DAY + timedelta(days=day), Decimal(score))


LESSONS = Rule(frozenset({A, B}))
EXAM = Rule(frozenset({A}), Decimal(80))


@pytest.mark.parametrize(
    ("rule", "results", "state", "count"),
    [
        (LESSONS, [], "not_started", 0),
        (LESSONS, [done(OTHER)], "not_started", 0),
        (LESSONS, [done(A)], "in_progress", 1),
        (LESSONS, [done(A), done(A)], "in_progress", 1),
        (LESSONS, [done(A), done(B)], "passed", 2),
        (EXAM, [failed(A, 60)], "failed", 0),
        (EXAM, [failed(A, 60), done(A, 85)], "passed", 1),
        (EXAM, [done(A, 85), failed(A, 60, day=2)], "passed", 1),
        (EXAM, [done(A, 80)], "passed", 1),
        (EXAM, [done(A, 79)], "in_progress", 0),
        (EXAM, [done(A, None)], "passed", 1),
        (Rule(frozenset()), [done(A)], "not_started", 0),
    ],
)
def test_a_standing_is_what_the_results_say(rule, results, state, count):
    assert (standing(rule, results, TODAY).state, standing(rule, results, TODAY).done) == (state, count)


def test_the_best_result_counts_and_of_equal_ones_the_earliest():
    early, late, low = done(A, 90, day=1), done(A, 90, day=5), done(A, 81)
    assert best([late, low, early], EXAM, TODAY) == {A: early}


def test_a_standing_that_is_met_says_since_when_and_how_well():
    met = standing(Rule(frozenset({A, B})), [done(A, 90, day=3), done(B, 85, day=1)], TODAY)
    assert (met.at, met.score) == (DAY + timedelta(days=3), Decimal(85))


def test_an_open_standing_shows_the_latest_score_and_not_the_best():
    assert standing(EXAM, [failed(A, 70), failed(A, 55, day=1)], TODAY).score == Decimal(55)


def test_a_certification_without_requirements_is_met_by_nobody():
    assert not all_met({})
