"""The printed certificate: one page of A4 landscape, Chinese and English."""

import atexit
import threading
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import segno
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from fontTools.ttLib import TTFont
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from certificates import linework

FONTS = Path(__file__).parent / "fonts"
STYLESHEET = FONTS.parent / "templates/certificates/document/certificate.css"
FULL_FONT = FONTS / "NotoSerifSC-Medium.ttf"
TEXT_FONTS = (FULL_FONT, FONTS / "CertificateLatin.ttf")

FIRST_CJK = "\u2e80"


@dataclass(frozen=True)
class Document:
    """Everything that is printed. `valid_until` is None where the certificate does not run out."""

    serial: str
    name: str
    name_latin: str
    certification_zh: str
    certification_en: str
    dealership_zh: str
    dealership_en: str
    awarded_on: date
    valid_until: date | None
    verification_url: str
    verification_code: str
    signatory_zh: str
    signatory_en: str
    issuer_zh: str
    issuer_en: str
    standard_version: str


class UnprintableName(ValueError):
    """The text holds characters that no font of ours can draw; `characters` is the set of them."""

    def __init__(self, characters: set[str]) -> None:
        self.characters = characters
        super().__init__("No glyph for " + ", ".join(f"{c} (U+{ord(c):04X})" for c in sorted(characters)))


def render(document: Document) -> bytes:
    """The PDF. Raises UnprintableName rather than print an empty box in somebody's name."""
    if missing := missing_characters(_printed_text(document)):
        raise UnprintableName(missing)
    html = HTML(string=_html(document), url_fetcher=OwnFonts())
    with _press_lock:
        stylesheet, fonts = _press()
        content: bytes = html.write_pdf(
            stylesheets=[stylesheet],
            font_config=fonts,
            finisher=lambda _, pdf: linework.lay_under(pdf, document.serial),
            pdf_identifier=document.serial.encode(),
            pdf_tags=True,
        )
    return content


def missing_characters(text: str) -> set[str]:
    return {character for character in text if ord(character) not in _drawable()}


class OwnFonts(URLFetcher):
    """Lets a document reach the font files of this app and nothing else, on disk or elsewhere."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url.rpartition("/")[0] != FONTS.as_uri():
            raise FatalURLFetchingError(f"A certificate may not fetch {url}")
        return super().fetch(url, headers)


# Pango's font map is not safe to share between threads, and building one for each PDF would read 19 MB of fonts anew.
_press_lock = threading.Lock()


@cache
def _press() -> tuple[CSS, FontConfiguration]:
    fonts = FontConfiguration()
    return CSS(
        string=STYLESHEET.read_text(encoding="utf-8"),
        base_url=f"{FONTS.as_uri()}/",
        font_config=fonts,
        url_fetcher=OwnFonts(),
    ), fonts


# While the interpreter shuts down WeasyPrint can no longer remove its copy of the fonts from the temporary folder.
atexit.register(_press.cache_clear)


@cache
def _drawable() -> frozenset[int]:
    return frozenset().union(*map(_codepoints, TEXT_FONTS))


def _codepoints(path: Path) -> set[int]:
    with TTFont(path, lazy=True) as font:
        return set(font.getBestCmap())


def _printed_text(document: Document) -> str:
    return "".join(value for value in vars(document).values() if isinstance(value, str))


def _html(document: Document) -> str:
    return render_to_string("certificates/document/certificate.html", _context(document))


def _context(document: Document) -> dict[str, Any]:
    latin = max(document.name, default="") < FIRST_CJK
    address = document.verification_url.partition("://")[2].rstrip("/")
    return {
        "certificate": document,
        "qr": mark_safe(_qr(document.verification_url)),  # noqa: S308 - segno's own SVG; the address is only in its modules
        "verification_address": address,
        "address_fit": _fit(address, 38, 50),
        "microtext": f"{document.serial} {document.name_latin} {document.verification_code} " * 9,
        "name_lang": "und-Latn" if latin else "zh-Hans",
        "name_fit": _fit(document.name, *((24, 34) if latin else (12, 17))),
        "latin_fit": _fit(document.name_latin, 55, 75),
    }


def _qr(url: str) -> str:
    return segno.make(url, error="m", micro=False).svg_inline(border=0, omitsize=True, dark="#10151c")


def _fit(text: str, long: int, longest: int) -> str:
    if len(text) > longest:
        return "longest"
    return "long" if len(text) > long else "usual"
