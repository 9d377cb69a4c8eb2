"""What every question has and nobody's answers change: kept in the process as it is in each language."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def settled(template_name: str, **facts: bool) -> SafeString:
    """The template rendered with these facts and nothing else, once in each language."""
    return _rendered(template_name, get_language(), **facts)


@lru_cache(maxsize=100)
def _rendered(template_name: str, language: str, **facts: bool) -> SafeString:
    return render_to_string(template_name, facts)
