"""Practice is planned as what counts is, but nothing follows from it and no right to certify is asked."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from courses.models import LedgerEntry
from people.models import Role
from roleplays.models import CardUse, CertifyingRight, Kind, Plan, RolePlayPage, Session
from tests.conftest import make_person
from tests.roleplays.conftest import ALL_DONE, REVEAL
from tracking.models import Reminder
from tracking.reminding.notices import notices

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def xu(xu):
    """A trainer who may score practice only."""
    CertifyingRight.objects.filter(person=xu).delete()
    return xu


@pytest.fixture
def tomorrow() -> dt.datetime:
    return (timezone.now() + dt.timedelta(days=1)).replace(microsecond=0, second=0)


@pytest.fixture
def make(role_play, lin, zhou, xu, now, tomorrow):
    def plan(starts_at=tomorrow) -> Plan:
        return Plan.make(
            role_play, lin, by=xu, at=now, starts_at=starts_at, place="Bay 2", assessors=[xu], player=zhou,
            kind=Kind.PRACTICE,
        )  # fmt: skip

    return plan


def address(name: str, plan: Plan) -> str:
    return reverse(f"roleplays:{name}", args=[plan.pk])


def score(session: Session, by, at: dt.datetime) -> Session:
    sheet = session.score_sheets.get(assessor=by)
    for code, value in ALL_DONE.items():
        sheet.mark(code, value, at)
    return sheet.submit(at, rating=4)


def test_who_may_not_certify_plans_practice_and_scores_it(make, xu, lin, now):
    session = score(make().begin(xu, now), xu, now)
    assert (session.kind, session.outcome, session.certifies) == (Kind.PRACTICE, "passed", False)
    assert not LedgerEntry.objects.filter(person=lin).exists()


def test_practice_has_one_assessor_and_uses_up_no_customer(make, xu, now):
    RolePlayPage.objects.update(assessors=2, recording="video", self_assessment=True)
    session = make().begin(xu, now)
    assert (session.assessors, session.recording, CardUse.objects.count()) == (1, "none", 0)


def test_whoever_plays_the_customer_reads_the_card_and_the_performer_does_not(make, signed_in, zhou, lin):
    plan = make()
    assert REVEAL in signed_in(zhou).get(address("plan_card", plan)).text
    assert address("plan_card", plan) in signed_in(zhou).get(address("plan", plan)).text
    assert signed_in(lin).get(address("plan_card", plan)).status_code == 404


def test_it_says_that_it_is_practice(make, signed_in, lin, xu):
    plan = make()
    for page in (address("plan", plan), "/en/role-plays/plans/"):
        assert "A customer in a hurry · Practice" in signed_in(lin).get(page).text
    calendar = signed_in(xu).get(address("plan_calendar", plan)).content
    assert b"A customer in a hurry \xc2\xb7 Practice" in calendar


def test_nobody_is_asked_whether_practice_may_be_recorded(make, signed_in, lin):
    RolePlayPage.objects.update(recording="video")
    assert signed_in(lin).get(address("plan", make())).context["questions"] == []


def test_a_second_plan_waits_while_the_first_is_still_scored(make, xu, now, tomorrow):
    first, second = make(), make(tomorrow + HOUR)
    running = first.begin(xu, now)
    assert second.begin(xu, now) == running
    second.refresh_from_db()
    assert second.is_open
    score(running, xu, now)
    assert second.begin(xu, now) != running


def test_nothing_is_planned_but_role_plays_and_practice(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.filter(pk=make().pk).update(kind=Kind.AT_WORK)


# --- The screen -----------------------------------------------------------------------------------------------------


@pytest.fixture
def screen(lin):
    return reverse("roleplays:make_plan", args=[lin.pk])


@pytest.fixture
def form(role_play, xu, tomorrow) -> dict:
    moment = timezone.localtime(tomorrow).strftime("%Y-%m-%dT%H:%M")
    return {"role_play": role_play.pk, "starts_at": moment, "place": "Bay 2", "assessors": [xu.pk], "practice": "on"}


def test_practice_is_planned_on_the_screen(signed_in, screen, form, xu):
    response = signed_in(xu).post(screen, form)
    plan = Plan.objects.get()
    assert (response.url, plan.kind) == (address("plan", plan), Kind.PRACTICE)
    assert signed_in(xu).post(address("begin", plan)).url == reverse("roleplays:score", args=[Session.objects.get().pk])


def test_it_is_proposed_to_whoever_may_not_certify(signed_in, screen, xu, admin, role_play):
    assert signed_in(xu).get(screen).context["form"]["practice"].value() is True
    assert signed_in(admin).get(screen).context["form"]["practice"].value() is False


def test_what_counts_is_refused_and_practice_named(signed_in, screen, form, xu):
    del form["practice"]
    assert "plan practice, or plan again" in signed_in(xu).post(screen, form).text
    assert not Plan.objects.exists()


def test_practice_with_two_assessors_is_refused(signed_in, screen, form, xu, riverside, roles):
    wang = make_person("wang", "王芳", Role.TRAINER, dealership=riverside)
    form["assessors"] = [xu.pk, wang.pk]
    assert "Practice is scored by one" in signed_in(xu).post(screen, form).text


def test_who_takes_part_is_told_that_it_is_practice(make, lin):
    make()
    said = notices(Reminder.objects.filter(person=lin), dt.date(2026, 11, 2))[0].text
    assert "· Practice” is planned with you" in said
