"""A certificate as a page for the browser: the same words, styles and fonts as on paper, for the editor's preview."""

import base64
import hashlib

from csp.constants import SELF
from django.http import HttpResponse
from django.urls import reverse

from certificates import linework, markup, printable
from certificates.looks import Form
from certificates.qr import QRCode

_SCREEN = "html{background:#d8d8d8}body{margin:0 auto;background-size:100% 100%;transform-origin:top}"


def answer(document: printable.Document, form: Form) -> HttpResponse:
    """Its one block of styles is let through by its own hash: the editor shows the page under the website's policy."""
    styles = _styles(document, form)
    response = HttpResponse(_page(document, form, styles))
    digest = base64.b64encode(hashlib.sha256(styles.encode()).digest()).decode()
    response._csp_update = {"style-src": [SELF, f"'sha256-{digest}'"]}
    return response


def _page(document: printable.Document, form: Form, styles: str) -> str:
    printable.check(document)
    hand = f"data:image/png;base64,{document.look.signature}"
    page = markup.html(document, form, f"<style>{styles}</style>")
    for url, picture in ((markup.SIGNATURE_URL, hand), (markup.QR_URL, QRCode(document.verification_url).data_url())):
        page = page.replace(f'"{url}"', f'"{picture}"')
    return page


def _styles(document: printable.Document, form: Form) -> str:
    styles = "".join((markup.DESIGNS / f"{name}.css").read_text(encoding="utf-8") for name in ("base", form))
    for font in printable.FONTS.glob("*.ttf"):
        styles = styles.replace(f'url("{font.name}")', f'url("{reverse("certificate_font", args=[font.name])}")')
    ornament = base64.b64encode(linework.svg(document.serial, document.look, form).encode()).decode()
    return f"{styles}{_SCREEN}body{{background-image:url(data:image/svg+xml;base64,{ornament})}}"
