"""The same check sheet on the service drive: scored by a manager, and counted apart from role-plays."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from certificates.models import Certification, Requirement
from courses.models import LedgerEntry
from courses.progress import done_keys
from roleplays.figures import overview
from roleplays.models import Kind, Session
from tests.roleplays.conftest import ALL_DONE, SECRET, make_role_play, queries_of
from tracking.evidence import with_links

OBSERVE = "/en/role-plays/observe/"


@pytest.fixture
def observation(role_play, lin, chen, now):
    return Session.open(role_play, lin, by=chen, at=now, kind=Kind.AT_WORK)


@pytest.fixture
def seen(observation, now):
    sheet = observation.score_sheets.get()
    for code, value in ALL_DONE.items():
        sheet.mark(code, value, now)
    return sheet.submit(now)


def test_a_manager_comes_to_a_running_session_in_two_taps(signed_in, chen, lin, role_play):
    client = signed_in(chen)
    address = reverse("roleplays:person", args=[lin.pk])
    assert address in client.get(reverse("tracking:person", args=[lin.pk])).text
    page = client.get(address).text
    assert OBSERVE in page
    assert "role-plays/open/" not in page
    response = client.post(OBSERVE, {"person": lin.pk, "role_play": role_play.translation_key})
    session = Session.objects.get()
    assert (session.kind, session.opened_by, session.assessors) == (Kind.AT_WORK, chen, 1)
    assert client.get(response.url).status_code == 200


def test_a_manager_scores_with_the_same_taps_and_is_led_back_to_the_person(signed_in, chen, lin, observation):
    client = signed_in(chen)
    screen = client.get(reverse("roleplays:score", args=[observation.pk])).text
    assert reverse("roleplays:person", args=[lin.pk]) in screen
    assert SECRET not in screen
    for code in ALL_DONE:
        client.post(reverse("roleplays:mark", args=[observation.pk]), {"tap": f"{code} done"})
    client.post(reverse("roleplays:submit", args=[observation.pk]), {"rating": "4"})
    page = signed_in(lin).get(reverse("roleplays:result", args=[observation.pk])).text
    assert "On the job" in page


def test_cancelling_leads_a_manager_back_to_the_person(signed_in, chen, lin, observation):
    response = signed_in(chen).post(reverse("roleplays:cancel", args=[observation.pk]), {"because": "The wrong one"})
    assert response.url == reverse("roleplays:person", args=[lin.pk])


def test_what_was_seen_at_work_finishes_nothing_in_the_course(seen, lin, role_play):
    entry = LedgerEntry.objects.get(person=lin)
    assert (entry.evidence_kind, entry.evidence_id) == ("roleplays.observation", str(seen.pk))
    assert role_play.translation_key not in done_keys(lin)


def test_what_was_seen_at_work_meets_the_requirement_that_asks_for_it(
    role_play, lin, chen, now, observation, django_capture_on_commit_callbacks
):
    certification = Certification.objects.create(
        code="work", title_zh="上岗", title_en="At work",
        requirements=[Requirement(
            label_zh="观察", label_en="Seen", kind="observation", page=role_play, minimum=Decimal(80), sort_order=0,
        )],
    )  # fmt: skip
    sheet = observation.score_sheets.get()
    for code in ALL_DONE:
        sheet.mark(code, "done", now)
    assert certification.award_to(lin, now) is None
    with django_capture_on_commit_callbacks(execute=False):
        sheet.submit(now)
    awarded = certification.award_to(lin, now)
    assert awarded.evidence[0]["results"][0]["scored_by"] == [chen.name]


def test_a_role_play_and_an_observation_run_side_by_side_and_count_their_own_tries(role_play, lin, xu, seen, now):
    role_played = Session.open(role_play, lin, by=xu, at=now)
    again = Session.open(role_play, lin, by=xu, at=now, kind=Kind.AT_WORK)
    assert (role_played.number, again.number) == (1, 2)
    assert role_played.pk != again.pk


def test_no_board_and_no_statistics_take_it_for_a_role_play(signed_in, xu, lin, role_play, seen):
    row = signed_in(xu).get("/en/role-plays/").context["rows"][0]
    assert row.standings[0].state == "not_started"
    assert overview(xu) == []


def test_the_record_says_where_it_was_seen(signed_in, chen, lin, seen):
    (evidence,) = with_links(LedgerEntry.objects.filter(person=lin))
    assert evidence.is_at_work
    assert evidence.url == reverse("roleplays:result", args=[seen.pk])
    assert "On the job" in signed_in(chen).get(reverse("tracking:person", args=[lin.pk])).text


def test_the_database_keeps_one_assessor_at_work(observation):
    with pytest.raises(IntegrityError, match="session_at_work_has_one_assessor"), transaction.atomic():
        Session.objects.filter(pk=observation.pk).update(assessors=2)


@pytest.mark.parametrize("who", ["harbour_manager", "summit_manager", "harbour_trainer"])
def test_a_stranger_finds_neither_the_person_nor_the_sheet(request, signed_in, who, lin, role_play, observation):
    client = signed_in(request.getfixturevalue(who))
    data = {"person": lin.pk, "role_play": role_play.translation_key}
    assert client.get(reverse("roleplays:person", args=[lin.pk])).status_code == 404
    assert client.post(OBSERVE, data).status_code == 404
    assert client.get(reverse("roleplays:score", args=[observation.pk])).status_code == 404


def test_an_advisor_observes_nobody(signed_in, zhou, lin, role_play):
    assert signed_in(zhou).get(reverse("roleplays:person", args=[lin.pk])).status_code == 404
    assert signed_in(zhou).post(OBSERVE, {"person": lin.pk}).status_code == 404


def test_a_manager_opens_no_role_play(signed_in, chen, lin, role_play):
    data = {"person": lin.pk, "role_play": role_play.translation_key}
    assert signed_in(chen).post("/en/role-plays/open/", data).status_code == 404


@pytest.mark.parametrize("data", [{}, {"person": "x"}, {"person": "1", "role_play": "no"}])
def test_what_is_no_person_and_role_play_is_refused(signed_in, chen, data):
    assert signed_in(chen).post(OBSERVE, data).status_code == 404


def test_the_addresses_refuse_the_wrong_method(signed_in, chen, lin):
    assert signed_in(chen).get(OBSERVE).status_code == 405
    assert signed_in(chen).post(reverse("roleplays:person", args=[lin.pk])).status_code == 405


def test_more_role_plays_and_sessions_take_no_more_queries(
    signed_in, chen, lin, xu, role_play, module, check_sheet, now
):
    client, address = signed_in(chen), reverse("roleplays:person", args=[lin.pk])
    Session.open(role_play, lin, by=chen, at=now, kind=Kind.AT_WORK)
    queries_of(client, address)
    few = queries_of(client, address)
    for number in range(3):
        another = make_role_play(module, check_sheet, title=f"Another {number}", slug=f"another-{number}")
        Session.open(another, lin, by=chen, at=now, kind=Kind.AT_WORK)
    assert queries_of(client, address) <= few
