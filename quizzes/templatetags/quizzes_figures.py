"""Figures of the statistics as they are printed."""

from django import template
from django.template.defaultfilters import floatformat
from django.utils.translation import gettext as _

register = template.Library()
NONE, MINUS = "–", "−"


@register.filter
def percent(value: float | None) -> str:
    """With one decimal, and with a space before the sign where the language has one; the line never breaks there."""
    return NONE if value is None else (_("%(percent)s %%") % {"percent": floatformat(value, 1)}).replace(" ", "\xa0")


@register.filter
def coefficient(value: float | None) -> str:
    return NONE if value is None else floatformat(value, 2).replace("-", MINUS)
