"""Chance: which questions a paper has, and in which order their options stand. The dice are an argument."""

from collections.abc import Callable, Hashable, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def as_good(_one: T) -> int:
    return 0


def draw(
    pool: Sequence[T], number: int | None, shuffle: bool, dice: Random, rank: Callable[[T], int] = as_good
) -> list[T]:
    """`number` of the pool, each once; all of it if `number` is None or too large; in listed order unless shuffled.

    Chance decides among those of one rank; lower ranks come first.
    """
    missing, places = min(number or len(pool), len(pool)), list[int]()
    ranks = sorted({rank(one) for one in pool})
    for each in ranks:
        equal = [place for place, one in enumerate(pool) if rank(one) == each]
        places += dice.sample(equal, min(missing - len(places), len(equal)))
    if shuffle and len(ranks) > 1:
        places = dice.sample(places, len(places))
    return [pool[place] for place in (places if shuffle else sorted(places))]


def draw_from_each(
    pools: Sequence[tuple[Sequence[T], int | None]],
    same: Callable[[T], Hashable],
    shuffle: bool,
    dice: Random,
    rank: Callable[[T], int] = as_good,
) -> list[T]:
    """From each pool its number, as `draw` does; what `same` says has been drawn already is not drawn again."""
    drawn: dict[Hashable, T] = {}
    for pool, number in pools:
        fresh = {same(one): one for one in pool if same(one) not in drawn}
        drawn |= {same(one): one for one in draw(list(fresh.values()), number, shuffle, dice, rank)}
    together = list(drawn.values())
    return shuffled(together, dice) if shuffle and len(pools) > 1 else together


def shuffled(options: Sequence[T], dice: Random) -> list[T]:
    return dice.sample(options, len(options))


def scrambled(options: Sequence[T], dice: Random) -> list[T]:
    """The options in any order but the one given, which is the right one. A single option has no other order."""
    places = range(len(options))
    order = list(places)
    while order == list(places) and len(options) > 1:
        order = dice.sample(places, len(options))
    return [options[place] for place in order]
