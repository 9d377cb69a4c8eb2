"""What every kind of question can do. A kind is one object of such a class, and holds nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random
from typing import Any

from quizzes.kinds.frozen import Frozen, Option, Shown, Source, SourceOption, labels, phrase


class Rules:
    is_read = False
    """Whether somebody has to read the answers."""

    def lay_out(self, source: Source, shuffle: bool, dice: Random) -> dict[str, Any]:
        """The fields of the paper that chance has a hand in: options with their keys, and which are right."""
        raise NotImplementedError

    def accept(self, item: Frozen, answer: Sequence[str]) -> list[str]:
        """The answer as it is to be kept; an empty one takes the answer back. Raises AnswerRefused."""
        raise NotImplementedError

    def share(self, item: Frozen, answer: Sequence[str]) -> Fraction | None:
        """How much of it is right, from 0 to 1; None where somebody has to read it."""
        raise NotImplementedError

    def show(self, item: Frozen, answer: Sequence[str], language: str, moved: str = "") -> dict[str, Any]:
        """What `Shown` has besides position, kind and stem."""
        raise NotImplementedError

    def review(self, item: Frozen, answer: Sequence[str], language: str) -> dict[str, Any]:
        """What `Reviewed` has besides what all kinds have."""
        raise NotImplementedError

    def content(self, item: Frozen) -> dict[str, Any]:
        """The question as statistics know it, the same for every paper whatever chance did."""
        raise NotImplementedError

    def choice(self, item: Frozen, answer: Sequence[str]) -> str:
        """The answer by the keys of `content`, in 26 signs at most; "" where there is none."""
        raise NotImplementedError

    def shown(self, item: Frozen, position: int, answer: Sequence[str], language: str, moved: str) -> Shown:
        own = self.show(item, answer, language, moved)
        return Shown(position, item.kind, phrase(item.stem, language), picture=shown_picture(item, language), **own)


def shown_picture(item: Frozen, language: str) -> dict[str, Any]:
    """The picture of the language, or else of one that has one; of a question without, nothing."""
    if not item.picture:
        return {}
    pictures = item.picture.get("by_language", {})
    return {
        "pk": pictures.get(language) or next(iter(pictures.values()), None),
        "width": item.picture.get("width", 1),
        "height": item.picture.get("height", 1),
        "alt": phrase(item.picture.get("alt", {}), language),
    }


def keyed(options: Sequence[SourceOption]) -> list[tuple[SourceOption, Option]]:
    """Keys are given after shuffling: they say nothing about what is right."""
    return [
        (option, Option(key, option.text, option.reason, "" if option.part is None else str(option.part)))
        for key, option in zip(labels(), options, strict=False)
    ]


def by_words(options: Sequence[Option]) -> dict[str, str]:
    """From the paper's keys, which follow chance, to keys that follow the words."""
    ordered = sorted(options, key=lambda option: sorted(option.text.items()))
    return {option.key: key for option, key in zip(ordered, labels(), strict=False)}


def told(options: Sequence[Option], keys: dict[str, str]) -> list[dict[str, Any]]:
    rows = [{"key": keys[option.key], "text": dict(option.text)} for option in options]
    return sorted(rows, key=lambda row: (len(row["key"]), row["key"]))
