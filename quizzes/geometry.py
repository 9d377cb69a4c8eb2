"""Places on a picture. Coordinates are in per mille of its width and of its height."""

import re
from collections.abc import Sequence
from enum import StrEnum

Point = tuple[int, int]
SPOT = re.compile(r"^(\d{1,4}),(\d{1,4})$")
WHOLE = 1000


class Shape(StrEnum):
    """A rectangle is two opposite corners, a circle its centre and a point of its rim, a polygon all its corners."""

    RECTANGLE = "rectangle"
    CIRCLE = "circle"
    POLYGON = "polygon"


def spot(text: str) -> Point | None:
    """A point as it is written, such as 412,233; None if it is not one, or not on the picture."""
    found = SPOT.match(text)
    if not found:
        return None
    x, y = int(found[1]), int(found[2])
    return (x, y) if x <= WHOLE and y <= WHOLE else None


def outline(text: str) -> list[Point] | None:
    """Points with spaces between them; None if any of them is none."""
    points = [spot(each) for each in text.split()]
    return None if not points or None in points else [point for point in points if point]


def is_sound(shape: Shape, points: Sequence[Point]) -> bool:
    """Whether the points make up the shape, and the shape has an inside."""
    if shape is Shape.POLYGON:
        return len(points) >= 3 and len(set(points)) >= 3
    if len(points) != 2:
        return False
    (a, b), (c, d) = points
    return (a, b) != (c, d) and (shape is Shape.CIRCLE or (a != c and b != d))


def contains(shape: Shape, points: Sequence[Point], at: Point, height: float = 1.0) -> bool:
    """Whether `at` is inside, the rim included. `height` is the picture's, with its width as the unit."""
    x, y = at
    if shape is Shape.RECTANGLE:
        (a, b), (c, d) = points
        return min(a, c) <= x <= max(a, c) and min(b, d) <= y <= max(b, d)
    if shape is Shape.CIRCLE:
        centre, rim = points
        return _distance(centre, at, height) <= _distance(centre, rim, height) + 1e-9
    return _on_rim(points, at) or _is_odd(points, at)


def _distance(a: Point, b: Point, height: float) -> float:
    return float((a[0] - b[0]) ** 2 + ((a[1] - b[1]) * height) ** 2)


def _on_rim(points: Sequence[Point], at: Point) -> bool:
    x, y = at
    for (a, b), (c, d) in zip(points, [*points[1:], points[0]], strict=True):
        across = (c - a) * (y - b) - (d - b) * (x - a)
        if across == 0 and min(a, c) <= x <= max(a, c) and min(b, d) <= y <= max(b, d):
            return True
    return False


def _is_odd(points: Sequence[Point], at: Point) -> bool:
    """A line from inside a polygon to the far right crosses its rim an odd number of times."""
    x, y = at
    inside = False
    for (a, b), (c, d) in zip(points, [*points[1:], points[0]], strict=True):
        if (b > y) != (d > y) and x < (c - a) * (y - b) / (d - b) + a:
            inside = not inside
    return inside
