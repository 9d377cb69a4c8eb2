"""What an answer is worth, and what the answers together come to.

An answer first has a share of what is right, from 0 to 1; then its question's marking turns the share into points.
Where the rules of a share come from:

- several right options: the right ones chosen less the wrong ones chosen, of all the right ones, and never below
  nothing. QTI 2.1, section 8.1, response processing `map_response` with 1 and -1 mapped and a `lowerBound` of 0.
- pairs, gaps, turns: each counts the same and none is taken away for another. Moodle's matching and cloze questions.
- an order: the neighbours that stand one right after the other, of all neighbours there are; Moodle's ordering
  question, "relative to the next item (excluding last)".
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

CENT = Decimal("0.01")
NOTHING, EVERYTHING = Fraction(0), Fraction(1)


class Kind(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"
    ORDERING = "ordering"
    MATCHING = "matching"
    CATEGORIES = "categories"
    FILL_IN = "fill_in"
    NUMERIC = "numeric"
    CLOZE = "cloze"
    HOTSPOT = "hotspot"
    DIALOGUE = "dialogue"
    SHORT_ANSWER = "short_answer"


class Marking(StrEnum):
    """Whether what is partly right earns a part of the points."""

    ALL_OR_NOTHING = "all"
    PARTIAL = "partial"


@dataclass(frozen=True)
class Mark:
    """The points an answer earned, of those it could have earned."""

    points: Decimal
    of: int

    @property
    def is_full(self) -> bool:
        return self.points == self.of

    @property
    def is_partial(self) -> bool:
        return 0 < self.points < self.of


@dataclass(frozen=True)
class Result:
    """`percent` has two decimals, halves rounded up. `passed` is judged before rounding, so rounding passes nobody."""

    score: Decimal
    of: int
    percent: Decimal
    passed: bool


def right_less_wrong(chosen: Collection[str], right: Collection[str]) -> Fraction:
    """Of options of which several may be right. With one right option, another beside it leaves nothing."""
    if not right:
        return NOTHING
    hits = len(set(chosen) & set(right))
    return max(NOTHING, Fraction(2 * hits - len(set(chosen)), len(set(right))))


def each_alike(right: int, parts: int) -> Fraction:
    """Of `parts` parts of a question, `right` are right."""
    return Fraction(right, parts) if parts else NOTHING


def neighbours(answer: Sequence[str], right: Sequence[str]) -> Fraction:
    """Of an order: the pairs that stand one right after the other. An order that is not whole has none."""
    if sorted(answer) != sorted(right) or not right:
        return NOTHING
    if len(right) == 1:
        return EVERYTHING
    wanted = set(pairwise(right))
    return Fraction(sum(pair in wanted for pair in pairwise(answer)), len(right) - 1)


def mark(share: Fraction, points: int, marking: Marking = Marking.ALL_OR_NOTHING) -> Mark:
    """Points have two decimals. Only everything is everything: a part is rounded down, should it come to the whole."""
    if share >= EVERYTHING:
        return Mark(Decimal(points), points)
    if marking is Marking.ALL_OR_NOTHING or share <= NOTHING:
        return Mark(Decimal(0), points)
    exact = Decimal(share.numerator) * points / Decimal(share.denominator)
    earned = exact.quantize(CENT, ROUND_HALF_UP)
    return Mark(earned if earned < points else exact.quantize(CENT, ROUND_DOWN), points)


def result(marks: Iterable[Mark], pass_mark: int) -> Result:
    """`pass_mark` is a percentage; whoever reaches it exactly has passed. Nothing to earn is 0 %."""
    marks = list(marks)
    score = sum((mark.points for mark in marks), Decimal(0))
    of = sum(mark.of for mark in marks)
    if of == 0:
        return Result(score, of, Decimal("0.00"), passed=False)
    percent = (100 * score / of).quantize(CENT, ROUND_HALF_UP)
    return Result(score, of, percent, passed=100 * score >= pass_mark * of)
