"""How near a trainer's marks come to the reference: weighted kappa over all items of all performances of a set.

What the reference leaves out as not applicable and the trainer left out too says nothing and is not counted. Where only
one of them left it out, there is no distance between the two; it counts as the farthest that the other's mark allows,
so that nobody gains by leaving out what is hard to see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from roleplays.fairness.kappa import Kappa, Weights, cohen
from roleplays.scoring import NOT_APPLICABLE, SHARES

ENOUGH = 0.7  # weighted kappa that earns the right to certify; "substantial" begins at 0.61 (Landis and Koch 1977)
FEWEST_ITEMS = 20  # on which a set may be judged; with fewer one slip decides
Marks = Mapping[str, str]


@dataclass(frozen=True)
class Nearness:
    """`same` items of `items` have the very mark of the reference; `kappa` is None where it is not defined."""

    kappa: Kappa | None
    items: int
    same: int

    @property
    def suffices(self) -> bool:
        return self.kappa is not None and round(self.kappa.value, 3) >= ENOUGH


def nearness(performances: Sequence[tuple[Marks, Marks]]) -> Nearness:
    """Of pairs of reference and what was given, item code → mark, with a mark for each item of the reference."""
    marks = [(mark, given[code]) for gold, given in performances for code, mark in gold.items()]
    pairs = [pair for pair in (worth(*each) for each in marks) if pair is not None]
    same = sum(gold == given for gold, given in marks)
    return Nearness(cohen(pairs, Weights.QUADRATIC), len(pairs), same)


def worth(gold: str, given: str) -> tuple[float, float] | None:
    if gold == given == NOT_APPLICABLE:
        return None
    if given == NOT_APPLICABLE:
        value = float(SHARES[gold])
        return value, opposite(value)
    value = float(SHARES[given])
    return (opposite(value) if gold == NOT_APPLICABLE else float(SHARES[gold])), value


def opposite(value: float) -> float:
    return 0.0 if value >= 0.5 else 1.0
