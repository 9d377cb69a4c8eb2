"""What a performance is worth: points by item, section and overall, the veto, and the outcome.

An item has one of three scales. Marked "done" it earns its points, "partly" half of them, "not" none; "yes" earns
them and "no" none; the grades "1" to "5" earn none, a quarter, half, three quarters and all. Points count as many times
as the item's weight says. What is not applicable ("na") counts neither for nor against: it is left out of what could be
earned, and a section in which nothing was applicable has no percentage.

A percentage is a `Decimal` from 0 to 100 with two places, rounded half up; the outcome compares that rounded figure
with the pass mark: what is printed decides.

A critical item that earns nothing ("not", "no", "1") fails the whole, whatever the score: it is an item "that fails the
whole when missed". "Partly" is not missed: the advisor did it, though not to the full standard, and loses half the
points for it. What must never be done by half is written as an item of its own, so that there is nothing partial about
it. `vetoes` is that rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

DONE, PARTLY, NOT, BLANK = "done", "partly", "not", ""
YES, NO, NOT_APPLICABLE = "yes", "no", "na"
GRADES = ("1", "2", "3", "4", "5")
SHARES = {
    **{DONE: Decimal(1), PARTLY: Decimal("0.5"), NOT: Decimal(0)},
    **{YES: Decimal(1), NO: Decimal(0)},
    **{grade: Decimal(place) / 4 for place, grade in enumerate(GRADES)},
    BLANK: Decimal(0),
}
HUNDREDTH = Decimal("0.01")


class Scale(StrEnum):
    THREE = "three"
    YES_NO = "yes_no"
    FIVE = "five"


# From best to worst, except the grades, which are counted upwards.
VALUES = {Scale.THREE: (DONE, PARTLY, NOT), Scale.YES_NO: (YES, NO), Scale.FIVE: GRADES}


@dataclass(frozen=True)
class Item:
    code: str
    points: int
    critical: bool = False
    weight: Decimal = Decimal(1)

    @property
    def worth(self) -> Decimal:
        return self.points * self.weight


@dataclass(frozen=True)
class Section:
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class SectionScore:
    """`percent` is None where nothing was applicable."""

    title: str
    earned: Decimal
    possible: Decimal
    percent: Decimal | None


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
    """The score of `marks`, item code → mark, or "" (blank), which may also be left out.

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
    given = [(item, marks.get(item.code, BLANK)) for item in section.items]
    counted = [(item, mark) for item, mark in given if mark != NOT_APPLICABLE]
    earned = sum((item.worth * SHARES[mark] for item, mark in counted), Decimal(0))
    possible = sum((item.worth for item, _mark in counted), Decimal(0))
    percent = percentage(earned, possible) if counted or not given else None
    return SectionScore(section.title, earned, possible, percent)


def vetoes(item: Item, mark: str) -> bool:
    return item.critical and is_missed(mark)


def is_missed(mark: str) -> bool:
    """Whether it earns nothing. A blank is not missed, nor is what is not applicable."""
    return mark not in (BLANK, NOT_APPLICABLE) and SHARES[mark] == 0


def is_full(mark: str) -> bool:
    """Whether nothing is lacking, be it that nothing was asked."""
    return mark == NOT_APPLICABLE or SHARES[mark] == 1


def blank_codes(sections: Iterable[Section], marks: Mapping[str, str]) -> tuple[str, ...]:
    items = [item for section in sections for item in section.items]
    return tuple(item.code for item in items if marks.get(item.code, BLANK) == BLANK)


def percentage(earned: Decimal, possible: Decimal) -> Decimal:
    """0 where there is nothing to earn."""
    share = earned / possible if possible else Decimal(0)
    return (100 * share).quantize(HUNDREDTH, rounding=ROUND_HALF_UP)
