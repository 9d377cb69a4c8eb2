"""The picture of a question, and the outlines that are drawn on it after submission."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import hypot

from django import template

from courses.models import Picture
from quizzes.geometry import Shape, outline
from quizzes.paper import Region

register = template.Library()

FILTER = "max-1200x1200|preserve-svg"
PLAIN_WIDTH = 300  # pixels of the picture where there is no JavaScript: it fits every phone


@dataclass(frozen=True)
class Shown:
    url: str
    width: int
    height: int

    @property
    def plain_height(self) -> int:
        return max(1, round(PLAIN_WIDTH * self.height / max(1, self.width)))


@register.simple_tag
def question_picture(picture: Mapping) -> Shown | None:
    """None where the picture is gone: the names of the places are still there."""
    found = Picture.objects.filter(pk=picture.get("pk")).first() if picture.get("pk") else None
    if found is None:
        return None
    rendition = found.get_rendition(FILTER)
    return Shown(rendition.url, int(rendition.width), int(rendition.height))


@register.simple_tag
def region_outline(region: Region, picture: Mapping) -> dict:
    """The SVG element of a place, in a drawing of 1000 by 1000 that is stretched over the picture."""
    points = outline(region.points) or [(0, 0), (0, 0)]
    if region.shape == Shape.POLYGON:
        return {"name": "polygon", "attributes": [("points", " ".join(f"{x},{y}" for x, y in points))]}
    (a, b), (c, d) = points[:2]
    if region.shape == Shape.RECTANGLE:
        sides = [("x", min(a, c)), ("y", min(b, d)), ("width", abs(c - a)), ("height", abs(d - b))]
        return {"name": "rect", "attributes": sides}
    height = picture.get("height", 1) / (picture.get("width", 1) or 1)
    radius = hypot(c - a, (d - b) * height)
    return {
        "name": "ellipse",
        "attributes": [("cx", a), ("cy", b), ("rx", round(radius)), ("ry", round(radius / height))],
    }
