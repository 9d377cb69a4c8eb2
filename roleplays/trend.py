"""How an area has done over its audits: where the line of its percentages runs in the drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, EDGE = 320, 120, 10
FEWEST = 2  # one result makes no line


@dataclass(frozen=True)
class Trend:
    """`line` are the points of a polyline, `dots` its corners, `mark` the height of the pass mark."""

    line: str
    dots: tuple[tuple[float, float], ...]
    mark: float


def trend(percents: Sequence[float], pass_mark: float) -> Trend | None:
    """Percentages from the oldest to the newest."""
    if len(percents) < FEWEST:
        return None
    step = (WIDTH - 2 * EDGE) / (len(percents) - 1)
    dots = tuple((round(EDGE + place * step, 1), height(percent)) for place, percent in enumerate(percents))
    return Trend(" ".join(f"{x},{y}" for x, y in dots), dots, height(pass_mark))


def height(percent: float) -> float:
    return round(HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * percent / 100, 1)
