"""Options that each get one of a pool: matching (the pool are the matches) and categories (the pool are they).

An answer is a list such as ["a:c", "b:a"]: the option, and what it was given of the pool.
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
    SourceOption,
    pairs_of,
    phrase,
)
from quizzes.kinds.rules import Rules, by_words, keyed, told
from quizzes.scoring import Kind, each_alike

BLANK = "-"


class Pairing(Rules):
    def lay_out(self, source: Source, shuffle: bool, dice: Random) -> dict[str, Any]:
        found = keyed(shuffled(source.options, dice) if shuffle else source.options)
        if source.kind is Kind.CATEGORIES:
            pool = [Option(part.key, part.text) for part in source.parts]
            wanted = {option.key: str(source_option.part) for source_option, option in found}
        else:
            pool, wanted = self._matches(source, found, dice)
        options = tuple(Option(option.key, option.text, option.reason) for _source, option in found)
        right = tuple(f"{option.key}:{wanted[option.key]}" for option in options)
        return {"options": options, "pool": tuple(pool), "parts": (), "right": right}

    def _matches(
        self, source: Source, found: list[tuple[SourceOption, Option]], dice: Random
    ) -> tuple[list[Option], dict[str, str]]:
        """The matches, each once, and those that fit nothing, always mixed; the listed order would be the answer."""
        texts = [option.match for option, _option in found] + [part.text for part in source.parts]
        different = list({tuple(sorted(text.items())): text for text in texts}.values())
        pool = [Option(f"{number}", text) for number, text in enumerate(shuffled(different, dice), start=1)]
        key_of = {tuple(sorted(option.text.items())): option.key for option in pool}
        return pool, {option.key: key_of[tuple(sorted(said.match.items()))] for said, option in found}

    def accept(self, item: Frozen, answer: Sequence[str]) -> list[str]:
        given, known = pairs_of(answer), {option.key for option in item.pool}
        if not set(given) <= set(item.keys) or not set(given.values()) <= known:
            raise AnswerRefused
        return [f"{key}:{given[key]}" for key in item.keys if key in given]

    def share(self, item: Frozen, answer: Sequence[str]) -> Fraction:
        return each_alike(len(set(answer) & set(item.right)), len(item.options))

    def show(self, item: Frozen, answer: Sequence[str], language: str, moved: str = "") -> dict[str, Any]:
        slots = tuple(
            Slot(option.key, phrase(option.text, language), self._choices(item, option.key, answer, language))
            for option in item.options
        )
        pool = tuple(
            Choice(option.key, number, phrase(option.text, language), is_chosen=False)
            for number, option in enumerate(item.pool, start=1)
        )
        return {"slots": slots, "pool": pool}

    def review(self, item: Frozen, answer: Sequence[str], language: str) -> dict[str, Any]:
        given, right = pairs_of(answer), pairs_of(item.right)
        words = {option.key: phrase(option.text, language) for option in item.pool}
        slots = []
        for option in item.options:
            chosen, is_right = given.get(option.key), given.get(option.key) == right[option.key]
            reason = phrase(option.reason, language)
            slots.append(
                ReviewedSlot(
                    phrase(option.text, language), words.get(chosen or ""), words[right[option.key]], is_right,
                    reason if reason.text and not is_right else None,
                )
            )  # fmt: skip
        return {"options": (), "slots": tuple(slots)}

    def content(self, item: Frozen) -> dict[str, Any]:
        keys, pool, right = by_words(item.options), by_words(item.pool), pairs_of(item.right)
        slots = sorted((keys[option.key], dict(option.text), pool[right[option.key]]) for option in item.options)
        rows = [{"key": key, "text": text, "right": match} for key, text, match in slots]
        return {"options": told(item.pool, pool), "right": [row["right"] for row in rows], "slots": rows}

    def choice(self, item: Frozen, answer: Sequence[str]) -> str:
        if not answer:
            return ""
        pool, given = by_words(item.pool), pairs_of(answer)
        ordered = sorted(by_words(item.options).items(), key=lambda pair: pair[1])
        return "".join(pool[given[key]] if key in given else BLANK for key, _name in ordered)

    def _choices(self, item: Frozen, key: str, answer: Sequence[str], language: str) -> tuple[Choice, ...]:
        return tuple(
            Choice(f"{key}:{option.key}", number, phrase(option.text, language), f"{key}:{option.key}" in answer)
            for number, option in enumerate(item.pool, start=1)
        )
