"""A table as the bytes of a file, a few lines at a time."""

from collections.abc import Iterator
from itertools import chain

from people.sheets import csv_parts
from people.tables import Sheet, Table, in_language_of_now
from people.xlsx import xlsx_parts

KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
WORDS = {"xlsx": "Excel", "csv": "CSV"}  # on the links


def parts(table: Table, sheet: Sheet, kind: str) -> Iterator[bytes]:
    lines = in_language_of_now(sheet.lines)
    if kind == "xlsx":
        return xlsx_parts(sheet.heading, lines, sheet.title or str(table.title))
    return (part.encode() for part in csv_parts(chain([sheet.heading], lines)))
