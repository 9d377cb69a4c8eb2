from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses import ledger
from courses.models import Outcome
from people.models import User


@pytest.fixture
def finish(now, django_capture_on_commit_callbacks):
    def finish(person, *pages, score=None) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            for page in pages:
                ledger.record(
                    person=person, activity=page.translation_key, outcome=Outcome.COMPLETED, score=score, at=now
                )

    return finish


TEAM = "/en/team/"


def names(response) -> list[str]:
    return [row.person.employee_number for row in response.context["rows"]]


def test_a_manager_sees_the_own_team_and_nobody_else(signed_in, chen, lin, zhou, harbour_advisor, certification):
    response = signed_in(chen).get(TEAM)
    assert sorted(names(response)) == ["lin", "zhou"]
    assert harbour_advisor.name not in response.text


def test_a_regional_manager_sees_the_region_and_no_other(
    signed_in, regional, lin, harbour_advisor, summit_manager, certification
):
    assert sorted(names(signed_in(regional).get(TEAM))) == ["h-advisor", "lin"]


def test_a_regional_manager_looks_at_one_dealership(signed_in, regional, lin, harbour_advisor, certification):
    assert names(signed_in(regional).get(TEAM, {"dealership": "harbour"})) == ["h-advisor"]


def test_the_address_opens_no_other_dealership(signed_in, chen, lin, harbour_advisor, certification):
    assert names(signed_in(chen).get(TEAM, {"dealership": "harbour"})) == ["lin"]


@pytest.mark.parametrize("who", ["lin", "xu"])
@pytest.mark.parametrize("path", [TEAM, "person"])
def test_advisors_and_trainers_have_no_team_page(request, signed_in, certification, lin, who, path):
    path = reverse("tracking:person", args=[lin.pk]) if path == "person" else path
    assert signed_in(request.getfixturevalue(who)).get(path).status_code == 404


def test_signed_out_the_team_leads_to_sign_in(client, db):
    assert client.get(TEAM).url.startswith(reverse("account_login"))


@pytest.mark.parametrize("path", [TEAM, "/en/team/1/"])
def test_the_team_cannot_be_posted_to(signed_in, chen, path):
    assert signed_in(chen).post(path).status_code == 405


@pytest.mark.parametrize(
    ("who", "status"), [("chen", 200), ("regional", 200), ("admin", 200), ("harbour_manager", 404)]
)
def test_a_persons_record_is_for_those_who_manage_them(request, signed_in, lin, who, status):
    client = signed_in(request.getfixturevalue(who))
    assert client.get(reverse("tracking:person", args=[lin.pk])).status_code == status


def test_a_record_shows_what_was_finished(signed_in, chen, lin, lesson, finish, certification):
    finish(lin, lesson)
    assert "Greeting" in signed_in(chen).get(reverse("tracking:person", args=[lin.pk])).text


def test_the_states_are_those_of_the_ledger(signed_in, chen, lin, zhou, lesson, finish, certification):
    finish(lin, lesson)
    rows = {row.person: row for row in signed_in(chen).get(TEAM).context["rows"]}
    assert [cell.state for cell in rows[lin].cells] == ["in_progress", "not_started"]
    assert (rows[lin].state, rows[zhou].state) == ("in_progress", "not_started")


def test_who_is_not_covered_stands_first(signed_in, chen, lin, zhou, lesson, second_lesson, finish, certification):
    finish(lin, lesson, second_lesson, score=Decimal(95))
    assert names(signed_in(chen).get(TEAM)) == ["zhou", "lin"]
    assert signed_in(chen).get(TEAM).context["team"].certified == 1


def test_who_has_left_is_not_on_the_team(signed_in, chen, lin, zhou, certification):
    zhou.is_active = False
    zhou.save()
    assert names(signed_in(chen).get(TEAM)) == ["lin"]


def test_without_a_certification_the_page_says_what_it_is_for(signed_in, chen, lin):
    assert "No certification is offered yet" in signed_in(chen).get(TEAM).text


def test_without_advisors_the_page_says_what_to_do(signed_in, chen, certification):
    assert "No advisor yet" in signed_in(chen).get(TEAM).text


def test_more_people_ask_no_more_questions(signed_in, chen, riverside, lin, lesson, finish, certification):
    client = signed_in(chen)
    few = count_queries(client, TEAM)
    for number in range(20):
        person = User.objects.create_user(f"n{number}", name=f"N{number}", dealership=riverside)
        finish(person, lesson)
    assert count_queries(client, TEAM) == few


def count_queries(client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(path)
    return len(queries)
