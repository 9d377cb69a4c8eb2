"""The table of those who were certified on an older version of a clause, for `people.tables`."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from people.tables import Asked, Sheet, Table
from standards.impact import impact_of
from standards.models import Clause


def holders(asked: Asked) -> Sheet:
    clause = get_object_or_404(Clause, code=asked.get("clause", 8))
    heading = [
        _("Employee number"), pgettext("person", "Name"), _("Dealership"), _("Certificate"), _("Serial number"),
        _("Awarded on"),
    ]  # fmt: skip
    lines = (
        [each.employee_number, each.name, each.dealership, each.certification, each.serial, each.awarded_on]
        for each in impact_of(clause, asked.user).holders
    )
    return Sheet(heading, lines, title=clause.code)


TABLES = [
    Table(
        "older-versions", gettext_lazy("Certified on an older version"), "standards_impact", holders, told=("clause",)
    ),
]
