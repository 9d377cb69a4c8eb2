"""An edition's content, read in one language. `roleplays.models.editions.freeze` says how it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from roleplays import scoring


@dataclass(frozen=True)
class Item:
    """`number` counts through the whole sheet, from 1. `anchors` say what each grade from 1 to 5 looks like; `phrases`
    are ready comments, the item's own and then those of the whole sheet."""

    number: int
    code: str
    behaviour: str
    talk_points: str
    points: int
    critical: bool
    clauses: tuple[str, ...]
    photo: bool = False
    scale: scoring.Scale = scoring.Scale.THREE
    weight: Decimal = Decimal(1)
    may_be_left_out: bool = False
    anchors: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()

    @property
    def values(self) -> tuple[str, ...]:
        return scoring.VALUES[self.scale]

    @property
    def worth(self) -> Decimal:
        return self.points * self.weight

    @property
    def best(self) -> str:
        return max(self.values, key=scoring.SHARES.__getitem__)

    @property
    def lesser(self) -> str:
        """Half of it, or where the scale has no such thing, nothing."""
        return next((value for value in self.values if scoring.SHARES[value] == Decimal("0.5")), self.worst)

    @property
    def worst(self) -> str:
        return min(self.values, key=scoring.SHARES.__getitem__)

    def allows(self, mark: str) -> bool:
        return mark in self.values or (mark == scoring.NOT_APPLICABLE and self.may_be_left_out)

    def needs_photograph(self, mark: str) -> bool:
        """What is not as it should be is shown, and a critical item always is."""
        return self.photo and mark != scoring.NOT_APPLICABLE and (self.critical or is_lacking(mark))


@dataclass(frozen=True)
class Section:
    """`number` counts from 1."""

    number: int
    title: str
    items: tuple[Item, ...]

    def for_scoring(self) -> scoring.Section:
        return scoring.Section(
            self.title, tuple(scoring.Item(i.code, i.points, i.critical, i.weight) for i in self.items)
        )


def read(content: Mapping[str, Any], language: str) -> tuple[Section, ...]:
    sections, first, shared = [], 1, lines_in_language(content.get("phrases", {}), language)
    for number, section in enumerate(content["sections"], start=1):
        items = tuple(_item(n, item, language, shared) for n, item in enumerate(section["items"], start=first))
        sections.append(Section(number, in_language(section["title"], language), items))
        first += len(items)
    return tuple(sections)


def in_language(texts: Mapping[str, str], language: str) -> str:
    """The text in that language; in another one where that is blank."""
    wanted = [texts.get(language, ""), *texts.values()]
    return next((text for text in wanted if text), "")


def lines_in_language(texts: Mapping[str, Sequence[str]], language: str) -> tuple[str, ...]:
    """The same for lists of lines."""
    wanted = [texts.get(language, ()), *texts.values()]
    return tuple(next((lines for lines in wanted if lines), ()))


def is_lacking(mark: str) -> bool:
    return mark != scoring.BLANK and not scoring.is_full(mark)


def _item(number: int, item: Mapping[str, Any], language: str, shared: tuple[str, ...]) -> Item:
    scale = scoring.Scale(item.get("scale", scoring.Scale.THREE))
    anchors = lines_in_language(item.get("anchors", {}), language)
    return Item(
        number=number,
        code=item["code"],
        behaviour=in_language(item["behaviour"], language),
        talk_points=in_language(item["talk_points"], language),
        points=item["points"],
        critical=item["critical"],
        clauses=tuple(item["clauses"]),
        photo=item.get("photo", False),
        scale=scale,
        weight=Decimal(item.get("weight", 1)),
        may_be_left_out=item.get("na", False),
        anchors=anchors if scale is scoring.Scale.FIVE else (),  # languages may come to differ in their scale
        phrases=lines_in_language(item.get("phrases", {}), language) + shared,
    )
