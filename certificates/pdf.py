"""The printed certificate, as a sheet or a card: PDF/A-3a and PDF/UA-1, with its badge inside."""

import atexit
import threading
import zlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pydyf
import segno
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from fontTools.ttLib import TTFont
from weasyprint import CSS, HTML, Attachment
from weasyprint import Document as Layout
from weasyprint.css import ColorProfile
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from certificates import archival, linework
from certificates.looks import PALETTES, Form, Look, Words

FONTS = Path(__file__).parent / "fonts"
DESIGNS = FONTS.parent / "templates/certificates/document"
FULL_FONT = FONTS / "NotoSerifSC-Medium.ttf"
TEXT_FONTS = (FULL_FONT, FONTS / "CertificateLatin.ttf")
SIGNATURE_URL = "signature:"
BADGE_NAME = "badge.json"

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
    look: Look = field(default_factory=Look)


class UnprintableName(ValueError):
    """The text holds characters that no font of ours can draw; `characters` is the set of them."""

    def __init__(self, characters: set[str]) -> None:
        self.characters = characters
        super().__init__("No glyph for " + ", ".join(f"{c} (U+{ord(c):04X})" for c in sorted(characters)))


def render(document: Document, form: Form = Form.SHEET, badge: bytes = b"") -> bytes:
    """The same bytes for the same document. Raises UnprintableName rather than print an empty box."""
    with _press_lock:
        if form not in _warm:  # the first print of a process differs in a few bytes from all others, and is thrown away
            _print(document, form, badge)
            _warm.add(form)
        return _print(document, form, badge)


def _print(document: Document, form: Form, badge: bytes) -> bytes:
    layout = _lay_out(document, form)
    archival.declare(layout)
    content: bytes = layout.write_pdf(
        finisher=lambda _, pdf: _finish(pdf, document, form, signable=True),
        pdf_identifier=document.serial.encode(),
        pdf_variant="pdf/a-3a",
        output_intent="",  # the profile given at layout; left out, WeasyPrint would read its file anew
        attachments=[_attachment(document, badge)] if badge else [],
    )
    return content


def leaf(document: Document, form: Form = Form.SHEET) -> pydyf.PDF:
    """A page to be bound with others for the printer: as it looks, without what only a file of its own needs."""
    made: list[pydyf.PDF] = []

    def keep(_: Layout, pdf: pydyf.PDF) -> None:
        _finish(pdf, document, form, signable=False)
        made.append(pdf)

    with _press_lock:
        _lay_out(document, form).write_pdf(finisher=keep)
    return made[0]


def missing_characters(text: str) -> set[str]:
    return {character for character in text if ord(character) not in _drawable()}


def check(document: Document) -> None:
    """Raises UnprintableName."""
    if missing := missing_characters(_printed_text(document)):
        raise UnprintableName(missing)


def html(document: Document, form: Form = Form.SHEET, in_a_browser: str = "") -> str:
    context = _context(document) | {"in_a_browser": mark_safe(in_a_browser)}  # noqa: S308 - our own styles
    return render_to_string(f"certificates/document/{form}.html", context)


class OwnFonts(URLFetcher):
    """Lets a document reach the font files of this app and its own signature, and nothing else anywhere."""

    def __init__(self, signature: str = "") -> None:
        super().__init__()
        self.signature = signature

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url == SIGNATURE_URL and self.signature:
            return super().fetch(f"data:image/png;base64,{self.signature}", headers)
        if url.rpartition("/")[0] != FONTS.as_uri():
            raise FatalURLFetchingError(f"A certificate may not fetch {url}")
        return super().fetch(url, headers)


def _lay_out(document: Document, form: Form) -> Layout:
    check(document)
    styles, fonts = _press(form)
    page = HTML(string=html(document, form), url_fetcher=OwnFonts(document.look.signature))
    return page.render(stylesheets=styles, font_config=fonts, color_profiles={"srgb": _srgb()})


def _finish(pdf: pydyf.PDF, document: Document, form: Form, *, signable: bool) -> None:
    linework.lay_under(pdf, document.serial, document.look, form)
    if signable:
        archival.leave_room_for_signature(pdf)
    _compress(pdf)


def _compress(pdf: pydyf.PDF) -> None:
    """Once, and well enough: pydyf would do it twice, to name the file too, and at a level that takes six times as long
    to make the file 4 kB smaller."""
    for found in pdf.objects:
        if isinstance(found, pydyf.Stream) and found.compress:
            found.compress = False
            content = found.data.partition(b"stream\n")[2].removesuffix(b"\nendstream")
            found.stream, found.extra = [zlib.compress(content, 4)], {**found.extra, "Filter": "/FlateDecode"}


def _attachment(document: Document, badge: bytes) -> Attachment:
    made = datetime.combine(document.awarded_on, time.min, tzinfo=UTC)
    return Attachment(
        string=badge, name=BADGE_NAME, description="Open Badges 3.0", relationship="Source", created=made, modified=made
    )


# Pango's font map is not safe to share between threads, and building one for each PDF would read 19 MB of fonts anew.
_press_lock = threading.Lock()
_warm: set[Form] = set()


@cache
def _fonts() -> tuple[CSS, FontConfiguration]:
    fonts = FontConfiguration()
    return _stylesheet("base", fonts), fonts


@cache
def _press(form: Form) -> tuple[list[CSS], FontConfiguration]:
    base, fonts = _fonts()
    return [base, _stylesheet(form, fonts)], fonts


@cache
def _srgb() -> ColorProfile:
    with (files("weasyprint.pdf") / "sRGB2014.icc").open("rb") as file:
        return ColorProfile(file, "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


def _stylesheet(name: str, fonts: FontConfiguration) -> CSS:
    text = (DESIGNS / f"{name}.css").read_text(encoding="utf-8")
    return CSS(string=text, base_url=f"{FONTS.as_uri()}/", font_config=fonts, url_fetcher=OwnFonts())


def _close() -> None:
    _press.cache_clear()
    _fonts.cache_clear()


# While the interpreter shuts down WeasyPrint can no longer remove its copy of the fonts from the temporary folder.
atexit.register(_close)


@cache
def _drawable() -> frozenset[int]:
    return frozenset().union(*map(codepoints, TEXT_FONTS))


def codepoints(path: Path) -> set[int]:
    with TTFont(path, lazy=True) as font:
        return set(font.getBestCmap())


def _printed_text(document: Document) -> str:
    words = "".join(value for value in vars(document).values() if isinstance(value, str))
    return words + document.look.seal_zh + document.look.seal_en


def _context(document: Document) -> dict[str, Any]:
    look = document.look
    chinese, english = look.words != Words.ENGLISH, look.words != Words.CHINESE
    name, second = document.name, document.name_latin if english else ""
    if not chinese and document.name_latin:
        name, second = document.name_latin, document.name
    accent, _, paper = PALETTES[look.palette]
    address = document.verification_url.partition("://")[2].rstrip("/")
    return {
        "certificate": document,
        "look": look,
        "zh": chinese,
        "en": english,
        "accent": linework.hexadecimal(accent),
        "paper": linework.hexadecimal(paper),
        "signature_url": SIGNATURE_URL,
        "qr": mark_safe(_qr(document.verification_url, chinese)),  # noqa: S308 - segno's own SVG; the address is only in its modules
        "verification_address": address,
        "address_fit": _fit(address, 38, 50),
        "microtext": f"{document.serial} {document.name_latin} {document.verification_code} " * 9,
        "name": name,
        "name_lang": _lang(name),
        "name_fit": _fit(name, *((24, 34) if _is_latin(name) else (12, 17))),
        "second_name": second if second != name else "",
        "second_lang": _lang(second),
        "latin_fit": _fit(second, *((55, 75) if _is_latin(second) else (24, 34))),
    }


def _is_latin(text: str) -> bool:
    return max(text, default="") < FIRST_CJK


def _lang(text: str) -> str:
    return "und-Latn" if _is_latin(text) else "zh-Hans"


def _qr(url: str, chinese: bool) -> str:
    title = "二维码：验证网址" if chinese else "QR code: address of the verification"
    return segno.make(url, error="m", micro=False).svg_inline(border=0, omitsize=True, dark="#10151c", title=title)


def _fit(text: str, long: int, longest: int) -> str:
    if len(text) > longest:
        return "longest"
    return "long" if len(text) > long else "usual"
