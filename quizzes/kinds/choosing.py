"""One option, several options, true or false."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random
from typing import Any

from quizzes.drawing import shuffled
from quizzes.kinds.frozen import AnswerRefused, Choice, Frozen, Option, ReviewedOption, Source, labels, phrase
from quizzes.kinds.rules import Rules, by_words, keyed, told
from quizzes.scoring import Kind, right_less_wrong


class Choosing(Rules):
    def lay_out(self, source: Source, shuffle: bool, dice: Random) -> dict[str, Any]:
        mixed = shuffle and source.kind is not Kind.TRUE_FALSE
        found = keyed(shuffled(source.options, dice) if mixed else source.options)
        return {
            "options": tuple(option for _source, option in found),
            "right": tuple(option.key for source_option, option in found if source_option.correct),
        }

    def accept(self, item: Frozen, answer: Sequence[str]) -> list[str]:
        if not set(answer) <= set(item.keys) or len(set(answer)) != len(answer):
            raise AnswerRefused
        if item.kind is not Kind.MULTIPLE and len(answer) > 1:
            raise AnswerRefused
        return [key for key in item.keys if key in answer]

    def share(self, item: Frozen, answer: Sequence[str]) -> Fraction:
        if item.kind is not Kind.MULTIPLE and len(answer) > 1:
            return Fraction(0)
        return right_less_wrong(answer, item.right)

    def show(self, item: Frozen, answer: Sequence[str], language: str, moved: str = "") -> dict[str, Any]:
        return {
            "choices": tuple(
                Choice(option.key, number, phrase(option.text, language), option.key in answer)
                for number, option in enumerate(item.options, start=1)
            )
        }

    def review(self, item: Frozen, answer: Sequence[str], language: str) -> dict[str, Any]:
        return {"options": tuple(self._reviewed(item, option, answer, language) for option in item.options)}

    def content(self, item: Frozen) -> dict[str, Any]:
        keys = self._keys(item)
        return {"options": told(item.options, keys), "right": sorted(keys[key] for key in item.right)}

    def choice(self, item: Frozen, answer: Sequence[str]) -> str:
        keys = self._keys(item)
        return "".join(sorted(keys[key] for key in answer))

    def _keys(self, item: Frozen) -> dict[str, str]:
        if item.kind is Kind.TRUE_FALSE:
            return {option.key: key for option, key in zip(item.options, labels(), strict=False)}
        return by_words(item.options)

    def _reviewed(self, item: Frozen, option: Option, answer: Sequence[str], language: str) -> ReviewedOption:
        is_right = option.key in item.right
        reason = None if is_right else phrase(option.reason, language)
        said = reason if reason and reason.text else None
        return ReviewedOption(phrase(option.text, language), is_right, option.key in answer, said)
