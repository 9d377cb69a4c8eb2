"""What a question of a `quiz.yaml` has besides its words: options, parts, places on a picture.

Rows keep their keys, so that a second load updates them instead of replacing them.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import models

from courses.curriculum import loader
from courses.models import Picture
from quizzes.curriculum_checking import number
from quizzes.models import Kind, Marking, Option, Part, Question, Region, Status

# What a file does not say, because it is the rule.
LEFT_OUT: dict[str, Any] = {
    "status": Status.READY.value,
    "marking": Marking.ALL_OR_NOTHING.value,
    "numerals": False,
    "tags": frozenset(),
}
TICKED = (Kind.SINGLE, Kind.MULTIPLE, Kind.FILL_IN, Kind.CLOZE, Kind.DIALOGUE)


def fill_rows(question: Question, data: dict) -> None:
    question.options = list(rows(question, Option, data.get("options", []), option_of))
    question.parts = list(rows(question, Part, data.get("parts", []), part_of))
    question.regions = list(rows(question, Region, data.get("regions", []), region_of))


def rows(question: Question, model: type[models.Model], said: list[dict], values_of) -> Iterator[models.Model]:
    known = dict(model.objects.filter(question=question.pk).values_list("translation_key", "pk")) if question.pk else {}
    for place, row in enumerate(said):
        key = row_key(model, question.code, place)
        own = {"translation_key": key, "locale": question.locale, "sort_order": place}
        yield model(pk=known.get(key), **own, **values_of(row, question.kind))


def row_key(model: type[models.Model], code: str, place: int) -> UUID:
    return loader.stable_key(model._meta.model_name, f"{code}:{place}")


def option_of(row: dict, kind: str) -> dict:
    return {
        "text": row["text"],
        "match": row.get("match", ""),
        "part": row.get("part"),
        "correct": kind in TICKED and row["correct"],
        "reason": row.get("reason", ""),
    }


def part_of(row: dict, kind: str) -> dict:
    return {
        "kind": row.get("kind", ""),
        "text": row.get("text", ""),
        "value": number(row.get("value")),
        "tolerance": number(row.get("tolerance", 0)),
        "unit": row.get("unit", ""),
    }


def region_of(row: dict, kind: str) -> dict:
    return {name: row.get(name, "") for name in ("name", "shape", "points", "reason")} | {"correct": row["correct"]}


def picture_of(data: dict) -> Picture | None:
    """Called by its file's name until a lesson that shows it says what is to be seen."""
    if not data.get("picture"):
        return None
    path = loader.FOLDER / data["picture"]
    return loader.load_picture(path, path.name.split(".")[0].replace("-", " "))


def with_picture(data: dict) -> dict:
    """The question's source with the picture's content: a picture drawn anew is a changed question."""
    if not data.get("picture"):
        return data
    content = (loader.FOLDER / data["picture"]).read_text("utf-8", "surrogateescape")
    return data | {"sha256": loader.digest(content)}
