"""The workbook to fill in: headings in both languages, lists to choose from."""

import io

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from people.importing.columns import COLUMNS, JOBS, LANGUAGES, ROLES
from people.models import Dealership, Region, Role

LINES = 20_000


def workbook() -> bytes:
    book = Workbook()
    sheet, lists = book.active, book.create_sheet("Lists")
    sheet.title = "People"
    sheet.append([f"{chinese} / {english}" for _label, chinese, english in COLUMNS.values()])
    sheet.freeze_panes = "A2"
    choices = {
        "role": [spellings[0] for role, spellings in ROLES.items() if role != Role.ADMINISTRATOR],
        "job_role": [spellings[0] for spellings in JOBS.values()],
        "dealership": list(Dealership.objects.values_list("code", flat=True)),
        "region": list(Region.objects.values_list("code", flat=True)),
        "language": [spellings[0] for spellings in LANGUAGES.values()],
        "status": ["在职", "离职"],
    }
    for number, cell in enumerate(sheet[1]):
        letter = cell.column_letter
        cell.font = Font(bold=True)
        sheet.column_dimensions[letter].width = 26
        values = choices.get(list(COLUMNS)[number], [])
        for line, value in enumerate(values, 1):
            lists[f"{letter}{line}"] = value
        if values:
            rule = DataValidation("list", formula1=f"Lists!${letter}$1:${letter}${len(values)}", allow_blank=True)
            sheet.add_data_validation(rule)
            rule.add(f"{letter}2:{letter}{LINES + 1}")
        # Text, so that Excel keeps the zeros at the front of a number.
        if list(COLUMNS)[number] == "employee_number":
            sheet.column_dimensions[letter].number_format = "@"
    lists.sheet_state = "hidden"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
