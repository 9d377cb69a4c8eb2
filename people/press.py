"""HTML as a PDF with our own fonts, for sheets of paper. It loads WeasyPrint: import it where something is printed."""

import atexit
import threading
from functools import cache
from pathlib import Path

from django.conf import settings
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

# The files lie with the certificates, which need them most; a path is no import.
FONTS = Path(settings.BASE_DIR) / "certificates/fonts"


class OwnFonts(URLFetcher):
    """Lets a document reach our font files and nothing else, on disk or elsewhere."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if url.rpartition("/")[0] != FONTS.as_uri():
            raise FatalURLFetchingError(f"A sheet may not fetch {url}")
        return super().fetch(url, headers)


def pressed(text: str, stylesheet: Path) -> bytes:
    html = HTML(string=text, url_fetcher=OwnFonts())
    with _lock:
        styles, fonts = _press(stylesheet)
        content: bytes = html.write_pdf(stylesheets=[styles], font_config=fonts, pdf_tags=True)
    return content


# Pango's font map is not safe to share between threads.
_lock = threading.Lock()


@cache
def _press(stylesheet: Path) -> tuple[CSS, FontConfiguration]:
    fonts = FontConfiguration()
    text = stylesheet.read_text(encoding="utf-8")
    return CSS(string=text, base_url=f"{FONTS.as_uri()}/", font_config=fonts, url_fetcher=OwnFonts()), fonts


# While the interpreter shuts down WeasyPrint can no longer remove its copy of the fonts from the temporary folder.
atexit.register(_press.cache_clear)
