"""Where the points and the line of a borderline regression stand in its drawing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from roleplays.fairness.standard_setting import BORDERLINE, Line

LEFT, TOP, STEP, HEIGHT = 48, 12, 72, 200


@dataclass(frozen=True)
class Point:
    """`size` grows with the number of performances that have the same rating and score."""

    x: int
    y: int
    size: float


@dataclass(frozen=True)
class Picture:
    """In units of the drawing; `cut_x` and `cut_y` are where the line gives the cut score."""

    points: tuple[Point, ...]
    start: Point
    end: Point
    cut_x: int
    cut_y: int
    columns: tuple[tuple[int, int], ...]
    rows: tuple[tuple[int, int], ...]


def picture(ratings: Sequence[tuple[int, float]], line: Line) -> Picture:
    seen = Counter((rating, round(score)) for rating, score in ratings)
    points = tuple(Point(x_of(rating), y_of(score), 3 + count**0.5) for (rating, score), count in seen.items())
    start, end = (Point(x_of(rating), y_of(line.at(rating)), 0) for rating in (1, 5))
    columns = tuple((x_of(rating), rating) for rating in range(1, 6))
    rows = tuple((y_of(score), score) for score in range(0, 101, 20))
    return Picture(points, start, end, x_of(BORDERLINE), y_of(line.cut), columns, rows)


def x_of(rating: float) -> int:
    return round(LEFT + STEP / 2 + (rating - 1) * STEP)


def y_of(score: float) -> int:
    return round(TOP + HEIGHT * (1 - min(100.0, max(0.0, score)) / 100))
