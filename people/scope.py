"""Who may see whom, in one place.

An advisor sees nobody but themselves. A trainer sees the people of their dealership, or of their region if they have
one. A manager sees the people of their dealership and of its branches, or where they lead a team the people of that
team; a regional manager those of their region, an administrator everybody. Who has a role at a second place sees the
people of both; whose second place it is, is seen from both. Who acts for somebody sees whom they see, from the first
day to the last. Whoever is signed out or has left sees nobody.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

NOBODY = Q(pk__in=[])
ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Standing:
    """A role at a place, as a membership and a person's own row both have it."""

    role: str
    brand_id: int | None = None
    region_id: int | None = None
    dealership_id: int | None = None
    team_id: int | None = None
    with_branches: bool = True
    delegated: bool = False

    @property
    def place(self) -> tuple[str, int] | None:
        """What of the tree this role sees: the path from a person's row, and the row that it must lead to."""
        if self.role in ("regional_manager", "trainer") and self.region_id:
            return "dealership__region", self.region_id
        if self.role in ("regional_manager", "trainer") and self.brand_id and not self.dealership_id:
            return "dealership__region__brand", self.brand_id
        if self.role == "manager" and self.team_id:
            return "team", self.team_id
        if self.role in ("manager", "trainer") and self.dealership_id:
            return "dealership", self.dealership_id
        return None


def visible_people(user: Any) -> Q:
    """The condition on `User` rows that `user` may see."""
    return about_visible_people(user, "")


def about_visible_people(user: Any, person: str, on: dt.date | None = None) -> Q:
    """The condition on rows whose foreign key path `person` ("" for `User` itself) leads to somebody `user` may see.

    `on` is the day whose memberships and delegations count: today, where a view does not say.
    """
    if not (user.is_authenticated and user.is_active):
        return NOBODY
    if user.role == ADMINISTRATOR:
        return Q()
    pk = f"{person}__pk" if person else "pk"
    on = on or timezone.localdate()
    places = places_of(standings(user, on))
    return Q(**{f"{pk}__in": _keys(user.pk, places, on)}) if places else Q(**{pk: user.pk})


def about_led_places(user: Any, dealership: str, on: dt.date | None = None) -> Q:
    """The condition on rows whose foreign key path `dealership` ("" for `Dealership` itself) leads to a place where
    `user` leads or trains."""
    if not (user.is_authenticated and user.is_active):
        return NOBODY
    if user.role == ADMINISTRATOR:
        return Q()
    found = NOBODY
    for name, ids in places_of(standings(user, on or timezone.localdate())).items():
        if name == "team":
            teams = apps.get_model("people", "Team").objects.filter(pk__in=ids)
            found |= Q(**{f"{dealership or 'pk'}__in": teams.values("dealership")})
        else:
            path = "__".join(filter(None, [dealership, *name.split("__")[1:]]))
            found |= Q(**{f"{path or 'pk'}__in": sorted(ids)})
    return found


def _keys(user: int, places: dict[str, set[int]], on: dt.date) -> Any:
    """Each place by itself, main and second: joined by OR they would be looked for among all people."""
    people = apps.get_model("people", "User").objects.order_by()
    besides = _memberships(on).filter(is_main=False).order_by()
    found = []
    for name, ids in places.items():
        there = {f"{name}__in": sorted(ids)}
        found += [people.filter(**there).values("pk"), besides.filter(**there).values("person")]
    return people.filter(pk=user).values("pk").union(*found, all=True)


def places_of(standings: Iterable[Standing]) -> dict[str, set[int]]:
    places: dict[str, set[int]] = {}
    for each in standings:
        if each.place:
            name, pk = each.place
            places.setdefault(name, set()).add(pk)
            if name == "dealership" and each.with_branches:
                places.setdefault("dealership__branch_of", set()).add(pk)
    return places


def standings(user: Any, on: dt.date) -> list[Standing]:
    """The main one as the person's row has it now, what they are elsewhere, and for whom they act."""
    main = Standing(user.role, None, user.region_id, user.dealership_id, user.team_id)
    return [main, *_besides(user, on)]


def _besides(user: Any, on: dt.date) -> list[Standing]:
    """Asked once for each person and day: views build many conditions for one request."""
    # An attribute and not `__dict__`: a request's user is lazy, and has two of those.
    kept: dict[dt.date, list[Standing]] = getattr(user, "_standings", {})
    user._standings = kept
    if getattr(user, "is_elsewhere", True) is False:
        return []
    if on not in kept:
        rows = _memberships(on).filter(_own(user) | _of_whom_they_act_for(user, on))
        columns = ("person", "role", "brand_id", "region_id", "dealership_id", "team_id", "with_branches")
        # The same person can be acted for twice at a time.
        kept[on] = [
            Standing(role, brand, region, dealership, team, branches, person != user.pk)
            for person, role, brand, region, dealership, team, branches in rows.values_list(*columns)
            .distinct()
            .order_by("person")
        ]
    return kept[on]


def forget_standings(user: Any) -> None:
    """For whoever changes them and goes on with the same object."""
    user._standings = {}
    user.is_elsewhere = True


def _memberships(on: dt.date) -> Any:
    return apps.get_model("people", "Membership").objects.on(on)


def _own(user: Any) -> Q:
    return Q(person=user.pk, is_main=False)


def _of_whom_they_act_for(user: Any, on: dt.date) -> Q:
    delegations = apps.get_model("people", "Delegation").objects.on(on).filter(delegate=user.pk)
    given = delegations.filter(person__is_active=True).exclude(person__role=ADMINISTRATOR)
    return Q(person__in=given.values("person"))
