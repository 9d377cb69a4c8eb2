"""What one person has been assigned."""

from __future__ import annotations

from datetime import date

from people.models import User
from people.prepared import Prepared
from tracking.assigning.listing import by_urgency
from tracking.assigning.standing import Held, stand
from tracking.models import Duty

# Asked on the home page of each learner, most of whom have nothing to do by a day.
HELD = Prepared(lambda person: Duty.objects.held().filter(person=person).values_list("pk"))


def own_duties(person: User, on: date) -> list[Held]:
    """Still to be done, by the day on which it is due; without those whom only lists of many name."""
    held = [pk for (pk,) in HELD.rows(person.pk)]
    if not held:
        return []
    duties = Duty.objects.filter(pk__in=held).select_related("assignment__certification", "excuse")
    return [each for each in stand(list(duties.order_by("due_on", "pk")), on) if each.is_open]


def all_duties(person: User, on: date) -> list[Held]:
    duties = list(Duty.objects.held().filter(person=person).with_all())
    return by_urgency(stand(duties, on)) if duties else []
