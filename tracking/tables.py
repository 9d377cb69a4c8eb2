"""What stands in the files: the matrix and a person's record as lines of values, the heading first."""

from collections.abc import Iterable, Iterator

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from certificates.models import Certificate
from people.sheets import Value
from people.state_words import state_word
from tracking.assigning.standing import Held, done_on
from tracking.evidence import Evidence
from tracking.matrix import Cell, Row
from tracking.team import Team


def matrix_heading(team: Team) -> list[str]:
    person = [
        _("Employee number"),
        pgettext("person", "Name"),
        _("Name in Latin letters"),
        _("Dealership"),
        _("Job"),
        _("Hired on"),
    ]
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


def matrix_lines(team: Team) -> Iterator[list[Value]]:
    return map(matrix_line, team.all_rows())


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


def record_heading() -> list[str]:
    return [
        _("Date"),
        _("Kind"),
        pgettext("learning", "What"),
        _("State"),
        _("In per cent"),
        _("Valid until"),
        _("Evidence"),
    ]


def record_lines(evidence: list[Evidence], certificates: list[tuple[Certificate, str]]) -> Iterator[list[Value]]:
    for certificate, state in certificates:
        dates = certificate.awarded_on, certificate.valid_until
        yield [dates[0], _("Certificate"), certificate.title, state_word(state), None, dates[1], certificate.serial]
    for each in evidence:
        entry = each.entry
        proof = f"{entry.evidence_kind} {entry.evidence_id}".strip()
        day = timezone.localtime(entry.at).date()
        yield [day, pgettext("kind of record", "Result"), each.title, state_word(each.state), entry.score, None, proof]


def duty_heading() -> list[str]:
    return [
        _("Employee number"), pgettext("person", "Name"), _("Dealership"), pgettext("learning", "What"), _("State"),
        _("Due by"), _("Done on"), _("Reason"),
    ]  # fmt: skip


def duty_lines(held: Iterable[Held]) -> Iterator[list[Value]]:
    for each in held:
        duty = each.duty
        reason = duty.excuse.reason if each.is_excused else ""
        who = duty.person.employee_number, duty.person.name, str(duty.person.dealership or "")
        yield [*who, each.thing.title, state_word(each.state), duty.due_on, done_on(each), reason]
