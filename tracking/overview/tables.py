"""The tables of the overview, for `people.tables`."""

from __future__ import annotations

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from people.localized import localized
from people.tables import Asked, Line, Sheet, Table
from tracking.overview.clauses import Missed
from tracking.overview.coverage import AT_RISK, ENOUGH, TOO_FEW, Coverage
from tracking.overview.page import Overview, overview_of


def level_word(state: str) -> str:
    """What the colour and the shape of a dealership say."""
    return {
        TOO_FEW: pgettext("coverage", "Too few"), AT_RISK: pgettext("coverage", "At risk"),
        ENOUGH: pgettext("coverage", "Enough"),
    }[state]  # fmt: skip


def coverage(asked: Asked) -> Sheet:
    shown = _shown(asked)
    heading = [
        _("Dealership"), _("Code"), _("Region"), _("Advisors"), _("Certified"), pgettext("share", "In per cent"),
        _("Network’s median"), _("Expiring"), pgettext("advisors", "Minimum"), _("State"),
    ]  # fmt: skip
    middle = None if shown.median is None else round(shown.median)
    return Sheet(heading, (coverage_line(each, middle) for each in shown.rows), title=shown.certification.title)


def coverage_line(each: Coverage, middle: int | None) -> Line:
    place = each.dealership
    figures = [each.people, each.certified, each.percent, middle, each.expiring, each.minimum]
    return [str(place), place.code, str(place.region), *figures, level_word(each.state)]


def clauses(asked: Asked) -> Sheet:
    heading = [
        _("Clause"), _("Requirement"), _("Asked in quizzes"), _("Missed in quizzes"), _("Marked in role-plays"),
        _("Missed in role-plays"), _("Missed, in per cent"), _("Network, in per cent"),
    ]  # fmt: skip
    return Sheet(heading, map(clause_line, _shown(asked).clauses))


def clause_line(each: Missed) -> Line:
    figures = [*each.quiz, *each.role_play, round(each.percent), round(each.network)]
    return [each.clause.code, localized(each.clause, "text"), *figures]


def _shown(asked: Asked) -> Overview:
    shown = overview_of(asked.user, asked.query, timezone.localdate(asked.at))
    if not shown.certification:
        raise Http404
    return shown


TOLD = ("certification", "region")
TABLES = [
    Table("coverage", gettext_lazy("Certified advisors by dealership"), "tracking:overview", coverage, told=TOLD),
    Table("clauses", gettext_lazy("Clauses that are missed most"), "tracking:overview", clauses, told=TOLD),
]
