"""Tables as files: no text becomes a formula, what is written is read back, and memory stays flat."""

import csv
import datetime as dt
import io
import tracemalloc
from collections.abc import Iterator
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from people import xlsx
from people.sheets import csv_parts
from people.xlsx import xlsx_parts

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", '=HYPERLINK("http://a")']


def book(heading, lines, title="T"):
    return load_workbook(io.BytesIO(b"".join(xlsx_parts(heading, lines, title))))


def test_excel_in_china_knows_the_file_for_utf_8():
    assert "".join(csv_parts([["姓名"]])).encode().startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula_in_csv(text):
    [[cell]] = csv.reader(io.StringIO("".join(csv_parts([[text]])).removeprefix("\ufeff"), newline=""))
    assert cell == f"'{text}"


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_becomes_a_formula_in_xlsx(text):
    cell = book(["Heading"], [[text]]).active["A2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_what_no_file_can_hold_is_left_out():
    assert book(["Heading"], [["a\x00b\x0bc"]], "x/y:z").active["A2"].value == "abc"


def test_every_kind_of_value_comes_back_as_it_was():
    day = dt.date(2026, 2, 28)
    written = ["周堃 <&>", day, Decimal("93.50"), 7, None, ""]
    read = [cell.value for cell in book(list("abcdef"), [written]).active[2]]
    assert read == ["周堃 <&>", dt.datetime(2026, 2, 28), 93.5, 7, None, None]  # noqa: DTZ001 - sheets have no zones


def test_what_looks_like_one_of_excels_escapes_is_no_escape():
    assert "_x005F_x0041_ x_" in xlsx.cell("_x0041_ x_")


def test_the_heading_stands_still_and_out():
    sheet = book(["Name"], [["Lin"]], "团队").active
    assert (sheet.title, sheet.freeze_panes, sheet["A1"].font.b, sheet["A2"].font.b) == ("团队", "B2", True, False)


@pytest.mark.parametrize(("number", "sheets"), [(0, [0]), (3, [3]), (4, [3, 1]), (6, [3, 3])])
def test_what_does_not_fit_on_one_sheet_goes_on_the_next(monkeypatch, number, sheets):
    monkeypatch.setattr(xlsx, "MOST_LINES", 4)
    found = book(["n"], ([n] for n in range(number)))
    assert [sheet.max_row - 1 for sheet in found] == sheets
    assert [sheet["A1"].value for sheet in found] == ["n"] * len(sheets)


def test_the_first_bytes_leave_before_the_last_line_is_there():
    asked = []

    def lines() -> Iterator[list]:
        for number in range(3000):
            asked.append(number)
            yield [number]

    parts = xlsx_parts(["n"], lines(), "T")
    for _ in range(3):
        next(parts)
    assert len(asked) < 2000


def test_ten_times_the_lines_take_no_more_memory():
    def peak(number: int) -> int:
        tracemalloc.start()
        for _part in xlsx_parts(["a", "b"], (["text", n] for n in range(number)), "T"):
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(1000)
    assert peak(20_000) < 1.5 * peak(2000)
