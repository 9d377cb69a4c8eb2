"""Every version that each clause of the standard has had, for the auditor's pack."""

from collections.abc import Iterator
from typing import Any

from people.packs import Record, Scope, of_facts
from standards.models import Clause


def records(scope: Scope) -> Iterator[Record]:
    for clause in Clause.objects.prefetch_related("versions").order_by("code"):
        yield of_facts(f"standard/{clause.code.lower()}.json", lambda clause=clause: facts(clause))


def facts(clause: Clause) -> dict[str, Any]:
    versions = sorted(clause.versions.all(), key=lambda each: each.number)
    return {
        "code": clause.code,
        "version": clause.version,
        "in_force_from": clause.in_force_from,
        "versions": [
            {"number": each.number, "in_force_from": each.in_force_from, "content": each.content} for each in versions
        ],
    }
