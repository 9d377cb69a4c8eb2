"""Places on a picture: in the bank per mille of its sides, in QTI pixels. And the interactions that ask for them."""

import math
import re

from django.utils.translation import gettext as _

from quizzes.exchange.items import Picture, Place
from quizzes.exchange.markup import Node
from quizzes.exchange.qti.asking import Asked, Found, NotHeld
from quizzes.exchange.sizes import Size, size_of
from quizzes.geometry import WHOLE, Point, Shape, outline
from quizzes.scoring import Kind

SHAPES = {Shape.RECTANGLE: "rect", Shape.CIRCLE: "circle", Shape.POLYGON: "poly"}
AT = re.compile(r"at-(\d{1,4})-(\d{1,4})")
CORNERS = 16  # of the polygon that stands for an ellipse


def coords_of(shape: Shape, points: list[Point], size: Size) -> str:
    width, height = size[0] / WHOLE, size[1] / WHOLE
    pixels = [(round(x * width), round(y * height)) for x, y in points]
    if shape is Shape.RECTANGLE:
        (a, b), (c, d) = pixels
        return f"{min(a, c)},{min(b, d)},{max(a, c)},{max(b, d)}"
    if shape is Shape.CIRCLE:
        (a, b), (c, d) = points
        radius = round(math.hypot((c - a) * width, (d - b) * height))
        return f"{pixels[0][0]},{pixels[0][1]},{max(radius, 1)}"
    return ",".join(f"{x},{y}" for x, y in pixels)


def points_of(shape: str, coords: str, size: Size) -> tuple[Shape, str]:
    """Raises NotHeld where the coordinates are no such shape on the picture."""
    try:
        numbers = [float(each) for each in re.split(r"[,\s]+", coords.strip())]
    except ValueError as error:
        raise NotHeld(_("The outline of a place has no numbers: %(coords)s.") % {"coords": coords[:40]}) from error
    wanted = {"rect": 4, "circle": 3, "ellipse": 4}.get(shape)
    fits = len(numbers) == wanted if wanted else shape == "poly" and len(numbers) >= 6 and len(numbers) % 2 == 0
    if not fits or not all(math.isfinite(number) for number in numbers):
        raise NotHeld(_("A place on the picture has a shape that the bank has not: %(shape)s.") % {"shape": shape[:20]})
    if shape == "rect":
        return Shape.RECTANGLE, _text(numbers, size)
    if shape == "circle":
        x, y, radius = numbers
        rim = x + radius if x + radius <= size[0] else x - radius
        return Shape.CIRCLE, _text([x, y, rim, y], size)
    if shape == "ellipse":
        x, y, across, down = numbers
        turns = [2 * math.pi * corner / CORNERS for corner in range(CORNERS)]
        numbers = [each for turn in turns for each in (x + across * math.cos(turn), y + down * math.sin(turn))]
    pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
    if len(pairs) > 3 and pairs[0] == pairs[-1]:
        numbers = numbers[:-2]
    return Shape.POLYGON, _text(numbers, size)


def _text(numbers: list[float], size: Size) -> str:
    points = zip(numbers[::2], numbers[1::2], strict=True)
    return " ".join(f"{_part(x, size[0])},{_part(y, size[1])}" for x, y in points)


def _part(pixels: float, whole: float) -> int:
    return min(WHOLE, max(0, round(pixels * WHOLE / whole)))


def exactly(points: str) -> str:
    """The outline as we have it, for the `class` of a hotspot: pixels are coarser."""
    return " ".join(f"at-{point.replace(',', '-')}" for point in points.split())


def _placed(node: Node, size: Size, is_ours: bool) -> tuple[Shape, str]:
    """What we wrote is taken to the point, unless somebody has moved the place since."""
    said = [AT.fullmatch(token) for token in node.get("class").split()] if is_ours else []
    points = " ".join(f"{found[1]},{found[2]}" for found in said if found)
    for shape, name in SHAPES.items():
        if points and name == node.get("shape") and (found_points := outline(points)):
            needed = len(found_points) >= 3 if shape is Shape.POLYGON else len(found_points) == 2
            if needed and coords_of(shape, found_points, size) == node.get("coords"):
                return shape, points
    return points_of(node.get("shape"), node.get("coords"), size)


def hotspot(asked: Asked, interaction: Node) -> Found:
    picture, size = _picture(asked, interaction)
    response = asked.response(interaction)
    right, places = asked.key(response), []
    for number, node in enumerate(interaction.all("hotspotChoice"), start=1):
        if node.get("shape") == "default":
            asked.notes.append(_("The rest of the picture is no place of its own."))
            continue
        identifier = node.get("identifier")
        shape, points = _placed(node, size, asked.is_ours)
        reason = asked.reason(response.identifier, identifier)
        places.append(Place(_name(asked, node, number), shape.value, points, identifier in right, reason))
    return _found(asked, interaction, picture, places)


def select_point(asked: Asked, interaction: Node) -> Found:
    picture, size = _picture(asked, interaction)
    areas = asked.response(interaction).areas
    if not areas:
        raise NotHeld(_("It names no area of its picture that is right."))
    places = []
    for number, area in enumerate(areas, start=1):
        shape, points = points_of(area.shape, area.coords, size)
        places.append(Place(_("Place %(number)d") % {"number": number}, shape.value, points, area.value > 0))
    asked.notes.append(_("Its places have no names: write what is there."))
    return _found(asked, interaction, picture, places)


def _found(asked: Asked, interaction: Node, picture: Picture, places: list[Place]) -> Found:
    kept = []
    for place in places:
        if place.correct and place.reason and not asked.is_ours:
            asked.notes.append(
                _("The feedback to the right option “%(option)s” is not kept.") % {"option": place.name[:30]}
            )
            place = Place(place.name, place.shape, place.points, correct=True)
        kept.append(place)
    stem = asked.stem_around(interaction)
    return Found(Kind.HOTSPOT, stem, places=tuple(kept), picture=picture, marking=asked.marking)


def _name(asked: Asked, node: Node, number: int) -> str:
    if name := " ".join((node.get("hotspotLabel") or node.get("aria-label")).split()):
        return name
    unnamed = _("Its places have no names: write what is there.")
    if unnamed not in asked.notes:
        asked.notes.append(unnamed)
    return _("Place %(number)d") % {"number": number}


def _picture(asked: Asked, interaction: Node) -> tuple[Picture, Size]:
    node = next(iter(interaction.find("object", "img")), Node("img"))
    picture = asked.picture_at(node)
    size = size_of(picture)
    said = [node.get(side).removesuffix("px") for side in ("width", "height")]
    if all(side.isdigit() and int(side) > 0 for side in said):
        size = float(said[0]), float(said[1])
    if size is None:
        raise NotHeld(_("“%(name)s” is no picture that can be measured.") % {"name": picture.name[:60]})
    return picture, size
