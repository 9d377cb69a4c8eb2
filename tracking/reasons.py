"""Why a cell of the matrix is as it is, in a few words that are the same on the screen, in a file and on the wall."""

from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tracking.matrix import Cell


def why(cell: Cell) -> str:
    return " · ".join(reasons(cell))


def reasons(cell: Cell) -> tuple[str, ...]:
    """How much, how well and when, as far as there is something to say."""
    standing = cell.standing
    how_far = None if standing.is_met or standing.total <= 1 else (standing.done, standing.total)
    met_on = timezone.localtime(standing.at).date() if standing.is_met else None
    is_late = cell.state == "overdue"
    return in_words(get_language(), how_far, standing.score, cell.rule.minimum, met_on, cell.until, is_late)


@lru_cache(maxsize=2000)
def in_words(
    language: str,
    how_far: tuple[int, int] | None,
    score: Decimal | None,
    minimum: Decimal | None,
    met_on: date | None,
    until: date | None,
    is_late: bool,
) -> tuple[str, ...]:
    """A page has hundreds of cells, and the same few things to say of them; `language` is the active one."""
    parts = (how_much(how_far), how_well(score, minimum), when(met_on, until, is_late))
    return tuple(part for part in parts if part)


def how_much(how_far: tuple[int, int] | None) -> str:
    return _("%(done)s of %(total)s done") % dict(zip(("done", "total"), how_far, strict=True)) if how_far else ""


def how_well(score: Decimal | None, minimum: Decimal | None) -> str:
    if score is None:
        return ""
    if minimum is not None and score < minimum:
        return _("%(score)s, %(minimum)s needed") % {"score": percent(score), "minimum": percent(minimum)}
    return percent(score)


def when(met_on: date | None, until: date | None, is_late: bool) -> str:
    if met_on or not until:
        return met_on.isoformat() if met_on else ""
    words = _("was due %(date)s") if is_late else _("by %(date)s")
    return words % {"date": until.isoformat()}


def percent(value: Decimal) -> str:
    return _("%(number)s %%") % {"number": f"{value:.1f}".removesuffix(".0")}
