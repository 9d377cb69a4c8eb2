"""What stands in the files: the matrix and a person's record as lines of values, the heading first."""

from collections.abc import Iterator
from itertools import chain

from django.utils import timezone
from django.utils.translation import get_language, override, pgettext
from django.utils.translation import gettext as _

from certificates.models import Certificate
from tracking.evidence import Evidence
from tracking.matrix import Cell, Row
from tracking.sheets import Value
from tracking.team import Team
from tracking.words import state_word


def matrix_table(team: Team) -> Iterator[list[Value]]:
    """In the language of now, although the lines are written when the request is over."""
    return chain([heading(team)], lines(team, get_language()))


def lines(team: Team, language: str) -> Iterator[list[Value]]:
    for row in team.all_rows():
        with override(language):
            line = matrix_line(row)
        yield line


def heading(team: Team) -> list[Value]:
    person = [_("Employee number"), _("Name"), _("Name in Latin letters"), _("Dealership"), _("Job"), _("Hired on")]
    certificate = [_("State"), _("Certificate"), _("Valid until")]
    cells = [
        title
        for requirement in team.asked.requirements
        for title in (
            requirement.label,
            _("%(requirement)s: in per cent") % {"requirement": requirement.label},
            _("%(requirement)s: passed on") % {"requirement": requirement.label},
            _("%(requirement)s: due by") % {"requirement": requirement.label},
        )
    ]
    return [*person, *certificate, *cells]


def matrix_line(row: Row) -> list[Value]:
    person, certificate = row.person, row.certificate
    return [
        person.employee_number,
        person.name,
        person.name_latin,
        str(person.dealership or ""),
        str(person.get_job_role_display()),
        person.hired_on,
        state_word(row.state),
        certificate.serial if certificate else "",
        certificate.valid_until if certificate else None,
        *(value for cell in row.cells for value in cell_values(cell)),
    ]


def cell_values(cell: Cell) -> list[Value]:
    passed_on = timezone.localtime(cell.standing.at).date() if cell.standing.is_met else None
    due_by = cell.until if not cell.standing.is_met else None
    return [state_word(cell.state), cell.standing.score, passed_on, due_by]


def record_table(evidence: list[Evidence], certificates: list[tuple[Certificate, str]]) -> Iterator[list[Value]]:
    yield [_("Date"), _("Kind"), _("What"), _("State"), _("In per cent"), _("Valid until"), _("Evidence")]
    for certificate, state in certificates:
        dates = certificate.awarded_on, certificate.valid_until
        yield [dates[0], _("Certificate"), certificate.title, state_word(state), None, dates[1], certificate.serial]
    for each in evidence:
        entry = each.entry
        proof = f"{entry.evidence_kind} {entry.evidence_id}".strip()
        day = timezone.localtime(entry.at).date()
        yield [day, pgettext("kind of record", "Result"), each.title, state_word(each.state), entry.score, None, proof]
