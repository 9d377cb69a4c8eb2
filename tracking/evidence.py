"""From a ledger entry to what it rests on: the page it was about and the result that proves it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from wagtail.models import Locale, Page

from courses.models import LedgerEntry
from courses.models.ledger import AT_WORK
from tracking.matrix import Cell, Row

RESULT_PAGES = {
    "quizzes.attempt": "quizzes:result",
    "quizzes.regraded": "quizzes:regraded",
    "roleplays.session": "roleplays:result",
    AT_WORK: "roleplays:result",
}


@dataclass(frozen=True)
class Evidence:
    entry: LedgerEntry
    title: str
    url: str

    @property
    def is_at_work(self) -> bool:
        return self.entry.evidence_kind == AT_WORK

    @property
    def state(self) -> str:
        return "failed" if self.entry.outcome == "failed" else "passed"


@dataclass(frozen=True)
class Proof:
    """A cell of the matrix, what it rests on, and the titles of what nobody has begun yet."""

    cell: Cell
    evidence: list[Evidence]
    missing: list[str]


def with_links(entries: Iterable[LedgerEntry]) -> list[Evidence]:
    """Titles in the active language; one query for all pages. A page that is gone leaves its record."""
    entries = list(entries)
    return linked(entries, titles_of({entry.activity for entry in entries}))


def proofs(row: Row) -> list[Proof]:
    """Everything behind a person's row, in two queries."""
    keys = {key for cell in row.cells for key in cell.rule.activities}
    titles = titles_of(keys)
    record = linked(LedgerEntry.objects.filter(person=row.person, activity__in=keys).order_by("-at", "-pk"), titles)
    return [proof_of(cell, record, titles) for cell in row.cells]


def proof_of(cell: Cell, record: list[Evidence], titles: dict[UUID, str]) -> Proof:
    evidence = [each for each in record if each.entry.activity in cell.rule.activities]
    begun = {each.entry.activity for each in evidence}
    missing = [title for key, title in titles.items() if key in cell.rule.activities and key not in begun]
    return Proof(cell, evidence, missing)


def linked(entries: Iterable[LedgerEntry], titles: dict[UUID, str]) -> list[Evidence]:
    return [Evidence(entry, titles.get(entry.activity, "—"), url_of(entry)) for entry in entries]


def titles_of(keys: set[UUID]) -> dict[UUID, str]:
    """In the order of the course."""
    pages = Page.objects.filter(translation_key__in=keys, locale=Locale.get_active()).order_by("path")
    return dict(pages.values_list("translation_key", "title"))


def url_of(entry: LedgerEntry) -> str:
    name = RESULT_PAGES.get(entry.evidence_kind)
    return reverse(name, args=[entry.evidence_id]) if name else ""
