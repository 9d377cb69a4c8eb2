"""By when people are to meet the requirements of a certification, as far as they were assigned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from certificates.models import Certification
from tracking.assigning.things import things_of
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
    duties = list(
        Duty.objects.held().filter(person__in=people, excuse=None).select_related("assignment__certification")
    )
    things = things_of({duty.assignment.key: duty.assignment for duty in duties}.values())
    found: dict[int, Dates] = defaultdict(Dates)
    for duty in duties:
        if duty.assignment.certification_id == certification.pk:
            found[duty.person_id].whole.append(duty.due_on)
        elif duty.assignment.activity:
            keys = things[duty.assignment.key].activities_of_round(duty.round)
            found[duty.person_id].parts.append((keys, duty.due_on))
    return found
