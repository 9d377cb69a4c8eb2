"""A text with gaps, written in the stem as [[1]], [[2]]: words, a number or a choice in each.

An answer is a list such as ["1:b", "2:12"]: the gap, and what stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from random import Random
from typing import Any

from quizzes.drawing import shuffled
from quizzes.kinds.filling import OTHER, RIGHT, WRONG, first_unit, is_measured, line, number_words, variant
from quizzes.kinds.frozen import (
    AnswerRefused,
    Choice,
    Frozen,
    Option,
    Part,
    Phrase,
    Piece,
    ReviewedSlot,
    Slot,
    Source,
    pairs_of,
    phrase,
)
from quizzes.kinds.rules import Rules, keyed
from quizzes.scoring import each_alike

GAP = re.compile(r"\[\[(\d{1,2})\]\]")
CHOICE, NUMBER, WORDS = "choice", "number", "words"


def gaps_in(text: str) -> list[str]:
    return GAP.findall(text)


class Cloze(Rules):
    def lay_out(self, source: Source, shuffle: bool, dice: Random) -> dict[str, Any]:
        found = keyed(shuffled(source.options, dice) if shuffle else source.options)
        options = tuple(
            Option(option.key, option.text, option.reason, option.part, said.correct) for said, option in found
        )
        right = tuple(f"{part.key}:{self._right_value(part, options)}" for part in source.parts)
        return {"options": options, "right": right}

    def accept(self, item: Frozen, answer: Sequence[str]) -> list[str]:
        given = pairs_of(answer)
        kept = []
        for part in item.parts:
            if value := line(given.pop(part.key, "")):
                if part.kind == CHOICE and value not in {option.key for option in item.options_of(part.key)}:
                    raise AnswerRefused
                kept.append(f"{part.key}:{value}")
        if given:
            raise AnswerRefused
        return kept

    def share(self, item: Frozen, answer: Sequence[str]) -> Fraction:
        given = pairs_of(answer)
        return each_alike(
            sum(self._is_right(item, part, given.get(part.key, "")) for part in item.parts), len(item.parts)
        )

    def show(self, item: Frozen, answer: Sequence[str], language: str, moved: str = "") -> dict[str, Any]:
        given = pairs_of(answer)
        slots = {part.key: self._slot(item, part, given.get(part.key, ""), language) for part in item.parts}
        return {"slots": tuple(slots.values()), "pieces": tuple(_pieces(phrase(item.stem, language), slots))}

    def review(self, item: Frozen, answer: Sequence[str], language: str) -> dict[str, Any]:
        given = pairs_of(answer)
        slots = {part.key: self._reviewed(item, part, given.get(part.key, ""), language) for part in item.parts}
        pieces = tuple(_pieces(phrase(item.stem, language), slots))
        return {"options": (), "slots": tuple(slots.values()), "pieces": pieces}

    def content(self, item: Frozen) -> dict[str, Any]:
        rows = sorted(
            ({"part": option.part, "text": dict(option.text), "correct": option.correct} for option in item.options),
            key=lambda row: (str(row["part"]), sorted(row["text"].items())),  # type: ignore[attr-defined]
        )
        slots = [
            {"key": part.key, "kind": part.kind, "value": part.value, "right": RIGHT, "text": {"": f"[[{part.key}]]"}}
            for part in item.parts
        ]
        return {"options": [], "variants": rows, "right": [RIGHT] * len(slots), "slots": slots}

    def choice(self, item: Frozen, answer: Sequence[str]) -> str:
        """Of each gap whether it is right."""
        given = pairs_of(answer)
        if not given:
            return ""
        return "".join(
            (RIGHT if self._is_right(item, part, given[part.key]) else OTHER) if part.key in given else WRONG
            for part in item.parts
        )[:26]

    def _right_value(self, part: Part, options: tuple[Option, ...]) -> str:
        if part.kind == NUMBER:
            return part.value
        right = next((option for option in options if option.part == part.key and option.correct), None)
        if right is None:
            return ""
        return right.key if part.kind == CHOICE else next(iter(right.text.values()), "")

    def _is_right(self, item: Frozen, part: Part, given: str) -> bool:
        if not given:
            return False
        if part.kind == NUMBER:
            return is_measured(part, given)
        found = self._found(item, part, given)
        return found is not None and found.correct

    def _found(self, item: Frozen, part: Part, given: str) -> Option | None:
        options = item.options_of(part.key)
        if part.kind == CHOICE:
            return next((option for option in options if option.key == given), None)
        return variant(options, given, item.numerals)

    def _slot(self, item: Frozen, part: Part, given: str, language: str) -> Slot:
        label = Phrase(part.key, language)
        if part.kind == CHOICE:
            choices = tuple(
                Choice(f"{part.key}:{option.key}", number, phrase(option.text, language), option.key == given)
                for number, option in enumerate(item.options_of(part.key), start=1)
            )
            return Slot(part.key, label, choices)
        unit = first_unit(phrase(part.unit, language))
        return Slot(part.key, label, (), given, unit if unit.text else None)

    def _reviewed(self, item: Frozen, part: Part, given: str, language: str) -> ReviewedSlot:
        is_right = self._is_right(item, part, given)
        found = None if part.kind == NUMBER else self._found(item, part, given)
        said = phrase(found.text, language) if found and part.kind == CHOICE else Phrase(given, language)
        reason = phrase(found.reason, language) if found and not is_right else None
        right = next((option for option in item.options_of(part.key) if option.correct), None)
        words = phrase(right.text, language) if right else Phrase("", language)
        return ReviewedSlot(
            Phrase(part.key, language), said if given else None,
            number_words(part, language) if part.kind == NUMBER else words,
            is_right, reason if reason and reason.text else None,
        )  # fmt: skip


def _pieces(text: Phrase, slots: dict[str, Any]) -> Iterator[Piece]:
    """The text with what stands in its gaps. A gap that nothing is said about stays as it is written."""
    for place, part in enumerate(GAP.split(text.text)):
        if place % 2 and part in slots:
            yield Piece(slot=slots[part])
        elif place % 2:
            yield Piece(Phrase(f"[[{part}]]", text.language))
        elif part:
            yield Piece(Phrase(part, text.language))
