"""What of the team is shown: filters, search, order, and that the address carries them all."""

import datetime as dt

import pytest

from courses import ledger
from courses.models import Outcome
from people.models import JobRole
from tracking.matrix import Entry, in_order

TEAM = "/en/team/"


def names(response) -> list[str]:
    return [row.person.employee_number for row in response.context["rows"]]


@pytest.fixture
def team(lin, zhou, harbour_advisor, certification):
    lin.hired_on, lin.job_role = dt.date(2026, 9, 1), JobRole.FOLLOW_UP_CLERK
    lin.save()
    zhou.hired_on = dt.date(2024, 3, 1)
    zhou.save()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "林"}, ["lin"]),
        ({"q": "zhoukun"}, ["zhou"]),
        ({"q": "ZHOU k"}, ["zhou"]),
        ({"q": "haiming"}, ["h-advisor"]),
        ({"q": "h-adv"}, ["h-advisor"]),
        ({"job_role": "follow_up_clerk"}, ["lin"]),
        ({"hired_since": "2026-09-01"}, ["lin"]),
        ({"hired_since": "2026-09-02"}, []),
        ({"dealership": "harbour"}, ["h-advisor"]),
        ({"dealership": "riverside", "q": "hai"}, []),
        ({"state": "valid"}, []),
        ({"state": "not_started", "sort": "pinyin"}, ["h-advisor", "lin", "zhou"]),
        ({"sort": "hired"}, ["lin", "zhou", "h-advisor"]),
    ],
)
def test_a_filter_shows_whom_it_says(signed_in, regional, team, asked, found):
    assert names(signed_in(regional).get(TEAM, asked)) == found


@pytest.mark.parametrize("asked", [{"state": "tired"}, {"job_role": "pilot"}, {"sort": "shoe-size"}, {"page": "zero"}])
def test_what_makes_no_sense_filters_nothing(signed_in, chen, team, asked):
    assert sorted(names(signed_in(chen).get(TEAM, asked))) == ["lin", "zhou"]


def test_a_date_that_is_none_is_said_to_be_none(signed_in, chen, team):
    response = signed_in(chen).get(TEAM, {"hired_since": "yesterday"})
    assert sorted(names(response)) == ["lin", "zhou"]
    assert "Enter a valid date." in response.text


def test_a_filter_opens_no_other_dealership(signed_in, chen, team):
    response = signed_in(chen).get(TEAM, {"dealership": "harbour", "q": "haiming"})
    assert names(response) == []
    assert "Harbour" not in response.text


def test_nobody_found_is_not_an_empty_team(signed_in, chen, team):
    text = signed_in(chen).get(TEAM, {"q": "nobody at all"}).text
    assert "Nobody is found" in text
    assert "Show everybody" in text
    assert "No advisor yet" not in text


def test_the_other_language_keeps_what_was_asked(signed_in, chen, team):
    text = signed_in(chen).get(TEAM, {"q": "lin", "sort": "pinyin"}).text
    assert "/zh-hans/team/?q=lin&amp;sort=pinyin" in text


def test_the_counts_are_those_of_the_states(signed_in, chen, team, lin, lesson, now):
    ledger.record(person=lin, activity=lesson.translation_key, outcome=Outcome.FAILED, at=now)
    team = signed_in(chen).get(TEAM).context["team"]
    assert team.counts == [("failed", 1), ("not_started", 1)]


def test_the_counts_stay_when_a_state_is_chosen(signed_in, chen, team):
    team = signed_in(chen).get(TEAM, {"state": "expired"}).context["team"]
    assert team.counts == [("expired", 0), ("not_started", 2)]


def entry(name: str, state: str = "valid", hired_on: dt.date | None = None) -> Entry:
    return Entry(0, name, "", name, hired_on, state)


def test_the_order_by_pinyin_is_that_of_the_names_as_they_are_read():
    people = [entry(name) for name in ("周堃", "单小明", "Emma", "林晓", "艾玛")]
    assert [each.name for each in in_order(people, "pinyin")] == ["艾玛", "Emma", "林晓", "单小明", "周堃"]


def test_of_people_of_one_urgency_pinyin_decides():
    people = [entry("周堃", "expired"), entry("安宁"), entry("林晓", "expired")]
    assert [each.name for each in in_order(people, "state")] == ["林晓", "周堃", "安宁"]
