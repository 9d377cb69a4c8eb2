"""The matrix: people × requirements of a certification, with who may not serve customers tomorrow first.

First a light look at everybody, for the order, the filters and the counts (`roll`); then all about the few who are
shown (`rows`). Neither asks more questions for more people.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from certificates import rules
from certificates.models import GRACE, Certificate, Certification, Requirement, Road, results_of
from certificates.rules import Rule, Standing
from courses.models import LedgerEntry, Outcome
from people.latin import latin_name
from people.models import User

# Exceptions first: the order in which people need the manager's attention.
URGENCY = ("revoked", "expired", "failed", "not_started", "in_progress", "expiring", "valid")
CERTIFIED = ("valid", "expiring")


@dataclass(frozen=True)
class Asked:
    """What a certification asks for, on the first road and for its renewal."""

    certification: Certification
    first: dict[Requirement, Rule]
    renewal: dict[Requirement, Rule]

    @classmethod
    def by(cls, certification: Certification) -> Asked:
        return cls(certification, certification.rule_of_each(), certification.rule_of_each(Road.RENEWAL))

    @property
    def requirements(self) -> list[Requirement]:
        return list(self.first)

    @property
    def activities(self) -> set[UUID]:
        return {key for rule in (*self.first.values(), *self.renewal.values()) for key in rule.activities}


@dataclass(frozen=True)
class Entry:
    """One person on the roll: enough to search, sort and count; `state` is one of URGENCY."""

    pk: int
    name: str
    name_latin: str
    employee_number: str
    hired_on: date | None
    state: str

    @property
    def pinyin(self) -> str:
        return pinyin_of(self.name)

    @property
    def is_certified(self) -> bool:
        return self.state in CERTIFIED

    def matches(self, words: str) -> bool:
        """By name, by either of its readings with or without spaces, or by employee number."""
        sought = squeezed(words)
        return any(sought in squeezed(text) for text in (self.name, self.name_latin, self.pinyin, self.employee_number))


@dataclass(frozen=True)
class Cell:
    """How a person stands with a requirement. What is to be renewed has a date, `until`, by which it is due."""

    requirement: Requirement
    rule: Rule
    standing: Standing
    state: str
    until: date | None = None


@dataclass(frozen=True)
class Row:
    person: User
    cells: list[Cell]
    certificate: Certificate | None
    state: str

    @property
    def open_cells(self) -> list[Cell]:
        """What is begun or has a date, and is not passed."""
        return [cell for cell in self.cells if not cell.standing.is_met and cell.state != rules.NOT_STARTED]

    @property
    def not_started(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.state == rules.NOT_STARTED]

    @property
    def passed(self) -> int:
        return sum(cell.standing.is_met for cell in self.cells)


def roll(asked: Asked, people: QuerySet, on: date) -> list[Entry]:
    """Everybody of `people`, by urgency; people of the same urgency by pinyin."""
    certificates = latest_certificates(asked.certification, people)
    first_road = {key for rule in asked.first.values() for key in rule.activities}
    begun = Exists(LedgerEntry.objects.filter(person=OuterRef("pk"), activity__in=first_road))
    failed = ExpressionWrapper(who_failed(asked.first.values()), BooleanField())
    found = people.annotate(begun=begun, failed=failed).order_by("employee_number")
    entries = []
    columns = ("pk", "name", "name_latin", "employee_number", "hired_on", "begun", "failed")
    for pk, *rest, has_begun, has_failed in found.values_list(*columns):
        certificate = certificates.get(pk)
        without = "failed" if has_failed else "in_progress" if has_begun else "not_started"
        entries.append(Entry(pk, *rest, certificate.state(on) if certificate else without))
    return in_order(entries, "state")


def in_order(entries: Iterable[Entry], sort: str) -> list[Entry]:
    """By "state", "pinyin" or "hired" (newest first, at the end those of whom it is not known)."""
    by_name = sorted(entries, key=lambda entry: (entry.pinyin.casefold(), entry.name, entry.employee_number))
    if sort == "hired":
        return sorted(by_name, key=lambda entry: -(entry.hired_on or date.min).toordinal())
    return by_name if sort == "pinyin" else sorted(by_name, key=lambda entry: URGENCY.index(entry.state))


def rows(asked: Asked, people: Sequence[User], on: date) -> list[Row]:
    """One row for each of `people`, in their order; of a size that a page or a part of a file has."""
    results = results_of(people, asked.activities)
    held = latest_certificates(asked.certification, people)
    return [row_of(asked, person, results.get(person.pk, []), held.get(person.pk), on) for person in people]


def row_of(asked: Asked, person: User, results: list, certificate: Certificate | None, on: date) -> Row:
    held = certificate.state(on) if certificate else ""
    again = rules_of_renewal(asked, certificate, on) if held in ("expiring", "expired") else {}
    since = certificate.renewable_from if again else None
    cells = [
        renewed(requirement, again[requirement.page_id], results, since, certificate.valid_until, on)
        if requirement.page_id in again
        else earned(requirement, rule, results)
        for requirement, rule in asked.first.items()
    ]
    return Row(person, cells, certificate, held or state_without_certificate(cells))


def earned(requirement: Requirement, rule: Rule, results: list) -> Cell:
    standing = rules.standing(rule, results)
    return Cell(requirement, rule, standing, standing.state)


def renewed(requirement: Requirement, rule: Rule, results: list, since: datetime, until: date, on: date) -> Cell:
    standing = rules.standing(rule, [result for result in results if result.at >= since])
    open_state = "due" if on <= until else "overdue"
    return Cell(requirement, rule, standing, standing.state if standing.is_met else open_state, until)


def rules_of_renewal(asked: Asked, certificate: Certificate, on: date) -> dict[int, Rule]:
    """By page: the shorter road while it is open, as in `Certification.renewal_standings`."""
    is_late = on > certificate.valid_until + GRACE
    road = asked.renewal if asked.renewal and not is_late else asked.first
    return {requirement.page_id: rule for requirement, rule in road.items()}


def state_without_certificate(cells: Iterable[Cell]) -> str:
    """Who failed something is under way, but needs attention before those who have not begun.

    All met means that the award is on its way, so that too is in progress.
    """
    states = {cell.state for cell in cells}
    if "failed" in states:
        return "failed"
    return "not_started" if states <= {"not_started"} else "in_progress"


def latest_certificates(certification: Certification, people: QuerySet | Sequence[User]) -> dict[int, Certificate]:
    certificates = certification.certificates.filter(person__in=people).defer("evidence")
    return {each.person_id: each for each in certificates.select_related("revocation").order_by("number")}


def who_failed(asked: Iterable[Rule]) -> Q:
    """Whoever has tried a requirement and got nothing of it done; `rules.standing` calls that failed."""
    tried = Q(pk__in=[])
    for rule in asked:
        about = LedgerEntry.objects.filter(person=OuterRef("pk"), activity__in=rule.activities)
        tried |= Q(Exists(about.filter(outcome=Outcome.FAILED))) & ~Q(Exists(about.done()))
    return tried


@lru_cache(maxsize=50_000)
def pinyin_of(name: str) -> str:
    return latin_name(name)


def squeezed(text: str) -> str:
    return "".join(text.casefold().split())
