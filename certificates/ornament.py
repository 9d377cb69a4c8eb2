"""Paper and frames as SVG path data, in millimetres of the page; only absolute M, L, C and Z.

Chance is drawn from the certificate's serial number, so that the same certificate is always the same sheet.
"""

import hashlib
import random
from math import cos, pi

from certificates.guilloche import Knot, _path, _ring, _share

Box = tuple[float, float, float, float]  # left, top, width, height


def key_of(serial: str) -> bytes:
    return hashlib.sha256(serial.encode()).digest()


def laid_paper(width: float, height: float) -> str:
    """The wires of a paper mould: close lines across, and a chain line every 26 mm."""
    wires = (f"M0 {n * 1.1:.2f}L{width} {n * 1.1:.2f}" for n in range(1, int(height / 1.1) + 1))
    chains = (f"M{x:.2f} 0L{x:.2f} {height}" for x in range(13, int(width), 26))
    return "".join([*wires, *chains])


def fibres(key: bytes, width: float, height: float) -> str:
    """Short bent hairs, as in banknote paper; about one on every square centimetre."""
    chance = random.Random(key)  # noqa: S311 - ornament
    count = int(width * height / 110)
    return "".join(_fibre(chance, chance.uniform(0, width), chance.uniform(0, height)) for _ in range(count))


def _fibre(chance: random.Random, x: float, y: float) -> str:
    bends = [round(chance.uniform(-2.2, 2.2), 2) for _ in range(6)]
    (a, b, c, d, e, f) = bends
    return f"M{x:.2f} {y:.2f}C{x + a:.2f} {y + b:.2f} {x + a + c:.2f} {y + b + d:.2f} {x + c + e:.2f} {y + d + f:.2f}"


def rosette(key: bytes, centre: tuple[float, float], inner: float, step: float, rings: int) -> str:
    """Petalled rings, each turned a little against the one inside it, once to either side."""
    petals = 14 + 2 * (key[2] % 5)
    twist = 0.3 + 0.2 * _share(key[3])
    depth = (2.4 + 2.0 * _share(key[4])) * step / 3.1
    drawn = ((inner + step * n, depth * (0.6 + n / 9), side * twist * n) for side in (-1, 1) for n in range(rings))
    return " ".join(_path(_ring(centre, *ring, petals)) for ring in drawn)


def band(key: bytes, centre: float, height: float, half_width: float) -> str:
    """Strands woven down a vertical line from edge to edge, swelling as the key says."""
    strands, waves = 9, 15 + key[1] % 5
    paths = []
    for n in range(strands):
        shift, reach = n / strands, half_width * (0.55 + 0.45 * ((n * 4) % strands) / strands)
        knots: list[Knot] = []
        for half in range(2 * waves + 3):
            part = (half - 1 - 2 * shift) / (2 * waves)
            swell = 1 - (0.18 + 0.2 * _share(key[6])) * (0.5 - 0.5 * cos(2 * pi * part * (2 + key[0] % 3)))
            side = 1 if half % 2 == 0 else -1
            knots.append((centre + side * reach * swell, part * height, 0.0, height / waves / 2))
        paths.append(_open(knots))
    return " ".join(paths)


def _open(knots: list[Knot]) -> str:
    closed = _path(iter(knots))
    return closed[: closed.rindex("C")]


def meander(box: Box, unit: float) -> str:
    """回纹, the thunder pattern: squared spirals along a frame, mirrored at the middle of each side."""
    left, top, width, height = box
    across, down = round(width / (unit * 6)), round(height / (unit * 6))
    step_x, step_y = width / across, height / down
    tiles = [(left + n * step_x, top, step_x) for n in range(across)]
    tiles += [(left + n * step_x, top + height - step_y, step_x) for n in range(across)]
    paths = [_spiral(x, y, step_x, step_y, mirrored=n % across >= across / 2) for n, (x, y, _) in enumerate(tiles)]
    for n in range(1, down - 1):
        for x, mirrored in ((left, False), (left + width - step_x, True)):
            paths.append(_spiral(x, top + n * step_y, step_x, step_y, mirrored))
    return "".join(paths)


def _spiral(x: float, y: float, width: float, height: float, mirrored: bool) -> str:
    turns = [(0, 6), (0, 0), (6, 0), (6, 5), (1.5, 5), (1.5, 1.5), (4.5, 1.5), (4.5, 3.5), (3, 3.5)]
    points = [(x + (width - a * width / 6 if mirrored else a * width / 6) * 1.0, y + b * height / 6) for a, b in turns]
    return "M" + "L".join(f"{a:.2f} {b:.2f}" for a, b in points)


def frame(box: Box, radius: float = 0.0) -> str:
    """A rectangle, its corners rounded outwards."""
    left, top, width, height = box
    right, bottom = left + width, top + height
    if not radius:
        return f"M{left} {top}L{right} {top}L{right} {bottom}L{left} {bottom}Z"
    k = radius * 0.4477  # how far a cubic's control point stays from the corner that it rounds
    return (
        f"M{left + radius:.3f} {top:.3f}L{right - radius:.3f} {top:.3f}"
        f"C{right - k:.3f} {top:.3f} {right:.3f} {top + k:.3f} {right:.3f} {top + radius:.3f}"
        f"L{right:.3f} {bottom - radius:.3f}"
        f"C{right:.3f} {bottom - k:.3f} {right - k:.3f} {bottom:.3f} {right - radius:.3f} {bottom:.3f}"
        f"L{left + radius:.3f} {bottom:.3f}"
        f"C{left + k:.3f} {bottom:.3f} {left:.3f} {bottom - k:.3f} {left:.3f} {bottom - radius:.3f}"
        f"L{left:.3f} {top + radius:.3f}"
        f"C{left:.3f} {top + k:.3f} {left + k:.3f} {top:.3f} {left + radius:.3f} {top:.3f}Z"
    )
