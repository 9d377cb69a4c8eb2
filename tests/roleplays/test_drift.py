"""Whoever drifts away from the others is doubted, and a person decides."""

import datetime as dt

import pytest
from django.urls import reverse

from people.models import Role
from roleplays.models import CertifyingRight, RolePlayPage, Session
from roleplays.models.drift import agreement
from roleplays.models.rights import certifies
from tests.conftest import make_person
from tests.roleplays.conftest import ALL_DONE

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
# One item in four is not done, so that there is something to agree on beyond chance.
REAL = ALL_DONE | {"W-03": "not"}


@pytest.fixture
def wang(riverside, roles):
    return make_person("wang", "王芳", Role.TRAINER, dealership=riverside)


@pytest.fixture
def perform(role_play, riverside, xu, wang, now):
    """`perform(3, W_01="not")`: so many performances, a day apart, that Xu sees as they are and Wang as said."""
    RolePlayPage.objects.update(assessors=2, largest_difference=100)
    page, days = RolePlayPage.objects.get(), iter(range(1000))

    def performances(number: int, **of_wang: str) -> dt.datetime:
        for _ in range(number):
            day = next(days)
            at = now + day * DAY
            session = Session.open(page, make_person(f"p{day}", "学员", dealership=riverside), by=xu, at=at)
            for assessor, marks in ((xu, {}), (wang, of_wang)):
                sheet = session.join(assessor, at)
                for code, value in (REAL | {name.replace("_", "-"): mark for name, mark in marks.items()}).items():
                    sheet.mark(code, value, at)
                sheet.submit(at, rating=3)
        return at

    return performances


@pytest.fixture(autouse=True)
def _sooner(monkeypatch):
    monkeypatch.setattr("roleplays.models.drift.FEWEST_ITEMS", 12)


def test_assessors_who_agree_are_left_alone(perform, xu, wang):
    at = perform(4)
    assert agreement(xu, at).value == agreement(wang, at).value == 1
    assert not CertifyingRight.objects.in_doubt().exists()


def test_both_of_two_who_differ_are_doubted_and_keep_the_right(perform, xu, wang):
    at = perform(3, W_03="done", W_01="not")
    doubted = CertifyingRight.objects.in_doubt()
    assert {row.person for row in doubted} == {xu, wang}
    assert doubted[0].why.startswith("Weighted kappa -0.33 with other assessors, on 12 items")
    assert certifies(wang, at)
    assert certifies(xu, at)


def test_too_few_items_raise_no_doubt(perform):
    perform(2, W_03="done", W_01="not")
    assert not CertifyingRight.objects.in_doubt().exists()


def test_a_doubt_is_raised_once(perform, wang):
    perform(6, W_03="done", W_01="not")
    assert CertifyingRight.objects.filter(person=wang, change="drifted").count() == 1


def test_only_the_last_sessions_count(perform, wang, monkeypatch):
    monkeypatch.setattr("roleplays.models.drift.LAST", 3)
    perform(2, W_03="done", W_01="not")
    assert agreement(wang, perform(3)).value == 1


def test_what_was_before_a_doubt_was_answered_counts_no_more(perform, wang, xu):
    at = perform(3, W_03="done", W_01="not")
    CertifyingRight.decide(wang, "kept", xu, "Wang was right", at)
    assert not CertifyingRight.objects.filter(person=wang).in_doubt().exists()
    assert agreement(wang, at) is None
    assert agreement(wang, perform(1)).value == 1


def test_a_lead_trainer_lets_the_right_stand(perform, wang, admin, signed_in):
    perform(3, W_03="done", W_01="not")
    client, address = signed_in(admin), reverse("roleplays:right_of", args=[wang.pk])
    shown = client.get(address)
    assert "Figures cannot tell who of the two is off." in shown.content.decode()
    assert shown.context["drift"].n == 12
    client.post(address, {"change": "kept", "reason": "Sat beside two performances"})
    assert [row.change for row in CertifyingRight.objects.filter(person=wang)][:1] == ["kept"]


def test_nothing_is_decided_where_there_is_nothing_to_decide(xu, admin, now):
    assert CertifyingRight.decide(xu, "kept", admin, "No doubt there", now) is None
    CertifyingRight.decide(xu, "lost", admin, "Asked for it", now)
    assert CertifyingRight.decide(xu, "lost", admin, "Twice", now) is None


def test_practice_and_single_scores_say_nothing(role_play, lin, xu, now):
    session = Session.open(role_play, lin, by=xu, at=now)
    sheet = session.score_sheets.get()
    for code, value in REAL.items():
        sheet.mark(code, value, now)
    sheet.submit(now, rating=3)
    assert agreement(xu, now) is None
