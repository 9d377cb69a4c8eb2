"""The matrix on paper for the wall: landscape, the headings on every page, in the reader's language."""

import atexit
import threading
from functools import cache
from pathlib import Path

from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from certificates.pdf import FONTS, OwnFonts
from tracking.matrix import Row
from tracking.team import Team

STYLESHEET = Path(__file__).parent / "templates/tracking/wall.css"
PAPERS = ("a4", "a3")
# A wall is for a team; setting a region's thousands takes minutes, and nobody reads it.
MOST_PEOPLE = 300

# Shapes that our fonts have, so that a state can be told without colour.
SHAPES = {
    "passed": "●", "valid": "●", "in_progress": "◆", "not_started": "○", "due": "△", "expiring": "△",
    "overdue": "▲", "expired": "▲", "failed": "×", "revoked": "×",
}  # fmt: skip


def render(team: Team, rows: list[Row], title: str, paper: str, language: str) -> bytes:
    context = {"paper": paper, "team": team, "rows": rows, "title": title, "language": language}
    return press(render_to_string("tracking/wall.html", context))


def press(text: str) -> bytes:
    """HTML as a PDF, in the look of the wall."""
    html = HTML(string=text, url_fetcher=OwnFonts())
    with _press_lock:
        stylesheet, fonts = _press()
        content: bytes = html.write_pdf(stylesheets=[stylesheet], font_config=fonts, pdf_tags=True)
    return content


def shape(state: str) -> str:
    return SHAPES[state]


# As for certificates: Pango's font map is not safe to share between threads.
_press_lock = threading.Lock()


@cache
def _press() -> tuple[CSS, FontConfiguration]:
    fonts = FontConfiguration()
    text = STYLESHEET.read_text(encoding="utf-8")
    return CSS(string=text, base_url=f"{FONTS.as_uri()}/", font_config=fonts, url_fetcher=OwnFonts()), fonts


atexit.register(_press.cache_clear)
