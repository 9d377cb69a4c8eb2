"""What one person has been assigned."""

from __future__ import annotations

from datetime import date
from functools import cache

from django.db.models import QuerySet

from people.models import User
from tracking.assigning.listing import by_urgency
from tracking.assigning.standing import Held, stand
from tracking.models import Duty


def own_duties(person: User, on: date) -> list[Held]:
    """Still to be done, by the day on which it is due."""
    duties = list(duties_by_day().filter(person=person))
    return [held for held in stand(duties, on) if held.is_open] if duties else []


@cache
def duties_by_day() -> QuerySet[Duty]:
    """For the home page of each learner, so put together once, and without those whom only lists of many name."""
    return Duty.objects.held().select_related("assignment__certification", "excuse").order_by("due_on", "pk")


def all_duties(person: User, on: date) -> list[Held]:
    duties = list(Duty.objects.held().filter(person=person).with_all())
    return by_urgency(stand(duties, on)) if duties else []
