"""What the admin says of assessors' agreement, on performances whose marks are known."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import Role
from roleplays.fairness.standard_setting import borderline_regression
from roleplays.figures import figures, overview
from roleplays.models import RolePlayPage, Session
from roleplays.picture import picture, x_of, y_of
from tests.conftest import make_person
from tests.roleplays.conftest import ALL_DONE

pytestmark = pytest.mark.django_db


@pytest.fixture
def wang(riverside, roles):
    return make_person("wang", "王芳", Role.TRAINER, dealership=riverside)


@pytest.fixture
def perform(role_play, riverside, xu, wang, now):
    """`perform(6, W_01="partly")`: so many performances that Xu finds done throughout and Wang as said."""
    RolePlayPage.objects.update(assessors=2, largest_difference=100)
    page = RolePlayPage.objects.get()

    def performances(number: int, **of_wang: str) -> None:
        for place in range(number):
            person = make_person(f"p{len(of_wang)}-{place}", "学员", dealership=riverside)
            session = Session.open(page, person, by=xu, at=now)
            for assessor, marks in ((xu, {}), (wang, of_wang)):
                sheet = session.join(assessor, now)
                for code in ALL_DONE:
                    sheet.mark(code, marks.get(code.replace("-", "_"), "done"), now)
                sheet.submit(now, rating=4)

    return performances


def figures_of(reader):
    return figures(RolePlayPage.objects.get().translation_key, reader)


def test_an_item_on_which_assessors_differ_is_named_in_words(perform, xu):
    perform(6, W_01="partly")
    first, second = figures_of(xu).items[:2]
    assert (first.item.code, first.count, first.same) == ("W-01", 6, 0.0)
    assert first.advice.startswith("Assessors often differ here.")
    assert (second.same, second.advice) == (1.0, "")


def test_a_critical_item_is_said_to_decide_who_passes(perform, xu):
    perform(6, W_02="partly")
    assert figures_of(xu).items[1].advice.startswith("A critical item")


def test_below_five_performances_nothing_is_advised(perform, xu):
    perform(4, W_01="partly")
    assert {item.advice for item in figures_of(xu).items} == {""}


def test_the_severer_assessor_is_found(perform, xu):
    perform(3, W_01="partly")
    found = {each.name: each.figures.severity for each in figures_of(xu).assessors}
    assert found == {"徐敏": pytest.approx(5), "王芳": pytest.approx(-5)}


def test_a_third_who_decided_is_no_assessor_of_these_figures(perform, xu, wang, admin, now):
    perform(1)
    RolePlayPage.objects.update(largest_difference=0)
    session = Session.open(RolePlayPage.objects.get(), make_person("x", "学员"), by=xu, at=now)
    for assessor, value in ((xu, "done"), (wang, "partly")):
        sheet = session.join(assessor, now)
        for code in ALL_DONE:
            sheet.mark(code, value if code == "W-01" else "done", now)
        sheet.submit(now, rating=3)
    own = Session.objects.get(pk=session.pk).adjudicate(admin, now)
    own.mark("W-01", "done", now)
    own.submit(now, rating=3)
    assert "管理" not in {each.name for each in figures_of(admin).assessors}


def test_an_assessor_whom_the_reader_may_not_see_has_no_name(perform, role_play, lin, harbour_trainer, east, xu, now):
    perform(1)
    xu.region = east
    xu.save()
    assert "徐敏" in {each.name for each in figures_of(xu).assessors}
    assert overview(harbour_trainer) == []


def test_the_overview_counts_performances_and_those_of_several(perform, xu):
    perform(2)
    assert [(row.released, row.doubly) for row in overview(xu)] == [(2, 2)]


def test_ten_performances_take_as_many_queries_as_two(perform, xu):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            figures_of(xu)
        return len(captured)

    perform(2)
    few = queries()
    perform(8, W_01="partly")
    assert queries() == few


def test_the_drawing_has_the_cut_on_the_line():
    ratings = [(1, 40.0), (2, 55.0), (3, 70.0), (3, 70.0), (4, 85.0), (5, 100.0)]
    drawn = picture(ratings, borderline_regression(ratings))
    assert (drawn.cut_x, drawn.cut_y) == (x_of(2), y_of(55))
    assert max(point.size for point in drawn.points) == next(p for p in drawn.points if p.x == x_of(3)).size


@pytest.mark.parametrize("who", ["xu", "admin"])
def test_trainers_and_administrators_read_the_report(who, perform, signed_in, request):
    perform(5, W_01="partly")
    client = signed_in(request.getfixturevalue(who))
    page = RolePlayPage.objects.get()
    assert client.get(reverse("role_plays_agreement")).context["rows"][0][0] == page
    response = client.get(reverse("role_plays_agreement_of", args=[page.pk]))
    assert response.context["picture"] is None
    assert "W-01" in response.content.decode()


@pytest.mark.parametrize("who", ["lin", "chen", "regional"])
def test_nobody_else_does(who, role_play, signed_in, request):
    client = signed_in(request.getfixturevalue(who))
    for address in (reverse("role_plays_agreement"), reverse("role_plays_agreement_of", args=[role_play.pk])):
        assert client.get(address).status_code in (302, 403, 404)


def test_without_performances_the_report_says_what_it_needs(role_play, xu, signed_in):
    client = signed_in(xu)
    assert client.get(reverse("role_plays_agreement")).status_code == 200
    assert client.get(reverse("role_plays_agreement_of", args=[role_play.pk])).status_code == 200
