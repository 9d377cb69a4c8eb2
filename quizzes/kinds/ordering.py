"""Options to be put into the right order."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random
from typing import Any

from quizzes.drawing import scrambled
from quizzes.kinds.frozen import AnswerRefused, Choice, Frozen, Option, ReviewedOption, Source, labels, phrase
from quizzes.kinds.rules import Rules, keyed, told
from quizzes.scoring import neighbours


class Ordering(Rules):
    def lay_out(self, source: Source, shuffle: bool, dice: Random) -> dict[str, Any]:
        found = keyed(scrambled(source.options, dice))
        key_of = {id(source_option): option.key for source_option, option in found}
        return {
            "options": tuple(option for _source, option in found),
            "right": tuple(key_of[id(option)] for option in source.options),
        }

    def accept(self, item: Frozen, answer: Sequence[str]) -> list[str]:
        """The order in which the question came is nobody's answer: it is never right, and every form sends it."""
        if answer and sorted(answer) != sorted(item.keys):
            raise AnswerRefused
        return [] if tuple(answer) == item.keys else list(answer)

    def share(self, item: Frozen, answer: Sequence[str]) -> Fraction:
        return neighbours(answer, item.right)

    def show(self, item: Frozen, answer: Sequence[str], language: str, moved: str = "") -> dict[str, Any]:
        return {
            "choices": tuple(
                Choice(option.key, number, phrase(option.text, language), option.key in answer, option.key == moved)
                for number, option in enumerate(self._standing(item, answer), start=1)
            )
        }

    def review(self, item: Frozen, answer: Sequence[str], language: str) -> dict[str, Any]:
        options = []
        for option in self._standing(item, answer or item.right):
            place = item.right.index(option.key)
            in_place = bool(answer) and answer[place] == option.key
            options.append(ReviewedOption(phrase(option.text, language), in_place, bool(answer), place=place + 1))
        return {"options": tuple(options)}

    def content(self, item: Frozen) -> dict[str, Any]:
        keys = self._keys(item)
        return {"options": told(item.options, keys), "right": [keys[key] for key in item.right]}

    def choice(self, item: Frozen, answer: Sequence[str]) -> str:
        keys = self._keys(item)
        return "".join(keys[key] for key in answer)

    def _keys(self, item: Frozen) -> dict[str, str]:
        return dict(zip(item.right, labels(), strict=False))

    def _standing(self, item: Frozen, answer: Sequence[str]) -> list[Option]:
        """The options in the order of the screen: as the learner left them."""
        by_key = {option.key: option for option in item.options}
        return [by_key[key] for key in answer or item.keys]
