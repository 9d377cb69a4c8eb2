from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html_join
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


@register.filter
def why_in_parts(cell) -> str:
    """As `why`; a date or a figure is never broken in two."""
    return format_html_join(" · ", '<span class="nowrap">{}</span>', ((part,) for part in reasons(cell)))


@register.simple_tag
def state_mark(state: str) -> str:
    """`components/state.html`, which a page of the matrix has a thousand times, rendered once for each state."""
    return rendered_state(state, get_language())


@lru_cache(maxsize=200)
def rendered_state(state: str, language: str) -> str:
    return render_to_string("components/state.html", {"state": state})


@register.filter
def against(percent: int, median: float) -> str:
    """How many points above or below."""
    points = percent - round(median)
    return f"{points:+d}".replace("-", "−") if points else "0"


@register.simple_tag
def duties_of(person) -> list:
    """What the person still has to do by when; the first to be due first."""
    return own_duties(person, timezone.localdate())
