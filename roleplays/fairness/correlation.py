"""Intraclass correlation: how much of the differences between scores is differences between performances.

ICC(2,1) and ICC(2,k) of Shrout and Fleiss 1979: assessors are a sample of those who might have scored, and all of them
scored every performance. A severe assessor lowers both. Intervals: McGraw and Wong 1996, table 7.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from roleplays.fairness.kappa import Row


@dataclass(frozen=True)
class Squares:
    """Mean squares of a two-way analysis of variance with one score in each cell."""

    performances: float
    assessors: float
    error: float
    n: int
    k: int


@dataclass(frozen=True)
class Correlation:
    """Bounds of a 95 % interval; None where every score is as any model would have it and there is nothing to vary."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Reliability:
    """`single`: of one assessor's score, ICC(2,1). `mean`: of the mean of all `k`, ICC(2,k). Of `n` complete rows."""

    single: Correlation
    mean: Correlation
    n: int
    k: int


def reliability(rows: Sequence[Row], confidence: float = 0.95) -> Reliability | None:
    """Of the rows that all assessors scored; None for fewer than two rows or assessors, or where nothing differs."""
    complete = [[x for x in row if x is not None] for row in rows if None not in row]
    if len(complete) < 2 or len(complete[0]) < 2:
        return None
    squares = mean_squares(complete)
    n, k = squares.n, squares.k
    between = squares.performances - squares.error
    below_single = squares.performances + (k - 1) * squares.error + k * (squares.assessors - squares.error) / n
    below_mean = squares.performances + (squares.assessors - squares.error) / n
    if below_single <= 0 or below_mean <= 0:
        return None
    single = between / below_single
    low, high = _interval(squares, single, confidence)
    averaged = (None if bound is None else _averaged(bound, k) for bound in (low, high))
    return Reliability(Correlation(single, low, high), Correlation(between / below_mean, *averaged), n, k)


def mean_squares(rows: Sequence[Sequence[float]]) -> Squares:
    n, k = len(rows), len(rows[0])
    grand = sum(map(sum, rows)) / (n * k)
    of_rows = [sum(row) / k for row in rows]
    of_columns = [sum(row[j] for row in rows) / n for j in range(k)]
    total = sum((x - grand) ** 2 for row in rows for x in row)
    performances = k * sum((mean - grand) ** 2 for mean in of_rows)
    assessors = n * sum((mean - grand) ** 2 for mean in of_columns)
    error = max(0.0, total - performances - assessors)
    return Squares(performances / (n - 1), assessors / (k - 1), error / ((n - 1) * (k - 1)), n, k)


def _interval(squares: Squares, single: float, confidence: float) -> tuple[float | None, float | None]:
    from scipy.stats import f  # half a second and 40 MB, for whoever asks for an interval only

    n, k = squares.n, squares.k
    if squares.error == 0:
        return None, None
    ratio = squares.assessors / squares.error
    upper_part = k * single * ratio + n * (1 + (k - 1) * single) - k * single
    lower_part = (n - 1) * (k * single * ratio) ** 2 + (n * (1 + (k - 1) * single) - k * single) ** 2
    degrees = (k - 1) * (n - 1) * upper_part**2 / lower_part
    tail = 1 - (1 - confidence) / 2
    below, above = float(f.ppf(tail, n - 1, degrees)), float(f.ppf(tail, degrees, n - 1))
    if not (isfinite(below) and isfinite(above)):
        return None, None
    rest = k * squares.assessors + (k * n - k - n) * squares.error
    low = n * (squares.performances - below * squares.error) / (below * rest + n * squares.performances)
    high = n * (above * squares.performances - squares.error) / (rest + n * above * squares.performances)
    return low, high


def _averaged(single: float, k: int) -> float:
    """Of the mean of k scores, from that of one: Spearman and Brown 1910."""
    return k * single / (1 + (k - 1) * single)
