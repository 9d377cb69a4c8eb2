"""Markers dragged onto a picture, and the places that the bank has on one.

Moodle asks where each of several things is, the bank which places are meant. One marker for all of them is the same;
the other places, and what is said about them, stand beside it in `<place>`, which Moodle passes over.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from quizzes.exchange.items import Item, Place
from quizzes.exchange.labels import Labels
from quizzes.exchange.markup import Node
from quizzes.exchange.moodle.pictures import coords_of, decoded_file, place_of
from quizzes.exchange.sizes import size_of
from quizzes.scoring import Kind, Marking

MARKER = "✓"


def markers(question: Node, labels: Labels, notes: list[str]) -> dict[str, Any]:
    file = question.one("file")
    if file is None:
        raise ValueError(_("It has no picture."))
    picture = decoded_file(file, question.attributes.get("alt", ""))
    places = [_own(each) for each in question.all("place")]
    if not places:
        size = size_of(picture)
        if size is None:
            raise ValueError(_("Its picture is none that can be read."))
        places = list(_zones(question, size))
        notes.append(_("The places on the picture are numbered: give them names."))
    fields = {"kind": Kind.HOTSPOT, "picture": picture, "places": tuple(places)}
    return fields | {"marking": labels.marking or Marking.PARTIAL}


def _own(each: Node) -> Place:
    own = {name: each.attributes.get(name, "") for name in ("name", "shape", "points")}
    if own["shape"] not in ("rectangle", "circle", "polygon"):
        raise ValueError(_("A zone has no such outline: %(shape)s %(points)s") % own)
    return Place(**own, correct=each.attributes.get("correct") == "true", reason=each.said("text"))


def _zones(question: Node, size: tuple[float, float]) -> Iterator[Place]:
    labels = {drag.said("no"): drag.said("text") for drag in question.all("drag")}
    zones = question.all("drop")
    if len({drop.said("choice") for drop in zones}) != 1:
        raise ValueError(_("It asks where several things are; the bank asks which places are meant."))
    for number, drop in enumerate(zones, start=1):
        name = f"{labels.get(drop.said('choice'), '')} {number}".strip()
        yield place_of(name, drop.said("shape").lower(), drop.said("coords"), size)


def rows_of(item: Item, size: tuple[float, float]) -> Iterator[tuple[str, str]]:
    """The drop zones of the places that are right: shape and coordinates in pixels."""
    yield from ((place.shape, coords_of(place, size)) for place in item.places if place.correct)
