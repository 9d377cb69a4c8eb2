"""A person sets the pass mark, with reason and date; what advises is shown, and nothing sets itself."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from people.audit.records import AuditEntry
from people.models import Role
from roleplays.models import Estimates, PassMark, Plan, RolePlayPage, RowsStay, Session
from roleplays.standards_set import panel_of
from tests.conftest import make_person
from tests.roleplays.conftest import ALL_DONE, queries_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def decide(role_play, admin, now):
    """`decide(70, days=3)`: set now, in force three days on."""

    def set_mark(percent, *, days=0, at=None, **advised):
        at = at or now
        day = timezone.localdate(at) + days * DAY
        return PassMark.decide(
            role_play, percent=percent, in_force_from=day, reason="Heard three", by=admin, at=at, advised=advised
        )

    return set_mark


@pytest.fixture
def address(role_play):
    return reverse("role_plays_pass_mark", args=[role_play.pk])


def test_the_authors_mark_holds_until_one_is_set(role_play, now, decide):
    assert PassMark.of(role_play, now) == 80
    decide(70)
    assert PassMark.of(role_play, now) == 70


def test_a_mark_holds_from_its_day_until_that_of_the_next(role_play, now, decide):
    decide(70, days=2)
    decide(75, days=5)
    assert [PassMark.of(role_play, now + days * DAY) for days in (0, 2, 4, 5)] == [80, 70, 70, 75]


def test_what_was_set_later_is_not_known_before(role_play, now, decide):
    decide(70, at=now + 2 * DAY)
    assert PassMark.of(role_play, now + DAY) == 80


def test_both_languages_have_the_same(role_play, role_play_zh, now, decide):
    decide(65)
    assert PassMark.of(role_play_zh, now) == 65


def test_a_session_keeps_its_mark_and_the_next_has_the_new_one(role_play, lin, zhou, xu, now, decide):
    before = Session.open(role_play, lin, by=xu, at=now)
    decide(60, at=now + DAY)
    after = Session.open(role_play, zhou, by=xu, at=now + DAY)
    before.refresh_from_db()
    assert (before.pass_mark, after.pass_mark) == (80, 60)


def test_a_session_planned_before_keeps_the_mark_of_that_day(role_play, lin, xu, now, decide):
    plan = Plan.make(role_play, lin, by=xu, at=now, starts_at=now + 3 * DAY, place="Bay 2", assessors=[xu])
    decide(60, at=now + DAY)
    assert plan.begin(xu, now + 3 * DAY).pass_mark == 80


def test_what_was_decided_is_not_changed(decide):
    row = decide(70)
    row.percent = 50
    with pytest.raises(RowsStay):
        row.save()


def test_a_trainer_sets_it_with_a_reason_and_it_stands_in_the_history(role_play, xu, address, signed_in):
    client, today = signed_in(xu), timezone.localdate()
    data = {"percent": "72", "in_force_from": f"{today:%Y-%m-%d}", "reason": "  "}
    assert client.post(address, data).status_code == 422
    assert not PassMark.objects.exists()
    assert client.post(address, data | {"reason": "Angoff of three judges"}).status_code == 302
    row = PassMark.objects.get()
    assert (row.percent, row.by, row.in_force_from, row.advised) == (72, xu, today, {})
    shown = client.get(address)
    assert shown.context["history"] == [(row, True)]
    assert "Angoff of three judges" in shown.content.decode()
    assert AuditEntry.objects.filter(action="pass_mark_set").exists()


@pytest.mark.parametrize(("percent", "days"), [(0, 0), (101, 0), (70, -1)])
def test_no_absurd_mark_and_none_for_the_past(xu, address, signed_in, percent, days):
    day = timezone.localdate() + days * DAY
    data = {"percent": percent, "in_force_from": f"{day:%Y-%m-%d}", "reason": "x"}
    assert signed_in(xu).post(address, data).status_code == 422
    assert not PassMark.objects.exists()


@pytest.mark.parametrize("who", ["lin", "chen", "regional"])
def test_nobody_else_sets_it(who, address, role_play, signed_in, request):
    client = signed_in(request.getfixturevalue(who))
    for path in (address, reverse("role_plays_estimates", args=[role_play.pk])):
        assert client.get(path).status_code in (302, 403, 404)
        client.post(path, {"percent": "1", "in_force_from": "2100-01-01", "reason": "x"})
    assert not PassMark.objects.exists()


def judge(role_play, person, at, **values):
    given = dict.fromkeys(ALL_DONE, 50) | {name.replace("_", "-"): value for name, value in values.items()}
    edition = role_play.check_sheet.edition(at)
    return Estimates.objects.create(
        role_play=role_play.translation_key, edition=edition, judge=person, values=given, at=at
    )


def test_the_cut_of_two_judges_is_that_of_the_sum_by_hand(role_play, xu, admin, now):
    """Points 2, 3, 1, 4. Xu: 100, 50, 50, 50 % are 2 + 1.5 + .5 + 2 = 6 of 10; the other 4 x .75 = 3 more, 7."""
    judge(role_play, xu, now, W_01=100)
    judge(role_play, admin, now, W_01=100, W_04=75)
    found = panel_of(role_play, role_play.check_sheet.edition(now))
    assert found.names == (xu.called, admin.called)
    assert found.judged.judges == pytest.approx((60, 70))
    assert (found.judged.cut, found.judged.spread) == pytest.approx((65, 50**0.5))
    assert found.judged.error == pytest.approx(5)
    last = found.items[-1]
    assert (last.item.code, last.values, last.mean) == ("W-04", (50, 75), 62.5)
    assert last.spread == pytest.approx(312.5**0.5)


def test_a_judge_who_thinks_again_counts_once(role_play, xu, now):
    judge(role_play, xu, now)
    judge(role_play, xu, now + DAY, W_01=100)
    found = panel_of(role_play, role_play.check_sheet.edition(now))
    assert (found.judged.cut, found.judged.spread, found.items[0].spread) == (pytest.approx(60), None, None)


def test_a_judge_sees_the_others_only_after_judging(role_play, xu, admin, now, address, signed_in):
    judge(role_play, admin, now, W_01=93)
    client = signed_in(xu)
    assert "<td>93</td>" not in client.get(address).content.decode()
    sheet = reverse("role_plays_estimates", args=[role_play.pk])
    assert client.post(sheet, {"W-01": "101"}).status_code == 422
    assert "Behaviour W-01" in client.get(sheet).content.decode()
    assert client.post(sheet, dict.fromkeys(ALL_DONE, "60")).status_code == 302
    assert "<td>93</td>" in client.get(address).content.decode()
    assert Estimates.objects.get(judge=xu).values == dict.fromkeys(ALL_DONE, 60)


def test_what_advised_is_kept_beside_the_decision(role_play, xu, now, address, signed_in):
    judge(role_play, xu, now, W_01=100)
    data = {"percent": "60", "in_force_from": f"{timezone.localdate():%Y-%m-%d}", "reason": "Angoff"}
    signed_in(xu).post(address, data)
    assert PassMark.objects.get().advised == {"angoff": {"cut": 60.0, "error": None, "judges": 1}}


def test_the_picture_has_a_table_that_says_the_same(role_play, riverside, xu, now, address, signed_in):
    for number, (rating, mark) in enumerate([(2, "not"), (3, "partly"), (4, "done")] * 4):
        person = make_person(f"p{number}", "学员", dealership=riverside)
        session = Session.open(role_play, person, by=xu, at=now)
        sheet = session.score_sheets.get()
        for code in ALL_DONE:
            sheet.mark(code, mark if code == "W-04" else "done", now)
        sheet.submit(now, rating=rating)
    client = signed_in(xu)
    shown = client.get(address)
    assert shown.context["picture"]
    assert [(row.count, row.mean) for row in shown.context["ratings"]] == [
        (0, None), (4, 60.0), (4, 80.0), (4, 100.0), (0, None),
    ]  # fmt: skip
    assert "60.0 ± 0.0" in shown.content.decode()
    few = queries_of(client, address)
    for number in range(6):
        judge(role_play, make_person(f"t{number}", f"教{number}", Role.TRAINER), now)
        PassMark.decide(
            role_play, percent=70, in_force_from=now.date(), reason="x", by=xu, at=now, advised={}
        )  # fmt: skip
    assert queries_of(client, address) == few
    assert RolePlayPage.objects.get().pass_mark == 80


def test_the_learner_reads_the_mark_that_holds(role_play, lin, decide, signed_in):
    decide(66)
    assert "66 %" in signed_in(lin).get(role_play.url).content.decode()
