"""Invitations on paper: A4, one card for each person, each in the person's own language."""

from pathlib import Path

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from people.invitations.codes import printed

STYLESHEET = Path(__file__).parent.parent / "templates/people/invitations/sheet.css"
# Setting a page of eight takes a good second on a small machine.
MOST_PEOPLE = 200


def render(pairs: list[tuple], expires_at, *, one_each: bool, language: str) -> bytes:
    """`pairs` of person and code, in this order."""
    from people.press import pressed  # loads 20 MB, which nobody needs who prints nothing

    cards = []
    for person, code in pairs:
        with translation.override(person.language):
            cards.append(render_to_string("people/invitations/card.html", card(person, code, expires_at)))
    with translation.override(language):
        text = render_to_string(
            "people/invitations/sheet.html", {"cards": cards, "one_each": one_each, "language": language}
        )
    return pressed(text, STYLESHEET)


def card(person, code: str, expires_at) -> dict:
    return {
        "person": person,
        "place": str(person.dealership or ""),
        "code": printed(code),
        "qr": qr(code),
        "address": f"{settings.PUBLIC_URL}/i/".removeprefix("https://").removeprefix("http://"),
        "expires_at": expires_at,
    }


def link(code: str) -> str:
    return f"{settings.PUBLIC_URL}/i/{code}/"


def qr(code: str) -> SafeString:
    svg = segno.make(link(code), error="m", micro=False).svg_inline(border=0, omitsize=True, dark="#10151c")
    return mark_safe(svg)  # noqa: S308 - segno's own SVG; the address is only in its modules
