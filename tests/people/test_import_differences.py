"""What a file would change, row by row."""

import datetime as dt

import pytest

from people.importing.differences import BLANK, Known, differences
from people.importing.reading import Row

TODAY = dt.date(2026, 11, 2)
LIN = BLANK | {"name": "林晓", "email": "lin@example.com", "dealership": "riverside"}
BOSS = BLANK | {"name": "管理", "role": "administrator"}
PEOPLE = {"lin": LIN, "zhou": BLANK | {"name": "周堃", "dealership": "riverside"}, "admin": BOSS}
PLACES = {"riverside": "riverside", "江畔店": "riverside", "harbour": "harbour"}
KNOWN = Known(PEOPLE, PLACES, {"east": "east"}, oneself="admin")


def found(*rows: dict, **options):
    fields = list(dict.fromkeys(name for row in rows for name in row))
    lines = [Row(number, [row.get(name, "") for name in fields]) for number, row in enumerate(rows, 2)]
    return differences(lines, fields, KNOWN, TODAY, **options)


@pytest.mark.parametrize(
    ("row", "kind", "after"),
    [
        ({"employee_number": "LIN"}, "unchanged", {}),
        ({"employee_number": "ｌｉｎ", "name": "林小"}, "changed", {"name": "林小"}),
        ({"employee_number": "lin", "dealership": "harbour"}, "moved", {"dealership": "harbour"}),
        ({"employee_number": "lin", "status": "离职"}, "left", {"is_active": False}),
        ({"employee_number": "lin", "left_on": "2026年11月1日"}, "left", {"is_active": False}),
        ({"employee_number": "lin", "role": "培训师"}, "changed", {"role": "trainer"}),
    ],
)
def test_each_row_says_what_becomes_of_the_person(row, kind, after):
    (only,) = found(row)
    assert (only.kind, only.after) == (kind, after)
    assert only.before == {column: LIN[column] for column in after}


def test_a_new_person_is_written_in_pinyin():
    (only,) = found({"employee_number": "n-1", "name": "欧阳娜娜", "dealership": "江畔店"})
    assert (only.kind, only.after["name_latin"], only.after["dealership"]) == ("new", "Ouyang Nana", "riverside")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"employee_number": ""}, "employee_number"),
        ({"employee_number": "林"}, "employee_number"),
        ({"employee_number": "n-1", "dealership": "harbour"}, "name"),
        ({"employee_number": "n-1", "name": "新"}, "dealership"),
        ({"employee_number": "lin", "dealership": "moon"}, "dealership"),
        ({"employee_number": "lin", "name": "=A1"}, "name"),
        ({"employee_number": "lin", "name": "长" * 81}, "name"),
        ({"employee_number": "zhou", "email": "LIN@example.com"}, "email"),
        ({"employee_number": "lin", "email": "lin"}, "email"),
        ({"employee_number": "lin", "hired_on": "soon"}, "hired_on"),
        ({"employee_number": "lin", "left_on": "2026-11-03"}, "left_on"),
        ({"employee_number": "lin", "left_on": "2026-11-01", "status": "在职"}, "status"),
        ({"employee_number": "lin", "role": "区域经理"}, "region"),
        ({"employee_number": "lin", "role": "管理员"}, "role"),
        ({"employee_number": "admin", "status": "left"}, "employee_number"),
        ({"employee_number": "admin", "role": "trainer"}, "employee_number"),
    ],
)
def test_a_row_is_refused_with_its_number_and_column(row, column):
    (only,) = found(row)
    assert (only.number, only.kind, [each.column for each in only.refusals]) == (2, "refused", [column])


def test_a_number_or_address_twice_in_the_file_is_refused_both_times():
    rows = found(
        {"employee_number": "lin", "email": "a@example.com"}, {"employee_number": "Lin ", "email": "A@example.com"}
    )
    assert [[each.column for each in row.refusals] for row in rows] == [["employee_number", "email"]] * 2


def test_the_absent_leave_only_if_asked_and_only_where_the_file_speaks_of():
    row = {"employee_number": "lin", "name": "林晓"}
    assert len(found(row)) == 1
    assert [each.employee_number for each in found(row, absent_leave=True) if each.kind == "left"] == ["zhou"]
