"""How good forecasts of yes or no were: the score of Brier (1950), the mean square of foretold less happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """`chance` from 0 to 1 that something happens, and whether it happened."""

    chance: float
    happened: bool


def brier(told: Iterable[Told]) -> float:
    """From 0, always right and certain, to 1. Raises ValueError where nothing was told."""
    squares = [(each.chance - each.happened) ** 2 for each in told]
    if not squares:
        raise ValueError("nothing was told")
    return sum(squares) / len(squares)


def mean_error(pairs: Iterable[tuple[float, float]]) -> float:
    """The mean of how far numbers were off, whichever way."""
    off = [abs(foretold - came) for foretold, came in pairs]
    if not off:
        raise ValueError("nothing was told")
    return sum(off) / len(off)
