"""Pictures inside a question of Moodle's, as files in base64; and places on them in pixels."""

import base64
import binascii
import re
from pathlib import PurePosixPath
from urllib.parse import unquote

from django.utils.translation import gettext as _

from quizzes.exchange.items import Picture, Place, has_media, short
from quizzes.exchange.markup import Node
from quizzes.exchange.words import MEDIA, Plain
from quizzes.geometry import WHOLE, Shape

INSIDE = "@@PLUGINFILE@@/"
LONGEST_NAME = 80
PAIR = re.compile(r"\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*")


def picture_of(question: Node, plain: Plain, elsewhere: Plain) -> Picture | None:
    """The one picture of the question's text. Raises ValueError with the words for what the bank cannot hold."""
    media = (plain.tags & (MEDIA - {"img"})) | (elsewhere.tags & MEDIA)
    if media:
        raise ValueError(has_media(sorted(media)))
    if len(plain.images) > 1:
        words = {"number": len(plain.images)}
        raise ValueError(_("It has %(number)d pictures; a question of the bank has one.") % words)
    for image in plain.images:
        if not image.source.startswith(INSIDE):
            raise ValueError(_("Its picture is not in the file: %(address)s") % {"address": short(image.source or "?")})
        return file_of(question, unquote(image.source.removeprefix(INSIDE)), image.alt)
    return None


def file_of(question: Node, name: str, alt: str = "") -> Picture:
    for each in question.walk():
        if each.name == "file" and each.attributes.get("name", "") == name:
            return decoded_file(each, alt)
    raise ValueError(_("Its picture is not in the file: %(address)s") % {"address": short(name)})


def decoded_file(element: Node, alt: str = "") -> Picture:
    name = element.attributes.get("name", "")
    try:
        data = base64.b64decode("".join(element.text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError(_("The file “%(name)s” in it is damaged.") % {"name": short(name)}) from error
    if not data:
        raise ValueError(_("The file “%(name)s” in it is empty.") % {"name": short(name)})
    return Picture.of(tame(name), data, alt)


def tame(name: str) -> str:
    """Only the last part of a path, and not without end."""
    path = PurePosixPath(name.replace("\\", "/").replace("\0", ""))
    return path.stem[:LONGEST_NAME] + path.suffix[:10]


def unused_files(question: Node, taken: Picture | None) -> list[str]:
    names = {each.attributes.get("name", "?") for each in question.walk() if each.name == "file"}
    left = sorted(name for name in names if not taken or tame(name) != taken.name)
    return [_("The file “%(name)s” in it is not kept.") % {"name": short(name)} for name in left]


# --- Places ---


def place_of(name: str, shape: str, coords: str, size: tuple[float, float]) -> Place:
    """A drop zone: a circle 100,80;20 – a rectangle 10,10;50,40 as corner and size – a polygon 0,0;9,0;9,9."""
    width, height = size
    try:
        if shape == "circle":
            centre, radius = coords.split(";")
            x, y = _pair(centre)
            points = [(x, y), (x + float(radius), y)]
            if x + float(radius) > width:  # the rim is on the other side, too
                points[1] = (x - float(radius), y)
        elif shape == "rectangle":
            (x, y), (across, down) = (_pair(each) for each in coords.split(";"))
            points = [(x, y), (x + across, y + down)]
        elif shape == "polygon":
            points = [_pair(each) for each in coords.split(";")]
        else:
            raise ValueError(shape)
    except ValueError as error:
        words = {"shape": short(shape), "points": short(coords)}
        raise ValueError(_("A zone has no such outline: %(shape)s %(points)s") % words) from error
    said = (f"{_mille(x, width)},{_mille(y, height)}" for x, y in points)
    return Place(name, Shape(shape).value, " ".join(said), correct=True)


def _pair(text: str) -> tuple[float, float]:
    found = PAIR.fullmatch(text)
    if not found:
        raise ValueError(text)
    return float(found[1]), float(found[2])


def _mille(value: float, whole: float) -> int:
    return min(WHOLE, max(0, round(value * WHOLE / whole)))


def coords_of(place: Place, size: tuple[float, float]) -> str:
    width, height = size
    points = [
        (int(x) * width / WHOLE, int(y) * height / WHOLE) for x, y in (p.split(",") for p in place.points.split())
    ]
    if place.shape == Shape.POLYGON:
        return ";".join(f"{x:.0f},{y:.0f}" for x, y in points)
    (a, b), (c, d) = points
    if place.shape == Shape.CIRCLE:
        return f"{a:.0f},{b:.0f};{max(1.0, ((c - a) ** 2 + (d - b) ** 2) ** 0.5):.0f}"
    return f"{min(a, c):.0f},{min(b, d):.0f};{abs(c - a):.0f},{abs(d - b):.0f}"
