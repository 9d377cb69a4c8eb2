"""The ledger of each person, for the auditor's pack."""

from collections.abc import Iterator
from typing import Any

from wagtail.models import Page

from courses.models import LedgerEntry
from people.packs import Record, Scope, of_facts


def records(scope: Scope) -> Iterator[Record]:
    for pk, number in scope.people.order_by("employee_number").values_list("pk", "employee_number"):
        yield of_facts(f"ledger/{number}.json", lambda pk=pk: ledger_of(pk))


def ledger_of(person: int) -> list[dict[str, Any]]:
    entries = list(LedgerEntry.objects.filter(person=person).order_by("at", "pk"))
    titles = titles_of({entry.activity for entry in entries})
    return [
        {
            "activity": entry.activity,
            "titles": titles.get(entry.activity, {}),
            "outcome": entry.outcome,
            "score": entry.score,
            "at": entry.at.isoformat(),
            "evidence": f"{entry.evidence_kind}:{entry.evidence_id}" if entry.evidence_kind else "",
        }
        for entry in entries
    ]


def titles_of(keys: set) -> dict:
    """In both languages."""
    found: dict = {}
    pages = Page.objects.filter(translation_key__in=keys).order_by("pk")
    for key, language, title in pages.values_list("translation_key", "locale__language_code", "title"):
        found.setdefault(key, {})[language] = title
    return found
