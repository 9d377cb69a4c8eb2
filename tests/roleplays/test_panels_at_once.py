"""Several assessors at one moment: one place, one decision, one result."""

import pytest

from courses.models import LedgerEntry
from people.models import Role
from roleplays.models import Area, NothingToDecide, PanelFull, RolePlayPage, ScoreSheet, Session, SessionClosed
from tests.at_once import at_once
from tests.conftest import make_person
from tests.roleplays.conftest import ALL_DONE
from tests.roleplays.device import Device

pytestmark = pytest.mark.django_db(transaction=True)


def trainer(number: int, riverside):
    """Without the group of trainers: it hangs on rows that these tests flush away, and scoring needs none."""
    return make_person(f"trainer-{number}", "考评", Role.TRAINER, dealership=riverside)


@pytest.fixture
def trainers(riverside):
    return [trainer(number, riverside) for number in range(5)]


@pytest.fixture
def session(role_play, lin, trainers, now):
    RolePlayPage.objects.update(assessors=2)
    return Session.open(RolePlayPage.objects.get(), lin, by=trainers[0], at=now)


def unless(refusal, run):
    try:
        return run()
    except refusal:
        return None


def again(session) -> Session:
    return Session.objects.get(pk=session.pk)


def test_of_four_who_join_at_once_one_gets_the_place(session, trainers, now):
    at_once(*[lambda each=each: unless(PanelFull, lambda: again(session).join(each, now)) for each in trainers[1:]])
    assert session.score_sheets.count() == 2


def test_two_sheets_handed_in_at_once_release_one_result(session, trainers, now):
    sheets = [session.score_sheets.get(), session.join(trainers[1], now)]
    for sheet in sheets:
        for code in ALL_DONE:
            sheet.mark(code, "done", now)
    at_once(*[lambda pk=sheet.pk: ScoreSheet.objects.get(pk=pk).submit(now, rating=4) for sheet in sheets * 2])
    assert again(session).outcome == "passed"
    assert LedgerEntry.objects.count() == 1


def test_of_three_who_would_decide_at_once_one_does(session, trainers, now):
    for sheet, value in ((session.score_sheets.get(), "done"), (session.join(trainers[1], now), "not")):
        for code in ALL_DONE:
            sheet.mark(code, value, now)
        sheet.submit(now, rating=3)
    at_once(
        *[
            lambda each=each: unless(NothingToDecide, lambda: again(session).adjudicate(each, now))
            for each in trainers[2:]
        ]
    )
    assert session.score_sheets.filter(decides=True).count() == 1


def in_dispute(session, trainers, now) -> ScoreSheet:
    """The sheet of the third who decides, complete but for its submission."""
    for sheet, value in ((session.score_sheets.get(), "done"), (session.join(trainers[1], now), "not")):
        for code in ALL_DONE:
            sheet.mark(code, value, now)
        sheet.submit(now, rating=3)
    deciding = again(session).adjudicate(trainers[2], now)
    for code in ALL_DONE:
        deciding.mark(code, "done", now)
    return deciding


def test_a_decision_handed_in_several_times_at_once_is_one_result(session, trainers, now):
    deciding = in_dispute(session, trainers, now)
    at_once(*[lambda: ScoreSheet.objects.get(pk=deciding.pk).submit(now, rating=4)] * 4)
    assert (again(session).outcome, again(session).percent) == ("passed", 100)
    assert LedgerEntry.objects.count() == 1


def test_while_one_decides_another_finds_nothing_to_decide(session, trainers, now):
    deciding = in_dispute(session, trainers, now)
    at_once(
        lambda: ScoreSheet.objects.get(pk=deciding.pk).submit(now, rating=4),
        *[lambda each=each: unless((NothingToDecide, SessionClosed), lambda: again(session).adjudicate(each, now))
          for each in trainers[3:]],
    )  # fmt: skip
    assert session.score_sheets.filter(decides=True).count() == 1
    assert again(session).percent == 100
    assert LedgerEntry.objects.count() == 1


@pytest.mark.parametrize("round_", range(3))
def test_events_that_arrive_at_release_count_wholly_or_not_at_all(session, trainers, now, round_):
    """A tablet sends its last taps while the other assessor's submission releases the session."""
    first, second = session.score_sheets.get(), session.join(trainers[1], now)
    for sheet in (first, second):
        for code in ALL_DONE:
            sheet.mark(code, "done", now)
    first.submit(now, rating=4)
    device = Device(second)
    taps = [device.mark(code, "partly", now) for code in ("W-01", "W-03")]
    answers = at_once(
        lambda: ScoreSheet.objects.get(pk=second.pk).submit(now, rating=4) and None,
        lambda: ScoreSheet.objects.get(pk=second.pk).receive(taps, now, device.ms(now)),
        lambda: ScoreSheet.objects.get(pk=second.pk).receive(taps, now, device.ms(now)),
    )
    late = set(answers[1].values())
    assert answers[1] == answers[2]
    assert late in ({""}, {"submitted"}, {"released"})
    kept = ScoreSheet.objects.get(pk=second.pk)
    assert kept.values["W-01"] == ("partly" if late == {""} else "done")
    assert kept.percent == kept.score().percent
    assert again(session).percent == (first.percent + kept.percent) / 2
    assert kept.findings() == []
    assert kept.differing() == []
    assert LedgerEntry.objects.count() == 1


def test_a_session_is_released_or_cancelled_and_never_both(session, trainers, now):
    first, second = session.score_sheets.get(), session.join(trainers[1], now)
    for sheet in (first, second):
        for code in ALL_DONE:
            sheet.mark(code, "done", now)
    first.submit(now, rating=4)
    at_once(
        lambda: unless(SessionClosed, lambda: ScoreSheet.objects.get(pk=second.pk).submit(now, rating=4)),
        lambda: unless(SessionClosed, lambda: again(session).cancel(trainers[0], now, "Wrong person")),
    )
    after = again(session)
    assert bool(after.released_at) != bool(after.cancelled_at)
    assert LedgerEntry.objects.count() == bool(after.released_at)


def test_two_who_audit_one_area_at_once_have_an_audit_each_and_numbers_of_their_own(
    role_play, riverside, trainers, now
):
    area = Area.objects.create(dealership=riverside, name_zh="车间")
    at_once(*[lambda each=each: Session.audit_area(role_play, area, by=each, at=now) for each in trainers[:3] * 2])
    assert sorted(Session.audits.values_list("number", flat=True)) == [1, 2, 3]
