"""The sections of a result as a radar: where its rings, axes and outlines stand in the drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

CENTRE, RADIUS, BEYOND = 170, 130, 18
FEWEST = 3  # two sections make no area
RINGS = (25, 50, 75, 100)


@dataclass(frozen=True)
class Axis:
    """`number` is the section's; it is written at `label_x`, `label_y`, beyond the end at `x`, `y`."""

    number: int
    x: float
    y: float
    label_x: float
    label_y: float


@dataclass(frozen=True)
class Radar:
    """`rings` and `outlines` are the points of polygons, ready for SVG; an outline may lack (nothing to compare)."""

    axes: tuple[Axis, ...]
    rings: tuple[str, ...]
    now: str
    before: str
    own: str


def radar(
    now: Sequence[float | None], before: Sequence[float | None] = (), own: Sequence[float | None] = ()
) -> Radar | None:
    """Percentages in the order of the sections; None where a section was not applicable, drawn at the centre."""
    count = len(now)
    if count < FEWEST:
        return None
    axes = tuple(
        Axis(number, *at(number - 1, count, RADIUS), *at(number - 1, count, RADIUS + BEYOND))
        for number in range(1, count + 1)
    )
    rings = tuple(outline([float(ring)] * count) for ring in RINGS)
    return Radar(axes, rings, outline(now), outline(before), outline(own))


def outline(values: Sequence[float | None]) -> str:
    places = (at(place, len(values), RADIUS * (value or 0) / 100) for place, value in enumerate(values))
    return " ".join(f"{x},{y}" for x, y in places)


def at(place: int, count: int, distance: float) -> tuple[float, float]:
    """The first section stands on top, the others follow clockwise."""
    angle = 2 * pi * place / count - pi / 2
    return round(CENTRE + distance * cos(angle), 1), round(CENTRE + distance * sin(angle), 1)
