"""A short answer in the learner's own words, which a trainer reads and marks."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from quizzes.kinds.frozen import AnswerRefused, Frozen, Source
from quizzes.kinds.rules import Rules
from quizzes.scoring import NOTHING
from quizzes.typed import LONGEST_TEXT

SAID = "+"


class Written(Rules):
    is_read = True

    def lay_out(self, source: Source, shuffle: bool, dice: Random) -> dict[str, Any]:
        return {"options": (), "right": ()}

    def accept(self, item: Frozen, answer: Sequence[str]) -> list[str]:
        said = [text.replace("\r\n", "\n").strip() for text in answer]
        if len(said) > 1 or any(len(text) > LONGEST_TEXT or "\x00" in text for text in said):
            raise AnswerRefused
        return [text for text in said if text]

    def share(self, item: Frozen, answer: Sequence[str]) -> Any:
        """Nobody has to read what is not there."""
        return None if answer else NOTHING

    def show(self, item: Frozen, answer: Sequence[str], language: str, moved: str = "") -> dict[str, Any]:
        return {"given": answer[0] if answer else ""}

    def review(self, item: Frozen, answer: Sequence[str], language: str) -> dict[str, Any]:
        return {"options": (), "given": answer[0] if answer else ""}

    def content(self, item: Frozen) -> dict[str, Any]:
        return {"options": [], "right": []}

    def choice(self, item: Frozen, answer: Sequence[str]) -> str:
        return SAID if answer else ""
