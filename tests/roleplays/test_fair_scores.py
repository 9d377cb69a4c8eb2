"""What average assessors would have given, beside what was given; nothing follows from it."""

import datetime as dt

import pytest
from django.urls import reverse

from people.models import Role
from roleplays.fair_scores import adjusted, found_in, of_session
from roleplays.figures import blind_sheets
from roleplays.models import RolePlayPage, Session
from tests.conftest import make_person
from tests.roleplays.conftest import ALL_DONE, queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def wang(riverside, roles):
    return make_person("wang", "王芳", Role.TRAINER, dealership=riverside)


@pytest.fixture
def zhao(riverside, roles):
    return make_person("zhao", "赵磊", Role.TRAINER, dealership=riverside)


@pytest.fixture
def perform(role_play, riverside, now):
    """`perform(xu, wang, W_01="partly")`: one performance, of which the second assessor sees what is said."""
    RolePlayPage.objects.update(assessors=2, largest_difference=100)
    page, numbers = RolePlayPage.objects.get(), iter(range(1000))

    def performance(first, second, first_too=False, **differently) -> Session:
        number = next(numbers)
        at = now + dt.timedelta(hours=number)
        session = Session.open(page, make_person(f"p{number}", f"学员{number}", dealership=riverside), by=first, at=at)
        for assessor in (first, second):
            given = differently if assessor is second or first_too else {}
            sheet = session.join(assessor, at)
            for code, value in (ALL_DONE | {k.replace("_", "-"): v for k, v in given.items()}).items():
                sheet.mark(code, value, at)
            sheet.submit(at, rating=3)
        session.refresh_from_db()
        return session

    return performance


def fair(reader):
    return found_in(blind_sheets(RolePlayPage.objects.get().translation_key, reader))


def test_the_severity_of_the_assessors_is_taken_off(perform, xu, wang, zhao):
    """Wang gives ten points less than Xu and than Zhao each time, by the one item worth one point of ten."""
    for _ in range(4):
        perform(xu, wang, W_03="not")
        perform(xu, zhao)
        perform(zhao, wang, W_03="not")
    with_wang = next(row for row in fair(xu) if row.raw == 95)
    assert with_wang.fair == pytest.approx(95 + 5 - 10 / 3)


def test_who_would_change_side_comes_first_and_is_said_in_words(perform, xu, wang, zhao):
    for _ in range(4):
        perform(xu, wang, W_03="not")
        perform(xu, zhao)
    Session.objects.update(pass_mark=96)
    rows = fair(xu)
    assert [row.changes_side for row in rows] == [True] * 4 + [False] * 4
    assert rows[0].words == "Would pass before assessors of average severity."


def test_a_missed_critical_item_fails_before_anybody(perform, xu, wang, zhao):
    for _ in range(4):
        perform(xu, zhao)
        perform(xu, wang, W_03="not")
    session = perform(xu, wang, first_too=True, W_02="not")
    Session.objects.update(pass_mark=71)
    row = next(row for row in fair(xu) if row.session == session)
    assert row.crosses
    assert not row.changes_side


def test_an_assessor_who_is_hardly_linked_leaves_a_performance_out(perform, xu, wang, zhao):
    for _ in range(3):
        perform(xu, wang)
    perform(xu, zhao)
    assert len(fair(xu)) == 3
    assert adjusted([(1, 1, 80.0), (1, 2, 70.0)]) == {}


def test_no_result_follows_from_it(perform, xu, wang, lin):
    for _ in range(4):
        session = perform(xu, wang, W_03="not")
    Session.objects.update(pass_mark=96)
    assert any(row.changes_side for row in fair(xu)) is False
    again = Session.objects.get(pk=session.pk)
    assert (again.percent, again.outcome) == (session.percent, session.outcome)


def test_it_stands_beside_the_result_for_assessors_and_not_for_the_advisor(perform, xu, wang, signed_in):
    for _ in range(4):
        session = perform(xu, wang, W_03="not")
    address = reverse("roleplays:result", args=[session.pk])
    assert of_session(session).raw == 95
    assert "Fair score" in signed_in(xu).get(address).content.decode()
    assert "Fair score" not in signed_in(session.person).get(address).content.decode()


def test_a_performance_of_one_assessor_has_none(released, xu, signed_in):
    assert of_session(released) is None
    assert "Fair score" not in signed_in(xu).get(reverse("roleplays:result", args=[released.pk])).content.decode()


def test_the_report_shows_it_with_the_same_queries_for_many(perform, xu, wang, signed_in):
    for _ in range(3):
        perform(xu, wang, W_03="not")
    client, address = signed_in(xu), reverse("role_plays_agreement_of", args=[RolePlayPage.objects.get().pk])
    assert "Fair score" in client.get(address).content.decode()
    few = queries_of(client, address)
    for _ in range(3):
        perform(xu, wang, W_03="not")
    assert queries_of(client, address) == few


def test_the_correlation_of_a_panel_is_shown_by_sheet_section_and_item(perform, xu, wang, signed_in):
    """Two assessors, six performances that they see alike but for one point: ICC is computed for each level."""
    for mark in ("done", "partly", "not") * 2:
        perform(xu, wang, first_too=True, W_01=mark, W_04=mark)
    page = RolePlayPage.objects.get()
    found = signed_in(xu).get(reverse("role_plays_agreement_of", args=[page.pk])).context["figures"].panels[0]
    assert (set(found.names), found.count) == ({"徐敏", "王芳"}, 6)
    assert (found.whole.single.value, found.whole.mean.value) == (1, 1)
    assert [title for title, _ in found.sections] == ["Greeting", "Walk-round"]
    assert {item.code: each and each.single.value for item, each in found.items} == {
        "W-01": 1, "W-02": None, "W-03": None, "W-04": 1,
    }  # fmt: skip
