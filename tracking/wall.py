"""The matrix on paper for the wall: landscape, the headings on every page, in the reader's language."""

from pathlib import Path

from django.template.loader import render_to_string

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
    from people.press import pressed  # loads 20 MB, which nobody needs who prints nothing

    return pressed(text, STYLESHEET)


def shape(state: str) -> str:
    return SHAPES[state]
