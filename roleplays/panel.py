"""What several assessors of one performance come to together, and when a third one has to decide.

Each scored by themselves, blind to the others. Where they agree on the outcome and lie close together, the result is
the mean of their percentages; a performance is passed if all of them passed it, which is then the same as if one did.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from roleplays.scoring import HUNDREDTH, Score


class Dispute(StrEnum):
    """Why a third assessor decides: one passes what another fails, or they lie too far apart."""

    OUTCOME = "outcome"
    DISTANCE = "distance"


@dataclass(frozen=True)
class Decision:
    """`sections` are percentages in the order of the sheet, None where nothing was applicable.

    What is in dispute is not decided yet.
    """

    percent: Decimal
    passed: bool
    sections: tuple[Decimal | None, ...]
    dispute: Dispute | None = None


def decide(scores: Sequence[Score], largest_difference: int) -> Decision:
    """Of the complete sheets of one performance; `largest_difference` in percentage points may just be reached.

    Raises `ValueError` for no sheet at all.
    """
    if not scores:
        raise ValueError("nobody has scored")
    sections = tuple(
        mean_of_known([part.percent for part in parts]) for parts in zip(*(s.sections for s in scores), strict=True)
    )
    return Decision(
        mean([score.percent for score in scores]),
        all(score.passed for score in scores),
        sections,
        dispute_between(scores, largest_difference),
    )


def dispute_between(scores: Sequence[Score], largest_difference: int) -> Dispute | None:
    if len({score.passed for score in scores}) > 1:
        return Dispute.OUTCOME
    percents = [score.percent for score in scores]
    return Dispute.DISTANCE if max(percents) - min(percents) > largest_difference else None


def agreed(sheets: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """The items, by code, to which all sheets give the same mark."""
    first, *others = sheets
    return {code: mark for code, mark in first.items() if all(other.get(code) == mark for other in others)}


def mean(values: Sequence[Decimal]) -> Decimal:
    return (sum(values, Decimal(0)) / len(values)).quantize(HUNDREDTH, ROUND_HALF_UP)


def mean_of_known(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return mean(known) if known else None
