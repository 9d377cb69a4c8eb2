"""Markup for what a page has a hundred times: there a template for each, or `format_html`, takes most of its time.

Whatever comes from data goes through `escape`, as in a template.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape

from django.template import Context
from django.utils.safestring import SafeString

from people.icons import icon
from quizzes.kinds.frozen import Phrase, Reviewed, Shown


def lines(text: str) -> str:
    """As the filter `linebreaksbr`."""
    return escape(text.replace("\r\n", "\n").replace("\r", "\n")).replace("\n", "<br>")


def said(words: Phrase, element: str = "span") -> str:
    """The words in an element that says their language."""
    return f'<{element} lang="{escape(words.lang)}">{escape(words.text)}</{element}>'


@lru_cache(maxsize=20)
def sign(name: str) -> SafeString:
    """An icon, put together once."""
    return icon(name)


def included(context: Context, template: str, question: Shown | Reviewed) -> SafeString:
    """The template with that question, as `{% include %}` gives it: for what a page has seldom."""
    with context.push(question=question):
        return context.template.engine.get_template(template).render(context)
