"""A spreadsheet is read as Excel in China writes it, and refused as a whole where it cannot be."""

import datetime as dt
import io
import zipfile

import pytest
from openpyxl import Workbook

from people.importing.columns import guessed
from people.importing.differences import day, tidy_name, tidy_number
from people.importing.reading import MOST_BYTES, Row, Unreadable, read

TEXT = "工号,姓名,经销商\r\n1001,㛃喆𬭊,riverside\r\n"


def sheet(*rows: list) -> bytes:
    book, content = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_each_encoding_is_told_from_the_others(encoding):
    table = read(TEXT.encode(encoding))
    assert table.headings == ["工号", "姓名", "经销商"]
    assert table.rows == [Row(2, ["1001", "㛃喆𬭊", "riverside"])]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_each_separator_is_told_from_the_others(separator):
    assert read(TEXT.replace(",", separator).encode()).rows[0].cells == ["1001", "㛃喆𬭊", "riverside"]


def test_a_workbook_gives_texts_with_the_row_numbers_of_excel():
    table = read(sheet(["工号", "入职日期"], [], [1001, dt.datetime(2026, 3, 1)], [7.0, " x "]))  # noqa: DTZ001
    assert table.rows == [Row(3, ["1001", "2026-03-01"]), Row(4, ["7", "x"])]


def test_a_formula_shows_as_one():
    assert read(sheet(["工号"], ["=1+1"])).rows[0].cells == ["=1+1"]


def test_too_many_bytes_are_refused():
    with pytest.raises(Unreadable, match="10 MB"):
        read(b"x" * (MOST_BYTES + 1))


def test_too_many_rows_are_refused():
    with pytest.raises(Unreadable, match="20,000 rows"):
        read(b"number\n" + b"1\n" * 20_001)


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(9):
            archive.writestr(f"{number}.xml", bytes(10_000_000))
    with pytest.raises(Unreadable, match="too large"):
        read(content.getvalue())


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"PK\x03\x04 not a zip", "damaged"),
        (b"number\n", "no rows"),
        (b"", "no rows"),
        (b"a,b\n\x00,1\n", "neither"),
        (b"a\xff\xff\xff", "cannot be read"),
    ],
)
def test_what_is_no_table_is_refused_and_why(content, why):
    with pytest.raises(Unreadable, match=why):
        read(content)


def test_a_part_with_a_doctype_is_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("xl/workbook.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a/>')
    with pytest.raises(Unreadable, match="damaged"):
        read(content.getvalue())


@pytest.mark.parametrize(
    "text", ["2026-03-01", "2026/3/1", "2026年3月1日", "２０２６年３月１日", "2026.3.1", "2026/3/1 0:00"]
)
def test_a_day_is_read_in_every_way_of_writing_it(text):
    assert day(text) == dt.date(2026, 3, 1)


@pytest.mark.parametrize("text", ["2026-02-30", "1.3.2026", "tomorrow", ""])
def test_what_is_no_day_is_none(text):
    assert day(text) is None


def test_numbers_and_names_are_tidied():
    assert tidy_number("\u3000Ａ１００ １ ") == "a1001"
    assert tidy_name(" 阿依古丽•买买提 ") == "阿依古丽·买买提"


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (["工号", "姓 名", "门店", "备注"], ["employee_number", "name", "dealership", ""]),
        (["工号 / Employee number", "E-Mail", "Job"], ["employee_number", "email", "job_role"]),
        (["Name", "姓名"], ["name", ""]),
    ],
)
def test_columns_are_guessed_from_headings_in_both_languages(headings, fields):
    assert guessed(headings, {}) == fields


def test_a_column_is_remembered():
    assert guessed(["代号"], {"代号": "employee_number"}) == ["employee_number"]
