"""Guilloche line work as SVG path data, drawn from a certificate's serial number.

Lengths are millimetres in page coordinates: x to the right, y downwards, A4 landscape.
The same serial always gives the same lines; two serials differ in frequencies, depths and phases.

Every line is a wave beside a track, built from one cubic Bézier for each half wave, from crest to trough and back.
That is within 1 % of the sine, and at a crest the line runs parallel to its track, so that no derivative is needed.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import cos, pi, sin, tau

PAGE = (297.0, 210.0)
FRAME_INSET, FRAME_RADIUS, FRAME_HEIGHT, FRAME_STRANDS = 13.0, 9.0, 3.7, 6
ROSETTE_CENTRE, ROSETTE_RINGS = (148.5, 90.0), 15
SEAL_CENTRE, SEAL_RADIUS, SEAL_HEIGHT, SEAL_STRANDS = (148.5, 168.2), 12.5, 2.5, 6

Point = tuple[float, float]
Knot = tuple[float, float, float, float]  # x, y, and the way to the next knot along the track, as dx, dy


@dataclass(frozen=True)
class Guilloche:
    """Each member is path data for one stroked, unfilled `<path>`: absolute M, C and Z only."""

    frame: str
    rosette: str
    seal: str


def draw(serial: str) -> Guilloche:
    key = hashlib.sha256(serial.encode()).digest()
    return Guilloche(frame=_frame(key), rosette=_rosette(key), seal=_seal(key))


def _frame(key: bytes) -> str:
    """Strands woven round a rounded rectangle; were their number odd, its four quarters would not mirror each other."""
    track = _track(wave=7.4 + 1.6 * _share(key[0]), swells=4 + key[1] % 4, swing=0.24 + 0.2 * _share(key[6]))
    return " ".join(_path(_strand(track, n / FRAME_STRANDS)) for n in range(FRAME_STRANDS))


def _rosette(key: bytes) -> str:
    """Petalled rings, each turned a little against the one inside it, once to either side."""
    petals = 14 + 2 * (key[2] % 5)
    twist = 0.3 + 0.2 * _share(key[3])
    depth = 2.4 + 2.0 * _share(key[4])
    rings = ((9 + 3.1 * n, depth * (0.6 + n / 9), side * twist * n) for side in (-1, 1) for n in range(ROSETTE_RINGS))
    return " ".join(_path(_ring(ROSETTE_CENTRE, *ring, petals)) for ring in rings)


def _seal(key: bytes) -> str:
    """A woven collar around the seal."""
    petals = 24 + 2 * (key[5] % 7)
    turns = (tau * n / SEAL_STRANDS for n in range(SEAL_STRANDS))
    return " ".join(_path(_ring(SEAL_CENTRE, SEAL_RADIUS, SEAL_HEIGHT, turn, petals)) for turn in turns)


@dataclass(frozen=True)
class Stretch:
    """A side or a corner of the frame: `waves` whole waves whose height sinks `swells` times between its ends.

    `swing` is half the share of the height that is lost in between.
    """

    start: Point
    heading: Point
    length: float
    waves: int
    swells: int
    swing: float
    corner: bool

    def knot(self, part: float, side: int) -> Knot:
        """A crest on the outer (1) or inner (-1) side of the stretch, `part` (0–1) of the way along."""
        (x, y), (dx, dy) = self.start, self.heading
        step = self.length / self.waves / 2
        offset = side * FRAME_HEIGHT * (1 - self.swing + self.swing * cos(tau * self.swells * part))
        if not self.corner:
            gone = self.length * part
            return x + dx * gone + dy * offset, y + dy * gone - dx * offset, dx * step, dy * step
        along, out = sin(part * pi / 2), cos(part * pi / 2)
        reach = FRAME_RADIUS + offset
        step *= reach / FRAME_RADIUS
        return (
            x - dy * FRAME_RADIUS + reach * (dy * out + dx * along),
            y + dx * FRAME_RADIUS + reach * (dy * along - dx * out),
            step * (dx * out - dy * along),
            step * (dy * out + dx * along),
        )


def _track(wave: float, swells: int, swing: float) -> list[Stretch]:
    """The frame clockwise from the top left, for waves of about that length."""
    near, far_x, far_y = FRAME_INSET, PAGE[0] - FRAME_INSET, PAGE[1] - FRAME_INSET
    across, down = far_x - near - 2 * FRAME_RADIUS, far_y - near - 2 * FRAME_RADIUS
    sides = [
        ((near + FRAME_RADIUS, near), (1, 0), across, swells + 2),
        ((far_x, near + FRAME_RADIUS), (0, 1), down, swells),
        ((far_x - FRAME_RADIUS, far_y), (-1, 0), across, swells + 2),
        ((near, far_y - FRAME_RADIUS), (0, -1), down, swells),
    ]
    return [
        stretch
        for (x, y), (dx, dy), length, sinks in sides
        for stretch in (
            Stretch((x, y), (dx, dy), length, round(length / wave), sinks, swing, corner=False),
            Stretch((x + dx * length, y + dy * length), (dx, dy), FRAME_RADIUS * pi / 2, 2, 0, 0, corner=True),
        )
    ]


def _strand(track: list[Stretch], shift: float) -> Iterator[Knot]:
    """The crests of one strand, which lies `shift` of a wave (0–1) ahead of the first."""
    first = (0.25 - shift) % 0.5
    side = 1 if (first + shift) % 1 < 0.5 else -1
    for stretch in track:
        for half in range(2 * stretch.waves):
            yield stretch.knot((first + half / 2) / stretch.waves, side if half % 2 == 0 else -side)


def _ring(centre: Point, radius: float, depth: float, turn: float, petals: int) -> Iterator[Knot]:
    for half in range(2 * petals):
        angle = (pi * half - turn) / petals
        reach = radius + (depth if half % 2 == 0 else -depth)
        across, down = reach * sin(angle), -reach * cos(angle)
        yield centre[0] + across, centre[1] + down, -down * pi / petals, across * pi / petals


def _path(knots: Iterator[Knot]) -> str:
    """A closed path through the knots, parallel to the track at each of them."""
    points = list(knots)
    pairs = pairwise([*points, points[0]])
    return f"M{points[0][0]:.2f} {points[0][1]:.2f}" + "".join(_bezier(*pair) for pair in pairs) + "Z"


def _bezier(here: Knot, there: Knot) -> str:
    (x0, y0, dx0, dy0), (x1, y1, dx1, dy1) = here, there
    reach = 0.3642  # of half a wave: where a cubic's control point brings it nearest to a sine between two crests
    leaving = f"{x0 + reach * dx0:.2f} {y0 + reach * dy0:.2f}"
    arriving = f"{x1 - reach * dx1:.2f} {y1 - reach * dy1:.2f}"
    return f"C{leaving} {arriving} {x1:.2f} {y1:.2f}"


def _share(byte: int) -> float:
    return byte / 255
