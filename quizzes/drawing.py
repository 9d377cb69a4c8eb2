"""Chance: which questions a paper has, and in which order their options stand. The dice are an argument."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def draw(pool: Sequence[T], number: int | None, shuffle: bool, dice: Random) -> list[T]:
    """`number` of the pool, each once; all of it if `number` is None or too large; in listed order unless shuffled."""
    places = dice.sample(range(len(pool)), min(number or len(pool), len(pool)))
    return [pool[place] for place in (places if shuffle else sorted(places))]


def shuffled(options: Sequence[T], dice: Random) -> list[T]:
    return dice.sample(options, len(options))


def scrambled(options: Sequence[T], dice: Random) -> list[T]:
    """The options in any order but the one given, which is the right one. A single option has no other order."""
    places = range(len(options))
    order = list(places)
    while order == list(places) and len(options) > 1:
        order = dice.sample(places, len(options))
    return [options[place] for place in order]
