"""A question of a paper with the key that it has in the bank now: the keys, order and words of the paper stay.

Answers name options by the keys of their paper, so these are kept. What makes an answer right is taken over, with
reasons and explanation. A question that is worded otherwise now was another question then: for it there is no new key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from quizzes.kinds.cloze import CHOICE, NUMBER
from quizzes.kinds.frozen import Option, Part, Region, Texts, labels
from quizzes.paper import Item
from quizzes.scoring import Kind

Fields = dict[str, Any]
Keys = dict[str, str]  # from the keys of the question as it is laid out now to those of the paper


class Reworded(ValueError):
    """Words that learners saw are no longer those of the question."""


def rekeyed(old: Item, now: Item) -> Item:
    """Raises Reworded. `now` is the question laid out from the bank, in whatever order."""
    if (
        old.kind is not now.kind
        or not is_same(old.stem, now.stem)
        or old.picture.get("by_language") != now.picture.get("by_language")
    ):
        raise Reworded
    fields = {
        Kind.FILL_IN: _variants, Kind.NUMERIC: _number, Kind.CLOZE: _cloze, Kind.HOTSPOT: _places,
        Kind.MATCHING: _pairs, Kind.CATEGORIES: _pairs, Kind.DIALOGUE: _turns,
    }.get(old.kind, _options)(old, now)  # fmt: skip
    return replace(old, **fields, explanation=now.explanation, marking=now.marking, numerals=now.numerals)


def is_same(old: Texts, now: Texts) -> bool:
    """In every language that the paper had; a translation that came later changes nothing."""
    return all(now.get(language) == text for language, text in old.items() if text)


def _options(old: Item, now: Item) -> Fields:
    keys = _matched(old.options, now.options)
    return {"options": _with_reasons(old, now, keys), "right": tuple(_in_order(old, now, [keys[k] for k in now.right]))}


def _in_order(old: Item, now: Item, right: list[str]) -> list[str]:
    return right if old.kind is Kind.ORDERING else [key for key in old.keys if key in right]


def _pairs(old: Item, now: Item) -> Fields:
    keys, pool = _matched(old.options, now.options), _matched(old.pool, now.pool)
    wanted = {keys[key]: pool[value] for key, value in (each.split(":") for each in now.right)}
    return {"options": _with_reasons(old, now, keys), "right": tuple(f"{key}:{wanted[key]}" for key in old.keys)}


def _turns(old: Item, now: Item) -> Fields:
    _same_parts(old.parts, now.parts)
    keys = _matched(old.options, now.options)
    right = tuple(f"{turn}:{keys[key]}" for turn, key in (each.split(":") for each in now.right))
    return {"options": _with_reasons(old, now, keys), "right": right}


def _variants(old: Item, now: Item) -> Fields:
    """The accepted wordings are the key itself: learners never saw them."""
    return {"options": now.options, "right": now.right}


def _number(old: Item, now: Item) -> Fields:
    return {"parts": now.parts, "right": now.right}


def _cloze(old: Item, now: Item) -> Fields:
    if [part.kind for part in old.parts] != [part.kind for part in now.parts]:
        raise Reworded
    chosen = {part.key for part in old.parts if part.kind == CHOICE}
    keys = _matched(_of(old.options, chosen), _of(now.options, chosen))
    keys |= _known([option for option in old.options if option.part not in chosen], now, keys)
    free = (label for label in labels() if label not in old.keys)
    keys |= {option.key: next(free) for option in now.options if option.key not in keys}
    by_key = {keys[option.key]: replace(option, key=keys[option.key]) for option in now.options}
    stay = [by_key.pop(key) for key in old.keys if key in by_key]
    options = (*stay, *by_key.values())
    right = tuple(f"{part.key}:{_value(part, options)}" for part in now.parts)
    return {"options": options, "parts": now.parts, "right": right}


def _known(typed: Sequence[Option], now: Item, taken: Keys) -> Keys:
    """What is accepted now and was before: it has its key on the paper already."""
    keys: Keys = {}
    for option in typed:
        rest = [each for each in now.options if each.key not in taken and each.key not in keys]
        same = next((each for each in rest if (each.part, each.text) == (option.part, option.text)), None)
        if same:
            keys[same.key] = option.key
    return keys


def _value(part: Part, options: Sequence[Option]) -> str:
    """A right answer for one gap."""
    if part.kind == NUMBER:
        return part.value
    right = next((option for option in options if option.part == part.key and option.correct), None)
    if right is None:
        return ""
    return right.key if part.kind == CHOICE else next(iter(right.text.values()), "")


def _places(old: Item, now: Item) -> Fields:
    keys = _matched(old.regions, now.regions)
    by_key = {keys[region.key]: replace(region, key=keys[region.key]) for region in now.regions}
    regions = tuple(replace(by_key[region.key], name=region.name) for region in old.regions)
    return {"regions": regions, "right": tuple(region.key for region in regions if region.correct)}


def _of(options: Sequence[Option], parts: set[str]) -> list[Option]:
    return [option for option in options if option.part in parts]


@dataclass(frozen=True)
class _Row:
    key: str
    part: str
    text: Texts


def _rows(rows: Sequence[Option] | Sequence[Region]) -> list[_Row]:
    return [
        _Row(row.key, "", row.name) if isinstance(row, Region) else _Row(row.key, row.part, row.text) for row in rows
    ]


def _matched(old: Sequence[Option] | Sequence[Region], now: Sequence[Option] | Sequence[Region]) -> Keys:
    """Each row of the paper has its row in the bank, with the same words."""
    left = _rows(now)
    keys: Keys = {}
    for row in _rows(old):
        found = next((each for each in left if each.part == row.part and is_same(row.text, each.text)), None)
        if found is None:
            raise Reworded
        left.remove(found)
        keys[found.key] = row.key
    if left:
        raise Reworded
    return keys


def _same_parts(old: Sequence[Part], now: Sequence[Part]) -> None:
    if len(old) != len(now) or not all(is_same(a.text, b.text) for a, b in zip(old, now, strict=True)):
        raise Reworded


def _with_reasons(old: Item, now: Item, keys: Keys) -> tuple[Option, ...]:
    reasons = {keys[option.key]: option for option in now.options}
    return tuple(
        replace(option, reason=reasons[option.key].reason, correct=reasons[option.key].correct)
        for option in old.options
    )
