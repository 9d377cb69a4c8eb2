"""Lines of shares over time, laid out in the units of a drawing. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 12, 28
GRID = (0, 25, 50, 75, 100)


@dataclass(frozen=True)
class Tick:
    at: float
    label: str


@dataclass(frozen=True)
class Lines:
    """`paths` are the points of each line, for a polyline; `across` the labels below, `up` the lines of the grid."""

    paths: list[str]
    ends: list[tuple[float, float]]
    across: list[Tick]
    up: list[Tick]
    width: int = WIDTH
    height: int = HEIGHT


def lines(series: Sequence[Sequence[float]], labels: Sequence[str], top: float = 100) -> Lines:
    """`series` are values from 0 to `top`, one for each of `labels`; of the labels as many are shown as have room."""
    count = len(labels)
    points = [[(_x(place, count), _y(value, top)) for place, value in enumerate(values)] for values in series]
    every = max(1, -(-count // 7))
    across = [Tick(_x(place, count), label) for place, label in enumerate(labels) if place % every == 0]
    up = [Tick(_y(top * part / 100, top), f"{top * part / 100:g}") for part in GRID]
    return Lines([_path(each) for each in points], [each[-1] for each in points if each], across, up)


def _path(points: list[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def _x(place: int, count: int) -> float:
    return round(LEFT + (WIDTH - LEFT - RIGHT) * (place / (count - 1) if count > 1 else 0.5), 1)


def _y(value: float, top: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * min(1.0, value / top if top else 0.0), 1)
