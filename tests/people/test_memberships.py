"""Two places, moves, leavers, branches, teams, and who acts for whom."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from people.memberships import follow
from people.models import Brand, Dealership, Delegation, Membership, Role, Team, User
from people.scope import about_visible_people, forget_standings

DAY = dt.timedelta(days=1)


@pytest.fixture
def today() -> dt.date:
    return timezone.localdate()


def seen_by(user: User, on: dt.date | None = None) -> set[str]:
    forget_standings(user)
    return {person.employee_number for person in User.objects.filter(about_visible_people(user, "", on))}


def acting(person: User, delegate: User, first: dt.date, last: dt.date) -> Delegation:
    return Delegation.objects.create(
        person=person, delegate=delegate, first_day=first, last_day=last, made_by=person, made_at=timezone.now()
    )


def test_everybody_new_has_a_main_membership(lin, riverside):
    row = lin.memberships.get()
    assert (row.is_main, row.role, row.dealership, row.until) == (True, "advisor", riverside, None)


def test_a_move_ends_one_row_and_begins_another(lin, riverside, harbour, today):
    lin.dealership = harbour
    lin.save()
    follow(lin, today + DAY)
    now, before = lin.memberships.all()
    assert (before.dealership, before.until) == (riverside, today + DAY)
    assert (now.dealership, now.since, now.until) == (harbour, today + DAY, None)


def test_following_twice_changes_nothing(lin, today):
    follow(lin, today)
    assert lin.memberships.count() == 1


def test_a_leaver_keeps_the_history_and_has_nothing_open(lin, harbour, today):
    Membership.objects.create(person=lin, role="advisor", dealership=harbour, since=today)
    lin.is_active = False
    lin.save()
    follow(lin, today + DAY)
    assert [row.until for row in lin.memberships.all()] == [today + DAY] * 2


def test_who_returns_begins_anew(lin, today):
    lin.is_active = False
    follow(lin, today)
    lin.is_active = True
    follow(lin, today + 30 * DAY)
    assert lin.memberships.open().get().since == today + 30 * DAY


def test_a_taken_role_is_in_the_history(lin):
    lin.take_role(Role.TRAINER)
    assert lin.memberships.open().get().role == "trainer"


def test_whoever_works_at_two_places_is_seen_from_both(lin, harbour, chen, harbour_manager, today):
    Membership.objects.create(person=lin, role="advisor", dealership=harbour, since=today)
    assert "lin" in seen_by(chen)
    assert "lin" in seen_by(harbour_manager)


def test_a_person_at_two_places_is_one_row(lin, riverside, harbour, regional, today):
    Membership.objects.create(person=lin, role="advisor", dealership=harbour, since=today)
    Membership.objects.create(person=lin, role="advisor", dealership=riverside, since=today, until=today)
    assert User.objects.visible_to(regional).filter(pk=lin.pk).count() == 1


def test_an_advisor_here_who_manages_there_sees_those_people(lin, zhou, harbour, harbour_advisor, today):
    Membership.objects.create(person=lin, role="manager", dealership=harbour, since=today)
    forget_standings(lin)
    assert lin.manages_team
    assert seen_by(lin) == {"lin", "h-advisor"}


def test_a_role_that_has_not_begun_or_is_over_shows_nobody(lin, harbour, harbour_advisor, today):
    row = Membership.objects.create(person=lin, role="manager", dealership=harbour, since=today + DAY)
    assert seen_by(lin) == {"lin"}
    assert seen_by(lin, today + DAY) == {"lin", "h-advisor"}
    row.end(today + 2 * DAY)
    assert seen_by(lin, today + 2 * DAY) == {"lin"}


def test_branches_are_included_unless_it_is_said(chen, riverside, harbour, harbour_advisor, summit_advisor, today):
    Dealership.objects.filter(pk=harbour.pk).update(branch_of=riverside)
    assert seen_by(chen) == {"chen", "h-advisor"}
    chen.dealership = None
    row = Membership.objects.create(person=chen, role="manager", dealership=riverside, since=today)
    assert seen_by(chen) == {"chen", "h-advisor"}
    row.with_branches = False
    row.save()
    assert seen_by(chen) == {"chen"}


def test_a_branchs_manager_does_not_see_the_main_dealership(harbour_manager, riverside, harbour, lin):
    Dealership.objects.filter(pk=harbour.pk).update(branch_of=riverside)
    harbour_manager.refresh_from_db()
    assert "lin" not in seen_by(harbour_manager)


def test_who_leads_a_team_sees_its_people_only(chen, lin, zhou, riverside):
    chen.team = lin.team = Team.objects.create(code="a", name_zh="一组", name_en="A", dealership=riverside)
    lin.save()
    assert seen_by(chen) == {"chen", "lin"}


def test_a_role_at_the_brand_sees_all_of_its_regions(lin, east, zhou, harbour_advisor, summit_advisor, today):
    east.brand = Brand.objects.create(code="b", name_zh="牌", name_en="B")
    east.save()
    Membership.objects.create(person=summit_advisor, role="trainer", brand=east.brand, since=today)
    assert seen_by(summit_advisor) == {"s-advisor", "lin", "zhou", "h-advisor"}


@pytest.mark.parametrize(("days", "sees"), [(-1, False), (0, True), (7, True), (8, False)])
def test_a_delegate_sees_from_the_first_day_to_the_last(chen, harbour_advisor, lin, today, days, sees):
    acting(chen, harbour_advisor, today, today + 7 * DAY)
    assert ("lin" in seen_by(harbour_advisor, today + days * DAY)) is sees


def test_a_delegate_manages_but_writes_no_content(xu, harbour_advisor, chen, today):
    acting(chen, harbour_advisor, today, today)
    acting(xu, harbour_advisor, today, today)
    forget_standings(harbour_advisor)
    assert (harbour_advisor.manages_team, harbour_advisor.scores_role_plays) == (True, True)
    assert not harbour_advisor.writes_content


def test_what_is_ended_early_shows_nobody(chen, harbour_advisor, lin, today, admin):
    acting(chen, harbour_advisor, today, today).revoke(by=admin, at=timezone.now())
    assert seen_by(harbour_advisor) == {"h-advisor"}


def test_delegations_are_not_handed_on(chen, harbour_advisor, lin, summit_advisor, today):
    acting(chen, harbour_advisor, today, today)
    acting(harbour_advisor, summit_advisor, today, today)
    assert seen_by(summit_advisor) == {"s-advisor"}


@pytest.mark.parametrize("what", ["left", "administrator"])
def test_nobody_acts_for_leavers_and_administrators(chen, harbour_advisor, lin, today, what):
    acting(chen, harbour_advisor, today, today)
    User.objects.filter(pk=chen.pk).update(**({"is_active": False} if what == "left" else {"role": what}))
    assert seen_by(harbour_advisor) == {"h-advisor"}


def test_more_memberships_take_no_more_queries(chen, lin, riverside, harbour, summit, today, django_assert_num_queries):
    def look():
        person = User.objects.get(pk=chen.pk)
        return {person.pk for person in User.objects.visible_to(person)}, User.objects.visible_to(person).count()

    with django_assert_num_queries(4):
        look()
    for place in (harbour, summit):
        Membership.objects.create(person=chen, role="manager", dealership=place, since=today)
        Membership.objects.create(person=lin, role="advisor", dealership=place, since=today)
    with django_assert_num_queries(4):
        look()


@pytest.mark.parametrize(
    "fields",
    [
        {"is_main": True, "role": "advisor"},
        {"role": "advisor"},
        {"role": "advisor", "region_id": 1, "since": dt.date(2026, 5, 2), "until": dt.date(2026, 5, 1)},
    ],
)
def test_the_database_refuses_what_cannot_be(lin, east, fields):
    if "region_id" in fields:
        fields = fields | {"region_id": east.pk}
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(person=lin, **fields)


def test_a_branch_of_a_branch_is_refused(riverside, harbour, summit):
    harbour.branch_of = riverside
    harbour.full_clean()
    harbour.save()
    for dealership, main in ((summit, harbour), (riverside, summit)):
        dealership.branch_of = main
        with pytest.raises(Exception, match="branch"):
            dealership.full_clean()


def test_an_administrator_gives_and_ends_a_second_role(signed_in, admin, lin, harbour, today):
    client = signed_in(admin)
    sent = {"person": "LIN", "role": "trainer", "dealership": harbour.pk, "with_branches": "on", "since": str(today)}
    assert client.post(reverse("memberships:add"), sent).status_code == 302
    row = lin.memberships.besides().get()
    assert client.get(reverse("memberships:index")).status_code == 200
    assert client.get(reverse("memberships:edit", args=[row.pk])).status_code == 200
    assert client.post(reverse("memberships:delete", args=[row.pk])).status_code == 302
    row.refresh_from_db()
    assert row.until == today


def test_a_second_role_as_trainer_opens_the_admin_for_as_long(signed_in, admin, lin, harbour, roles, today):
    client = signed_in(admin)
    sent = {"person": "lin", "role": "trainer", "dealership": harbour.pk, "since": str(today)}
    client.post(reverse("memberships:add"), sent)
    assert roles in lin.groups.all()
    client.post(reverse("memberships:delete", args=[lin.memberships.besides().get().pk]))
    assert roles not in lin.groups.all()


@pytest.mark.parametrize(
    "change",
    [{"person": "nobody"}, {"role": "administrator"}, {"dealership": ""}, {"dealership": "own"}, {"person": "gone"}],
)
def test_a_second_role_that_makes_no_sense_is_refused(signed_in, admin, lin, gone, harbour, riverside, today, change):
    sent = {"person": "lin", "role": "manager", "dealership": harbour.pk, "since": str(today)} | change
    sent["dealership"] = riverside.pk if sent["dealership"] == "own" else sent["dealership"]
    assert signed_in(admin).post(reverse("memberships:add"), sent).status_code == 200
    assert not Membership.objects.besides().exists()


def test_the_main_membership_is_not_changed_as_if_it_were_a_second(signed_in, admin, lin):
    address = reverse("memberships:edit", args=[lin.memberships.get().pk])
    assert signed_in(admin).get(address, follow=True).status_code == 404


def test_an_administrator_makes_and_ends_a_delegation(signed_in, admin, chen, lin, today):
    client = signed_in(admin)
    sent = {"person": "chen", "delegate": "lin", "first_day": str(today), "last_day": str(today)}
    assert client.post(reverse("delegations:add"), sent).status_code == 302
    row = Delegation.objects.get()
    assert row.made_by == admin
    assert client.get(reverse("delegations:index")).status_code == 200
    client.post(reverse("delegations:delete", args=[row.pk]))
    row.refresh_from_db()
    assert row.revoked_by == admin


@pytest.mark.parametrize(
    "change", [{"person": "lin"}, {"person": "admin"}, {"delegate": "chen"}, {"last_day": "2020-01-01"}]
)
def test_a_delegation_that_makes_no_sense_is_refused(signed_in, admin, chen, zhou, lin, today, change):
    sent = {"person": "chen", "delegate": "zhou", "first_day": str(today), "last_day": str(today)} | change
    assert signed_in(admin).post(reverse("delegations:add"), sent).status_code == 200
    assert not Delegation.objects.exists()


@pytest.mark.parametrize("who", ["lin", "xu", "chen", "regional"])
@pytest.mark.parametrize("address", ["memberships:index", "memberships:add", "delegations:index", "delegations:add"])
def test_only_administrators_give_roles(request, signed_in, roles, who, address):
    response = signed_in(request.getfixturevalue(who)).get(reverse(address))
    assert response.status_code == 302
    assert response.url.startswith(("/admin/login/", "/admin/"))


def test_ones_own_page_says_where_one_was_and_for_whom_one_acts(signed_in, lin, chen, harbour, today):
    acting(chen, lin, today, today)
    Membership.objects.create(person=lin, role="advisor", dealership=harbour, since=today)
    page = signed_in(lin).get("/en/me/").content.decode()
    assert "Harbour" in page
    assert "陈立" in page
