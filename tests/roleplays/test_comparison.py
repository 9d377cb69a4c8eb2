"""What stands beside a result: the try before, the advisor's own view, strengths, what to practise; and minima."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from roleplays import passing, results
from roleplays.comparison import compare
from roleplays.models import OwnView, RolePlayPage, Session, SessionClosed
from roleplays.panel import Dispute
from roleplays.radar import radar
from roleplays.scoring import Item, Section, score
from tests.roleplays.conftest import ALL_DONE

SECTIONS = (Section("A", (Item("1", 8),)), Section("B", (Item("2", 2),)))


@pytest.mark.parametrize(("minimum", "passed"), [(None, True), (50, True), (51, False)])
def test_a_section_below_its_minimum_fails_the_whole(minimum, passed):
    found = score(SECTIONS, {"1": "done", "2": "partly"}, 80)
    assert (found.passed, passing.decide([found], 10, minimum).passed) == (True, passed)


def test_assessors_who_see_a_minimum_differently_are_in_dispute():
    one, other = (score(SECTIONS, {"1": "done", "2": mark}, 80) for mark in ("done", "partly"))
    assert passing.decide([one, other], 10).dispute is None
    assert passing.decide([one, other], 10, 60).dispute == Dispute.OUTCOME


def test_a_section_worth_nothing_cannot_fail():
    found = score((*SECTIONS, Section("C", ())), {"1": "done", "2": "done"}, 80)
    assert passing.below(replace(found), 50) == ()


def test_the_session_keeps_the_minimum_it_was_opened_with(role_play, lin, xu, now):
    role_play.section_minimum = 90
    session = Session.open(role_play, lin, by=xu, at=now)
    sheet = session.score_sheets.get()
    for code in ALL_DONE:
        sheet.mark(code, "partly" if code == "W-01" else "done", now)
    assert (sheet.submit(now).percent, session.outcome) == (Decimal("90.00"), "failed")


def test_two_sections_make_no_radar_and_three_do():
    assert radar([50, 60]) is None
    drawn = radar([100, 0, 50], own=[100, None, 40])
    assert drawn.now.split()[:2] == ["170.0,40.0", "170.0,170.0"]
    assert (len(drawn.axes), len(drawn.rings), drawn.before) == (3, 4, "")


def tried(role_play, lin, xu, at, **marks):
    session = Session.open(role_play, lin, by=xu, at=at)
    sheet = session.score_sheets.get()
    for code, value in (ALL_DONE | marks).items():
        sheet.mark(code, value, at)
    return sheet.submit(at)


def test_a_second_try_is_compared_with_the_first(role_play, lin, xu, now, later):
    tried(role_play, lin, xu, now, **{"W-01": "not", "W-02": "not"})
    second = tried(role_play, lin, xu, later(60))
    compared = compare(second, results.of(second)["parts"])
    assert (compared.before.number, [each.before for each in compared.sections]) == (1, [Decimal(0), Decimal(100)])
    assert compared.sections[0].change == Decimal(100)


def test_what_was_missed_leads_to_the_lessons_of_its_clauses(role_play, lin, xu, now, clause, lesson, signed_in):
    lesson.clauses.add(clause)
    lesson.save()
    session = tried(role_play, lin, xu, now, **{"W-01": "partly", "W-03": "not"})
    compared = compare(session, results.of(session)["parts"])
    assert [each.line.item.code for each in compared.practise] == ["W-01", "W-03"]
    assert [each.lessons for each in compared.practise] == [[lesson], []]
    page = signed_in(lin).get(reverse("roleplays:result", args=[session.pk])).text
    assert lesson.title in page.partition("What to practise")[2]


def test_a_section_done_well_is_a_strength(released):
    assert [each.part.section.title for each in compare(released, results.of(released)["parts"]).strengths]


# --- The advisor's own view -----------------------------------------------------------------------------------------


@pytest.fixture
def performed(role_play, lin, xu, now):
    RolePlayPage.objects.update(self_assessment=True)
    session = Session.open(RolePlayPage.objects.get(pk=role_play.pk), lin, by=xu, at=now)
    session.start(now)
    return session


def test_the_advisor_says_once_how_they_saw_it(performed, now):
    given = OwnView.give(performed, [4, 2], "Slower", now)
    assert OwnView.give(performed, [5, 5], "", now) == given
    assert OwnView.objects.get().ratings == [4, 2]


@pytest.mark.parametrize("ratings", [[4], [0, 3], [6, 3], [1, 2, 3]])
def test_each_section_has_a_grade_from_one_to_five(performed, now, ratings):
    with pytest.raises(ValidationError):
        OwnView.give(performed, ratings, "", now)


def test_after_release_it_is_too_late_to_be_innocent(performed, now):
    sheet = performed.score_sheets.get()
    for code in ALL_DONE:
        sheet.mark(code, "done", now)
    sheet.submit(now)
    with pytest.raises(SessionClosed):
        OwnView.give(performed, [4, 2], "", now)


def test_on_the_screens_it_stands_beside_the_result(performed, role_play, lin, now, signed_in):
    client, address = signed_in(lin), reverse("roleplays:own_view", args=[performed.pk])
    assert address in client.get(role_play.url).text
    assert "Greeting" in client.get(address).text
    assert client.post(address, {"section_1": "4"}).status_code == 200
    client.post(address, {"section_1": "4", "section_2": "2", "comment": "Slower next time"})
    assert address not in client.get(role_play.url).text
    sheet = performed.score_sheets.get()
    for code in ALL_DONE:
        sheet.mark(code, "done", now)
    sheet.submit(now)
    page = client.get(reverse("roleplays:result", args=[performed.pk])).text
    assert "Slower next time" in page
    assert "2 / 5" in page
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("who", ["zhou", "xu", "chen", "harbour_advisor"])
def test_it_is_nobody_elses(request, performed, signed_in, who):
    address = reverse("roleplays:own_view", args=[performed.pk])
    client = signed_in(request.getfixturevalue(who))
    assert client.get(address).status_code == 404
    assert client.post(address, {"section_1": "4", "section_2": "2"}).status_code == 404


def test_no_assessor_sees_it_before_release(performed, xu, now, signed_in):
    OwnView.give(performed, [4, 2], "Slower next time", now)
    client = signed_in(xu)
    shown = [client.get(reverse(f"roleplays:{name}", args=[performed.pk])) for name in ("score", "review", "result")]
    assert not [each for each in shown if b"Slower next time" in each.content]
