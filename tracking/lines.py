"""What the table and the cards of the matrix say of a row, put together once for both.

A page has hundreds of cells: too many for a template, an address or a translation each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from certificates.models import Certificate
from people import icons
from people.addresses import addresses
from tracking.matrix import Cell, Row
from tracking.reasons import reasons, why
from tracking.team import Team

WHO = '<a href="{}">{}</a> <span class="matrix-note">{}</span>'
CERTIFICATE = '<span class="matrix-note nowrap"><a href="{}">{}</a></span>'
CELL = '<td data-state="{}"><a href="{}#requirement-{}">{} <span class="matrix-note">{}</span></a></td>'
OPEN_CELL = (
    '<li data-state="{}"><a href="{}#requirement-{}"><span class="matrix-open-label">{}</span> {}'
    ' <span class="matrix-note">{}</span></a></li>'
)


@dataclass(frozen=True, slots=True)
class Line:
    """`who` leads to the proofs, `scores` to the role-plays; `not_started` and `passed` are empty where the card says
    nothing of it."""

    state: str
    who: SafeString
    called: str
    status: SafeString
    scores: str
    cells: SafeString
    open_cells: SafeString
    not_started: SafeString
    passed: str


def lines(rows: Iterable[Row], team: Team) -> Iterator[Line]:
    certification = urlencode({"certification": team.certification.code})
    record, scores = addresses("tracking:person"), addresses("roleplays:person")
    labels = {each.pk: conditional_escape(each.label) for each in team.asked.requirements}
    for row in rows:
        proofs, called = f"{record(row.person.pk)}?{certification}", row.person.called
        beside = row.person.dealership if team.shows_places else row.person.employee_number
        yield Line(
            state=row.state,
            who=format_html(WHO, proofs, called, beside),
            called=called,
            status=format_html("{} {}", team_state(row.state), certificate_note(row.certificate)),
            scores=scores(row.person.pk),
            cells=table_cells(row.cells, proofs),
            open_cells=card_cells(row.open_cells, proofs, labels),
            not_started=one_after_the_other(row.not_started, labels) if row.state != "not_started" else "",
            passed=how_many_passed(row),
        )


def table_cells(cells: Iterable[Cell], proofs: str) -> SafeString:
    """One for each requirement; it leads to its proof."""
    proofs = conditional_escape(proofs)
    drawn = (
        CELL.format(cell.state, proofs, cell.requirement.pk, icons.state(cell.state), why_in_parts(cell))
        for cell in cells
    )
    return mark_safe("".join(drawn))  # noqa: S308 - states and numbers are ours, all the rest is escaped


def card_cells(cells: Iterable[Cell], proofs: str, labels: dict[int, SafeString]) -> SafeString:
    """Of what is open, for a narrow screen, where each says what it is about."""
    parts = (
        (cell.state, proofs, cell.requirement.pk, labels[cell.requirement.pk], icons.state(cell.state), why(cell))
        for cell in cells
    )
    return format_html_join("", OPEN_CELL, parts)


def one_after_the_other(cells: Iterable[Cell], labels: dict[int, SafeString]) -> SafeString:
    return SafeString(" · ").join(labels[cell.requirement.pk] for cell in cells)


def how_many_passed(row: Row) -> str:
    return _("%(passed)s of %(total)s passed") % {"passed": row.passed, "total": len(row.cells)} if row.passed else ""


def certificate_note(certificate: Certificate | None) -> SafeString | str:
    if certificate is None:
        return ""
    until = certificate.valid_until
    words = _("until %(date)s") % {"date": until.isoformat()} if until else certificate.serial
    return format_html(CERTIFICATE, certificate.get_absolute_url(), words)


def team_state(state: str) -> SafeString:
    """Of somebody who failed one requirement, the team's page does not say that they failed."""
    return icons.state(state, _("A part failed") if state == "failed" else "")


def why_in_parts(cell: Cell) -> SafeString:
    """As `why`; a date or a figure is never broken in two."""
    return in_parts(reasons(cell))


@lru_cache(maxsize=2000)
def in_parts(parts: tuple[str, ...]) -> SafeString:
    return format_html_join(" · ", '<span class="nowrap">{}</span>', ((part,) for part in parts))
