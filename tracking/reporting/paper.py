"""A table on paper, set as the sheet for the wall is."""

from __future__ import annotations

from itertools import islice

from django.template.loader import render_to_string
from django.utils.translation import get_language

from people.tables import Sheet, Table
from tracking import wall

MOST_LINES = 500  # who has more reads them in Excel


def on_paper(table: Table, sheet: Sheet, place: str) -> bytes:
    if sheet.on_paper:
        return sheet.on_paper()
    lines = list(islice(sheet.lines, MOST_LINES + 1))
    context = {
        "title": sheet.title or str(table.title),
        "place": place,
        "heading": sheet.heading,
        "lines": lines[:MOST_LINES],
        "more": len(lines) > MOST_LINES,
        "language": get_language(),
    }
    return wall.press(render_to_string("tracking/report_paper.html", context))
