"""`{% take_away "people" %}`: the links to a list's table, with whatever the list is narrowed to."""

from django import template
from django.urls import reverse

from people.tables import named
from people.tables.writing import WORDS

register = template.Library()


@register.inclusion_tag("people/take_away.html", takes_context=True)
def take_away(context, name: str, **asked) -> dict:
    return table_links(context, name, **asked)


@register.inclusion_tag("people/table_links.html", takes_context=True)
def table_links(context, name: str, **asked) -> dict:
    """Nothing for whoever may not have it. `asked` is said besides what the address says."""
    request, table = context["request"], named(name)
    if table is None or not table.is_for(request.user):
        return {"links": []}
    return {"links": links(request, name, asked)}


def links(request, name: str, asked: dict) -> list[tuple[str, str]]:
    query = request.GET.copy()
    query.pop("page", None)
    for key, value in asked.items():
        query[key] = str(value)
    tail = f"?{query.urlencode()}" if query else ""
    return [(word, reverse("people:table", args=[name, kind]) + tail) for kind, word in WORDS.items()]
