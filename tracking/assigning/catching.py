"""Each day: whoever an assignment touches by now has it once; whoever it touches no more is released."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from people.models import User
from tracking import due
from tracking.assigning.standing import Held, done_on, stand
from tracking.models import Assignment, Duty

AT_ONCE = 500


def catch_all(on: date) -> int:
    """For every assignment that stands; returns how many duties are new. Repeated, it changes nothing."""
    return sum(catch(assignment, on) for assignment in Assignment.objects.open().select_related("certification"))


@transaction.atomic
def catch(assignment: Assignment, on: date) -> int:
    people = assignment.people()
    duties = Duty.objects.filter(assignment=assignment)
    duties.filter(released_on=None).exclude(person__in=people).update(released_on=on)
    duties.filter(person__in=people).exclude(released_on=None).update(released_on=None)
    newcomers = people.exclude(pk__in=duties.values("person"))
    caught = [first_duty(assignment, person, on) for person in newcomers.only("pk", "hired_on").order_by("pk")]
    Duty.objects.bulk_create(caught, batch_size=AT_ONCE, ignore_conflicts=True)
    return len(caught) + (next_rounds(assignment, on) if assignment.every_months else 0)


def first_duty(assignment: Assignment, person: User, on: date) -> Duty:
    last = due.first_due(assignment.terms, person.hired_on, on)
    return Duty(assignment=assignment, person=person, assigned_on=on, due_on=max(last, on))


def next_rounds(assignment: Assignment, on: date) -> int:
    """Whoever is through with a round gets the next, in which only what comes after counts."""
    held = stand(Duty.objects.filter(assignment=assignment).held().with_all(), on)
    following = [following_of(each, on) for each in held if each.done_at or (each.is_excused and on > each.duty.due_on)]
    Duty.objects.bulk_create(following, batch_size=AT_ONCE, ignore_conflicts=True)
    return len(following)


def following_of(held: Held, on: date) -> Duty:
    duty = held.duty
    last = due.next_due(duty.due_on, done_on(held), duty.assignment.every_months)
    after = held.done_at or end_of(duty.due_on)
    return Duty(
        assignment=duty.assignment,
        person=duty.person,
        round=duty.round + 1,
        assigned_on=min(on, last),
        due_on=last,
        counts_after=after,
    )


def end_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.max))
