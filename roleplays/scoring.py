"""What a performance is worth: points by item, section and overall, the veto, and the outcome.

An item marked "done" earns its points, "partly" half of them, "not" none. A percentage is a `Decimal` from 0 to 100
with two places, rounded half up; the outcome compares that rounded figure with the pass mark: what is printed decides.

A critical item marked "not" fails the whole, whatever the score: it is an item "that fails the whole when missed".
"Partly" is not missed: the advisor did it, though not to the full standard, and loses half the points for it.
What must never be done by half is written as an item of its own, so that there is nothing partial about it. `vetoes` is
that rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

DONE, PARTLY, NOT, BLANK = "done", "partly", "not", ""
SHARES = {DONE: Decimal(1), PARTLY: Decimal("0.5"), NOT: Decimal(0), BLANK: Decimal(0)}
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Item:
    code: str
    points: int
    critical: bool = False


@dataclass(frozen=True)
class Section:
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class SectionScore:
    title: str
    earned: Decimal
    possible: Decimal
    percent: Decimal


@dataclass(frozen=True)
class Score:
    """`missed_critical` and `blanks` are item codes in the order of the sheet. With a blank nothing is passed."""

    earned: Decimal
    possible: Decimal
    percent: Decimal
    passed: bool
    sections: tuple[SectionScore, ...]
    missed_critical: tuple[str, ...]
    blanks: tuple[str, ...]


def score(sections: Iterable[Section], marks: Mapping[str, str], pass_mark: int) -> Score:
    """The score of `marks`, item code → "done", "partly", "not" or "" (blank), which may also be left out.

    `pass_mark` is a percentage. A code that is not on the sheet counts for nothing; an unknown mark is a `KeyError`.
    """
    sections = tuple(sections)
    scores = tuple(section_score(section, marks) for section in sections)
    items = [item for section in sections for item in section.items]
    earned = sum((part.earned for part in scores), Decimal(0))
    possible = sum((part.possible for part in scores), Decimal(0))
    percent = percentage(earned, possible)
    missed = tuple(item.code for item in items if vetoes(item, marks.get(item.code, BLANK)))
    blanks = blank_codes(sections, marks)
    passed = percent >= pass_mark and not missed and not blanks
    return Score(earned, possible, percent, passed, scores, missed, blanks)


def section_score(section: Section, marks: Mapping[str, str]) -> SectionScore:
    earned = sum((item.points * SHARES[marks.get(item.code, BLANK)] for item in section.items), Decimal(0))
    possible = sum((Decimal(item.points) for item in section.items), Decimal(0))
    return SectionScore(section.title, earned, possible, percentage(earned, possible))


def vetoes(item: Item, mark: str) -> bool:
    return item.critical and mark == NOT


def blank_codes(sections: Iterable[Section], marks: Mapping[str, str]) -> tuple[str, ...]:
    items = [item for section in sections for item in section.items]
    return tuple(item.code for item in items if marks.get(item.code, BLANK) == BLANK)


def percentage(earned: Decimal, possible: Decimal) -> Decimal:
    """0 where there is nothing to earn."""
    share = earned / possible if possible else Decimal(0)
    return (100 * share).quantize(HUNDREDTH, rounding=ROUND_HALF_UP)
