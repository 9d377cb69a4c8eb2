"""An edition's content, read in one language. `roleplays.models.checksheets.freeze` says how it is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from roleplays import scoring


@dataclass(frozen=True)
class Item:
    """`number` counts through the whole sheet, from 1."""

    number: int
    code: str
    behaviour: str
    talk_points: str
    points: int
    critical: bool
    clauses: tuple[str, ...]
    photo: bool = False

    def needs_photograph(self, mark: str) -> bool:
        """What is not as it should be is shown, and a critical item always is."""
        return self.photo and (self.critical or mark in (scoring.PARTLY, scoring.NOT))


@dataclass(frozen=True)
class Section:
    """`number` counts from 1."""

    number: int
    title: str
    items: tuple[Item, ...]

    def for_scoring(self) -> scoring.Section:
        return scoring.Section(self.title, tuple(scoring.Item(i.code, i.points, i.critical) for i in self.items))


def read(content: Mapping[str, Any], language: str) -> tuple[Section, ...]:
    sections, first = [], 1
    for number, section in enumerate(content["sections"], start=1):
        items = tuple(_item(n, item, language) for n, item in enumerate(section["items"], start=first))
        sections.append(Section(number, in_language(section["title"], language), items))
        first += len(items)
    return tuple(sections)


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in that language; in another one where that is blank."""
    wanted = [texts.get(language, ""), *texts.values()]
    return next((text for text in wanted if text), "")


def _item(number: int, item: Mapping[str, Any], language: str) -> Item:
    return Item(
        number=number,
        code=item["code"],
        behaviour=in_language(item["behaviour"], language),
        talk_points=in_language(item["talk_points"], language),
        points=item["points"],
        critical=item["critical"],
        clauses=tuple(item["clauses"]),
        photo=item.get("photo", False),
    )
