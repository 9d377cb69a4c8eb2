"""An advisor objects once; a trainer who had no part in the session answers."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from people.audit.records import AuditEntry
from people.models import Role
from roleplays.models import Answer, NotYours, Objection, Ruling, Session, TooLate
from tests.conftest import make_person
from tests.roleplays.conftest import queries_of
from tracking.models import Reminder

DAY = dt.timedelta(days=1)


@pytest.fixture
def wang(riverside, roles):
    return make_person("wang", "王磊", Role.TRAINER, dealership=riverside)


@pytest.fixture
def just_released(released):
    """The screen asks whether the fortnight is over, so the release is moved to now."""
    Session.objects.filter(pk=released.pk).update(released_at=timezone.now())
    released.refresh_from_db()
    return released


@pytest.fixture
def objection(just_released, lin, wang):
    return Objection.raise_against(just_released, lin, "W-04 was done.", timezone.now())


def test_an_objection_is_one_row_and_comes_to_a_trainer_who_had_no_part(objection, just_released, lin, wang, xu):
    assert Objection.raise_against(just_released, lin, "Again", timezone.now()) == objection
    assert Objection.objects.get().reason == "W-04 was done."
    told = Reminder.objects.filter(key__startswith="role-play:objected")
    assert [each.person for each in told] == [wang]
    assert AuditEntry.objects.filter(action="objected").count() == 1


def test_without_another_trainer_it_comes_to_the_administrator(just_released, lin, admin):
    Objection.raise_against(just_released, lin, "W-04 was done.", timezone.now())
    assert [each.person for each in Reminder.objects.filter(key__startswith="role-play:objected")] == [admin]


def test_a_regional_trainer_is_a_lead_trainer(just_released, lin, east, roles):
    regional = make_person("r-trainer", "区教", Role.TRAINER, region=east)
    objection = Objection.raise_against(just_released, lin, "W-04 was done.", timezone.now())
    assert objection.answer_with(regional, Ruling.STANDS, "Seen again.", timezone.now()).by == regional


def test_only_whoever_performed_objects(just_released, zhou, xu):
    for person in (zhou, xu):
        with pytest.raises(NotYours):
            Objection.raise_against(just_released, person, "No", timezone.now())


def test_after_a_fortnight_it_is_too_late(just_released, lin):
    with pytest.raises(TooLate):
        Objection.raise_against(just_released, lin, "No", just_released.released_at + 14 * DAY)


def test_before_release_there_is_nothing_to_object_to(session, lin, now):
    with pytest.raises(TooLate):
        Objection.raise_against(session, lin, "No", now)


def test_an_answer_is_told_to_the_advisor_and_the_assessors_and_changes_no_score(objection, wang, lin, xu):
    before = (objection.session.percent, objection.session.outcome)
    answer = objection.answer_with(wang, Ruling.AGAIN, "You perform again.", timezone.now())
    assert objection.answer_with(wang, Ruling.STANDS, "Other words", timezone.now()) == answer
    told = Reminder.objects.filter(key__startswith="role-play:answered").order_by("person__employee_number")
    assert [each.person for each in told] == [lin, xu]
    objection.session.refresh_from_db()
    assert (objection.session.percent, objection.session.outcome) == before
    assert AuditEntry.objects.filter(action="objection_answered").count() == 1


@pytest.mark.parametrize("who", ["xu", "lin", "harbour_trainer", "chen"])
def test_whoever_assessed_or_is_a_stranger_does_not_answer(request, objection, signed_in, who):
    person = request.getfixturevalue(who)
    with pytest.raises(NotYours):
        objection.answer_with(person, Ruling.STANDS, "It stands", timezone.now())
    address = reverse("roleplays:answer", args=[objection.pk])
    assert signed_in(person).get(address).status_code == 404
    assert signed_in(person).post(address, {"ruling": "stands", "words": "No"}).status_code == 404


def test_the_road_of_an_objection_on_the_screens(just_released, lin, wang, signed_in):
    advisor, lead = signed_in(lin), signed_in(wang)
    result = reverse("roleplays:result", args=[just_released.pk])
    object_to = reverse("roleplays:object", args=[just_released.pk])
    assert object_to in advisor.get(result).text
    assert object_to not in lead.get(result).text
    assert advisor.get(object_to).status_code == 200
    assert advisor.post(object_to, {"reason": ""}).status_code == 200
    assert advisor.post(object_to, {"reason": "W-04 was done."}).url == result
    assert advisor.get(object_to).url == result
    answer = reverse("roleplays:answer", args=[Objection.objects.get().pk])
    assert "1 objection waits for your answer" in lead.get("/en/role-plays/").text
    assert answer in lead.get("/en/role-plays/objections/").text
    assert answer in lead.get(result).text
    assert "W-04 was done." in lead.get(answer).text
    assert lead.post(answer, {"ruling": "again", "words": "You perform again."}).url == result
    page = advisor.get(result).text
    assert "You perform again." in page
    assert "Upheld" in page
    assert lead.get(answer).status_code == 404


@pytest.mark.parametrize("who", ["zhou", "xu", "chen", "harbour_advisor"])
def test_nobody_objects_for_another(request, signed_in, just_released, who):
    address = reverse("roleplays:object", args=[just_released.pk])
    assert signed_in(request.getfixturevalue(who)).post(address, {"reason": "No"}).status_code == 404
    assert not Objection.objects.exists()


def test_when_it_is_too_late_the_screen_leads_back(signed_in, lin, just_released):
    Session.objects.filter(pk=just_released.pk).update(released_at=timezone.now() - 15 * DAY)
    address = reverse("roleplays:object", args=[just_released.pk])
    assert signed_in(lin).get(address).url == reverse("roleplays:result", args=[just_released.pk])


def test_the_list_is_only_read_and_only_by_trainers(signed_in, xu, lin):
    assert signed_in(xu).post("/en/role-plays/objections/").status_code == 405
    assert signed_in(lin).get("/en/role-plays/objections/").status_code == 404


def test_more_objections_take_no_more_queries(signed_in, objection, role_play, zhou, wang, xu, now):
    client = signed_in(wang)
    queries_of(client, "/en/role-plays/objections/")
    few = queries_of(client, "/en/role-plays/objections/")
    for number in range(3):
        person = make_person(f"more-{number}", f"更多{number}", dealership=zhou.dealership)
        session = Session.open(role_play, person, by=xu, at=now)
        Session.objects.filter(pk=session.pk).update(released_at=now, outcome="failed", percent=10)
        Objection.objects.create(session=session, reason="Why", at=now)
    assert queries_of(client, "/en/role-plays/objections/") <= few


def test_the_database_keeps_reasons_and_rulings(objection, just_released, wang, now):
    with pytest.raises(IntegrityError, match="objection_has_a_reason"), transaction.atomic():
        Objection.objects.update(reason="")
    with pytest.raises(IntegrityError, match="answer_ruling_is_known"), transaction.atomic():
        Answer.objects.create(objection=objection, by=wang, ruling="maybe", words="No", at=now)
