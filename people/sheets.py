"""Tables as CSV that Excel opens in China too. No text in them is ever run as a formula; XLSX is in `people.xlsx`."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

Value = str | date | Decimal | int | None

BOM = "\ufeff"  # without it Excel takes UTF-8 for the local code page
# What a spreadsheet takes for the beginning of a formula, in full width too.
FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
LINES_AT_ONCE = 200


def csv_parts(table: Iterable[Sequence[Value]]) -> Iterator[str]:
    """A few lines at a time, so that a long table is sent while it is written."""
    buffer = io.StringIO(BOM)
    buffer.seek(0, io.SEEK_END)
    writer = csv.writer(buffer)
    for number, line in enumerate(table, start=1):
        writer.writerow([harmless(value) if isinstance(value, str) else value for value in line])
        if number % LINES_AT_ONCE == 0:
            yield take(buffer)
    yield take(buffer)


def take(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text


def harmless(text: str) -> str:
    """An apostrophe before what would be a formula: spreadsheets then take it for text."""
    return f"'{text}" if FORMULA.match(text) else text
