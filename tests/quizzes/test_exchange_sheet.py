"""The sheet that a trainer fills in, and workbooks that are none."""

import zipfile
from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from quizzes import writing
from quizzes.exchange import sheet
from quizzes.exchange.items import LARGEST_FILE, Choice, Item, Part, Picture, Unreadable
from quizzes.exchange.sheet.columns import CHOSEN_FROM, COLUMNS, EXAMPLES, GUIDE, LISTS, SHEET
from quizzes.exchange.sheet.guide import GUIDE_ROWS, examples
from quizzes.importing.checking import draft_of
from quizzes.scoring import Kind, Marking
from tests.quizzes.exchanged import curriculum

ROW = {
    "code": "P2-Q01", "kind": "single 单选", "difficulty": "hard 困难", "clauses": "P2-01、P2-06", "right": "B",
    "stem_zh": "谁？", "stem_en": "Who?", "explanation_zh": "因为。", "explanation_en": "Because.",
    "A_zh": "无人", "A_en": "Nobody", "A_why_zh": "不对。", "A_why_en": "Not so.", "B_zh": "你", "B_en": "You",
}  # fmt: skip


def both() -> list[Item]:
    items = [replace(item, language="zh-hans") for item in curriculum("zh")] + list(curriculum("en"))
    return sorted(items, key=lambda item: (item.code, item.language != "zh-hans"))


def book(*rows: dict, head=None) -> bytes:
    made = Workbook()
    made.active.append(list(COLUMNS.values()) if head is None else head)
    for row in rows:
        made.active.append([row.get(name) for name in COLUMNS])
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def test_the_whole_curriculum_reads_as_it_was_written():
    items = both()
    written = sheet.write(items)
    reading = sheet.read(written.data)
    assert (reading.refused, written.left_out) == ([], ())
    assert reading.items == items
    assert not any(item.notes for item in reading.items)


def test_a_row_is_a_question_in_both_languages():
    chinese, english = sheet.read(book(ROW)).items
    assert english == Item(
        Kind.SINGLE, "Who?", (Choice("Nobody", False, "Not so."), Choice("You", True)), None, "Because.", "P2-Q01",
        "hard", ("P2-01", "P2-06"), "en",
    )  # fmt: skip
    assert (chinese.language, chinese.stem, chinese.place) == ("zh-hans", "谁？", 2)


def test_a_row_may_have_one_language():
    row = {name: value for name, value in ROW.items() if not name.endswith("_zh")}
    assert [item.language for item in sheet.read(book(row)).items] == ["en"]


@pytest.mark.parametrize("kind", ["single", "单选", "single 单选", "Single"])
def test_a_kind_may_be_named_in_either_language(kind):
    assert sheet.read(book(ROW | {"kind": kind})).items[0].kind is Kind.SINGLE


def test_a_statement_may_be_a_tick_of_excel():
    row = {"kind": "判断", "stem_en": "So it is.", "answer": True}
    assert sheet.read(book(row)).items[0].answer is True


def test_words_that_look_like_a_formula_stay_words():
    items = [Item(Kind.TRUE_FALSE, '=HYPERLINK("x")', (), True, "+1", "P2-Q01", "easy", (), "en")]
    data = sheet.write(items).data
    assert sheet.read(data).items == items
    assert load_workbook(BytesIO(data)).worksheets[0]["H2"].data_type == "s"


def test_the_template_has_drop_downs_a_guide_and_examples():
    made = load_workbook(BytesIO(sheet.template()))
    assert made.sheetnames == [SHEET, EXAMPLES, GUIDE, LISTS]
    lists = {each.formula1 for each in made[SHEET].data_validations.dataValidation}
    assert len(lists) == len(CHOSEN_FROM)
    for choices in CHOSEN_FROM.values():
        column = next(col for col in made[LISTS].iter_cols(values_only=True) if col[0] == next(iter(choices)))
        assert [cell for cell in column if cell] == list(choices)
    assert f"'{LISTS}'!$A$1:$A$12" in lists
    assert made[LISTS].sheet_state == "hidden"
    assert made[GUIDE].max_row == len(GUIDE_ROWS)
    with pytest.raises(Unreadable, match="no question"):
        sheet.read(sheet.template())


def test_the_examples_are_a_question_of_each_kind_in_both_languages():
    made = load_workbook(BytesIO(sheet.template()))
    del made[SHEET]
    made[EXAMPLES].title = SHEET
    out = BytesIO()
    made.save(out)
    reading = sheet.read(out.getvalue())
    # A picture is nothing that a template could bring along.
    assert [(refused.what, "sheet of pictures" in refused.why) for refused in reading.refused] == [("EX-10", True)]
    assert reading.items == [item for item in examples() if item.kind is not Kind.HOTSPOT]
    assert {item.kind for item in examples()} == set(Kind)


@pytest.mark.parametrize("item", [each for each in examples() if each.kind is not Kind.HOTSPOT], ids=str)
def test_an_example_is_a_question_that_the_bank_takes(item):
    assert writing.errors(draft_of(item)) == []


def test_more_wordings_than_a_row_has_go_on_beneath():
    wordings = tuple(Choice(f"word {n}", n != 5, "" if n != 5 else "No") for n in range(20))
    item = Item(Kind.FILL_IN, "Say", wordings, code="Q-1", language="en")
    gaps = tuple(replace(choice, part=1 + n // 12) for n, choice in enumerate(wordings))
    cloze = Item(
        Kind.CLOZE, "[[1]] [[2]]", gaps, code="Q-2", language="en", parts=(Part("words"), Part("words")),
        marking=Marking.PARTIAL,
    )  # fmt: skip
    assert sheet.read(sheet.write([item, cloze]).data).items == [item, cloze]


def test_everything_that_a_question_is_filed_under_comes_back():
    item = Item(
        Kind.CLOZE, "[[1]]", (Choice("十二", True, part=1),), None, "So.", "Q-1", "hard", ("P2-01", "P2-06"), "zh-hans",
        (Part("words"),), numerals=True, status="trial", tags=("冬天", "轮胎"), marking=Marking.ALL_OR_NOTHING,
    )  # fmt: skip
    assert sheet.read(sheet.write([item]).data).items == [item]


def test_pictures_that_are_not_the_same_keep_apart_under_one_name():
    items = [
        Item(Kind.TRUE_FALSE, "So?", answer=True, code=f"Q-{n}", language="en", picture=Picture.of("a.png", data, "A"))
        for n, data in enumerate((b"1" * 40_000, b"2"))
    ]
    again = sheet.read(sheet.write(items).data).items
    assert again == items
    assert [item.picture.data for item in again] == [item.picture.data for item in items]


REFUSED = [
    ({"kind": ""}, "of which kind"),
    ({"kind": "essay"}, "none of the choices"),
    ({"difficulty": "huge"}, "none of the choices"),
    ({"right": "C"}, "does not have"),
    ({"right": "z"}, "does not have"),
    ({"kind": "ordering"}, "not for this kind"),
    ({"value": "ten"}, "“ten” is no number"),
    ({"tolerance": "1,5"}, "is no number"),
    ({"gap": "hole"}, "none of the choices"),
    ({"status": "new"}, "none of the choices"),
    ({"picture_en": "car.png"}, "sheet of pictures"),
    ({"clauses": "section two"}, "like P2-01"),
    ({"stem_zh": "", "stem_en": ""}, "asks nothing"),
    ({"stem_en": ""}, "in that language it asks nothing"),
]


@pytest.mark.parametrize(("change", "why"), REFUSED)
def test_a_row_that_is_not_whole_is_refused_with_its_number(change, why):
    reading = sheet.read(book({}, ROW | change, ROW))
    assert [(refused.place, why in refused.why) for refused in reading.refused] == [(3, True)]
    assert [item.place for item in reading.items] == [4, 4]


def test_a_row_beneath_nothing_is_refused():
    reading = sheet.read(book({"part_en": "A turn"}, ROW))
    assert [(refused.place, "No question stands above" in refused.why) for refused in reading.refused] == [(2, True)]


def test_reasons_of_right_options_and_of_an_order_are_said_to_be_lost():
    right = sheet.read(book(ROW | {"B_why_en": "Well done"})).items[1]
    assert "right option" in right.notes[0]
    order = sheet.read(book(ROW | {"kind": "ordering", "right": ""})).items[1]
    assert "no reasons" in order.notes[0]


def test_a_question_whose_languages_differ_is_left_out_by_name():
    chinese = Item(Kind.TRUE_FALSE, "是吗", (), True, "", "P2-Q01", "easy", (), "zh-hans")
    english = Item(Kind.TRUE_FALSE, "Is it", (), False, "", "P2-Q01", "easy", (), "en")
    written = sheet.write([chinese, english, replace(english, code="P2-Q02", stem="x\x07")])
    assert [code for code, _why in written.left_out] == ["P2-Q01", "P2-Q02"]


def zipped(**parts: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def tampered(data: bytes, part: str, change) -> bytes:
    """A workbook with one of its parts changed."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return zipped(**{n: change(archive.read(n)) if n == part else archive.read(n) for n in archive.namelist()})


SHEET_XML = "xl/worksheets/sheet1.xml"
DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "ha">]>'
BROKEN = [
    (lambda: b"", "not a sound Excel"),
    (lambda: b"PK\x03\x04 and then nothing", "not a sound Excel"),
    (lambda: b"%PDF-1.7", "not a sound Excel"),
    (lambda: book(ROW)[:-400], "not a sound Excel"),
    (lambda: zipped(**{"readme.txt": b"hello"}), "not a sound Excel"),
    (lambda: tampered(book(ROW), SHEET_XML, lambda xml: xml[:200]), "not a sound Excel"),
    (lambda: tampered(book(ROW), SHEET_XML, lambda xml: DOCTYPE + xml), "DOCTYPE"),
    (lambda: tampered(book(ROW), "xl/workbook.xml", lambda xml: b"<a/>"), "not a sound Excel"),
    (lambda: zipped(**{"../../etc/passwd": b"x"}), "path that leads out"),
    (lambda: zipped(**{"/etc/passwd": b"x"}), "path that leads out"),
    (lambda: zipped(**{"C:/x": b"x"}), "path that leads out"),
    (lambda: zipped(**{f"{n}.xml": b"x" for n in range(201)}), "more parts"),
    (lambda: zipped(**{SHEET_XML: b"0" * (61 * 1024 * 1024)}), "60 MB"),
    (lambda: b"x" * (LARGEST_FILE + 1), "20 MB"),
    (lambda: book(head=["Name", "Age"]), "Column A"),
    (lambda: book(head=["Code 编号"]), "is missing"),
    (lambda: book(head=[]), "is missing"),
    (lambda: book(ROW, head=[*COLUMNS.values(), "Code 编号"]), "no other column"),
    (lambda: book(), "no question"),
    (lambda: book(*[{"kind": "x"}] * 5001), "5000 questions"),
]


@pytest.mark.parametrize(("make", "why"), BROKEN)
def test_a_file_that_is_no_sheet_says_why(make, why):
    with pytest.raises(Unreadable, match=why):
        sheet.read(make())
