"""What an answer is worth, and what the answers together come to. An answer is a list of option keys."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

CENT = Decimal("0.01")


class Kind(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    TRUE_FALSE = "true_false"
    ORDERING = "ordering"


@dataclass(frozen=True)
class Mark:
    """The points an answer earned, of those it could have earned."""

    points: Decimal
    of: int

    @property
    def is_full(self) -> bool:
        return self.points == self.of


@dataclass(frozen=True)
class Result:
    """`percent` has two decimals, halves rounded up. `passed` is judged before rounding, so rounding passes nobody."""

    score: Decimal
    of: int
    percent: Decimal
    passed: bool


def mark(kind: Kind, right: Sequence[str], answer: Sequence[str], points: int) -> Mark:
    """All or nothing. In an ordering question each option has to be in its place; elsewhere order means nothing."""
    if kind is Kind.ORDERING:
        is_right = tuple(answer) == tuple(right)
    else:
        is_right = bool(answer) and sorted(answer) == sorted(right)
    return Mark(Decimal(points if is_right else 0), points)


def result(marks: Iterable[Mark], pass_mark: int) -> Result:
    """`pass_mark` is a percentage; whoever reaches it exactly has passed. Nothing to earn is 0 %."""
    marks = list(marks)
    score = sum((mark.points for mark in marks), Decimal(0))
    of = sum(mark.of for mark in marks)
    if of == 0:
        return Result(score, of, Decimal("0.00"), passed=False)
    percent = (100 * score / of).quantize(CENT, ROUND_HALF_UP)
    return Result(score, of, percent, passed=100 * score >= pass_mark * of)
