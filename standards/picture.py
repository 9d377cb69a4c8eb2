"""The coverage of the standard as one SVG picture: a square for each clause, a bar in it for each way it is covered."""

from __future__ import annotations

from itertools import groupby
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

from standards.coverage import Coverage, Row
from standards.models import Area

SQUARE, GAP, PER_LINE, LABEL = 18, 4, 24, 190
STYLE = """
.back{fill:#e4dcd0}.lesson{fill:#10151c}.question{fill:#5d6b7a}.item{fill:#a4521f}
.orphan{fill:none;stroke:#b3261e;stroke-width:2}
text{font:14px "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;fill:#10151c}
@media (prefers-color-scheme:dark){.back{fill:#39404a}.lesson{fill:#f1ece4}.question{fill:#9aa7b5}.item{fill:#e08f5a}
text{fill:#f1ece4}.orphan{stroke:#ff8a80}}
"""


def draw(coverage: Coverage) -> str:
    """A whole SVG document with a legend; every square says its clause and its three counts."""
    parts, y = [], 40
    for area, rows in groupby(coverage.rows, key=lambda row: row.area):
        squares = list(rows)
        parts.append(f'<text x="0" y="{y + 14}">{escape(str(Area(area).label))[:40]}</text>')
        for place, row in enumerate(squares):
            line, column = divmod(place, PER_LINE)
            parts.append(square(row, LABEL + column * (SQUARE + GAP), y + line * (SQUARE + GAP)))
        y += (1 + (len(squares) - 1) // PER_LINE) * (SQUARE + GAP) + 10
    width = LABEL + PER_LINE * (SQUARE + GAP)
    title = escape(_("Coverage of the standard"))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {y}" width="{width}" height="{y}" role="img">'
        f"<title>{title}</title><style>{STYLE}</style>{legend()}{''.join(parts)}</svg>"
    )


def square(row: Row, x: int, y: int) -> str:
    counts = (("lesson", row.lessons), ("question", row.questions), ("item", row.items))
    bar = SQUARE // 3
    bars = "".join(
        f'<rect class="{name}" x="{x}" y="{y + n * bar}" width="{SQUARE}" height="{bar - 1}"/>'
        for n, (name, count) in enumerate(counts)
        if count
    )
    outline = f'<rect class="orphan" x="{x}" y="{y}" width="{SQUARE}" height="{SQUARE}"/>' if row.is_orphan else ""
    words = escape(f"{row.code} · {row.lessons} / {row.questions} / {row.items}")
    back = f'<rect class="back" x="{x}" y="{y}" width="{SQUARE}" height="{SQUARE}"/>'
    return f"<g><title>{words}</title>{back}{bars}{outline}</g>"


def legend() -> str:
    words = (("lesson", _("Lesson")), ("question", _("Question")), ("item", _("Check-sheet item")))
    return "".join(
        f'<rect class="{name}" x="{LABEL + n * 150}" y="8" width="14" height="5"/>'
        f'<text x="{LABEL + 22 + n * 150}" y="16">{escape(word)}</text>'
        for n, (name, word) in enumerate(words)
    )
