"""Questions as rows of a workbook; the reverse of reading."""

import base64
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import groupby

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from quizzes.exchange.items import MOST_QUESTIONS, Choice, Item, Part, Picture, Place, Written
from quizzes.exchange.labels import lost_tags
from quizzes.exchange.sheet.columns import (
    CHOSEN_FROM,
    COLUMNS,
    EXAMPLES,
    GUIDE,
    LANGUAGES,
    LETTERS,
    LISTS,
    PICTURES,
    SHEET,
    label,
)
from quizzes.exchange.sheet.guide import GUIDE_ROWS, examples
from quizzes.exchange.sheet.reading import IN_PARTS, MOST_ROWS
from quizzes.scoring import Kind
from quizzes.typed import number_text

LONGEST_CELL = 32_767
WIDTHS = {
    "code": 12, "kind": 18, "status": 14, "difficulty": 14, "clauses": 18, "tags": 18, "answer": 14, "right": 14,
    "marking": 18, "numerals": 14, "gap": 14, "value": 12, "tolerance": 12, "unit_zh": 14, "unit_en": 14, "shape": 16,
    "points": 24, "picture_zh": 18, "picture_en": 18,
}  # fmt: skip
HEAD = PatternFill("solid", fgColor="E8EEF5")
BY_CODE = {code: name for name, code in LANGUAGES.items()}
Row = dict[str, str]


def template() -> bytes:
    return write([]).data


def write(items: Iterable[Item]) -> Written:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    _lay_out(sheet)
    left_out, notes, pictures = [], [], Pictures()
    number = 1
    for code, found in groupby(sorted(items, key=lambda item: item.code), key=lambda item: item.code):
        versions = list(found)
        rows, problem = _rows(versions, pictures)
        if not problem and number + len(rows) > MOST_ROWS:
            problem = _("The sheet is full: it has %(number)d rows.") % {"number": MOST_ROWS}
        if problem:
            left_out.append((code, problem))
            continue
        notes += [(code, note) for note in lost_tags(versions[0])]
        number += len(rows)
        for row in rows:
            sheet.append([_cell(sheet, row.get(name, "")) for name in COLUMNS])
    _explain(book)
    pictures.write(book)
    out = BytesIO()
    book.save(out)
    return Written(out.getvalue(), tuple(left_out), tuple(notes))


class Pictures:
    """What is in the files of the pictures, in pieces that fit a cell, by names of which each is another picture."""

    def __init__(self) -> None:
        self.by_name: dict[str, Picture] = {}

    def name(self, picture: Picture) -> str:
        name = picture.name
        if self.by_name.setdefault(name, picture) != picture:
            name = f"{picture.sha1[:8]}-{name}"
            self.by_name[name] = picture
        return name

    def write(self, book: Workbook) -> None:
        if not self.by_name:
            return
        sheet = book.create_sheet(PICTURES)
        sheet.append(["Name 名称", "Description 描述", "Content 内容"])
        for name, picture in self.by_name.items():
            content = base64.b64encode(picture.data).decode()
            pieces = [content[at : at + LONGEST_CELL] for at in range(0, len(content), LONGEST_CELL)]
            sheet.append([_cell(sheet, text) for text in (name, picture.alt, *pieces)])


def _lay_out(sheet: Worksheet) -> None:
    sheet.freeze_panes = "C2"
    for place, name in enumerate(COLUMNS, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = WIDTHS.get(name, 34)
        if name in CHOSEN_FROM:
            column = get_column_letter(list(CHOSEN_FROM).index(name) + 1)
            offered = f"'{LISTS}'!${column}$1:${column}${len(CHOSEN_FROM[name])}"
            choices = DataValidation("list", formula1=offered, allow_blank=True, showErrorMessage=True)
            choices.add(f"{letter}2:{letter}{MOST_QUESTIONS * 2 + 1}")
            sheet.data_validations.append(choices)
    head = [WriteOnlyCell(sheet, words) for words in COLUMNS.values()]
    for cell in head:
        cell.font, cell.fill, cell.alignment = Font(bold=True), HEAD, Alignment(wrap_text=True, vertical="top")
    sheet.append(head)


def _explain(book: Workbook) -> None:
    shown = book.create_sheet(EXAMPLES)
    _lay_out(shown)
    for _code, versions in groupby(examples(), key=lambda item: item.code):
        for row in _rows(list(versions), Pictures())[0]:
            shown.append([_cell(shown, row.get(name, "")) for name in COLUMNS])
    guide = book.create_sheet(GUIDE)
    guide.column_dimensions["A"].width = guide.column_dimensions["B"].width = 80
    for english, chinese in GUIDE_ROWS:
        guide.append([_cell(guide, english), _cell(guide, chinese)])
    lists = book.create_sheet(LISTS)
    lists.sheet_state = "hidden"
    offered = [list(choices) for choices in CHOSEN_FROM.values()]
    for place in range(max(map(len, offered))):
        lists.append([choices[place] if place < len(choices) else None for choices in offered])


def _cell(sheet: Worksheet, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text or None)
    if text:
        cell.data_type = "s"  # words, even where they begin with =
        cell.alignment = Alignment(wrap_text=len(text) < 5000, vertical="top")
    return cell


def _rows(versions: Sequence[Item], pictures: Pictures) -> tuple[list[Row], str]:
    """The rows of a question in its languages, or why rows cannot hold it."""
    first = versions[0]
    if len({_shared(each) for each in versions}) > 1:
        return [], _("Its languages differ in more than words, and a row holds them both.")
    for each in versions:
        if each.language not in BY_CODE:
            return [], _("The sheet has no column for the language “%(language)s”.") % {"language": each.language}
    rows = [_head(first), *({} for _row in range(_beneath(first)))]
    for each in versions:
        _say(rows, each, BY_CODE[each.language], pictures)
    texts = [text for row in rows for text in row.values()]
    if any(len(text) > LONGEST_CELL or ILLEGAL_CHARACTERS_RE.search(text) for text in texts):
        return [], _("A text is too long for a cell, or has control characters in it.")
    return rows, ""


def _shared(item: Item) -> tuple:
    """What stands in a row once for both languages."""
    return (
        item.kind, item.answer, item.difficulty, item.clauses, item.tags, item.marking, bool(item.numerals),
        item.status, tuple((choice.correct, choice.part) for choice in item.choices),
        tuple((part.kind, part.value, part.tolerance) for part in item.parts),
        tuple((place.shape, place.points, place.correct) for place in item.places),
    )  # fmt: skip


def _head(item: Item) -> Row:
    return {
        "code": item.code,
        "kind": label("kind", item.kind),
        "status": label("status", item.status),
        "difficulty": label("difficulty", item.difficulty),
        "clauses": ", ".join(item.clauses),
        "tags": ", ".join(item.tags),
        "answer": label("answer", item.answer),
        "marking": label("marking", item.marking) if item.marking else "",
        "numerals": label("numerals", True) if item.numerals else "",
    }


def _blocks(item: Item) -> Iterator[tuple[Part | Place | None, Sequence[Choice]]]:
    """What each row has: first the question's own, then those beneath it."""
    parts: list[Part | Place] = [*item.parts, *item.places]
    if item.kind is Kind.NUMERIC and item.parts:
        yield parts.pop(0), ()
    elif item.kind in IN_PARTS:
        yield None, ()
    else:
        first, *more = _nines(item.choices)
        yield None, first
        yield from ((None, each) for each in more)
    for number, part in enumerate(parts, start=1):
        first, *more = _nines(item.of_part(number) if item.kind in IN_PARTS else ())
        yield part, first
        yield from ((None, each) for each in more)


def _nines(choices: Sequence[Choice]) -> list[Sequence[Choice]]:
    return [choices[at : at + len(LETTERS)] for at in range(0, len(choices), len(LETTERS))] or [()]


def _beneath(item: Item) -> int:
    return sum(1 for _block in _blocks(item)) - 1


def _say(rows: list[Row], item: Item, language: str, pictures: Pictures) -> None:
    rows[0][f"stem_{language}"], rows[0][f"explanation_{language}"] = item.stem, item.explanation
    if item.picture:
        rows[0][f"picture_{language}"] = pictures.name(item.picture)
    for row, (part, choices) in zip(rows, _blocks(item), strict=True):
        if isinstance(part, Part):
            row["gap"], row[f"part_{language}"] = label("gap", part.kind), part.text
            row["value"], row[f"unit_{language}"] = number_text(part.value), part.unit
            row["tolerance"] = number_text(part.tolerance) if part.value is not None else ""
        elif isinstance(part, Place):
            row["shape"], row["points"] = label("shape", part.shape), part.points
            row["right"] = label("numerals", True) if part.correct else ""
            row[f"part_{language}"], row[f"A_why_{language}"] = part.name, part.reason
        if choices:
            row["right"] = ", ".join(a for a, each in zip(LETTERS, choices, strict=False) if each.correct)
        for letter, choice in zip(LETTERS, choices, strict=False):
            row[f"{letter}_{language}"] = choice.text
            row[f"{letter}_fits_{language}"] = choice.match
            row[f"{letter}_why_{language}"] = choice.reason
