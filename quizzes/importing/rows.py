"""The rows of a question that comes from a file: those that it had keep their numbers and their keys."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.db import models

from quizzes.exchange.items import Item
from quizzes.importing.bank import flat
from quizzes.models import Option, Part, Question, Region


def fill_rows(question: Question, item: Item, twin: Question | None) -> None:
    options = [
        {"text": row.text, "correct": row.correct, "reason": row.reason, "match": row.match, "part": row.part}
        for row in item.choices
    ]
    parts = [
        {"kind": row.kind, "text": row.text, "value": row.value, "tolerance": row.tolerance, "unit": row.unit}
        for row in item.parts
    ]
    regions = [
        {"name": row.name, "shape": row.shape, "points": row.points, "correct": row.correct, "reason": row.reason}
        for row in item.places
    ]
    question.options = list(_rows(Option, options, question, twin, "options", "text"))
    question.parts = list(_rows(Part, parts, question, twin, "parts", "text"))
    question.regions = list(_rows(Region, regions, question, twin, "regions", "name"))


def _rows(
    model: type[models.Model], values: list[dict], question: Question, twin: Question | None, name: str, words: str
) -> Iterable[models.Model]:
    """Rows keep their numbers and the keys that they had: by their words, else by their place."""
    old = list(getattr(question, name).all()) if question.pk else []
    kept = _kept([(row.get("part"), flat(row[words])) for row in values], old, words)
    keys = _keys(kept, [row.translation_key for row in getattr(twin, name).all()] if twin else [])
    for place, (row, was, key) in enumerate(zip(values, kept, keys, strict=True)):
        own = {"pk": was.pk if was else None, "translation_key": key, "locale": question.locale, "sort_order": place}
        yield model(**own, **row)


def _kept(told: list[tuple[int | None, str]], old: list, words: str) -> list:
    by_words = {(getattr(row, "part", None), flat(getattr(row, words))): row for row in old if getattr(row, words)}
    kept = [by_words.pop(each, None) for each in told]
    taken = {row.pk for row in kept if row}
    for place, row in enumerate(old[: len(kept)]):
        if kept[place] is None and row.pk not in taken:
            kept[place] = row
            taken.add(row.pk)
    return kept


def _keys(kept: list, of_twin: list[UUID]) -> list[UUID]:
    """A row new in this language is the one that stands in its place in the other, if nobody else is that one."""
    taken = {row.translation_key for row in kept if row}
    keys = []
    for place, row in enumerate(kept):
        key = row.translation_key if row else None
        if key is None and place < len(of_twin) and of_twin[place] not in taken:
            key = of_twin[place]
        keys.append(key or uuid4())
        taken.add(keys[-1])
    return keys
