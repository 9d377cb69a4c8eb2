"""A sheet of Excel: a question a row, both languages side by side, drop-downs where there is a choice."""

import string
import warnings
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from people import workbooks
from people.workbooks import Fault
from quizzes.exchange.items import (
    CLAUSE,
    LARGEST_FILE,
    MOST_QUESTIONS,
    Choice,
    Item,
    Reading,
    Unreadable,
    Written,
    feedback_notes,
    short,
)
from quizzes.scoring import Kind

LANGUAGES = {"zh": "zh-hans", "en": "en"}
LETTERS = string.ascii_uppercase[:9]
KINDS = {
    "single 单选": Kind.SINGLE, "multiple 多选": Kind.MULTIPLE,
    "true_false 判断": Kind.TRUE_FALSE, "ordering 排序": Kind.ORDERING,
}  # fmt: skip
DIFFICULTIES = {"easy 容易": "easy", "medium 中等": "medium", "hard 困难": "hard"}
TRUTHS = {"true 对": True, "false 错": False}
COLUMNS = {
    "code": "Code 编号",
    "kind": "Kind 题型",
    "difficulty": "Difficulty 难度",
    "clauses": "Clauses 条款",
    "stem_zh": "题目（中文）",
    "stem_en": "Question (English)",
    "answer": "The statement is 陈述",
    "right": "Right options 正确选项",
    "explanation_zh": "解析（中文）",
    "explanation_en": "Explanation (English)",
}
for letter in LETTERS:
    COLUMNS[f"{letter}_zh"] = f"选项 {letter}（中文）"
    COLUMNS[f"{letter}_en"] = f"Option {letter} (English)"
for letter in LETTERS:
    COLUMNS[f"{letter}_why_zh"] = f"{letter} 为什么错（中文）"
    COLUMNS[f"{letter}_why_en"] = f"Why {letter} is wrong (English)"
NEEDED = ("kind", "stem_zh", "stem_en")
WIDTHS = {"code": 12, "kind": 16, "difficulty": 14, "clauses": 18, "answer": 14, "right": 14}
CHOSEN_FROM = {"kind": KINDS, "difficulty": DIFFICULTIES, "answer": TRUTHS}
SHEET, GUIDE_SHEET = "Questions 题目", "Guide 说明"
GUIDE = [
    ("One question a row. Both languages stand in the same row.", "一行一题，中英文写在同一行。"),
    (
        "Code: capital letters, digits and dashes, such as P2-Q01. It never changes.",
        "编号：大写字母、数字和短横线，如 P2-Q01，定下后不再更改。",
    ),
    ("Clauses: separated by commas, such as P2-01, P2-06.", "条款：用逗号分隔，如 P2-01, P2-06。"),
    (
        "Single and multiple choice: write the letters of the right options, such as A or A, C.",
        "单选和多选：填写正确选项的字母，如 A 或 A, C。",
    ),
    (
        "Ordering: write the options in the right order and leave “Right options” empty.",
        "排序：按正确顺序填写选项，“正确选项”留空。",
    ),
    ("True or false: say whether the statement is true; no options.", "判断：选择陈述是对还是错，不填选项。"),
    ("Why a wrong option is wrong is shown to whoever chose it.", "错误选项的原因会显示给选了它的学员。"),
    ("An empty cell leaves what the question bank has.", "空白单元格会保留题库中原有的内容。"),
]
MOST_PARTS, MOST_UNPACKED, MOST_ROWS = 200, 60 * 1024 * 1024, 20_000
LONGEST_CELL = 32_767
FAULTS = {
    Fault.DAMAGED: gettext_lazy("The file is no sound Excel workbook."),
    Fault.TOO_MANY_PARTS: gettext_lazy("The workbook has more parts than a workbook has."),
    Fault.LEADS_OUT: gettext_lazy("The workbook has a part with a path that leads out of it."),
    Fault.TOO_LARGE: gettext_lazy("Unpacked, the workbook is larger than 60 MB."),
    Fault.DOCTYPE: gettext_lazy("The file has a DOCTYPE, which is not read. Take it out."),
}


# --- Reading ---


def read(data: bytes, language: str = "") -> Reading:
    """`language` is not asked: each column says its own."""
    check_package(data)
    reading = Reading()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # extensions of Excel that openpyxl leaves aside
            rows = list(_rows(data))
    except Unreadable:
        raise
    except Exception as error:  # openpyxl has no exception of its own: a broken file breaks it anywhere
        raise Unreadable(_("The file is no sound Excel workbook.")) from error
    columns = _columns(rows[0][1] if rows else ())
    for number, cells in rows[1:]:
        row = {name: _text(cells[place]) for name, place in columns.items() if place < len(cells)}
        if any(row.values()):
            _take(reading, number, row)
    if len({item.place for item in reading.items} | {each.place for each in reading.refused}) > MOST_QUESTIONS:
        raise Unreadable(_("A file has at most %(number)d questions.") % {"number": MOST_QUESTIONS})
    if not reading.items and not reading.refused:
        raise Unreadable(_("There is no question in this file."))
    return reading


def check_package(data: bytes) -> None:
    if len(data) > LARGEST_FILE:
        raise Unreadable(_("The file is larger than 20 MB."))
    try:
        workbooks.check(data, most_parts=MOST_PARTS, most_unpacked=MOST_UNPACKED)
    except workbooks.UnsafeWorkbook as error:
        raise Unreadable(str(FAULTS[error.fault])) from error


def _rows(data: bytes) -> Iterator[tuple[int, tuple]]:
    book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
    filled = 0
    for number, cells in enumerate(sheet.iter_rows(max_col=200, values_only=True), start=1):
        if number > MOST_ROWS:
            raise Unreadable(_("The sheet has more than %(number)d rows.") % {"number": MOST_ROWS})
        if any(cell is not None for cell in cells):
            filled += 1
            yield number, cells
        if filled > MOST_QUESTIONS + 1:
            raise Unreadable(_("A file has at most %(number)d questions.") % {"number": MOST_QUESTIONS})


def _columns(head: tuple) -> dict[str, int]:
    by_label = {label: name for name, label in COLUMNS.items()}
    columns: dict[str, int] = {}
    for place, cell in enumerate(head):
        label = _text(cell)
        name = by_label.get(label)
        if label and (name is None or name in columns):
            words = {"column": get_column_letter(place + 1), "label": short(label)}
            raise Unreadable(_("Column %(column)s: the template has no other column “%(label)s”.") % words)
        if name:
            columns[name] = place
    if missing := [COLUMNS[name] for name in NEEDED if name not in columns]:
        raise Unreadable(_("The template's column “%(label)s” is missing.") % {"label": missing[0]})
    return columns


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = "" if cell is None else str(cell)
    return text.replace("\r\n", "\n").replace("_x000D_", "").strip()


def _take(reading: Reading, number: int, row: dict[str, str]) -> None:
    what = row.get("code") or row.get("stem_zh") or row.get("stem_en") or "?"
    problem = next(_problems(row), "")
    if problem:
        reading.refuse(number, what, problem)
        return
    spoken = [language for language in LANGUAGES if row.get(f"stem_{language}")]
    reading.items += [_item(number, row, language) for language in spoken]


def _problems(row: dict[str, str]) -> Iterator[str]:
    kind = _chosen(row, "kind")
    for name in CHOSEN_FROM:
        if row.get(name) and _chosen(row, name) is None:
            yield _("“%(words)s” is none of the choices in “%(label)s”.") % {
                "words": short(row[name]), "label": COLUMNS[name],
            }  # fmt: skip
    if kind is None:
        yield _("It does not say of which kind it is.")
    right, last = _letters(row), _last(row)
    if any(letter not in LETTERS[: last + 1] for letter in right):
        yield _("A right option is named that it does not have.")
    if right and kind in (Kind.TRUE_FALSE, Kind.ORDERING):
        yield _("Right options are for single and multiple choice only.")
    if any(not CLAUSE.fullmatch(code) for code in _codes(row)):
        yield _("Its clauses do not read like P2-01, P2-06.")
    if not (row.get("stem_zh") or row.get("stem_en")):
        yield _("It asks nothing.")
    for language in LANGUAGES:
        if not row.get(f"stem_{language}") and any(row.values()):
            names = [f"explanation_{language}", *(f"{a}{b}_{language}" for a in LETTERS for b in ("", "_why"))]
            if said := next((COLUMNS[name] for name in names if row.get(name)), ""):
                yield _("“%(label)s” is filled in, but in that language it asks nothing.") % {"label": said}


def _chosen(row: dict[str, str], name: str) -> object:
    """A choice by either of its words: `single`, `单选` or both as in the drop-down."""
    said = row.get(name, "").lower()
    found = (value for label, value in CHOSEN_FROM[name].items() if said in (label, *label.split()))
    return next(found, None)


def _letters(row: dict[str, str]) -> list[str]:
    text = row.get("right", "").upper()
    return [sign for sign in text if sign not in " ,，、;；/+\n"]


def _codes(row: dict[str, str]) -> list[str]:
    text = row.get("clauses", "")
    for sign in "，、;；\n":
        text = text.replace(sign, ",")
    return [code.strip() for code in text.replace(" ", ",").split(",") if code.strip()]


def _last(row: dict[str, str]) -> int:
    """The place of the last option in either language; -1 if it has none."""
    filled = (n for n, a in enumerate(LETTERS) if any(row.get(f"{a}{b}") for b in ("_zh", "_en", "_why_zh", "_why_en")))
    return max(filled, default=-1)


def _item(number: int, row: dict[str, str], language: str) -> Item:
    right = _letters(row)
    choices = tuple(
        Choice(row.get(f"{letter}_{language}", ""), letter in right, row.get(f"{letter}_why_{language}", ""))
        for letter in LETTERS[: _last(row) + 1]
    )
    choices, notes = feedback_notes(choices)
    kind = _chosen(row, "kind")
    if kind is Kind.ORDERING and any(choice.reason for choice in choices):
        choices = tuple(Choice(choice.text) for choice in choices)
        notes.append(_("An ordering question has no reasons; they are not kept."))
    return Item(
        kind, row[f"stem_{language}"], choices, _chosen(row, "answer"), row.get(f"explanation_{language}", ""),
        row.get("code", ""), _chosen(row, "difficulty") or "", tuple(_codes(row)), LANGUAGES[language],
        place=number, notes=tuple(notes),
    )  # fmt: skip


# --- Writing ---


def template() -> bytes:
    return write([]).data


def write(items: Iterable[Item]) -> Written:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    _lay_out(sheet)
    left_out = []
    for code, versions in groupby(sorted(items, key=lambda item: item.code), key=lambda item: item.code):
        row, problem = _row(list(versions))
        if problem:
            left_out.append((code, problem))
        else:
            sheet.append([_cell(sheet, row.get(name, "")) for name in COLUMNS])
    guide = book.create_sheet(GUIDE_SHEET)
    guide.column_dimensions["A"].width = guide.column_dimensions["B"].width = 70
    for english, chinese in GUIDE:
        guide.append([english, chinese])
    out = BytesIO()
    book.save(out)
    return Written(out.getvalue(), tuple(left_out))


def _lay_out(sheet: Worksheet) -> None:
    sheet.freeze_panes = "B2"
    for place, name in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTHS.get(name, 34)
        if name in CHOSEN_FROM:
            labels = ",".join(CHOSEN_FROM[name])
            choices = DataValidation("list", formula1=f'"{labels}"', allow_blank=True, showErrorMessage=True)
            letter = get_column_letter(place)
            choices.add(f"{letter}2:{letter}{MOST_QUESTIONS + 1}")
            sheet.data_validations.append(choices)
    head = [WriteOnlyCell(sheet, label) for label in COLUMNS.values()]
    for cell in head:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    sheet.append(head)


def _cell(sheet: Worksheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text or None)
    if text:
        cell.data_type = "s"  # words, even where they begin with =
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _row(versions: list[Item]) -> tuple[dict[str, str], str]:
    """The row of a question in its languages, or why a row cannot hold it."""
    first = versions[0]
    shared = {(each.kind, each.answer, each.difficulty, each.clauses, right_of(each)) for each in versions}
    if len(shared) > 1 or len({len(each.choices) for each in versions}) > 1:
        return {}, _("Its languages differ in more than words, and a row holds them both.")
    row = {"code": first.code, "clauses": ", ".join(first.clauses), "right": ", ".join(right_of(first))}
    row |= {"kind": _label("kind", first.kind), "difficulty": _label("difficulty", first.difficulty)}
    row["answer"] = _label("answer", first.answer)
    by_code = {code: name for name, code in LANGUAGES.items()}
    for each in versions:
        if each.language not in by_code:
            return {}, _("The sheet has no column for the language “%(language)s”.") % {"language": each.language}
        row |= _said(each, by_code[each.language])
    if any(len(text) > LONGEST_CELL or ILLEGAL_CHARACTERS_RE.search(text) for text in row.values()):
        return {}, _("A text is too long for a cell, or has control characters in it.")
    return row, ""


def _said(item: Item, language: str) -> dict[str, str]:
    said = {f"stem_{language}": item.stem, f"explanation_{language}": item.explanation}
    for letter, choice in zip(LETTERS, item.choices, strict=False):
        said[f"{letter}_{language}"] = choice.text
        said[f"{letter}_why_{language}"] = choice.reason
    return said


def right_of(item: Item) -> tuple[str, ...]:
    return tuple(letter for letter, choice in zip(LETTERS, item.choices, strict=False) if choice.correct)


def _label(name: str, value: object) -> str:
    return next((label for label, each in CHOSEN_FROM[name].items() if each is value or each == value), "")
