"""Without the right to certify there is practice only, wherever somebody tries."""

import datetime as dt
from dataclasses import replace

import pytest
from django.urls import reverse

from courses.models import LedgerEntry
from people.audit.records import AuditEntry
from people.models import Role
from people.packs import Scope
from roleplays.models import CertifyingRight, Kind, NoRight, Plan, RolePlayPage, Session
from roleplays.models.rights import certifies
from roleplays.pack import calibration
from tests.conftest import make_person
from tests.roleplays.conftest import ALL_DONE, queries_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def lose(person, at, reason="Missed two calibrations", by=None):
    return CertifyingRight.objects.create(person=person, change="lost", at=at, by=by or person, reason=reason)


@pytest.fixture
def wang(riverside, roles):
    return make_person("wang", "王芳", Role.TRAINER, dealership=riverside)


@pytest.fixture
def learner(wang, now):
    """Wang, who has lost the right."""
    lose(wang, now - DAY)
    return wang


def hand_in(sheet, at, **marks):
    for code, value in (ALL_DONE | marks).items():
        sheet.mark(code, value, at)
    return sheet.submit(at, rating=3)


def test_nobody_without_the_right_opens_a_session_that_counts(role_play, lin, learner, now):
    with pytest.raises(NoRight):
        Session.open(role_play, lin, by=learner, at=now)
    assert not Session.objects.exists()


def test_a_right_that_has_run_out_is_none(role_play, lin, xu, now):
    CertifyingRight.objects.filter(person=xu).update(until=now)
    with pytest.raises(NoRight):
        Session.open(role_play, lin, by=xu, at=now)
    assert certifies(xu, now - DAY)


def test_nor_joins_or_decides_one(role_play, lin, xu, admin, learner, now):
    RolePlayPage.objects.update(assessors=2, largest_difference=0)
    session = Session.open(RolePlayPage.objects.get(), lin, by=xu, at=now)
    with pytest.raises(NoRight):
        session.join(learner, now)
    hand_in(session.score_sheets.get(), now)
    hand_in(session.join(admin, now), now, **{"W-01": "not"})
    with pytest.raises(NoRight):
        session.adjudicate(learner, now)


def test_nor_is_named_in_a_plan(role_play, lin, learner, xu, now):
    with pytest.raises(NoRight):
        Plan.make(role_play, lin, by=xu, at=now, starts_at=now + DAY, place="Bay 2", assessors=[learner])


def test_a_plan_beyond_the_end_of_the_right_is_refused_in_words(role_play, lin, xu, signed_in, now):
    CertifyingRight.objects.filter(person=xu).update(until=dt.datetime(2101, 1, 1, tzinfo=dt.UTC))
    data = {"role_play": role_play.pk, "starts_at": "2101-02-01T10:00", "place": "Bay 2", "assessors": [xu.pk]}
    shown = signed_in(xu).post(reverse("roleplays:make_plan", args=[lin.pk]), data).content.decode()
    assert "Xu Min 徐敏 may score practice only on that day." in shown
    assert not Plan.objects.exists()


def test_whoever_lost_the_right_since_the_plan_leaves_the_place_to_others(role_play, lin, xu, wang, now):
    RolePlayPage.objects.update(assessors=2)
    page = RolePlayPage.objects.get()
    plan = Plan.make(page, lin, by=xu, at=now, starts_at=now + DAY, place="Bay 2", assessors=[xu, wang])
    lose(wang, now + DAY / 2)
    session = plan.begin(xu, now + DAY)
    assert [sheet.assessor for sheet in session.score_sheets.all()] == [xu]
    assert Session.objects.with_places_left().get() == session


def test_the_refusal_says_what_to_do(role_play, lin, learner, signed_in):
    data = {"person": lin.pk, "role_play": role_play.translation_key}
    response = signed_in(learner).post(reverse("roleplays:open"), data, follow=True)
    assert response.redirect_chain[-1][0] == reverse("roleplays:calibration")
    assert "王芳 may score practice only. The right to certify is earned" in response.content.decode()


def test_practice_is_open_to_whoever_scores_and_counts_for_nothing(role_play, lin, learner, signed_in, now):
    data = {"person": lin.pk, "role_play": role_play.translation_key, "practice": "1"}
    response = signed_in(learner).post(reverse("roleplays:open"), data)
    session = Session.objects.get()
    assert response.url == reverse("roleplays:score", args=[session.pk])
    assert hand_in(session.score_sheets.get(), now).outcome == "passed"
    assert session.kind == Kind.PRACTICE
    assert not LedgerEntry.objects.exists()
    assert not Session.objects.role_plays().exists()
    assert signed_in(lin).get(reverse("roleplays:result", args=[session.pk])).status_code == 200


def test_practice_is_counted_apart_from_what_counts(role_play, lin, xu, now):
    practice = Session.open(role_play, lin, by=xu, at=now, kind=Kind.PRACTICE)
    counted = Session.open(role_play, lin, by=xu, at=now)
    assert (practice.number, counted.number) == (1, 1)


def test_what_was_scored_when_the_right_was_gone_becomes_practice(sheet, xu, lin, role_play, now):
    earlier = Session.open(role_play, lin, by=xu, at=now, kind=Kind.PRACTICE)
    lose(xu, now + DAY)
    session = hand_in(sheet, now + 2 * DAY)
    session.refresh_from_db()
    assert (session.kind, session.outcome, session.number) == (Kind.PRACTICE, "passed", earlier.number + 1)
    assert not LedgerEntry.objects.exists()


def test_what_was_handed_in_before_still_counts(role_play, lin, xu, wang, now):
    RolePlayPage.objects.update(assessors=2)
    session = Session.open(RolePlayPage.objects.get(), lin, by=xu, at=now)
    other = session.join(wang, now)
    hand_in(session.score_sheets.get(assessor=xu), now)
    lose(xu, now + DAY)
    hand_in(other, now + 2 * DAY)
    assert LedgerEntry.objects.get().outcome == "passed"


def test_the_review_warns_before_it_is_too_late(complete, xu, now, signed_in):
    sheet = complete()
    address = reverse("roleplays:review", args=[sheet.session_id])
    assert "counts as practice" not in signed_in(xu).get(address).content.decode()
    lose(xu, now)
    assert "counts as practice" in signed_in(xu).get(address).content.decode()


def test_observing_at_work_asks_for_no_right(role_play, lin, chen, now):
    assert Session.open(role_play, lin, by=chen, at=now, kind=Kind.AT_WORK)


def test_the_board_offers_practice_only_to_whoever_has_no_right(role_play, lin, learner, xu, signed_in):
    assert "Practise" in signed_in(learner).get(reverse("roleplays:board")).content.decode()
    shown = signed_in(xu).get(reverse("roleplays:board")).content.decode()
    assert "Practise" not in shown
    assert "Open a session" in shown


def test_a_lead_trainer_takes_a_right_away_with_a_reason(wang, xu, now, signed_in):
    client, address = signed_in(xu), reverse("roleplays:right_of", args=[wang.pk])
    assert client.post(address, {"change": "lost", "reason": " "}).status_code == 200
    assert certifies(wang, now)
    client.post(address, {"change": "lost", "reason": "Sat beside three performances"})
    row = CertifyingRight.objects.filter(person=wang).first()
    assert (row.change, row.by, row.why) == ("lost", xu, "Sat beside three performances")
    assert "Sat beside three performances" in client.get(address).content.decode()
    assert AuditEntry.objects.filter(action="right_lost").exists()


def test_nobody_decides_about_their_own_right(xu, signed_in):
    client, address = signed_in(xu), reverse("roleplays:right_of", args=[xu.pk])
    assert client.get(address).context["form"] is None
    client.post(address, {"change": "lost", "reason": "x"})
    assert CertifyingRight.objects.filter(person=xu).count() == 1


def test_strangers_learn_nothing_of_it(xu, harbour_trainer, lin, signed_in):
    for person in (harbour_trainer, lin):
        assert signed_in(person).get(reverse("roleplays:right_of", args=[xu.pk])).status_code == 404
    assert "徐敏" not in signed_in(harbour_trainer).get(reverse("roleplays:rights")).content.decode()


def test_more_assessors_take_no_more_queries(xu, riverside, signed_in, now):
    client, address = signed_in(xu), reverse("roleplays:rights")
    few = queries_of(client, address)
    for number in range(5):
        person = make_person(f"t{number}", f"教{number}", Role.TRAINER, dealership=riverside)
        CertifyingRight.objects.create(person=person, change="drifted", kappa=0.5, items=60, at=now)
    assert queries_of(client, address) == few


def test_the_auditors_pack_says_how_each_assessor_came_to_the_right(released, xu, wang, chen, riverside, now):
    lose(xu, now + DAY, "Sat beside three performances")
    scope = Scope(dealership=riverside, by=chen, people=[released.person_id], at=now + 2 * DAY)
    found = calibration(Session.objects.all(), scope)
    assert [each["employee_number"] for each in found] == ["xu"]
    assert [row["why"] for row in found[0]["rights"]] == [
        "Weighted kappa 0.90 against gold on 40 items of “Tests”.", "Sat beside three performances",
    ]  # fmt: skip
    assert [each["set"] for each in found[0]["calibrations"]] == ["tests"]
    assert calibration(Session.objects.all(), replace(scope, at=now))[0]["rights"][-1]["change"] == "won"
