"""Why a cell of the matrix is as it is, in a few words that are the same on the screen, in a file and on the wall."""

from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from tracking.matrix import Cell


def why(cell: Cell) -> str:
    return " · ".join(reasons(cell))


def reasons(cell: Cell) -> list[str]:
    return [part for part in (how_much(cell), how_well(cell), when(cell)) if part]


def how_much(cell: Cell) -> str:
    standing = cell.standing
    if standing.is_met or standing.total <= 1:
        return ""
    return _("%(done)s of %(total)s done") % {"done": standing.done, "total": standing.total}


def how_well(cell: Cell) -> str:
    score, minimum = cell.standing.score, cell.rule.minimum
    if score is None:
        return ""
    if minimum is not None and score < minimum:
        return _("%(score)s, %(minimum)s needed") % {"score": percent(score), "minimum": percent(minimum)}
    return percent(score)


def when(cell: Cell) -> str:
    if cell.standing.is_met:
        return f"{timezone.localtime(cell.standing.at):%Y-%m-%d}"
    if cell.state == "overdue":
        return _("was due %(date)s") % {"date": cell.until.isoformat()}
    return _("by %(date)s") % {"date": cell.until.isoformat()} if cell.until else ""


def percent(value: Decimal) -> str:
    return _("%(number)s %%") % {"number": f"{value:.1f}".removesuffix(".0")}
