"""A spreadsheet as rows of text: XLSX or CSV, as Excel in China writes them. Knows no database."""

import codecs
import csv
import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from people import workbooks
from people.workbooks import Fault

MOST_BYTES = 10 * 1024 * 1024
MOST_BYTES_UNPACKED = 80 * 1024 * 1024
MOST_PARTS = 500
MOST_ROWS = 20_000
MOST_COLUMNS = 40
MOST_LINES = 100_000  # empty ones included: Excel keeps thousands that were only coloured


class Unreadable(Exception):
    """The file as a whole is refused; the message says why, for the administrator."""


@dataclass(frozen=True)
class Row:
    number: int  # as Excel shows it at the left
    cells: list[str]  # a formula begins with "="


@dataclass(frozen=True)
class Table:
    headings: list[str]
    rows: list[Row]


def read(content: bytes) -> Table:
    """The first sheet. Its first row that is not empty has the headings."""
    if len(content) > MOST_BYTES:
        raise Unreadable(_("The file has more than 10 MB."))
    lines = _sheet(content) if content.startswith(b"PK\x03\x04") else _text(content)
    headings: list[str] = []
    rows: list[Row] = []
    for number, cells in enumerate(lines, 1):
        if number > MOST_LINES or len(rows) > MOST_ROWS:
            raise Unreadable(_("The file has more than 20,000 rows."))
        if not any(cells):
            continue
        if headings:
            rows.append(Row(number, (cells + [""] * len(headings))[: len(headings)]))
        else:
            headings = cells
            while not headings[-1]:
                headings.pop()
    if len(rows) > MOST_ROWS:
        raise Unreadable(_("The file has more than 20,000 rows."))
    if not rows:
        raise Unreadable(_("The file has no rows below its headings."))
    return Table(headings, rows)


def _text(content: bytes) -> Iterator[list[str]]:
    text = _decoded(content)
    if "\0" in text:
        raise Unreadable(_("This is neither an XLSX nor a CSV file."))
    first = text.lstrip().partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            yield [cell.strip() for cell in cells[:MOST_COLUMNS]]
    except csv.Error as error:
        raise Unreadable(_("This is neither an XLSX nor a CSV file.")) from error


def _decoded(content: bytes) -> str:
    encodings = ["utf-8-sig", "gb18030"]
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif content.count(0) * 8 > len(content):  # no other text has any: UTF-16 whose mark is missing
        encodings = ["utf-16-le" if content[1::2].count(0) >= content[::2].count(0) else "utf-16-be"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(_("The characters of the file cannot be read. Save it as XLSX or as CSV in UTF-8."))


def _sheet(content: bytes) -> Iterator[list[str]]:
    _refuse_bombs(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        for cells in book.worksheets[0].iter_rows(max_col=MOST_COLUMNS):
            yield [_cell(cell.value, cell.data_type) for cell in cells]
    except Exception as error:  # openpyxl has no error of its own: a broken part shows as any of Python's
        raise Unreadable(_("The XLSX file is damaged.")) from error


def _refuse_bombs(content: bytes) -> None:
    try:
        workbooks.check(content, most_parts=MOST_PARTS, most_unpacked=MOST_BYTES_UNPACKED)
    except workbooks.UnsafeWorkbook as error:
        if error.fault in (Fault.TOO_LARGE, Fault.TOO_MANY_PARTS):
            raise Unreadable(_("Unpacked, the file is too large.")) from error
        raise Unreadable(_("The XLSX file is damaged.")) from error


def _cell(value: object, kind: str) -> str:
    if value is None:
        return ""
    if kind == "f":
        return f"={value}".replace("==", "=", 1)
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
