"""From a ledger entry to what it rests on: the page it was about and the result that proves it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from wagtail.models import Locale, Page

from courses.models import LedgerEntry

RESULT_PAGES = {"quizzes.attempt": "quizzes:result", "roleplays.session": "roleplays:result"}


@dataclass(frozen=True)
class Evidence:
    entry: LedgerEntry
    title: str
    url: str

    @property
    def state(self) -> str:
        return "failed" if self.entry.outcome == "failed" else "passed"


def with_links(entries: Iterable[LedgerEntry]) -> list[Evidence]:
    """Titles in the active language; one query for all pages. A page that is gone leaves its record."""
    entries = list(entries)
    keys = {entry.activity for entry in entries}
    pages = Page.objects.filter(translation_key__in=keys, locale=Locale.get_active())
    titles = dict(pages.values_list("translation_key", "title"))
    return [Evidence(entry, titles.get(entry.activity, "—"), url_of(entry)) for entry in entries]


def url_of(entry: LedgerEntry) -> str:
    name = RESULT_PAGES.get(entry.evidence_kind)
    return reverse(name, args=[entry.evidence_id]) if name else ""
