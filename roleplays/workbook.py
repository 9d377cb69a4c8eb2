"""A check sheet as a sheet of Excel: an item a row, both languages side by side. Bytes in and out, no database."""

from __future__ import annotations

import re
import warnings
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from decimal import Decimal
from io import BytesIO
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from people import workbooks
from roleplays.scoring import GRADES, Scale

LARGEST_FILE = 5 * 1024 * 1024
MOST_ITEMS = 300
MOST_PHRASES = 100
MOST_PARTS, MOST_UNPACKED = 200, 30 * 1024 * 1024
LEAST_WEIGHT, MOST_WEIGHT = Decimal("0.5"), Decimal(5)
WEIGHT = re.compile(r"([0-9](\.[0-9]0*)?)?")
UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # what no workbook can hold
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,15}")
YES, NO = "yes 是", "no 否"
SAID = {
    "yes": True,
    "是": True,
    "y": True,
    "true": True,
    "1": True,
    "no": False,
    "否": False,
    "": False,
    "false": False,
}
SCALES = {
    Scale.THREE: "done/partly/not 做到/部分/未做到",
    Scale.YES_NO: "yes/no 是/否",
    Scale.FIVE: "1-5 分级",
}
SAID_SCALES = {
    "": Scale.THREE, "done/partly/not": Scale.THREE, "做到/部分/未做到": Scale.THREE,
    "yes/no": Scale.YES_NO, "是/否": Scale.YES_NO, "1-5": Scale.FIVE, "分级": Scale.FIVE,
}  # fmt: skip
SHEET, PHRASES, NOTES = "Check sheet 检核表", "Ready phrases 通用评语", "Notes 填写说明"
HEADS = {
    "section_zh": "部分（中文）", "section_en": "Section (English)", "code": "Code 编号",
    "behaviour_zh": "行为（中文）", "behaviour_en": "Behaviour (English)",
    "talk_zh": "话术要点（中文）", "talk_en": "Talk points (English)",
    "points": "Points 分值", "weight": "Weight 权重", "scale": "Scale 评分方式",
    "anchors_zh": "分级描述（中文）", "anchors_en": "Grades (English)",
    "critical": "Critical 否决项", "na": "May be not applicable 可不适用", "photo": "Photograph 拍照",
    "phrases_zh": "常用评语（中文）", "phrases_en": "Phrases (English)", "clauses": "Clauses 条款",
}  # fmt: skip
PHRASE_HEADS = ["常用评语（中文）", "Phrases (English)"]
WIDTHS = {
    "code": 12, "points": 10, "weight": 10, "scale": 26, "critical": 12, "na": 16, "photo": 14, "clauses": 20,
}  # fmt: skip
LISTS = {"scale": tuple(SCALES.values()), "critical": (YES, NO), "na": (YES, NO), "photo": (YES, NO)}
NOTE_LINES = [
    ("Code 编号", "字母、数字和短横线，最多 16 位；导入时按编号对应检核项。",
     "Letters, digits and dashes, at most 16. Items are known by their code."),
    ("Points 分值", "1 到 10 的整数。", "A whole number from 1 to 10."),
    ("Weight 权重", "0.5 到 5，最多一位小数；留空为 1。", "From 0.5 to 5, with one decimal at most; blank is 1."),
    ("Scale 评分方式", "从下拉列表中选择；留空为“做到/部分/未做到”。",
     "Choose from the list; blank is done/partly/not."),
    ("Grades 分级描述", "仅用于 1-5 分级：五行，从 1 级到 5 级，单元格内换行。",
     "Only for 1-5: five lines in the cell, from grade 1 to grade 5."),
    ("Critical 否决项", "未做到即不通过，与得分无关。", "Whoever misses it fails, whatever the score."),
    ("May be not applicable 可不适用", "考评员说明理由后，该项不计分。", "With a reason it counts for nothing."),
    ("Photograph 拍照", "以照片为证。", "Photographs are the evidence."),
    ("Phrases 常用评语", "每行一条；整张表通用的写在“Ready phrases 通用评语”工作表。",
     "One a line; those for the whole sheet are on the second worksheet."),
    ("Clauses 条款", "标准条款编号，用逗号分隔。", "Codes of the standard, separated by commas."),
]  # fmt: skip


class Unreadable(Exception):
    """Why nothing of a file can be read, in words."""


@dataclass(frozen=True)
class Row:
    """An item as the sheet has it, all of it text; `clauses` are separated by commas."""

    section_zh: str
    section_en: str
    code: str
    behaviour_zh: str
    behaviour_en: str
    talk_zh: str
    talk_en: str
    points: str
    weight: str
    scale: str
    anchors_zh: str
    anchors_en: str
    critical: str
    na: str
    photo: str
    phrases_zh: str
    phrases_en: str
    clauses: str

    @property
    def codes(self) -> list[str]:
        return [code for code in re.split(r"[\s,，、;；]+", self.clauses) if code]

    @property
    def chosen_scale(self) -> Scale | None:
        """None where it names no scale."""
        first = (self.scale.lower().replace("–", "-").split() or [""])[0]
        return SAID_SCALES.get(first)

    @property
    def factor(self) -> Decimal | None:
        """How many times the points count; None where that is no weight."""
        if not WEIGHT.fullmatch(self.weight):
            return None
        factor = Decimal(self.weight or 1)
        return factor if LEAST_WEIGHT <= factor <= MOST_WEIGHT else None

    def lines(self, name: str, language: str) -> list[str]:
        """The grades or the phrases in a language, one a line."""
        return [line.strip() for line in getattr(self, f"{name}_{language}").splitlines() if line.strip()]

    def is_said(self, name: str) -> bool | None:
        """What a column of yes and no says; None where it says neither."""
        text = getattr(self, name).lower().strip()
        return SAID.get(text.split()[0] if text else "")


@dataclass(frozen=True)
class Read:
    """A row with its number in the file and what is wrong with it, in words."""

    number: int
    row: Row
    problems: tuple[str, ...]


@dataclass(frozen=True)
class Phrases:
    """Ready comments for every item of the sheet, one a line."""

    zh: str = ""
    en: str = ""

    def lines(self, language: str) -> list[str]:
        return [line.strip() for line in getattr(self, language).splitlines() if line.strip()]


@dataclass(frozen=True)
class Reading:
    """`phrases` is None where the file has no worksheet of them: then they stay."""

    rows: list[Read]
    phrases: Phrases | None


def write(rows: Iterable[Row], phrases: Phrases = Phrases()) -> bytes:
    book = Workbook(write_only=False)
    sheet = book.active
    sheet.title = SHEET
    _fill(sheet, list(HEADS.values()), (astuple(row) for row in rows), [WIDTHS.get(name, 34) for name in HEADS])
    for name, choices in LISTS.items():
        _offer(sheet, list(HEADS).index(name) + 1, choices)
    _fill(book.create_sheet(PHRASES), PHRASE_HEADS, zip_longest(phrases.lines("zh"), phrases.lines("en")), [60, 60])
    _fill(book.create_sheet(NOTES), ["Column 列", "说明", "Explanation"], NOTE_LINES, [34, 60, 60])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Any, heads: list[str], rows: Iterable[Sequence[str | None]], widths: list[int]) -> None:
    sheet.freeze_panes = "A2"
    sheet.append(heads)
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.cell(1, place).font = Font(bold=True)
    for row in rows:
        sheet.append([UNPRINTABLE.sub(" ", text) if text else None for text in row])
        for cell in sheet[sheet.max_row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if cell.value is not None:
                cell.data_type = "s"  # words, even where they begin with =


def _offer(sheet: Any, column: int, choices: tuple[str, ...]) -> None:
    """A list to choose from, in each row of the column."""
    offered = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True)
    letter = get_column_letter(column)
    offered.add(f"{letter}2:{letter}{MOST_ITEMS + 1}")
    sheet.add_data_validation(offered)


def read(data: bytes, known_clauses: Collection[str], languages: Collection[str] = ("zh", "en")) -> Reading:
    """Row by row, with what is wrong. Raises `Unreadable` for what is no such file."""
    lines, said = _sheets(data)
    rows = [(number, row) for number, row in enumerate(map(_row, lines), start=2) if any(astuple(row))]
    if not rows:
        raise Unreadable(_("There is no item in this file."))
    if len(rows) > MOST_ITEMS:
        raise Unreadable(_("A check sheet has at most %(number)d items.") % {"number": MOST_ITEMS})
    codes = [row.code for _number, row in rows]
    twice = {code for code in codes if codes.count(code) > 1}
    found = [Read(number, row, tuple(_problems(row, known_clauses, languages, twice))) for number, row in rows]
    return Reading(found, said)


def _problems(row: Row, known: Collection[str], languages: Collection[str], twice: Collection[str]) -> Iterator[str]:
    if not CODE.fullmatch(row.code):
        yield _("The code is letters, digits and dashes, at most 16.")
    if row.code in twice:
        yield _("This code is on the sheet more than once.")
    for language in languages:
        if not getattr(row, f"section_{language}") or not getattr(row, f"behaviour_{language}"):
            yield _("Section or behaviour is missing in “%(language)s”.") % {"language": language}
    if not (row.points.isascii() and row.points.isdigit() and 1 <= int(row.points) <= 10):
        yield _("Points are a whole number from 1 to 10.")
    if row.factor is None:
        yield _("The weight is from 0.5 to 5, with one decimal at most.")
    if any(row.is_said(name) is None for name in ("critical", "na", "photo")):
        yield _("Critical, not applicable and photograph are answered with yes or no.")
    yield from _problems_of_scale(row, languages)
    if unknown := [code for code in row.codes if code not in known]:
        yield _("The standard has no clause %(codes)s.") % {"codes": ", ".join(unknown)}


def _problems_of_scale(row: Row, languages: Collection[str]) -> Iterator[str]:
    if row.chosen_scale is None:
        yield _("The scale is one of: %(scales)s.") % {"scales": "; ".join(SCALES.values())}
        return
    wanted = len(GRADES) if row.chosen_scale == Scale.FIVE else 0
    for language in languages:
        if wanted and len(row.lines("anchors", language)) != wanted:
            yield _("Each of the five grades has a line of its own in “%(language)s”.") % {"language": language}
    if not wanted and (row.anchors_zh or row.anchors_en):
        yield _("Only the scale 1 to 5 has descriptions of its grades.")


def _sheets(data: bytes) -> tuple[list[Sequence[object]], Phrases | None]:
    """The lines below the heads, and the phrases of the whole sheet."""
    if len(data) > LARGEST_FILE:
        raise Unreadable(_("The file is larger than 5 MB."))
    try:
        workbooks.check(data, most_parts=MOST_PARTS, most_unpacked=MOST_UNPACKED)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
            lines = list(book.worksheets[0].iter_rows(max_col=len(HEADS), max_row=MOST_ITEMS + 2, values_only=True))
            beside = book[PHRASES] if PHRASES in book.sheetnames[1:] else None
            said = list(beside.iter_rows(max_col=2, max_row=MOST_PHRASES + 2, values_only=True)) if beside else []
    except Exception as error:  # openpyxl has no error of its own: a broken part shows as any of Python's
        raise Unreadable(_("The file is no sound Excel workbook.")) from error
    if not lines or [_text(cell) for cell in lines[0]] != list(HEADS.values()):
        raise Unreadable(_("The first row is not that of the template."))
    return lines[1:], _phrases(said) if beside else None


def _phrases(lines: list[Sequence[object]]) -> Phrases:
    if not lines or [_text(cell) for cell in lines[0]] != PHRASE_HEADS:
        raise Unreadable(_("The first row of the ready phrases is not that of the template."))
    if len(lines) > MOST_PHRASES + 1:
        raise Unreadable(_("A check sheet has at most %(number)d ready phrases.") % {"number": MOST_PHRASES})
    pairs = [[_text(cell) for cell in (*line, "", "")[:2]] for line in lines[1:]]
    zh, en = ("\n".join(pair[place] for pair in pairs if pair[place]) for place in (0, 1))
    return Phrases(zh, en)


def _row(cells: Sequence[object]) -> Row:
    texts = [_text(cell) for cell in cells]
    return Row(*(texts + [""] * (len(fields(Row)) - len(texts))))


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).replace("\r\n", "\n").replace("_x000D_", "").strip()
