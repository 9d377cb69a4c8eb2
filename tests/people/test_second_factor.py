"""Who has to have a second factor gets nowhere without one."""

import datetime as dt

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import timezone

from people.models import Delegation, Membership
from people.second_factor import SecondFactorPolicy

DOOR = "/en/me/second-factor/"


@pytest.fixture
def policy(db) -> SecondFactorPolicy:
    policy = SecondFactorPolicy.load()
    policy.trainers = policy.managers = policy.regional_managers = policy.administrators = True
    policy.save()
    return policy


def give_factor(person, kind: str = "totp") -> None:
    Authenticator.objects.create(user=person, type=kind, data={})


@pytest.mark.parametrize("who", ["xu", "chen", "regional", "admin"])
def test_each_role_is_sent_to_the_door(request, signed_in, policy, who):
    response = signed_in(request.getfixturevalue(who)).get("/en/me/")
    assert response.url == DOOR


def test_advisors_are_left_in_peace(signed_in, policy, lin):
    assert signed_in(lin).get("/en/me/").status_code == 200


@pytest.mark.parametrize("role", ["trainers", "managers", "regional_managers", "administrators"])
def test_only_the_roles_that_are_ticked(signed_in, policy, role, xu, chen, regional, admin):
    people = {"trainers": xu, "managers": chen, "regional_managers": regional, "administrators": admin}
    setattr(policy, role, False)
    policy.save()
    free = {name for name, person in people.items() if signed_in(person).get("/en/me/").status_code == 200}
    assert free == {role}


@pytest.mark.parametrize(
    "address",
    ["/admin/", "/admin/pages/", "/en/team/", "/media/images/x.png", "/documents/1/x", "/en/", "/en/nowhere/"],
)
def test_there_is_no_way_round(signed_in, policy, admin, home, address):
    assert signed_in(admin).get(address).url in (DOOR, "/zh-hans/me/second-factor/")


@pytest.mark.parametrize(
    "address", ["/admin/people/import/", "/en/invitations/make/", "/en/me/", "/en/accounts/password/change/"]
)
def test_nothing_is_sent_past_it(signed_in, policy, admin, address):
    client = signed_in(admin)
    assert client.post(address, {}).status_code == 403
    assert client.get(address, headers={"accept": "application/json"}).status_code == 403


def test_what_is_needed_to_make_one_stays_open(signed_in, policy, chen):
    client = signed_in(chen)
    assert client.get(DOOR).status_code == 200
    for name in ("mfa_activate_totp", "mfa_add_webauthn"):
        response = client.get(reverse(name))
        assert response.status_code == 200 or "reauthenticate" in response.url
    assert client.post(reverse("account_logout")).status_code == 302


@pytest.mark.parametrize(("kind", "status"), [("totp", 200), ("webauthn", 200), ("recovery_codes", 302)])
def test_with_a_factor_everything_is_open(signed_in, policy, chen, kind, status):
    give_factor(chen, kind)
    assert signed_in(chen).get("/en/me/").status_code == status


def test_whoever_takes_it_away_is_at_the_door_again(signed_in, policy, chen):
    give_factor(chen)
    client = signed_in(chen)
    assert client.get("/en/me/").status_code == 200
    Authenticator.objects.filter(user=chen).delete()
    assert client.get("/en/me/").url == DOOR


@pytest.mark.parametrize(("days", "status"), [(1, 200), (0, 302), (-1, 302)])
def test_until_the_day_people_are_only_reminded(signed_in, policy, chen, days, status):
    policy.from_day = timezone.localdate() + dt.timedelta(days=days)
    policy.save()
    response = signed_in(chen).get("/en/me/")
    assert response.status_code == status
    if status == 200:
        assert response.context["lacks_factor"] == policy


def test_a_second_role_and_acting_for_somebody_count_too(signed_in, policy, lin, zhou, harbour, chen):
    today = timezone.localdate()
    Membership.objects.create(person=lin, role="manager", dealership=harbour, since=today)
    Delegation.objects.create(
        person=chen, delegate=zhou, first_day=today, last_day=today, made_by=chen, made_at=timezone.now()
    )
    assert signed_in(lin).get("/en/me/").url == DOOR
    assert signed_in(zhou).get("/en/me/").url == DOOR


def test_an_administrator_sets_it(signed_in, admin):
    address = reverse("wagtailsettings:edit", args=["people", "secondfactorpolicy"])
    client = signed_in(admin)
    response = client.get(address, follow=True)
    assert response.status_code == 200
    response = client.post(response.redirect_chain[-1][0] if response.redirect_chain else address, {"managers": "on"})
    assert response.status_code == 302
    assert SecondFactorPolicy.load().roles() == {"manager"}


def test_trainers_do_not_set_it(signed_in, xu):
    address = reverse("wagtailsettings:edit", args=["people", "secondfactorpolicy"])
    assert signed_in(xu).post(address, {"trainers": ""}).status_code == 302
    assert not SecondFactorPolicy.objects.exclude(trainers=False).exists()
