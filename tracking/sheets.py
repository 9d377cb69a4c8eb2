"""Tables as files: CSV that Excel opens in China too, and XLSX. No text in them is ever run as a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

Value = str | date | Decimal | int | None

BOM = "\ufeff"  # without it Excel takes UTF-8 for the local code page
# What a spreadsheet takes for the beginning of a formula, in full width too.
FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
# What no XML can hold.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LINES_AT_ONCE = 200


def csv_parts(table: Iterable[Iterable[Value]]) -> Iterator[str]:
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


def xlsx(table: Iterable[Iterable[Value]], title: str) -> IO[bytes]:
    """A file to be read from its beginning, which is gone once it is closed; the first line is the heading."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
    sheet.freeze_panes = "B2"
    bold = Font(bold=True)
    for number, line in enumerate(table):
        cells = [xlsx_cell(sheet, value) for value in line]
        if number == 0:
            for cell in cells:
                cell.font = bold
        sheet.append(cells)
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return file


def xlsx_cell(sheet, value: Value) -> WriteOnlyCell:
    if not isinstance(value, str):
        cell = WriteOnlyCell(sheet, value)
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
        return cell
    text = CONTROL.sub("", value)
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    # Excel's own mark for text; the apostrophe itself is not part of it.
    cell.quotePrefix = bool(FORMULA.match(text))
    return cell
