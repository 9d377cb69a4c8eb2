"""Asks for a consent where it matters: whoever has not decided is asked there, and not only under "My data"."""

from django import template
from django.template import Context
from django.utils.functional import Promise

from people.privacy import consents
from people.privacy.records import ConsentKind

register = template.Library()


@register.inclusion_tag("people/privacy/ask.html", takes_context=True)
def asks_consent(context: Context, kind: str) -> dict[str, str | Promise]:
    """Nothing for whoever has decided, is no advisor, or looks at a preview."""
    request = context["request"]
    person = request.user
    asked = person.is_authenticated and person.role == "advisor" and not getattr(request, "is_preview", False)
    if not asked or consents.is_decided(person, kind):
        return {}
    return {
        "kind": kind,
        "label": ConsentKind(kind).label,
        "text": consents.TEXTS[kind],
        "version": consents.VERSION,
        "here": request.get_full_path(),
        "csrf_token": context.get("csrf_token"),
    }
