from django import template
from django.utils import timezone

from tracking.assigning.listing import by_when, whom
from tracking.assigning.own import own_duties
from tracking.lines import team_state
from tracking.overview.tables import level_word
from tracking.reasons import why
from tracking.wall import shape

register = template.Library()
register.filter("why", why)
register.filter("whom", whom)
register.filter("by_when", by_when)
register.filter("shape", shape)
register.filter("level_word", level_word)
register.simple_tag(team_state)


@register.filter
def against(percent: int, median: float) -> str:
    """How many points above or below."""
    points = percent - round(median)
    return f"{points:+d}".replace("-", "−") if points else "0"


@register.simple_tag
def duties_of(person) -> list:
    """What the person still has to do by when; the first to be due first."""
    return own_duties(person, timezone.localdate())
