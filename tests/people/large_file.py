"""A file of a whole network's people: who is new, changes, moves, leaves or stays, and rows that are wrong in each way
that there is. Dealerships are `d-1` to `d-9`, employee numbers `f-1` and so on."""

import csv
import io
from collections.abc import Iterator

HEADINGS = {
    "employee_number": "工号", "name": "姓名", "email": "邮箱", "role": "角色", "dealership": "经销商",
    "region": "区域", "hired_on": "入职日期", "status": "状态", "left_on": "离职日期",
}  # fmt: skip
PLACES = [f"d-{number}" for number in range(1, 10)]
KINDS = ("unchanged", "changed", "moved", "left", "new")

# Column that is named: what stands in the row.
WRONG = [
    ("employee_number", {"employee_number": ""}),
    ("employee_number", {"employee_number": "林-{n}"}),
    ("employee_number", {"employee_number": "f-" + "9" * 40}),
    ("employee_number", {"employee_number": "f-1"}),  # and there it is already
    ("name", {"name": ""}),
    ("name", {"name": "=A1"}),
    ("name", {"name": "长" * 81}),
    ("email", {"email": "nobody"}),
    ("email", {"email": "f-1@example.com"}),
    ("role", {"role": "魔术师"}),
    ("role", {"role": "管理员"}),
    ("dealership", {"dealership": "moon"}),
    ("dealership", {"dealership": ""}),
    ("region", {"role": "区域经理"}),
    ("hired_on", {"hired_on": "不久以后"}),
    ("left_on", {"left_on": "2999-01-01"}),
    ("status", {"left_on": "2026-01-02", "status": "在职"}),
]


def before(number: int) -> dict[str, str]:
    return {"name": f"员工{number}", "dealership": PLACES[number % 9], "email": f"f-{number}@example.com"}


def kind_of(number: int) -> str:
    return KINDS[number % 5]


def rows(people: int) -> Iterator[dict[str, str]]:
    for number in range(1, people + 1):
        row = {"employee_number": f"f-{number}"} | before(number)
        change = {
            "changed": {"name": f"改名{number}"},
            "moved": {"dealership": PLACES[(number + 1) % 9]},
            "left": {"left_on": "2026年1月2日"},
        }
        yield row | change.get(kind_of(number), {})


def wrong_rows(number: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Each way to be wrong in turn, with the column that is to be named."""
    for n in range(number):
        column, mistake = WRONG[n % len(WRONG)]
        row = {"employee_number": f"x-{n}", "name": f"错{n}", "dealership": "d-1"}
        yield column, row | {name: text.format(n=n) for name, text in mistake.items()}


def as_csv(lines: Iterator[dict[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADINGS.values())
    writer.writerows([row.get(name, "") for name in HEADINGS] for row in lines)
    return text.getvalue().encode("gb18030")
