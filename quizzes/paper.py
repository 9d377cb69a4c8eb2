"""The paper of an attempt: the questions as they were when it started, in every language they had.

It is kept as JSON, so that editing or deleting a question changes no attempt. Only `Item` knows what is right; the
screens of a running attempt are given `Shown`, which does not. What a kind of question does with an answer is in
`quizzes.kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from quizzes.kinds import RULES
from quizzes.kinds.frozen import (
    AnswerRefused,
    Choice,
    Frozen,
    Option,
    Part,
    Phrase,
    Region,
    Reviewed,
    ReviewedOption,
    Shown,
    Source,
    SourceOption,
    Texts,
    phrase,
)
from quizzes.kinds.rules import Rules, shown_picture
from quizzes.scoring import Kind, Mark, Marking, mark

__all__ = [
    "AnswerRefused", "Choice", "Item", "Option", "Part", "Phrase", "Region", "Reviewed", "ReviewedOption", "Shown",
    "Source", "SourceOption", "Texts", "lay_out", "moved", "phrase",
]  # fmt: skip


ROWS = {"options": Option, "pool": Option, "parts": Part, "regions": Region}


@dataclass(frozen=True)
class Item(Frozen):
    """One question of a paper."""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Item:
        """Papers of earlier years have fewer fields: no reasons, and nothing of the kinds that came later."""
        rows = {name: tuple(made(**row) for row in data.get(name, ())) for name, made in ROWS.items()}
        parsed = {
            "kind": Kind(data["kind"]),
            "clauses": tuple(data["clauses"]),
            "right": tuple(data["right"]),
            "marking": Marking(data.get("marking", Marking.ALL_OR_NOTHING)),
        }
        return cls(**{**data, **parsed, **rows})

    def to_json(self) -> dict[str, Any]:
        """As `dataclasses.asdict` has it, which copies each text of each language and takes ten times as long."""
        rows = {name: [vars(row) for row in getattr(self, name)] for name in ROWS}
        return {**vars(self), **rows}

    @property
    def rules(self) -> Rules:
        return RULES[self.kind]

    def accept(self, answer: Sequence[str]) -> list[str]:
        """The answer as it is to be kept; an empty one takes the answer back. Raises AnswerRefused."""
        return self.rules.accept(self, answer)

    def needs_reader(self, answer: Sequence[str]) -> bool:
        """Whether somebody has to read the answer before it is worth anything."""
        return self.rules.share(self, answer) is None

    def mark(self, answer: Sequence[str], given: Decimal | None = None) -> Mark:
        """`given` are the points of whoever read it, where somebody has to; until then it is worth nothing."""
        share = self.rules.share(self, answer)
        if share is None:
            return Mark(min(given or Decimal(0), Decimal(self.points)), self.points)
        return mark(share, self.points, self.marking)

    def show(self, position: int, answer: Sequence[str], language: str, moved: str = "") -> Shown:
        return self.rules.shown(self, position, answer, language, moved)

    def review(
        self, position: int, answer: Sequence[str], language: str, given: Decimal | None = None, comment: str = ""
    ) -> Reviewed:
        return Reviewed(
            position=position,
            kind=self.kind,
            stem=phrase(self.stem, language),
            explanation=phrase(self.explanation, language),
            clauses=self.clauses,
            is_answered=bool(answer),
            mark=self.mark(answer, given),
            is_scored=self.is_scored,
            is_pending=given is None and self.needs_reader(answer),
            comment=comment,
            picture=shown_picture(self, language),
            **self.rules.review(self, answer, language),
        )


def lay_out(source: Source, shuffle: bool, dice: Random) -> Item:
    """Freeze a question."""
    fields = {
        "parts": tuple(source.parts),
        "regions": tuple(source.regions),
        **RULES[source.kind].lay_out(source, shuffle, dice),
    }
    return Item(
        question=source.question,
        kind=source.kind,
        points=source.points,
        clauses=tuple(source.clauses),
        stem=source.stem,
        explanation=source.explanation,
        marking=source.marking,
        is_scored=source.is_scored,
        numerals=source.numerals,
        picture=source.picture,
        **fields,
    )


def moved(order: Sequence[str], key: str, steps: int) -> list[str]:
    """`order` with `key` moved down by `steps` (up if negative), as far as the ends allow. Raises AnswerRefused."""
    if key not in order:
        raise AnswerRefused
    rest = [other for other in order if other != key]
    place = max(0, min(list(order).index(key) + steps, len(rest)))
    return [*rest[:place], key, *rest[place:]]
