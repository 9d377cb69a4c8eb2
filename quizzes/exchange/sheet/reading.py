"""From the rows of a workbook to questions."""

import base64
import binascii
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from people import workbooks
from people.workbooks import Fault
from quizzes.exchange.items import (
    MOST_QUESTIONS,
    Choice,
    Item,
    Part,
    Picture,
    Place,
    Reading,
    Unreadable,
    feedback_notes,
    number_of,
    refuse_too_large,
    short,
)
from quizzes.exchange.labels import CLAUSE
from quizzes.exchange.sheet.columns import (
    CHOSEN_FROM,
    COLUMNS,
    LANGUAGES,
    LETTERS,
    NEEDED,
    OF_A_QUESTION,
    PICTURES,
    SHEET,
    names_of,
)
from quizzes.scoring import Kind

TICKED = (Kind.SINGLE, Kind.MULTIPLE, Kind.FILL_IN, Kind.CLOZE, Kind.DIALOGUE)
IN_PARTS = (Kind.CATEGORIES, Kind.CLOZE, Kind.DIALOGUE)  # their options belong to the row that they stand in
SAYS_YES = ("yes", "是", "yes 是", "x", "✓", "√", "1", "true")
MOST_PARTS, MOST_UNPACKED, MOST_ROWS = 200, 60 * 1024 * 1024, 20_000
FAULTS = {
    Fault.DAMAGED: gettext_lazy("The file is not a sound Excel workbook."),
    Fault.TOO_MANY_PARTS: gettext_lazy("The workbook has more parts than a workbook has."),
    Fault.LEADS_OUT: gettext_lazy("The workbook has a part with a path that leads out of it."),
    Fault.TOO_LARGE: gettext_lazy("Unpacked, the workbook is larger than 60 MB."),
    Fault.DOCTYPE: gettext_lazy("The file has a DOCTYPE, which is not read. Take it out."),
}
Row = dict[str, str]


@dataclass
class Question:
    """Its own row, and those beneath it with their numbers."""

    number: int
    head: Row
    beneath: list[tuple[int, Row]] = field(default_factory=list)

    @property
    def rows(self) -> list[Row]:
        return [self.head, *(row for _number, row in self.beneath)]


def read(data: bytes, language: str = "") -> Reading:
    """`language` is not asked: each column says its own."""
    check_package(data)
    reading = Reading()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # extensions of Excel that openpyxl leaves aside
            rows, pictures = _contents(data)
    except Unreadable:
        raise
    except Exception as error:  # openpyxl has no exception of its own: a broken file breaks it anywhere
        raise Unreadable(_("The file is not a sound Excel workbook.")) from error
    columns = _columns(rows[0][1] if rows else ())
    last: Question | None = None
    found = []
    for number, cells in rows[1:]:
        row = {name: _text(cells[place]) for name, place in columns.items() if place < len(cells)}
        if not any(row.values()):
            continue
        if any(row.get(name) for name in OF_A_QUESTION):
            found.append(last := Question(number, row))
        elif last:
            last.beneath.append((number, row))
        else:
            reading.refuse(number, next(filter(None, row.values())), _("No question stands above this row."))
    if len(found) > MOST_QUESTIONS:
        raise Unreadable(_("A file has at most %(number)d questions.") % {"number": MOST_QUESTIONS})
    for question in found:
        _take(reading, question, pictures)
    if not reading.items and not reading.refused:
        raise Unreadable(_("There is no question in this file."))
    return reading


def check_package(data: bytes) -> None:
    refuse_too_large(data)
    try:
        workbooks.check(data, most_parts=MOST_PARTS, most_unpacked=MOST_UNPACKED)
    except workbooks.UnsafeWorkbook as error:
        raise Unreadable(str(FAULTS[error.fault])) from error


def _contents(data: bytes) -> tuple[list[tuple[int, tuple]], dict[str, Picture]]:
    book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
    rows = []
    for number, cells in enumerate(sheet.iter_rows(max_col=200, values_only=True), start=1):
        if number > MOST_ROWS:
            raise Unreadable(_("The sheet has more than %(number)d rows.") % {"number": MOST_ROWS})
        if any(cell is not None for cell in cells):
            rows.append((number, cells))
    pictures = {}
    if PICTURES in book.sheetnames:
        for name, alt, *content in book[PICTURES].iter_rows(min_row=2, max_col=1000, values_only=True):
            try:
                data = base64.b64decode("".join(str(each) for each in content if each), validate=True)
            except binascii.Error:
                data = b""
            if name and data:
                pictures[str(name)] = Picture.of(str(name), data, str(alt or ""))
    return rows, pictures


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


def _take(reading: Reading, question: Question, pictures: dict[str, Picture]) -> None:
    head = question.head
    problem = next(_problems(question, pictures), "")
    if problem:
        reading.refuse(question.number, head.get("code") or head.get("stem_zh") or head.get("stem_en") or "?", problem)
        return
    spoken = [language for language in LANGUAGES if head.get(f"stem_{language}")]
    reading.items += [_item(question, language, pictures) for language in spoken]


def _problems(question: Question, pictures: dict[str, Picture]) -> Iterator[str]:
    head = question.head
    kind = _chosen(head, "kind")
    for row in question.rows:
        yield from _misspelt(row)
    if kind is None:
        yield _("It does not say of which kind it is.")
    for row in question.rows:
        right = [] if row.get("shape") or row.get("points") else _letters(row)
        if right and kind not in TICKED:
            yield _("Right options are not for this kind of question.")
        if any(letter not in LETTERS[: _last(row) + 1] for letter in right):
            yield _("A right option is named that it does not have.")
        if unknown := [
            name for name in (row.get("picture_zh"), row.get("picture_en")) if name and name not in pictures
        ]:
            yield _("The picture “%(name)s” is not on the sheet of pictures.") % {"name": short(unknown[0])}
    if any(not CLAUSE.fullmatch(code) for code in _listed(head, "clauses", " ")):
        yield _("Its clauses do not read like P2-01, P2-06.")
    if not (head.get("stem_zh") or head.get("stem_en")):
        yield _("It asks nothing.")
    for language in LANGUAGES:
        if not head.get(f"stem_{language}"):
            said = (COLUMNS[name] for name in names_of(language) for row in question.rows if row.get(name))
            for label in said:
                yield _("“%(label)s” is filled in, but in that language it asks nothing.") % {"label": label}


def _misspelt(row: Row) -> Iterator[str]:
    for name in CHOSEN_FROM:
        if row.get(name) and _chosen(row, name) is None:
            words = {"words": short(row[name]), "label": COLUMNS[name]}
            yield _("“%(words)s” is none of the choices in “%(label)s”.") % words
    for name in ("value", "tolerance"):
        if row.get(name) and number_of(row[name]) is None:
            yield _("“%(text)s” is no number.") % {"text": short(row[name])}


def _chosen(row: Row, name: str) -> object:
    """A choice by either of its words: `single`, `单选` or both as in the drop-down."""
    said = row.get(name, "").lower()
    found = (value for label, value in CHOSEN_FROM[name].items() if said and said in (label, *label.split()))
    return next(found, None)


def _letters(row: Row) -> list[str]:
    text = row.get("right", "").upper()
    return [sign for sign in text if sign not in " ,，、;；/+\n"]


def _listed(row: Row, name: str, *more: str) -> list[str]:
    text = row.get(name, "")
    return [each.strip() for each in re.split("[" + "".join([",，、;；\n", *more]) + "]", text) if each.strip()]


def _last(row: Row) -> int:
    """The place of the last option in either language; -1 if it has none."""
    names = [f"{middle}_{language}" for middle in ("", "_fits", "_why") for language in LANGUAGES]
    is_place = bool(row.get("shape") or row.get("points"))  # there, “why A is wrong” is about the place
    filled = (n for n, letter in enumerate(LETTERS) if any(row.get(f"{letter}{name}") for name in names))
    return -1 if is_place else max(filled, default=-1)


def _item(question: Question, language: str, pictures: dict[str, Picture]) -> Item:
    head, kind = question.head, _chosen(question.head, "kind")
    choices: list[Choice] = []
    parts: list[Part] = []
    places: list[Place] = []
    for row in question.rows:
        if row.get("shape") or row.get("points"):
            places.append(_place(row, language))
            continue
        if any(row.get(name) for name in ("gap", "part_zh", "part_en", "value", "tolerance", "unit_zh", "unit_en")):
            parts.append(_part(row, language))
        choices += _choices(row, language, len(parts) or None if kind in IN_PARTS else None)
    told, notes = feedback_notes(tuple(choices))
    if kind is Kind.ORDERING and any(choice.reason for choice in told):
        told = tuple(Choice(choice.text) for choice in told)
        notes.append(_("An ordering question has no reasons; they are not kept."))
    return Item(
        kind, head[f"stem_{language}"], told, _chosen(head, "answer"), head.get(f"explanation_{language}", ""),
        head.get("code", ""), _chosen(head, "difficulty") or "", tuple(_listed(head, "clauses", " ")),
        LANGUAGES[language], tuple(parts), tuple(places), pictures.get(head.get(f"picture_{language}", "")),
        _chosen(head, "marking"), _chosen(head, "numerals"), _chosen(head, "status") or "",
        tuple(sorted(set(_listed(head, "tags")))), place=question.number, notes=tuple(notes),
    )  # fmt: skip


def _choices(row: Row, language: str, part: int | None) -> Iterator[Choice]:
    right = _letters(row)
    for letter in LETTERS[: _last(row) + 1]:
        text, fits, why = (row.get(f"{letter}{middle}_{language}", "") for middle in ("", "_fits", "_why"))
        yield Choice(text, letter in right, why, fits, part)


def _part(row: Row, language: str) -> Part:
    tolerance = number_of(row["tolerance"]) if row.get("tolerance") else None
    return Part(
        str(_chosen(row, "gap") or ""), row.get(f"part_{language}", ""),
        number_of(row["value"]) if row.get("value") else None, tolerance or Decimal(0), row.get(f"unit_{language}", ""),
    )  # fmt: skip


def _place(row: Row, language: str) -> Place:
    is_right = row.get("right", "").lower() in SAYS_YES
    shape, points = str(_chosen(row, "shape") or ""), " ".join(row.get("points", "").replace("，", ",").split())
    return Place(row.get(f"part_{language}", ""), shape, points, is_right, row.get(f"A_why_{language}", ""))
