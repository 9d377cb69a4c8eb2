"""What is typed in a line: words with accepted variants, or a number with tolerance and unit."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

from quizzes.kinds.frozen import AnswerRefused, Frozen, Option, Part, Phrase, ReviewedSlot, Slot, Source, phrase
from quizzes.kinds.rules import Rules
from quizzes.scoring import EVERYTHING, NOTHING, Kind
from quizzes.typed import LONGEST_LINE, is_same, is_within

RIGHT, WRONG, OTHER = "+", "-", "*"


def line(text: str) -> str:
    """What was typed, as it is to be kept. Raises AnswerRefused."""
    text = text.strip()
    if len(text) > LONGEST_LINE or any(ord(sign) < 32 for sign in text):
        raise AnswerRefused
    return text


def variant(options: Sequence[Option], given: str, numerals: bool) -> Option | None:
    """The word of the author's that was typed, in whichever language; right ones come before expected mistakes."""
    for option in sorted(options, key=lambda option: not option.correct):
        if any(is_same(given, text, numerals) for text in option.text.values()):
            return option
    return None


def is_measured(part: Part, given: str) -> bool:
    return is_within(given, Decimal(part.value), Decimal(part.tolerance or 0), part.unit.values())


def number_words(part: Part, language: str) -> Phrase:
    """The right number, as 12 ± 0.5 mm. Of several units that are accepted, the first."""
    unit = phrase(part.unit, language)
    tolerance = f" ± {part.tolerance}" if Decimal(part.tolerance or 0) else ""
    return Phrase(f"{part.value}{tolerance} {first_unit(unit).text}".strip(), unit.language)


def first_unit(unit: Phrase) -> Phrase:
    return Phrase(unit.text.split("/")[0].strip(), unit.language)


def frozen_variants(source: Source) -> tuple[Option, ...]:
    return tuple(
        Option(str(number), option.text, option.reason, "" if option.part is None else str(option.part), option.correct)
        for number, option in enumerate(source.options, start=1)
    )


class Typing(Rules):
    def lay_out(self, source: Source, shuffle: bool, dice: Random) -> dict[str, Any]:
        options = frozen_variants(source)
        if source.kind is Kind.NUMERIC:
            right = tuple(part.value for part in source.parts[:1])
        else:
            right = tuple(text for option in options if option.correct for text in option.text.values())[:1]
        return {"options": options, "right": right}

    def accept(self, item: Frozen, answer: Sequence[str]) -> list[str]:
        if len(answer) > 1:
            raise AnswerRefused
        return [text for text in map(line, answer) if text]

    def share(self, item: Frozen, answer: Sequence[str]) -> Fraction:
        return EVERYTHING if answer and self._is_right(item, answer[0]) else NOTHING

    def show(self, item: Frozen, answer: Sequence[str], language: str, moved: str = "") -> dict[str, Any]:
        unit = first_unit(phrase(item.parts[0].unit, language)) if item.kind is Kind.NUMERIC else None
        given = answer[0] if answer else ""
        return {"slots": (Slot("1", phrase(item.stem, language), (), given, unit if unit and unit.text else None),)}

    def review(self, item: Frozen, answer: Sequence[str], language: str) -> dict[str, Any]:
        given = answer[0] if answer else ""
        is_right = bool(given) and self._is_right(item, given)
        found = None if item.kind is Kind.NUMERIC else variant(item.options, given, item.numerals)
        reason = phrase(found.reason, language) if found and not is_right else None
        slot = ReviewedSlot(
            Phrase("", language),
            Phrase(given, language) if given else None,
            self._right_words(item, language),
            is_right,
            reason if reason and reason.text else None,
        )
        return {"options": (), "slots": (slot,)}

    def content(self, item: Frozen) -> dict[str, Any]:
        if item.kind is Kind.NUMERIC:
            part = item.parts[0]
            row = {"key": RIGHT, "text": {code: number_words(part, code).text for code in item.stem}}
            return {"options": [row], "right": [RIGHT], "measured": [part.value, part.tolerance]}
        rows = [{"key": option.key, "text": dict(option.text)} for option in item.options]
        return {"options": rows, "right": [option.key for option in item.options if option.correct]}

    def choice(self, item: Frozen, answer: Sequence[str]) -> str:
        if not answer:
            return ""
        if item.kind is Kind.NUMERIC:
            return RIGHT if self._is_right(item, answer[0]) else OTHER
        found = variant(item.options, answer[0], item.numerals)
        return found.key if found else OTHER

    def _is_right(self, item: Frozen, given: str) -> bool:
        if item.kind is Kind.NUMERIC:
            return is_measured(item.parts[0], given)
        found = variant(item.options, given, item.numerals)
        return found is not None and found.correct

    def _right_words(self, item: Frozen, language: str) -> Phrase:
        if item.kind is Kind.NUMERIC:
            return number_words(item.parts[0], language)
        return next((phrase(option.text, language) for option in item.options if option.correct), Phrase("", language))
