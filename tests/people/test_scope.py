"""Who may see whom: each role laid against each person."""

import pytest
from django.contrib.auth.models import AnonymousUser

from courses.models import LedgerEntry, Outcome
from people.models import Role, User
from people.scope import about_visible_people

RIVERSIDE = {"lin", "zhou", "xu", "chen"}
EAST = RIVERSIDE | {"h-advisor", "h-manager"}
EVERYBODY = EAST | {"regional", "admin", "r-trainer", "s-manager", "s-advisor"}

SEEN = [
    ("lin", {"lin"}),
    ("xu", RIVERSIDE),
    ("r-trainer", EAST | {"r-trainer"}),
    ("chen", RIVERSIDE),
    ("h-manager", {"h-advisor", "h-manager"}),
    ("s-manager", {"s-manager", "s-advisor"}),
    ("regional", EAST | {"regional"}),
    ("admin", EVERYBODY),
]


@pytest.fixture
def everybody(
    lin,
    zhou,
    xu,
    chen,
    harbour_advisor,
    harbour_manager,
    regional,
    regional_trainer,
    admin,
    summit_manager,
    summit_advisor,
):
    return User.objects.all()


def numbers(users) -> set[str]:
    return {user.employee_number for user in users}


@pytest.mark.parametrize(("who", "seen"), SEEN, ids=[who for who, _ in SEEN])
def test_each_role_sees_exactly_its_people(everybody, who, seen):
    assert numbers(everybody.visible_to(everybody.get(employee_number=who))) == seen


@pytest.mark.parametrize(("who", "seen"), SEEN, ids=[who for who, _ in SEEN])
def test_records_about_people_are_seen_as_the_people_are(everybody, now, home, who, seen):
    for person in everybody:
        LedgerEntry.objects.create(person=person, activity=home.translation_key, outcome=Outcome.COMPLETED, at=now)
    entries = LedgerEntry.objects.visible_to(everybody.get(employee_number=who))
    assert {entry.person.employee_number for entry in entries} == seen


def test_whoever_is_signed_out_sees_nobody(lin):
    assert not User.objects.visible_to(AnonymousUser()).exists()


def test_whoever_has_left_sees_nobody_not_even_themselves(admin):
    admin.is_active = False
    assert not User.objects.visible_to(admin).exists()


@pytest.mark.parametrize("role", [Role.TRAINER, Role.MANAGER, Role.REGIONAL_MANAGER])
def test_without_dealership_and_region_one_sees_only_oneself(everybody, lin, role):
    lin.role, lin.dealership, lin.region = role, None, None
    assert numbers(User.objects.visible_to(lin)) == {"lin"}


def test_an_advisor_with_a_region_still_sees_only_themselves(everybody, lin, east):
    lin.region = east
    assert numbers(User.objects.visible_to(lin)) == {"lin"}


def test_a_role_nobody_knows_sees_only_itself(everybody, lin):
    lin.role = "visitor"
    assert numbers(User.objects.visible_to(lin)) == {"lin"}


def test_people_without_a_dealership_are_not_everybodys(chen, admin):
    chen.dealership = None
    assert admin not in User.objects.filter(about_visible_people(chen, ""))
