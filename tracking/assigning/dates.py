"""By when people are to meet the requirements of a certification, as far as they were assigned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from certificates.models import Certification
from people.many import listed, together
from people.prepared import THEIR_KEYS, Prepared
from tracking.assigning.things import things_of_pages
from tracking.due import earliest
from tracking.models import Duty


@dataclass
class Dates:
    """Of one person: the last days for the certification as a whole, and for sets of activities."""

    whole: list[date] = field(default_factory=list)
    parts: list[tuple[frozenset[UUID], date]] = field(default_factory=list)

    def of(self, activities: Collection[UUID]) -> date | None:
        """The first last day of whatever asks for all these activities."""
        return earliest([*self.whole, *(day for keys, day in self.parts if activities and keys.issuperset(activities))])


NO_DATES = Dates()


def due_dates(certification: Certification, people: Collection[int]) -> dict[int, Dates]:
    """By person's id; the same few queries for any number of people. Who is excused has no date."""
    duties = HELD.rows(together(people))
    things = things_of_pages({activity for *_, activity in duties if activity})
    found: dict[int, Dates] = defaultdict(Dates)
    for person, number, due_on, whole, activity in duties:
        if whole == certification.pk:
            found[person].whole.append(due_on)
        elif activity:
            found[person].parts.append((things[activity].activities_of_round(number), due_on))
    return found


def held_by(people: str) -> QuerySet:
    duties = Duty.objects.held().filter(person__in=listed(people), excuse=None)
    return duties.values_list("person", "round", "due_on", "assignment__certification", "assignment__activity")


HELD = Prepared(held_by, places=(THEIR_KEYS,))
