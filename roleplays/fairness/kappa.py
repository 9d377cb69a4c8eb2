"""Agreement beyond chance: Cohen's kappa for two assessors, weighted by distance, and Fleiss' kappa for any number.

Weights are taken from the values themselves, not from their places in a list: between "done" (1) and "not" (0) lies
twice the distance of "done" and "partly" (0.5), and a value of the scale that nobody used changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from math import sqrt
from statistics import NormalDist

Rating = float | None
Row = Sequence[Rating]


class Weights(StrEnum):
    """What a disagreement costs: always the same, its distance (Cicchetti and Allison 1971), or its square."""

    NONE = "none"
    LINEAR = "linear"
    QUADRATIC = "quadratic"


@dataclass(frozen=True)
class Kappa:
    """`n` performances; `observed` and `expected` are shares of (weighted) agreement; bounds of a 95 % interval."""

    value: float
    n: int
    observed: float
    expected: float
    error: float
    low: float
    high: float


@dataclass(frozen=True)
class Pair:
    first: int
    second: int
    kappa: Kappa | None


def cohen(pairs: Sequence[tuple[float, float]], weights: Weights = Weights.NONE) -> Kappa | None:
    """Of two assessors' ratings of the same performances. Cohen 1960, weighted as in Cohen 1968.

    The standard error is the large-sample one that does not assume kappa to be nought: Fleiss, Cohen and Everitt 1969.
    Undefined for nothing, and where both gave everything one and the same value.
    """
    n = len(pairs)
    values = sorted({value for pair in pairs for value in pair})
    if n == 0 or len(values) == 1:
        return None
    agreement = _agreement(values, weights)
    first, second = (_shares([pair[side] for pair in pairs]) for side in (0, 1))
    cells = {cell: count / n for cell, count in Counter(pairs).items()}
    observed = sum(share * agreement[cell] for cell, share in cells.items())
    expected = sum(first[a] * second[b] * agreement[a, b] for a in first for b in second)
    value = (observed - expected) / (1 - expected)
    across = {a: sum(share * agreement[a, b] for b, share in second.items()) for a in values}
    down = {b: sum(share * agreement[a, b] for a, share in first.items()) for b in values}
    spread = sum(
        share * (agreement[a, b] - (across[a] + down[b]) * (1 - value)) ** 2 for (a, b), share in cells.items()
    )
    variance = (spread - (value - expected * (1 - value)) ** 2) / (n * (1 - expected) ** 2)
    return _with_interval(value, n, observed, expected, sqrt(max(variance, 0.0)))


def pairwise(rows: Sequence[Row], weights: Weights = Weights.QUADRATIC) -> list[Pair]:
    """Cohen's kappa of every two assessors, each on the performances that both rated."""
    assessors = len(rows[0]) if rows else 0
    return [Pair(a, b, cohen(list(_rated_by_both(rows, a, b)), weights)) for a, b in combinations(range(assessors), 2)]


def mean_of(pairs: Sequence[Pair]) -> float | None:
    """The mean of the pairs' kappas: Light 1971."""
    found = [pair.kappa.value for pair in pairs if pair.kappa]
    return sum(found) / len(found) if found else None


def fleiss(rows: Sequence[Row]) -> Kappa | None:
    """Of any number of assessors, for categories without distance. Fleiss 1971.

    Performances may have different numbers of ratings; those with fewer than two say nothing of agreement but count for
    how often a value is given. The standard error is that of Gwet 2014, chapter 5, for a sample of performances; the
    interval takes Student's t.
    None too for a single performance, which has no error to speak of.
    """
    counts = [Counter(rating for rating in row if rating is not None) for row in rows]
    rated = [each for each in counts if each]
    doubly = [each for each in rated if each.total() > 1]
    prevalence = _prevalence(rated)
    if not doubly or len(prevalence) == 1:
        return None
    expected = sum(share**2 for share in prevalence.values())
    agreements = {id(each): _own_agreement(each) for each in doubly}
    observed = sum(agreements.values()) / len(doubly)
    value = (observed - expected) / (1 - expected)
    scale = len(rated) / len(doubly)
    residues = []
    for each in rated:
        own = scale * (agreements[id(each)] - expected) / (1 - expected) if id(each) in agreements else 0.0
        chance = sum(prevalence[category] * count / each.total() for category, count in each.items())
        residues.append(own - 2 * (1 - value) * (chance - expected) / (1 - expected) - value)
    if len(rated) < 2:
        return None
    error = sqrt(sum(r**2 for r in residues) / (len(rated) * (len(rated) - 1)))
    return _with_interval(value, len(doubly), observed, expected, error, freedom=len(rated) - 1)


def _agreement(values: Sequence[float], weights: Weights) -> dict[tuple[float, float], float]:
    """For each two values what they count as agreement, from 1 (the same) to 0 (the farthest)."""
    reach = values[-1] - values[0]
    if weights is Weights.NONE:
        return {(a, b): float(a == b) for a in values for b in values}
    power = 1 if weights is Weights.LINEAR else 2
    return {(a, b): 1 - (abs(a - b) / reach) ** power for a in values for b in values}


def _shares(ratings: Sequence[float]) -> dict[float, float]:
    return {value: count / len(ratings) for value, count in Counter(ratings).items()}


def _prevalence(counts: Sequence[Counter[float]]) -> dict[float, float]:
    """How often each category is given: the mean over performances of its share among their ratings."""
    shares: Counter[float] = Counter()
    for each in counts:
        for category, count in each.items():
            shares[category] += count / each.total() / len(counts)  # type: ignore[assignment]
    return dict(shares)


def _own_agreement(counts: Counter[float]) -> float:
    """Of one performance, the share of pairs of assessors who gave the same."""
    total = counts.total()
    return sum(count * (count - 1) for count in counts.values()) / (total * (total - 1))


def _rated_by_both(rows: Sequence[Row], a: int, b: int) -> Iterator[tuple[float, float]]:
    for row in rows:
        first, second = row[a], row[b]
        if first is not None and second is not None:
            yield first, second


def _with_interval(
    value: float, n: int, observed: float, expected: float, error: float, freedom: int | None = None
) -> Kappa:
    reach = (_quantile_of_t(freedom) if freedom else NormalDist().inv_cdf(0.975)) * error
    return Kappa(value, n, observed, expected, error, max(-1.0, value - reach), min(1.0, value + reach))


def _quantile_of_t(freedom: int) -> float:
    from scipy.stats import t  # half a second and 40 MB, for whoever asks for an interval only

    return float(t.ppf(0.975, freedom))
