"""The customer says something: what do you say next? In one or more turns.

An answer is a list such as ["1:b", "2:a"]: the turn, and the option said. What comes after a turn is shown once the
turn has its answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random
from typing import Any

from quizzes.drawing import shuffled
from quizzes.kinds.frozen import (
    AnswerRefused,
    Choice,
    Frozen,
    Option,
    ReviewedSlot,
    Slot,
    Source,
    labels,
    pairs_of,
    phrase,
)
from quizzes.kinds.rules import Rules, keyed
from quizzes.scoring import each_alike

BLANK = "-"


class Dialogue(Rules):
    def lay_out(self, source: Source, shuffle: bool, dice: Random) -> dict[str, Any]:
        found = keyed(shuffled(source.options, dice) if shuffle else source.options)
        right = {option.part: f"{option.part}:{option.key}" for said, option in found if said.correct}
        return {
            "options": tuple(option for _source, option in found),
            "right": tuple(right[part.key] for part in source.parts if part.key in right),
        }

    def accept(self, item: Frozen, answer: Sequence[str]) -> list[str]:
        given = pairs_of(answer)
        known = {part.key: {option.key for option in item.options_of(part.key)} for part in item.parts}
        if any(value not in known.get(key, ()) for key, value in given.items()):
            raise AnswerRefused
        return [f"{part.key}:{given[part.key]}" for part in item.parts if part.key in given]

    def share(self, item: Frozen, answer: Sequence[str]) -> Fraction:
        return each_alike(len(set(answer) & set(item.right)), len(item.parts))

    def show(self, item: Frozen, answer: Sequence[str], language: str, moved: str = "") -> dict[str, Any]:
        given, slots = pairs_of(answer), []
        for part in item.parts:
            choices = tuple(
                Choice(said, number, phrase(option.text, language), said in answer)
                for number, option in enumerate(item.options_of(part.key), start=1)
                for said in [f"{part.key}:{option.key}"]
            )
            slots.append(Slot(part.key, phrase(part.text, language), choices))
            if part.key not in given:
                break
        return {"slots": tuple(slots), "has_more": len(slots) < len(item.parts)}

    def review(self, item: Frozen, answer: Sequence[str], language: str) -> dict[str, Any]:
        given, right, slots = pairs_of(answer), pairs_of(item.right), []
        for part in item.parts:
            options = {option.key: option for option in item.options_of(part.key)}
            chosen, best = options.get(given.get(part.key, "")), options[right[part.key]]
            reason = phrase(chosen.reason, language) if chosen and chosen is not best else None
            slots.append(
                ReviewedSlot(
                    phrase(part.text, language), phrase(chosen.text, language) if chosen else None,
                    phrase(best.text, language), chosen is best, reason if reason and reason.text else None,
                )
            )  # fmt: skip
        return {"options": (), "slots": tuple(slots)}

    def content(self, item: Frozen) -> dict[str, Any]:
        keys, right = self._keys(item), pairs_of(item.right)
        slots = [
            {"key": part.key, "text": dict(part.text), "right": keys[right[part.key]]}
            for part in item.parts
        ]  # fmt: skip
        rows = [{"key": keys[option.key], "part": option.part, "text": dict(option.text)} for option in item.options]
        rows.sort(key=lambda row: (int(str(row["part"])), str(row["key"])))
        return {"options": rows, "right": [slot["right"] for slot in slots], "slots": slots}

    def choice(self, item: Frozen, answer: Sequence[str]) -> str:
        keys, given = self._keys(item), pairs_of(answer)
        if not given:
            return ""
        return "".join(keys[given[part.key]] if part.key in given else BLANK for part in item.parts)

    def _keys(self, item: Frozen) -> dict[str, str]:
        """Within each turn, by the words."""
        keys: dict[str, str] = {}
        for part in item.parts:
            ordered: list[Option] = sorted(item.options_of(part.key), key=lambda option: sorted(option.text.items()))
            keys |= {option.key: key for option, key in zip(ordered, labels(), strict=False)}
        return keys
