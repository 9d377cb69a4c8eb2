"""The matrix: people × requirements of a certification, with who may not serve customers tomorrow first.

First a light look at everybody, for the order, the filters and the counts (`roll`); then all about the few who are
shown (`rows`). Neither asks more questions for more people.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from certificates import rules, validity
from certificates.models import Certificate, Certification, Requirement, Road, results_of
from certificates.rules import Choice, Result, Rule, Standing
from courses.models import LedgerEntry, Outcome
from people.latin import latin_name
from people.many import listed, many, together
from people.models import User
from people.prepared import NUMBERS, THEIR_KEYS, Prepared
from tracking import due
from tracking.assigning.dates import NO_DATES, Dates, due_dates

# Exceptions first: the order in which people need the manager's attention.
URGENCY = ("revoked", "suspended", "expired", "failed", "not_started", "in_progress", "expiring", "valid")
CERTIFIED = ("valid", "expiring")


@dataclass(frozen=True)
class Asked:
    """What a certification asks for, on the first road and for its renewal."""

    certification: Certification
    first: dict[Requirement, Rule]
    renewal: dict[Requirement, Rule]
    choices: list[Choice]

    @classmethod
    def by(cls, certification: Certification) -> Asked:
        first, renewal = certification.rule_of_each(), certification.rule_of_each(Road.RENEWAL)
        return cls(certification, first, renewal, certification.choices(first))

    @cached_property
    def asking(self) -> dict[UUID, list[Requirement]]:
        """By activity the requirements of the first road that ask for it."""
        found: dict[UUID, list[Requirement]] = {}
        for requirement, rule in self.first.items():
            for activity in rule.activities:
                found.setdefault(activity, []).append(requirement)
        return found

    @cached_property
    def begun(self) -> Prepared:
        """Of people, by their keys together: any result of theirs on the first road, None where there is none.

        A value and no condition, of which PostgreSQL would make a join with the whole ledger.
        """
        results = LedgerEntry.objects.filter(person=OuterRef("pk"), activity__in=self.asking).order_by().values("pk")
        people = User.objects.order_by().values_list("pk", Subquery(results[:1]))
        return Prepared(lambda keys: people.filter(pk__in=listed(keys)), places=(THEIR_KEYS,))

    @property
    def requirements(self) -> list[Requirement]:
        return list(self.first)

    @cached_property
    def activities(self) -> set[UUID]:
        return {key for rule in (*self.first.values(), *self.renewal.values()) for key in rule.activities}


@dataclass(frozen=True, slots=True)
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
    """How a person stands with a requirement. What is to be renewed or was assigned is due by `until`."""

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
        return [cell for cell in self.cells if cell.standing.is_open and cell.state != rules.NOT_STARTED]

    @property
    def not_started(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.state == rules.NOT_STARTED]

    @property
    def passed(self) -> int:
        return sum(cell.standing.is_met for cell in self.cells)


def roll(asked: Asked, people: QuerySet, on: date) -> list[Entry]:
    """Everybody of `people`, by urgency; people of the same urgency by pinyin."""
    columns = ("pk", "name", "name_latin", "employee_number", "hired_on")
    found = list(people.order_by("employee_number").values_list(*columns))
    held = states_held(asked.certification, [pk for pk, *_ in found], on)
    without = states_without(asked, [pk for pk, *_ in found if pk not in held])
    return in_order((Entry(pk, *rest, held.get(pk) or without[pk]) for pk, *rest in found), "state")


def states_held(certification: Certification, people: list[int], on: date) -> dict[int, str]:
    """By person, the state of their newest certificate: of tens of thousands, so no certificate is built."""
    rows = HELD.rows(certification.pk, together(people))
    window = certification.renewal_window_days
    return {
        person: validity.state(
            validity.Facts(
                until, window, is_revoked=revoked is not None, is_suspended=suspended, supplement_due=supplement
            ),
            on,
        )
        for person, until, revoked, suspended, supplement in rows
    }


HELD = Prepared(
    lambda certification, people: (
        newest_of(certification, people)
        .order_by()
        .values_list("person_id", "valid_until", "revocation", "is_suspended", "supplement_due")
    ),
    places=(NUMBERS[0], THEIR_KEYS),
)


def states_without(asked: Asked, people: list[int]) -> dict[int, str]:
    """By person, of those who have never been certified."""
    states = dict.fromkeys(people, "not_started")
    begun = [person for person, result in asked.begun.rows(together(people)) if result is not None]
    states |= dict.fromkeys(begun, "in_progress")
    return states | dict.fromkeys(who_failed(asked.first.values(), people), "failed")


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
    dates = due_dates(asked.certification, [person.pk for person in people])
    return [
        row_of(asked, person, results.get(person.pk, []), held.get(person.pk), on, dates.get(person.pk, NO_DATES))
        for person in people
    ]


def row_of(asked: Asked, person: User, results: list, certificate: Certificate | None, on: date, dates: Dates) -> Row:
    held = certificate.state(on) if certificate else ""
    again = rules_of_renewal(asked, certificate, on) if held in ("expiring", "expired") else {}
    concerning = by_requirement(asked, results)
    cells = [
        renewed(requirement, again[requirement.subject], results, certificate.valid_until, on)
        if requirement.subject in again
        else earned(requirement, rule, concerning[requirement], on, dates.of(rule.activities))
        for requirement, rule in asked.first.items()
    ]
    cells = without_what_is_not_needed(cells, asked.choices) if asked.choices else cells
    return Row(person, cells, certificate, held or state_without_certificate(cells))


def by_requirement(asked: Asked, results: Iterable[Result]) -> dict[Requirement, list[Result]]:
    """What each requirement of the first road has to look at; one by one they would all look at everything."""
    found: dict[Requirement, list[Result]] = {requirement: [] for requirement in asked.first}
    for result in results:
        for requirement in asked.asking.get(result.activity, ()):
            found[requirement].append(result)
    return found


def earned(requirement: Requirement, rule: Rule, results: list, on: date, until: date | None) -> Cell:
    """With a date where it was assigned. What was failed says so until its day is over."""
    standing = rules.standing(rule, results, on)
    if standing.is_met or until is None:
        return Cell(requirement, rule, standing, standing.state)
    progress = due.Progress(0, standing.total, standing.state != rules.NOT_STARTED)
    state = due.state(progress, until, on)
    return Cell(
        requirement, rule, standing, "failed" if standing.state == "failed" and state != due.OVERDUE else state, until
    )


def renewed(requirement: Requirement, rule: Rule, results: list, until: date, on: date) -> Cell:
    standing = rules.standing(rule, results, on)
    open_state = "due" if on <= until else "overdue"
    return Cell(requirement, rule, standing, standing.state if standing.is_met else open_state, until)


def without_what_is_not_needed(cells: list[Cell], choices: list[Choice]) -> list[Cell]:
    """Where enough of a group are met, the others are nothing to wait for."""
    settled = rules.settled({cell.requirement: cell.standing for cell in cells}, choices)
    return [
        replace(cell, standing=settled[cell.requirement], state=rules.NOT_NEEDED, until=None)
        if settled[cell.requirement].state == rules.NOT_NEEDED
        else cell
        for cell in cells
    ]


def rules_of_renewal(asked: Asked, certificate: Certificate, on: date) -> dict[tuple, Rule]:
    """By subject: the shorter road while it is open, as in `certificates.models.prospects`."""
    road = asked.renewal if asked.renewal and on <= certificate.grace_ends else asked.first
    after = certificate.awarded_on + timedelta(days=1)
    return {requirement.subject: rule.anew(certificate.renewable_on, after) for requirement, rule in road.items()}


def state_without_certificate(cells: Iterable[Cell]) -> str:
    """Who failed something is under way, but needs attention before those who have not begun.

    All met means that the award is on its way, so that too is in progress.
    """
    states = {cell.standing.state for cell in cells}
    if "failed" in states:
        return "failed"
    return "not_started" if states <= {"not_started", rules.NOT_NEEDED} else "in_progress"


def latest_certificates(certification: Certification, people: Iterable[User]) -> dict[int, Certificate]:
    found = LATEST.objects(certification.pk, together(person.pk for person in people))
    for certificate in found:
        certificate.certification = certification
    return {certificate.person_id: certificate for certificate in found}


def newest_of(certification: int, people: str) -> QuerySet:
    return Certificate.objects.filter(certification=certification, person__in=listed(people)).with_state().newest()


LATEST = Prepared(
    lambda certification, people: (
        newest_of(certification, people).select_related(None).select_related("revocation").defer("evidence")
    ),
    places=(NUMBERS[0], THEIR_KEYS),
)


def who_failed(asked: Iterable[Rule], people: Iterable[int]) -> set[int]:
    """Whoever has tried a requirement and got nothing of it done; `rules.standing` calls that failed.

    Failures of anything are few: asked for by activity, the databases would look for each of them with each person.
    """
    failed = FAILED.rows(together(people))
    tried = {activity for _, activity in failed}
    concerned = [rule.activities for rule in asked if rule.activities & tried]
    if not concerned:
        return set()
    wanted = frozenset().union(*concerned)
    failed = {(person, activity) for person, activity in failed if activity in wanted}
    redone = LedgerEntry.objects.done().filter(person__in=many({person for person, _ in failed}), activity__in=wanted)
    done = set(redone.order_by().values_list("person", "activity").distinct())
    found = set()
    for activities in concerned:
        has_done = {person for person, activity in done if activity in activities}
        found |= {person for person, activity in failed if activity in activities} - has_done
    return found


FAILED = Prepared(
    lambda people: (
        LedgerEntry.objects.filter(person__in=listed(people), outcome=Outcome.FAILED)
        .order_by()
        .values_list("person", "activity")
    ),
    places=(THEIR_KEYS,),
)


@lru_cache(maxsize=50_000)
def pinyin_of(name: str) -> str:
    return latin_name(name)


def squeezed(text: str) -> str:
    return "".join(text.casefold().split())
