"""Where a pass mark belongs. Both methods advise; a person sets it, with a reason.

Borderline regression: check-sheet scores are regressed on the global ratings of the same performances, and the cut is
the score that the line gives to a borderline performance. Wood, Humphrey-Murto and Norman 2006; its standard error is
that of a point on the line (Draper and Smith 1998, section 1.4), whose normal errors of equal spread are an assumption.
Modified Angoff: judges say for each item how many of a hundred just competent advisors would do it; the cut is the mean
of the judges' sums. Angoff 1971; its standard error is that of a mean of judges.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

BORDERLINE = 2.0  # on the five-step scale of global ratings
ENOUGH = 10  # performances; below it a line says more about persons than about the scenario


@dataclass(frozen=True)
class Line:
    """`cut` in per cent, not beyond 0 to 100; `error` its standard error; `fit` is R squared. `n` performances."""

    cut: float
    error: float
    slope: float
    intercept: float
    fit: float
    n: int

    def at(self, rating: float) -> float:
        return self.intercept + self.slope * rating


@dataclass(frozen=True)
class Judged:
    """`cut` in per cent of the possible points, `spread` its standard deviation; `judges` are the cuts of each.

    `items` are the means of the judges' shares, `spreads` their standard deviations: None with a single judge.
    """

    cut: float
    error: float | None
    judges: tuple[float, ...]
    items: tuple[float, ...]
    spread: float | None
    spreads: tuple[float | None, ...]


def borderline_regression(ratings: Sequence[tuple[float, float]], borderline: float = BORDERLINE) -> Line | None:
    """`ratings` are pairs of global rating and score in per cent.

    None for fewer than three, where all ratings are the same, or where a better rating does not go with a better score:
    then the sheet does not measure what the assessors see, and no line helps.
    """
    n = len(ratings)
    if n < 3:
        return None
    mean_x, mean_y = sum(x for x, _y in ratings) / n, sum(y for _x, y in ratings) / n
    sxx = sum((x - mean_x) ** 2 for x, _y in ratings)
    sxy = sum((x - mean_x) * (y - mean_y) for x, y in ratings)
    syy = sum((y - mean_y) ** 2 for _x, y in ratings)
    if sxx == 0 or sxy <= 0:
        return None
    slope = sxy / sxx
    intercept = mean_y - slope * mean_x
    residual = max(0.0, syy - slope * sxy)
    error = sqrt(residual / (n - 2) * (1 / n + (borderline - mean_x) ** 2 / sxx))
    cut = min(100.0, max(0.0, intercept + slope * borderline))
    return Line(cut, error, slope, intercept, 1 - residual / syy if syy else 1.0, n)


def angoff(judgements: Sequence[Sequence[float]], points: Sequence[float]) -> Judged | None:
    """`judgements[judge][item]` is a share from 0 to 1; `points[item]` what the item is worth."""
    if not judgements or not sum(points):
        return None
    weight = sum(points)
    cuts = [100 * sum(share * worth for share, worth in zip(row, points, strict=True)) / weight for row in judgements]
    mean, spread = _moments(cuts)
    error = None if spread is None else spread / sqrt(len(cuts))
    items = [_moments([row[item] for row in judgements]) for item in range(len(points))]
    return Judged(mean, error, tuple(cuts), tuple(i[0] for i in items), spread, tuple(i[1] for i in items))


def _moments(values: Sequence[float]) -> tuple[float, float | None]:
    """Mean and standard deviation of a sample."""
    mean, count = sum(values) / len(values), len(values)
    return mean, sqrt(sum((value - mean) ** 2 for value in values) / (count - 1)) if count > 1 else None
