"""Who or what is wanted at two places at once, for somebody who plans a session."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from people.models import User
from roleplays.models import Plan, PlannedAssessor


@dataclass(frozen=True)
class Conflict:
    """`who` is None for the place. Of the other session nothing is said but when it is: it may be of strangers."""

    who: User | None
    place: str
    starts_at: datetime
    ends_at: datetime


def conflicts(
    people: Iterable[User], place: str, dealership: int | None, starts_at: datetime, ends_at: datetime,
    besides: int | None = None,
) -> list[Conflict]:  # fmt: skip
    """With plans that overlap, in three queries; `besides` is the plan that is being moved."""
    named = {person.pk: person for person in people}
    at_the_time = Plan.objects.overlapping(starts_at, ends_at).exclude(pk=besides)
    taken = PlannedAssessor.objects.filter(assessor__in=named).values("plan")
    same_place = Q(place__iexact=place.strip(), person__dealership=dealership)
    found = at_the_time.filter(Q(person__in=named) | Q(player__in=named) | Q(pk__in=taken) | same_place)
    found = list(found.prefetch_related("assessors").select_related("person").soonest_first())
    return [each for plan in found for each in _of(plan, named, place, dealership)]


def _of(plan: Plan, named: dict[int, User], place: str, dealership: int | None) -> list[Conflict]:
    parts = {plan.person_id, plan.player_id, *(each.assessor_id for each in plan.assessors.all())}
    busy = [Conflict(person, "", plan.starts_at, plan.ends_at) for pk, person in named.items() if pk in parts]
    is_there = plan.place.casefold() == place.strip().casefold() and plan.person.dealership_id == dealership
    return busy + ([Conflict(None, plan.place, plan.starts_at, plan.ends_at)] if is_there else [])
