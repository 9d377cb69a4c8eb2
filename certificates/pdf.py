"""The printed certificate, as a sheet or a card: PDF/A-3a and PDF/UA-1, with its badge inside."""

import atexit
import gc
import os
import threading
import zlib
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from itertools import count
from xml.etree import ElementTree

import pydyf
from cssselect2 import ElementWrapper
from weasyprint import CSS, HTML, Attachment
from weasyprint import Document as Layout
from weasyprint.css import ColorProfile
from weasyprint.css.counters import CounterStyle
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from certificates import archival, linework
from certificates.looks import Form
from certificates.markup import DESIGNS, QR_URL, SIGNATURE_URL, html
from certificates.printable import FONTS, Document, check
from certificates.qr import QRCode
from people.press import OwnFonts

BADGE_NAME = "badge.json"
# A layout leaves 2,000 objects that refer to one another, and Python, by itself, those of thirty before it looks: 6 MB.
# Looking takes as long as a tenth of a print.
SWEPT_EVERY = 8


def render(document: Document, form: Form = Form.SHEET, badge: bytes = b"") -> bytes:
    """The same bytes for the same document. Raises printable.UnprintableName rather than print an empty box."""
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


class OwnFiles(OwnFonts):
    """Lets a certificate reach its own signature besides."""

    def __init__(self, signature: str = "") -> None:
        super().__init__()
        self.signature = signature

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url == SIGNATURE_URL and self.signature:
            url = f"data:image/png;base64,{self.signature}"
            return URLFetcher.fetch(self, url, headers)
        return super().fetch(url, headers)


def _lay_out(document: Document, form: Form) -> Layout:
    check(document)
    if next(_laid_out) % SWEPT_EVERY == 0:
        gc.collect()
    styles, fonts = _press(form)
    page = Page(html(document, form), OwnFiles(document.look.signature))
    pictures = {QR_URL: QRCode(document.verification_url)}
    return page.render(stylesheets=styles, font_config=fonts, color_profiles={"srgb": _srgb()}, cache=pictures)


class Page(HTML):
    """Our own markup is well-formed, so Python's fast parser of XML reads it instead of WeasyPrint's of HTML."""

    def __init__(self, markup: str, url_fetcher: URLFetcher) -> None:
        self.base_url, self.url_fetcher, self.media_type = None, url_fetcher, "print"
        self.etree_element = ElementTree.fromstring(markup)  # noqa: S314 - written by ourselves, names escaped
        self.wrapper_element = ElementWrapper.from_html_root(self.etree_element)

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [_elements()]

    def _ua_counter_style(self) -> list[CounterStyle]:
        return []


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
_laid_out = count(1)


@cache
def _fonts() -> tuple[CSS, FontConfiguration, int]:
    """And the process that made them: its forks use the same copies of the fonts, which are its own to remove."""
    fonts = FontConfiguration()
    return _stylesheet("base", fonts), fonts, os.getpid()


@cache
def _elements() -> CSS:
    return CSS(filename=DESIGNS / "elements.css")


@cache
def _press(form: Form) -> tuple[list[CSS], FontConfiguration]:
    base, fonts, _ = _fonts()
    return [base, _stylesheet(form, fonts)], fonts


@cache
def _srgb() -> ColorProfile:
    with (files("weasyprint.pdf") / "sRGB2014.icc").open("rb") as file:
        return ColorProfile(file, "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


def _stylesheet(name: str, fonts: FontConfiguration) -> CSS:
    text = (DESIGNS / f"{name}.css").read_text(encoding="utf-8")
    return CSS(string=text, base_url=f"{FONTS.as_uri()}/", font_config=fonts, url_fetcher=OwnFonts())


def _close() -> None:
    if _fonts.cache_info().currsize and _fonts()[-1] == os.getpid():
        _press.cache_clear()
        _fonts.cache_clear()


# While the interpreter shuts down WeasyPrint can no longer remove its copy of the fonts from the temporary folder.
atexit.register(_close)
