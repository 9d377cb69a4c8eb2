from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.http import urlencode
from django.utils.translation import get_language

from people.state_words import state_word
from tracking.assigning.listing import by_when, whom
from tracking.assigning.own import own_duties
from tracking.overview.tables import level_word
from tracking.reasons import reasons, why
from tracking.wall import shape

register = template.Library()
register.filter("why", why)
register.filter("whom", whom)
register.filter("by_when", by_when)
register.filter("state_word", state_word)
register.filter("shape", shape)
register.filter("level_word", level_word)


# A page of the matrix has hundreds of cells, too many for a template each.
CELL = '<td data-state="{}"><a href="{}#requirement-{}">{} <span class="matrix-note">{}</span></a></td>'
OPEN_CELL = (
    '<li data-state="{}"><a href="{}#requirement-{}"><span class="matrix-open-label">{}</span> {}'
    ' <span class="matrix-note">{}</span></a></li>'
)


@register.simple_tag
def record_of(row, certification) -> str:
    """Where the proofs behind a row stand."""
    return f"{reverse('tracking:person', args=[row.person.pk])}?{urlencode({'certification': certification.code})}"


@register.simple_tag
def matrix_cells(row, record: str) -> str:
    """One cell of the table for each requirement; it leads to its proof."""
    parts = (
        (cell.state, record, cell.requirement.pk, state_mark(cell.state), why_in_parts(cell)) for cell in row.cells
    )
    return format_html_join("", CELL, parts)


@register.simple_tag
def matrix_open_cells(row, record: str) -> str:
    """The same of what is open, for the cards of a narrow screen, where each says what it is about."""
    parts = (
        (cell.state, record, cell.requirement.pk, cell.requirement.label, state_mark(cell.state), why(cell))
        for cell in row.open_cells
    )
    return format_html_join("", OPEN_CELL, parts)


@register.simple_tag
def team_state(state: str) -> str:
    return rendered("tracking/team_state.html", state, get_language())


def state_mark(state: str) -> str:
    return rendered("components/state.html", state, get_language())


@lru_cache(maxsize=200)
def rendered(template_name: str, state: str, language: str) -> str:
    """A mark that a page has a thousand times, rendered once for each state."""
    return render_to_string(template_name, {"state": state})


def why_in_parts(cell) -> str:
    """As `why`; a date or a figure is never broken in two."""
    return format_html_join(" · ", '<span class="nowrap">{}</span>', ((part,) for part in reasons(cell)))


@register.filter
def against(percent: int, median: float) -> str:
    """How many points above or below."""
    points = percent - round(median)
    return f"{points:+d}".replace("-", "−") if points else "0"


@register.simple_tag
def duties_of(person) -> list:
    """What the person still has to do by when; the first to be due first."""
    return own_duties(person, timezone.localdate())
