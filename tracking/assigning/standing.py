"""How duties stand: read from the ledger and the certificates in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from certificates.models import Certificate
from courses.models import LedgerEntry, Outcome
from tracking import due
from tracking.assigning.things import Thing, things_of
from tracking.models import Duty


@dataclass(frozen=True)
class Held:
    """A duty with what it is about and how it stands; `state` is one of `due.URGENCY`."""

    duty: Duty
    thing: Thing
    state: str
    done: int
    total: int
    done_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.state in due.OPEN

    @property
    def is_excused(self) -> bool:
        return self.state == due.EXCUSED


@dataclass
class Record:
    """What the record has of one person: by activity when it was first and last done, what was begun."""

    done: dict[UUID, list[datetime]]
    begun: dict[UUID, datetime]
    certificates: list[tuple[int, datetime, date | None]]


def stand(duties: QuerySet | Iterable[Duty], on: date) -> list[Held]:
    """In the order of `duties`, which need `with_all()`. A queryset of them becomes a part of the queries."""
    people = duties.order_by().values("person") if isinstance(duties, QuerySet) and not duties.query.is_sliced else None
    duties = list(duties)
    things = things_of({duty.assignment.key: duty.assignment for duty in duties}.values())
    records = records_of(people if people is not None else {duty.person_id for duty in duties}, things.values(), duties)
    return [stands(duty, things[duty.assignment.key], records[duty.person_id], on) for duty in duties]


def records_of(people, things: Iterable[Thing], duties: list[Duty]) -> dict[int, Record]:
    records: dict[int, Record] = defaultdict(lambda: Record(defaultdict(list), {}, []))
    keys = {key for thing in things for key in thing.activities}
    entries = LedgerEntry.objects.in_courses().filter(person__in=people, activity__in=keys).order_by("at")
    for person, activity, outcome, at in entries.values_list("person_id", "activity", "outcome", "at"):
        records[person].begun[activity] = at
        if outcome != Outcome.FAILED:
            records[person].done[activity].append(at)
    programmes = {duty.assignment.certification_id for duty in duties} - {None}
    certificates = Certificate.objects.filter(person__in=people, certification__in=programmes, revocation=None)
    columns = ("person_id", "certification_id", "awarded_at", "valid_until")
    for person, *certificate in certificates.order_by("awarded_at", "pk").values_list(*columns):
        records[person].certificates.append(tuple(certificate))
    return records


def stands(duty: Duty, thing: Thing, record: Record, on: date) -> Held:
    keys = thing.activities_of_round(duty.round)
    after = duty.counts_after
    first = {key: at for key in keys if (at := first_after(record.done.get(key, ()), after))}
    begun = any(key in record.begun and (after is None or record.begun[key] > after) for key in keys)
    total = max(len(keys), 1)
    if duty.assignment.certification_id:
        done_at = certified_at(duty, record)
        done = total if done_at else min(len(first), total - 1)
    else:
        done, done_at = len(first), max(first.values()) if len(first) == total else None
    excused = hasattr(duty, "excuse")
    state = due.state(due.Progress(done, total, begun), duty.due_on, on, is_excused=excused)
    return Held(duty, thing, state, done, total, done_at)


def first_after(moments: Iterable[datetime], after: datetime | None) -> datetime | None:
    return next((at for at in moments if after is None or at > after), None)


def certified_at(duty: Duty, record: Record) -> datetime | None:
    """When the certificate was awarded that the person held on the day of the assignment, or was awarded since."""
    for certification, awarded_at, valid_until in record.certificates:
        if certification == duty.assignment.certification_id and (
            valid_until is None or valid_until >= duty.assigned_on
        ):
            return awarded_at
    return None


def done_on(held: Held) -> date | None:
    return timezone.localtime(held.done_at).date() if held.done_at else None
