"""Who answers for each dealership: its managers, and those of its region. Second places count as the first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from people.models import Dealership, Membership, Role, User

Answering = dict[int, list[User]]


def managers_of_dealerships(now: datetime) -> Answering:
    found: Answering = defaultdict(list)
    for manager in User.objects.active().filter(role=Role.MANAGER, dealership__isnull=False).order_by("pk"):
        found[manager.dealership_id].append(manager)
    for membership in _besides(now, Role.MANAGER).filter(dealership__isnull=False):
        _add(found[membership.dealership_id], membership.person)
    return found


def regional_managers(now: datetime) -> Answering:
    """By dealership, as managers are; a membership may also be for a whole brand."""
    found: Answering = defaultdict(list)
    regions, brands = defaultdict(list), defaultdict(list)
    for regional in User.objects.active().filter(role=Role.REGIONAL_MANAGER, region__isnull=False).order_by("pk"):
        regions[regional.region_id].append(regional)
    for membership in _besides(now, Role.REGIONAL_MANAGER):
        if membership.region_id:
            _add(regions[membership.region_id], membership.person)
        elif membership.brand_id:
            _add(brands[membership.brand_id], membership.person)
    for pk, region, brand in _places() if regions or brands else ():
        for person in [*regions.get(region, ()), *brands.get(brand, ())]:
            _add(found[pk], person)
    return found


def _places() -> Iterator[tuple[int, int | None, int | None]]:
    return Dealership.objects.order_by("pk").values_list("pk", "region_id", "region__brand_id").iterator()


def _besides(now: datetime, role: Role):
    rows = Membership.objects.on(now.date()).filter(role=role, is_main=False, person__is_active=True)
    return rows.select_related("person").order_by("pk")


def _add(people: list[User], person: User) -> None:
    if person not in people:
        people.append(person)
