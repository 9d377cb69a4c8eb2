"""`{% kept name value … with place=… %}`: a piece of a template that the process keeps, for everybody.

A piece is named by its language and by the values after its name, so these have to be all that it differs by. A page
among them stands for itself in its published state; what shows a draft or a preview is never kept. What is a person's
own is given after `with` and stands in the piece as `{{ place }}`, without a filter: there only its place is kept. The
token against forged requests always has one.
`{% wagtailcache %}` would do the first half with Django's cache, at three times the price: a digest of the name, a
pickle of the text.
"""

import re
from collections.abc import Hashable
from time import monotonic

from django import template
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, render_value_in_context, token_kwargs
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from wagtail.models import Page

register = template.Library()

# Some pieces have addresses in a bucket, which are signed for an hour.
SECONDS = 1800
MOST = 5000
# No text from the database and no address has a NUL.
MARK = "\0"

_kept: dict[Hashable, tuple[float, list[str]]] = {}


@register.tag
def kept(parser: Parser, token: Token) -> Node:
    _tag, name, *bits = token.split_contents()
    values, given = (bits[: bits.index("with")], bits[bits.index("with") + 1 :]) if "with" in bits else (bits, [])
    places = {"csrf_token": parser.compile_filter("csrf_token")} | token_kwargs(given, parser)
    if given:
        raise template.TemplateSyntaxError(f"What stands after “with” in {name} is no place=value: {given}")
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(nodelist, name, [parser.compile_filter(each) for each in values], places)


class Kept(Node):
    child_nodelists = ("nodelist",)

    def __init__(
        self, nodelist: NodeList, name: str, values: list[FilterExpression], places: dict[str, FilterExpression]
    ) -> None:
        self.nodelist, self.name, self.values, self.places = nodelist, name, values, places

    def render(self, context: Context) -> SafeString:
        key = self.key(context)
        if key is None:
            own = {name: value.resolve(context) for name, value in self.places.items()}
            with context.push(**own):
                return self.nodelist.render(context)
        until, parts = _kept.get(key, (0.0, []))
        if until < monotonic():
            parts = self.keep(key, context)
        return mark_safe("".join(parts if len(parts) == 1 else self.filled(parts, context)))  # noqa: S308 — rendered

    def key(self, context: Context) -> Hashable | None:
        request = context.get("request")
        if request is None or getattr(request, "is_preview", False):
            return None
        key: list[Hashable] = [self.name, get_language()]
        for each in self.values:
            value = each.resolve(context)
            if isinstance(value, Page):
                state = getattr(value, "published", None)
                if state is None:
                    return None
                value = state.token, value.pk
            key.append(value)
        return tuple(key)

    def keep(self, key: Hashable, context: Context) -> list[str]:
        """The piece in parts: text and the names of places in turn."""
        marks = {name: mark_safe(f"{MARK}{name}{MARK}") for name in self.places}  # noqa: S308 — a name of ours
        with context.push(**marks):
            parts = re.split(f"{MARK}(\\w+){MARK}", self.nodelist.render(context))
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[key] = monotonic() + SECONDS, parts
        return parts

    def filled(self, parts: list[str], context: Context) -> list[str]:
        filled = parts.copy()
        filled[1::2] = [render_value_in_context(self.places[name].resolve(context), context) for name in parts[1::2]]
        return filled
