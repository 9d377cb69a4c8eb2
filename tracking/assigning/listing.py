"""Assignments as a list shows them: what, whom, by when, and how those stand whom the reader may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.latin import latin_name
from people.models import User
from tracking import due
from tracking.assigning.standing import Held, stand
from tracking.assigning.things import Thing, things_of
from tracking.models import Assignment, Duty


@dataclass(frozen=True)
class Line:
    assignment: Assignment
    thing: Thing
    counts: list[tuple[str, int]]
    total: int

    @property
    def done(self) -> int:
        return dict(self.counts).get(due.DONE, 0)


def lines(assignments: Sequence[Assignment], user: User, on: date) -> list[Line]:
    """The same queries for any number of assignments and people."""
    duties = Duty.objects.held().filter(assignment__in=[each.pk for each in assignments]).visible_to(user).with_all()
    found: dict[int, list[Held]] = {}
    for held in stand(duties, on):
        found.setdefault(held.duty.assignment_id, []).append(held)
    things = things_of(assignments)
    return [line(each, things[each.key], found.get(each.pk, [])) for each in assignments]


def line(assignment: Assignment, thing: Thing, held: list[Held]) -> Line:
    return Line(assignment, thing, counts_of(held), len(held))


def counts_of(held: Iterable[Held]) -> list[tuple[str, int]]:
    """Of each state that there is, how many people; the most urgent first."""
    number = Counter(each.state for each in held)
    return [(state, number[state]) for state in due.URGENCY if number[state]]


def by_urgency(held: Iterable[Held]) -> list[Held]:
    return sorted(
        held, key=lambda each: (due.URGENCY.index(each.state), each.duty.due_on, latin_name(each.duty.person.name))
    )


def whom(assignment: Assignment) -> str:
    if assignment.person:
        return assignment.person.called
    who = assignment.get_job_role_display() if assignment.job_role else _("All advisors")
    where = str(assignment.team or assignment.dealership or assignment.region or _("All dealerships"))
    if assignment.hired_since:
        since = date_format(assignment.hired_since, "DATE_FORMAT")
        return _("%(who)s · %(where)s · hired since %(date)s") % {"who": who, "where": where, "date": since}
    return _("%(who)s · %(where)s") % {"who": who, "where": where}


def by_when(assignment: Assignment) -> str:
    if assignment.due_on:
        text = _("by %(date)s") % {"date": date_format(assignment.due_on, "DATE_FORMAT")}
    elif assignment.from_hire:
        text = ngettext("within %(days)s day of hiring", "within %(days)s days of hiring", assignment.days)
    else:
        text = ngettext("within %(days)s day", "within %(days)s days", assignment.days)
    text = text % {"days": assignment.days} if assignment.days else text
    if not assignment.every_months:
        return text
    again = ngettext("again every %(months)s month", "again every %(months)s months", assignment.every_months)
    return f"{text} · {again % {'months': assignment.every_months}}"
