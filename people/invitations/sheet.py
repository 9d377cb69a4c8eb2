"""Invitations on paper: A4, one card for each person, each in the person's own language."""

import atexit
import threading
from functools import cache
from pathlib import Path

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from people.invitations.codes import printed

STYLESHEET = Path(__file__).parent.parent / "templates/people/invitations/sheet.css"
# The files lie with the certificates, which need them most; a path is no import.
FONTS = Path(settings.BASE_DIR) / "certificates/fonts"
# Setting a page of eight takes a good second on a small machine.
MOST_PEOPLE = 200


class OnlyFonts(URLFetcher):
    """Lets the sheet reach the font files and nothing else, on disk or elsewhere."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url.rpartition("/")[0] != FONTS.as_uri():
            raise FatalURLFetchingError(f"A sheet may not fetch {url}")
        return super().fetch(url, headers)


def render(pairs: list[tuple], expires_at, *, one_each: bool, language: str) -> bytes:
    """`pairs` of person and code, in this order."""
    cards = []
    for person, code in pairs:
        with translation.override(person.language):
            cards.append(render_to_string("people/invitations/card.html", card(person, code, expires_at)))
    with translation.override(language):
        text = render_to_string(
            "people/invitations/sheet.html", {"cards": cards, "one_each": one_each, "language": language}
        )
    html = HTML(string=text, url_fetcher=OnlyFonts())
    with _press_lock:
        stylesheet, fonts = _press()
        content: bytes = html.write_pdf(stylesheets=[stylesheet], font_config=fonts, pdf_tags=True)
    return content


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


# Pango's font map is not safe to share between threads, and building one for each sheet would read all fonts anew.
_press_lock = threading.Lock()


@cache
def _press() -> tuple[CSS, FontConfiguration]:
    fonts = FontConfiguration()
    text = STYLESHEET.read_text(encoding="utf-8")
    return CSS(string=text, base_url=f"{FONTS.as_uri()}/", font_config=fonts, url_fetcher=OnlyFonts()), fonts


atexit.register(_press.cache_clear)
