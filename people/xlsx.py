"""A sheet for Excel (ISO/IEC 29500) written while it is sent: memory stays flat however many lines there are.

Text is written as text beside its cell, and never as a formula.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain, islice
from typing import IO, cast
from xml.sax.saxutils import escape

from people.sheets import FORMULA, Value

MOST_LINES = 1_048_576  # of one sheet, the heading included
LONGEST = 32_767  # letters of one cell
LINES_AT_ONCE = 500
# What no XML can hold.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# Excel reads _x0041_ as the letter with that number.
LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
FIRST_DAY = dt.date(1899, 12, 30)
HEADING, DATE, APOSTROPHE = 1, 2, 3

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

STYLES = (
    f'{XML}<styleSheet xmlns="{MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    # Excel's own mark for text that looks like a formula; the apostrophe itself is not part of it.
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
SHEET_BEGINS = (
    f'{XML}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/></sheetView></sheetViews>'
    '<sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="{columns}" width="18" customWidth="1"/></cols>'
    "<sheetData>"
)
SHEET_ENDS = "</sheetData></worksheet>"


def xlsx_parts(heading: Sequence[Value], lines: Iterable[Sequence[Value]], title: str) -> Iterator[bytes]:
    """A few hundred lines at a time; what does not fit on one sheet goes on the next, each with the heading."""
    pipe, lines, names = Pipe(), iter(lines), list[str]()
    with zipfile.ZipFile(cast(IO[bytes], pipe), "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        first: Sequence[Value] | None = next(lines, None)
        while first is not None or not names:
            names.append(sheet_name(title, len(names)))
            some = chain([] if first is None else [first], islice(lines, MOST_LINES - 2))
            with book.open(f"xl/worksheets/sheet{len(names)}.xml", "w", force_zip64=False) as sheet:
                for part in sheet_parts(heading, some):
                    sheet.write(part)
                    yield pipe.take()
            first = next(lines, None)
        for name, content in frame(names).items():
            book.writestr(name, content)
    yield pipe.take()


class Pipe:
    """What `zipfile` takes for a file that can only be written; `take` is what came since."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back here."""

    def take(self) -> bytes:
        taken, self.parts = b"".join(self.parts), []
        return taken


def sheet_parts(heading: Sequence[Value], lines: Iterable[Sequence[Value]]) -> Iterator[bytes]:
    yield SHEET_BEGINS.replace("{columns}", str(max(1, len(heading)))).encode()
    yield row([text_cell(str(value or ""), HEADING) for value in heading]).encode()
    lines = iter(lines)
    while some := list(islice(lines, LINES_AT_ONCE)):
        yield "".join(row([cell(value) for value in line]) for line in some).encode()
    yield SHEET_ENDS.encode()


def row(cells: list[str]) -> str:
    return f"<row>{''.join(cells)}</row>"


def cell(value: Value) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, str):
        return text_cell(value, APOSTROPHE if FORMULA.match(value) else 0)
    if isinstance(value, dt.date):
        return f'<c s="{DATE}"><v>{(value - FIRST_DAY).days}</v></c>'
    return f"<c><v>{value:f}</v></c>" if isinstance(value, Decimal) else f"<c><v>{value}</v></c>"


def text_cell(text: str, style: int) -> str:
    plain = LOOKS_ESCAPED.sub("_x005F_", CONTROL.sub("", text)[:LONGEST])
    look = f' s="{style}"' if style else ""
    return f'<c t="inlineStr"{look}><is><t xml:space="preserve">{escape(plain)}</t></is></c>'


def sheet_name(title: str, number: int) -> str:
    name = CONTROL.sub("", re.sub(r"[\[\]:*?/\\']", " ", title)).strip()
    return f"{name[:26]} {number + 1}" if number else name[:31] or "1"


def frame(names: list[str]) -> dict[str, str]:
    """The parts round the sheets."""
    numbers = range(1, len(names) + 1)
    sheets = "".join(
        f'<sheet name="{escape(name, {chr(34): "&quot;"})}" sheetId="{n}" r:id="rId{n}"/>'
        for n, name in zip(numbers, names, strict=True)
    )
    related = "".join(relation(n, "worksheet", f"worksheets/sheet{n}.xml") for n in numbers)
    related += relation(len(names) + 1, "styles", "styles.xml")
    kinds = "".join(override(f"/xl/worksheets/sheet{n}.xml", "worksheet") for n in numbers)
    return {
        "xl/styles.xml": STYLES,
        "xl/workbook.xml": f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(related),
        "_rels/.rels": relations(relation(1, "officeDocument", "xl/workbook.xml")),
        "[Content_Types].xml": f'{XML}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{override('/xl/workbook.xml', 'sheet.main')}{override('/xl/styles.xml', 'styles')}{kinds}</Types>",
    }


def relations(inner: str) -> str:
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def relation(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{RELATIONS}/{kind}" Target="{target}"/>'


def override(part: str, kind: str) -> str:
    return f'<Override PartName="{part}" ContentType="{TYPES}.{kind}+xml"/>'
