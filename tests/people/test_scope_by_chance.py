"""Whom somebody sees, in many small worlds made by chance: as the plain words of one long condition say it.

The plain words are here; `people.scope` says the same so that a database finds it by its indexes.
"""

import datetime as dt
from random import Random

import pytest
from django.db.models import Q, QuerySet
from django.utils import timezone

from courses.models import LedgerEntry, Outcome
from people.memberships import Delegation, Membership
from people.models import Brand, Dealership, Region, Role, Team, User
from people.scope import about_visible_people, forget_standings, places_of, standings

ON = dt.date(2026, 3, 15)
AROUND = [ON + dt.timedelta(days=days) for days in (-400, -1, 0, 1, 400)]
WORLDS = range(12)
PEOPLE = 14


def plainly(user: User, person: str) -> Q:
    path = f"{person}__" if person else ""
    condition = Q(**{f"{path}pk": user.pk})
    if not user.is_active:
        return Q(pk__in=[])
    if user.role == Role.ADMINISTRATOR:
        return Q()
    elsewhere = Q(pk__in=[])
    places = places_of(standings(user, ON))
    for name, ids in places.items():
        condition |= Q(**{f"{path}{name}__in": ids})
        elsewhere |= Q(**{f"{name}__in": ids})
    second = Membership.objects.on(ON).filter(elsewhere, is_main=False).values_list("person", flat=True)
    return condition | Q(**{f"{path}pk__in": set(second) if places else ()})


@pytest.fixture(params=WORLDS, ids=str)
def world(request, db, home) -> QuerySet:
    dice = Random(request.param)  # noqa: S311

    def one_of(rows: list, likely: float = 1.0):
        return dice.choice(rows) if rows and dice.random() < likely else None

    def code(number: int) -> dict:
        return {"code": f"w{number}", "name_zh": f"地{number}", "name_en": f"Place {number}"}

    brands = [Brand.objects.create(**code(n)) for n in range(2)]
    regions = [Region.objects.create(brand=one_of(brands, 0.8), **code(n)) for n in range(3)]
    mains = [Dealership.objects.create(region=dice.choice(regions), **code(n)) for n in range(4)]
    branches = [
        Dealership.objects.create(region=dice.choice(regions), branch_of=dice.choice(mains), **code(n))
        for n in range(4, 7)
    ]
    dealerships = mains + branches
    teams = [Team.objects.create(dealership=dice.choice(dealerships), **code(n)) for n in range(4)]
    roles = [role for role in Role.values for _ in range(1 if role == Role.ADMINISTRATOR else 4)]

    people = [
        User.objects.create(
            employee_number=f"w{number}",
            name=f"人{number}",
            role=dice.choice(roles),
            dealership=one_of(dealerships, 0.8),
            region=one_of(regions, 0.4),
            team=one_of(teams, 0.4),
            is_active=dice.random() < 0.9,
        )
        for number in range(PEOPLE)
    ]
    for number in range(PEOPLE):
        place = one_of(dealerships, 0.7)
        since, until = sorted(dice.sample(AROUND, 2))
        Membership.objects.create(
            person=dice.choice(people),
            is_main=dice.random() < 0.3,
            role=dice.choice(roles),
            brand=None if place else brands[number % 2],
            region=one_of(regions, 0.3),
            dealership=place,
            team=one_of(teams, 0.2),
            with_branches=dice.random() < 0.6,
            since=since if dice.random() < 0.8 else None,
            until=until,
        )
    for _ in range(6):
        person, delegate = dice.sample(people, 2)
        first, last = sorted(dice.sample(AROUND, 2))
        revoked = timezone.now() if dice.random() < 0.2 else None
        Delegation.objects.create(
            person=person,
            delegate=delegate,
            first_day=first,
            last_day=last,
            made_by=person,
            made_at=timezone.now(),
            revoked_at=revoked,
        )
    for person in people:
        LedgerEntry.objects.create(
            person=person, activity=home.translation_key, outcome=Outcome.COMPLETED, at=timezone.now()
        )
    return User.objects.all()


def test_everybody_sees_whom_the_plain_words_say(world):
    for user in world:
        forget_standings(user)
        seen = world.filter(about_visible_people(user, "", ON)).values_list("employee_number", flat=True)
        said = world.filter(plainly(user, "")).values_list("employee_number", flat=True)
        assert sorted(seen) == sorted(set(said)), user.employee_number


def test_records_are_seen_as_the_plain_words_say_and_each_once(world):
    for user in world:
        forget_standings(user)
        seen = LedgerEntry.objects.filter(about_visible_people(user, "person", ON)).values_list("pk", flat=True)
        said = LedgerEntry.objects.filter(plainly(user, "person")).values_list("pk", flat=True)
        assert sorted(seen) == sorted(set(said)), user.employee_number


def test_whom_one_sees_can_be_narrowed_turned_round_and_counted(world):
    for user in world:
        forget_standings(user)
        condition, plain = about_visible_people(user, "", ON), plainly(user, "")
        assert world.exclude(condition).count() == world.exclude(plain).count()
        assert world.filter(condition, is_active=True).count() == world.filter(plain, is_active=True).count()
        assert world.filter(condition | Q(name="人3")).count() == world.filter(plain | Q(name="人3")).count()
