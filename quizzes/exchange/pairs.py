"""Pairs as Moodle has them, into matching questions and categories of the bank, and back.

A pair whose first half is empty is a text that fits nothing. Categories go out as pairs too, each category first as
such a text: so they come back in their order.
"""

from collections.abc import Sequence

from quizzes.exchange.items import Choice, Item, Part
from quizzes.scoring import Kind

Pair = tuple[str, str, str]  # what is to be matched, what fits it, why others do not


def from_pairs(kind: Kind, pairs: Sequence[Pair]) -> dict:
    """The fields of an item of the kind."""
    if kind is Kind.CATEGORIES:
        names = list(dict.fromkeys(match for _text, match, _reason in pairs))
        choices = [Choice(text, reason=why, part=names.index(match) + 1) for text, match, why in pairs if text]
        return {"choices": tuple(choices), "parts": tuple(Part(text=name) for name in names)}
    choices = [Choice(text, reason=why, match=match) for text, match, why in pairs if text]
    return {"choices": tuple(choices), "parts": tuple(Part(text=match) for text, match, _why in pairs if not text)}


def to_pairs(item: Item) -> list[Pair]:
    blanks = [("", part.text, "") for part in item.parts]
    if item.kind is Kind.CATEGORIES:
        return blanks + [(row.text, item.parts[(row.part or 1) - 1].text, row.reason) for row in item.choices]
    return [(row.text, row.match, row.reason) for row in item.choices] + blanks
