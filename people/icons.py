"""`{% icon "check" %}` and `{% state "passed" %}` in every template: of the one a page has a dozen, of the other up to
hundreds, and a template for each took a tenth of its time."""

from functools import cache, lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from people.state_words import STATES, state_word

register = template.Library()
register.filter("state_word", state_word)


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A drawing of the sheet of icons; what it means stands beside it in words."""
    use = f"{static('img/icons.svg')}#{name}"
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', use)


@register.simple_tag
def state(state: str, word: str = "", *, quiet: bool = False, tag: bool = False) -> SafeString:
    """A state by its shape, its colour and its word, or another one; `quiet` says that to those alone who listen."""
    return drawn(state, str(word), quiet, tag, get_language())


@lru_cache(maxsize=1000)
def drawn(state: str, word: str, quiet: bool, tag: bool, language: str) -> SafeString:
    return format_html(
        '<span class="state{}" data-state="{}"><svg class="state-shape" aria-hidden="true" focusable="false">'
        '<use href="{}#state-{}"></use></svg><span{}>{}</span></span>',
        " is-tag" if tag else "",
        state,
        static("img/icons.svg"),
        state,
        SafeString(' class="visually-hidden"') if quiet else "",
        word or STATES.get(state, STATES["not_started"]),
    )
