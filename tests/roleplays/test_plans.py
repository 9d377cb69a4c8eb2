"""A session is planned, moved, cancelled, prepared and begun; each who takes part sees what is theirs."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from roleplays.conflicts import conflicts
from roleplays.models import (
    CardUse,
    NotAnAssessor,
    Plan,
    RolePlayPage,
    SelfAssessment,
    Session,
    SessionClosed,
)
from roleplays.paper import code_of
from roleplays.running import Phase
from tests.conftest import make_person
from tests.roleplays.conftest import REVEAL, SECRET, queries_of
from tests.roleplays.test_cards import add_card
from tracking.models import Reminder
from tracking.reminding.notices import notices

HOUR = dt.timedelta(hours=1)
MEMBERS = ("plan", "plan_clock", "door_note", "plan_calendar")


@pytest.fixture
def tomorrow() -> dt.datetime:
    """Views refuse a time that is past, so these plans lie ahead of whatever day it is."""
    return (timezone.now() + dt.timedelta(days=1)).replace(microsecond=0, second=0)


@pytest.fixture
def plan(role_play, lin, zhou, xu, now, tomorrow):
    return Plan.make(role_play, lin, by=xu, at=now, starts_at=tomorrow, place="Bay 2", assessors=[xu], player=zhou)


def address(name: str, plan: Plan) -> str:
    return reverse(f"roleplays:{name}", args=[plan.pk])


def told(person) -> list[str]:
    return [each.text for each in notices(Reminder.objects.filter(person=person).order_by("pk"), dt.date(2026, 11, 2))]


# --- Verbs ----------------------------------------------------------------------------------------------------------


def test_whoever_takes_part_is_told_but_not_who_planned(plan, lin, zhou, xu):
    assert "is planned with you" in told(lin)[0]
    assert "Bay 2" in told(zhou)[0]
    assert told(xu) == []


def test_planning_the_same_twice_is_one_plan(plan, role_play, lin, xu, now, tomorrow):
    again = Plan.make(role_play, lin, by=xu, at=now, starts_at=tomorrow, place="Bay 2", assessors=[xu])
    assert (again, CardUse.objects.count()) == (plan, 1)


def test_nobody_assesses_or_plays_their_own_customer(role_play, lin, xu, now, tomorrow):
    for part in ({"assessors": [lin]}, {"assessors": [xu], "player": lin}):
        with pytest.raises(SelfAssessment):
            Plan.make(role_play, lin, by=xu, at=now, starts_at=tomorrow, place="Bay 2", **part)


def test_a_move_is_a_row_and_a_new_sequence_of_the_same_event(plan, xu, lin, now, tomorrow):
    uid, length = plan.uid, plan.ends_at - plan.starts_at
    plan.move(xu, now, starts_at=tomorrow + HOUR, place="Bay 3", because="A lift is broken")
    plan.refresh_from_db()
    assert (plan.uid, plan.sequence, plan.ends_at - plan.starts_at) == (uid, 1, length)
    assert plan.moves.get().place == "Bay 2"
    assert plan.use.at == tomorrow + HOUR
    assert "has been moved" in told(lin)[-1]


def test_a_move_to_where_it_is_changes_nothing(plan, xu, now, tomorrow):
    plan.move(xu, now, starts_at=tomorrow, place="Bay 2", because="None")
    assert (plan.sequence, plan.moves.count()) == (0, 0)


def test_a_cancelled_plan_gives_its_customer_back_and_can_be_made_anew(plan, role_play, lin, zhou, xu, now, tomorrow):
    plan.cancel(xu, now, "Ill")
    plan.cancel(xu, now, "Ill")
    assert (plan.sequence, CardUse.objects.count()) == (1, 0)
    assert "is cancelled" in told(zhou)[-1]
    assert Plan.make(role_play, lin, by=xu, at=now, starts_at=tomorrow, place="Bay 2", assessors=[xu]) != plan


def test_nothing_moves_once_it_is_cancelled(plan, xu, now, tomorrow):
    plan.cancel(xu, now, "Ill")
    with pytest.raises(SessionClosed):
        plan.move(xu, now, starts_at=tomorrow + HOUR, place="Bay 3", because="Late")
    with pytest.raises(SessionClosed):
        plan.begin(xu, now)


def test_beginning_opens_the_session_with_a_sheet_for_each_assessor(role_play, lin, xu, admin, now, tomorrow):
    RolePlayPage.objects.update(assessors=2)
    plan = Plan.make(role_play, lin, by=xu, at=now, starts_at=tomorrow, place="Bay 2", assessors=[xu, admin])
    session = plan.begin(admin, now)
    assert plan.begin(xu, now) == session
    assert {sheet.assessor for sheet in session.score_sheets.all()} == {xu, admin}
    assert session.use == plan.use
    with pytest.raises(SessionClosed):
        plan.cancel(xu, now, "Too late")


def test_only_its_assessors_begin_it(plan, admin, now):
    with pytest.raises(NotAnAssessor):
        plan.begin(admin, now)


def test_the_clock_follows_preparation_and_performance(plan, xu, now):
    assert plan.clock(now).phase == Phase.PLANNED
    plan.prepare(xu, now)
    assert plan.clock(now + dt.timedelta(minutes=2)).face == "03:00"
    plan.begin(xu, now).start(now + dt.timedelta(minutes=5))
    plan.session.refresh_from_db()
    assert plan.clock(now + dt.timedelta(minutes=6)).phase == Phase.PERFORMING


def test_whoever_played_a_customer_does_not_meet_them(plan, role_play, zhou, xu, now, tomorrow):
    add_card(role_play, "Gu Yan")
    of_zhou = Plan.make(role_play, zhou, by=xu, at=now, starts_at=tomorrow + HOUR, place="Bay 2", assessors=[xu])
    assert (plan.card.name, of_zhou.card.name) == ("Zhou Mingyuan", "Gu Yan")


def test_the_database_keeps_one_plan_at_a_time(plan, lin, xu, now, tomorrow):
    with pytest.raises(IntegrityError, match=r"plan_once_at_a_time|person_id"), transaction.atomic():
        Plan.objects.create(
            person=lin, role_play=plan.role_play, place="x", starts_at=tomorrow, ends_at=tomorrow + HOUR,
            planned_by=xu, planned_at=now, changed_at=now,
        )  # fmt: skip


# --- Conflicts ------------------------------------------------------------------------------------------------------


def test_people_and_place_that_are_taken_are_pointed_out(plan, lin, zhou, xu, chen, tomorrow):
    found = conflicts([lin, zhou, xu, chen], "bay 2", lin.dealership_id, tomorrow, tomorrow + HOUR)
    assert {each.who for each in found} == {lin, zhou, xu, None}


def test_what_only_touches_is_no_conflict(plan, lin, tomorrow):
    assert conflicts([lin], "Bay 2", lin.dealership_id, plan.ends_at, plan.ends_at + HOUR) == []
    assert conflicts([lin], "Bay 2", lin.dealership_id, plan.starts_at - HOUR, plan.starts_at) == []


def test_the_same_name_of_a_place_elsewhere_is_no_conflict(plan, harbour, tomorrow):
    assert conflicts([], "Bay 2", harbour.pk, tomorrow, tomorrow + HOUR) == []


# --- Screens --------------------------------------------------------------------------------------------------------


def form_of(role_play, starts_at, xu, **more):
    moment = timezone.localtime(starts_at).strftime("%Y-%m-%dT%H:%M")
    return {"role_play": role_play.pk, "starts_at": moment, "place": "Bay 2", "assessors": [xu.pk], "anyway": ""} | more


def test_a_trainer_plans_on_the_screen(signed_in, role_play, lin, zhou, xu, tomorrow):
    client, make = signed_in(xu), reverse("roleplays:make_plan", args=[lin.pk])
    assert client.get(make, {"role_play": role_play.translation_key}).status_code == 200
    response = client.post(make, form_of(role_play, tomorrow, xu, player=zhou.pk))
    plan = Plan.objects.get()
    assert response.url == address("plan", plan)
    assert (plan.player, [each.assessor for each in plan.assessors.all()]) == (zhou, [xu])


def test_a_conflict_is_shown_and_may_be_accepted(signed_in, plan, role_play, zhou, xu, tomorrow):
    client, make = signed_in(xu), reverse("roleplays:make_plan", args=[zhou.pk])
    assert "Taken at this time" in client.post(make, form_of(role_play, tomorrow, xu)).text
    assert Plan.objects.count() == 1
    client.post(make, form_of(role_play, tomorrow, xu, anyway="on"))
    assert Plan.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"starts_at": "2020-01-01T09:00"}, "This time is past"),
        ({"place": ""}, "required"),
        ({"assessors": []}, "required"),
    ],
)
def test_what_cannot_be_planned_is_said(signed_in, role_play, lin, xu, tomorrow, changed, said):
    make = reverse("roleplays:make_plan", args=[lin.pk])
    assert said in signed_in(xu).post(make, form_of(role_play, tomorrow, xu) | changed).text


def test_as_many_assessors_are_planned_as_the_role_play_has(signed_in, role_play, lin, xu, tomorrow):
    RolePlayPage.objects.update(assessors=2)
    page = signed_in(xu).post(reverse("roleplays:make_plan", args=[lin.pk]), form_of(role_play, tomorrow, xu)).text
    assert "This role-play is scored by 2" in page


def test_when_every_customer_is_used_up_planning_says_so(signed_in, role_play, lin, xu, now, tomorrow):
    add_card(role_play, "Gu Yan")
    for hours in (2, 4):
        starts_at = tomorrow + hours * HOUR
        Plan.make(role_play, lin, by=xu, at=now, starts_at=starts_at, place="Bay 2", assessors=[xu])
    page = signed_in(xu).post(reverse("roleplays:make_plan", args=[lin.pk]), form_of(role_play, tomorrow, xu)).text
    assert "has met every customer" in page


def test_moving_and_cancelling_on_the_screen(signed_in, plan, xu, tomorrow):
    client = signed_in(xu)
    moment = timezone.localtime(tomorrow + HOUR).strftime("%Y-%m-%dT%H:%M")
    assert client.get(address("move_plan", plan)).status_code == 200
    client.post(address("move_plan", plan), {"starts_at": moment, "place": "Bay 3", "because": "Lift", "anyway": ""})
    assert "It was" in client.get(address("plan", plan)).text
    assert client.get(address("cancel_plan", plan)).status_code == 200
    client.post(address("cancel_plan", plan), {"because": "Ill"})
    assert "has cancelled this session" in client.get(address("plan", plan)).text
    assert client.get(address("move_plan", plan)).url == address("plan", plan)
    assert client.get(address("cancel_plan", plan)).url == address("plan", plan)


def test_preparing_and_beginning_on_the_screen(signed_in, plan, xu, lin):
    client = signed_in(xu)
    client.post(address("prepare", plan))
    assert "Read your brief" in signed_in(lin).get(address("plan", plan)).text
    response = client.post(address("begin", plan))
    assert response.url == reverse("roleplays:score", args=[Session.objects.get().pk])
    assert "To the score sheet" in client.get(address("plan_clock", plan)).text


def test_the_player_reads_the_card_on_the_phone(signed_in, plan, zhou):
    client = signed_in(zhou)
    assert address("plan_card", plan) in client.get(address("plan", plan)).text
    page = client.get(address("plan_card", plan)).text
    assert SECRET in page
    assert REVEAL in page


def test_the_calendar_file_is_that_of_the_plan(signed_in, plan, lin, xu, now, tomorrow):
    plan.move(xu, now, starts_at=tomorrow + HOUR, place="Bay 3", because="Lift")
    response = signed_in(lin).get(address("plan_calendar", plan))
    text = response.content.decode()
    assert response["Content-Type"].startswith("text/calendar")
    assert f"UID:{plan.uid}@" in text
    assert "SEQUENCE:1" in text
    assert "You perform" in text


def test_the_door_note_has_both_languages_and_nothing_of_the_case(signed_in, plan, role_play_zh, xu):
    page = signed_in(xu).get(address("door_note", plan)).text
    assert "赶时间的客户" in page
    assert "A customer in a hurry" in page
    assert "Zhou Mingyuan" not in page


def test_no_address_tells_the_advisor_anything_of_the_customer(signed_in, plan, role_play, lin, xu):
    """Before, during and after: the card, the hidden facts, the name."""
    client = signed_in(lin)
    for moment in (lambda: None, lambda: plan.prepare(xu, timezone.now()), lambda: plan.begin(xu, timezone.now())):
        moment()
        shown = [client.get(address(name, plan)) for name in MEMBERS]
        shown += [client.get(each) for each in (role_play.url, "/en/role-plays/plans/", "/en/notices/", "/en/me/data/")]
        assert all(response.status_code in (200, 404) for response in shown)
        for secret in (SECRET, REVEAL, "Zhou Mingyuan", "Pressed for time"):
            assert not [response.request["PATH_INFO"] for response in shown if secret.encode() in response.content]
        assert client.get(address("plan_card", plan)).status_code == 404


@pytest.mark.parametrize("who", ["harbour_advisor", "harbour_trainer", "harbour_manager", "summit_manager"])
def test_strangers_find_nothing_of_a_plan(request, signed_in, plan, who):
    client = signed_in(request.getfixturevalue(who))
    for name in (*MEMBERS, "plan_card", "plan_paper", "move_plan", "cancel_plan"):
        assert client.get(address(name, plan)).status_code == 404
    for name in ("prepare", "begin"):
        assert client.post(address(name, plan)).status_code == 404
    assert plan.person.name not in client.get("/en/role-plays/plans/").text


@pytest.mark.parametrize("who", ["lin", "zhou", "chen"])
def test_whoever_takes_part_without_scoring_changes_nothing(request, signed_in, plan, who):
    client = signed_in(request.getfixturevalue(who))
    assert client.get(address("plan", plan)).status_code == 200
    for name in ("move_plan", "cancel_plan", "prepare", "begin"):
        assert client.post(address(name, plan)).status_code == 404
    assert client.get(reverse("roleplays:make_plan", args=[plan.person_id])).status_code == 404


def test_a_manager_sees_when_and_where_and_no_card(signed_in, plan, chen):
    client = signed_in(chen)
    assert "Bay 2" in client.get("/en/role-plays/plans/").text
    assert client.get(address("plan_card", plan)).status_code == 404


def test_another_trainer_of_the_place_begins_nothing(signed_in, plan, riverside, roles):
    wang = make_person("wang", "王磊", "trainer", dealership=riverside)
    for name in ("prepare", "begin"):
        assert signed_in(wang).post(address(name, plan)).status_code == 404


@pytest.mark.parametrize("name", [*MEMBERS, "plan_card"])
def test_what_is_read_refuses_to_be_posted(signed_in, plan, xu, name):
    assert signed_in(xu).post(address(name, plan)).status_code == 405


@pytest.mark.parametrize("name", ["prepare", "begin"])
def test_what_is_done_refuses_to_be_read(signed_in, plan, xu, name):
    assert signed_in(xu).get(address(name, plan)).status_code == 405


@pytest.mark.parametrize("who", ["xu", "lin"])
def test_more_plans_take_no_more_queries(request, signed_in, plan, role_play, lin, xu, now, tomorrow, who):
    client = signed_in(request.getfixturevalue(who))
    queries_of(client, "/en/role-plays/plans/")
    few = queries_of(client, "/en/role-plays/plans/")
    for hours in range(1, 6):
        starts_at = tomorrow + hours * HOUR
        Plan.make(role_play, lin, by=xu, at=now, starts_at=starts_at, place="Bay 2", assessors=[xu])
    assert queries_of(client, "/en/role-plays/plans/") <= few


# --- On paper -------------------------------------------------------------------------------------------------------


def test_the_check_sheet_is_printed_with_a_code_that_opens_the_session(signed_in, plan, xu):
    client = signed_in(xu)
    page = client.get(address("plan_paper", plan)).text
    assert "Behaviour W-04" in page
    assert "<svg" in page.partition("paper-code")[2]
    client.post(address("begin", plan))
    paper = reverse("roleplays:paper", args=[Session.objects.get().pk])
    assert "Behaviour W-04" in client.get(paper).text
    assert client.post(paper).status_code == 405


@pytest.mark.parametrize("who", ["lin", "zhou", "chen", "harbour_trainer", "admin"])
def test_the_paper_is_for_whoever_scores(request, signed_in, plan, xu, who):
    session = plan.begin(xu, timezone.now())
    client = signed_in(request.getfixturevalue(who))
    assert client.get(reverse("roleplays:paper", args=[session.pk])).status_code == 404
    assert client.get(address("plan_paper", plan)).status_code == (200 if who == "admin" else 404)


def test_the_code_holds_the_address():
    assert code_of("https://example.org/1") != code_of("https://example.org/2")
