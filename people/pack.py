"""Who works at the dealership, for the auditor's pack."""

from collections.abc import Iterator
from typing import Any

from people.packs import Record, Scope, of_facts


def records(scope: Scope) -> Iterator[Record]:
    yield of_facts("people.json", lambda: [facts(each) for each in scope.people.order_by("employee_number")])


def facts(person) -> dict[str, Any]:
    return {
        "employee_number": person.employee_number,
        "name": person.name,
        "name_latin": person.name_latin,
        "role": person.role,
        "job": person.job_role,
        "hired_on": person.hired_on,
        "works_here": person.is_active,
    }
