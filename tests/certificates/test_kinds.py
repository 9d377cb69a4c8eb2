"""Requirements of more kinds than a page: observation, sign-off, time in the job, groups, age of results."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from certificates.models import Requirement, RequirementGroup, SignOff, waiting_for
from certificates.rules import NOT_NEEDED, PASSED, Choice, Standing, all_met, settled
from courses.models import LedgerEntry, Outcome

DAY = dt.timedelta(days=1)


def ask(certification, **fields) -> Requirement:
    fields = {"label_zh": "又一项", "label_en": "One more", "sort_order": 9} | fields
    return Requirement.objects.create(certification=certification, **fields)


@pytest.fixture
def signed(certification) -> Requirement:
    return ask(certification, kind="sign_off", label_en="Sign-off")


def test_without_the_sign_off_nothing_is_awarded(certification, signed, lin, earn):
    earn(lin)
    assert not lin.certificates.exists()


def test_the_managers_sign_off_completes_it(certification, signed, lin, chen, earn, now):
    earn(lin)
    SignOff.give(certification, lin, chen, now, "Ready.")
    row = certification.award_to(lin, now).evidence[-1]
    assert (row["label_en"], row["results"][0]["scored_by"]) == ("Sign-off", ["陈立"])


def test_signing_twice_is_one_sign_off(certification, signed, lin, chen, now):
    assert SignOff.give(certification, lin, chen, now) == SignOff.give(certification, lin, chen, now + DAY)


def test_a_withdrawn_sign_off_does_not_count_and_a_new_one_does(certification, signed, lin, chen, earn, now):
    earn(lin)
    SignOff.give(certification, lin, chen, now).withdraw(chen, now, "Too early.")
    assert certification.award_to(lin, now) is None
    SignOff.give(certification, lin, chen, now)
    assert certification.award_to(lin, now)


@pytest.mark.parametrize("who", ["lin", "zhou", "xu", "harbour_manager", "summit_manager"])
def test_nobody_else_signs_off(who, certification, signed, lin, now, request):
    with pytest.raises(PermissionDenied):
        SignOff.give(certification, lin, request.getfixturevalue(who), now)


def test_a_manager_does_not_sign_for_themselves(certification, signed, chen, now):
    with pytest.raises(PermissionDenied):
        SignOff.give(certification, chen, chen, now)


def test_the_queue_holds_whoever_lacks_nothing_else(certification, signed, lin, zhou, chen, earn, now):
    earn(lin)
    assert [each.person for each in waiting_for(chen, now)] == [lin]
    SignOff.give(certification, lin, chen, now)
    assert waiting_for(chen, now) == []


def test_the_queue_of_a_stranger_is_empty(certification, signed, lin, summit_manager, earn, now):
    earn(lin)
    assert waiting_for(summit_manager, now) == []


@pytest.mark.parametrize(
    ("hired", "is_awarded"), [(dt.date(2026, 5, 24), False), (dt.date(2025, 5, 2), True), (None, False)]
)
def test_time_in_the_job_is_waited_for(certification, lin, earn, now, hired, is_awarded):
    ask(certification, kind="tenure", months=6)
    lin.hired_on = hired
    lin.save()
    certification.is_offered = False  # nothing is awarded by the clock of the machine
    certification.save()
    earn(lin)
    certification.is_offered = True
    assert (certification.award_to(lin, now) is not None) == is_awarded


def test_an_observation_is_no_role_play_and_a_role_play_no_observation(certification, lin, exam, earn, now):
    ask(certification, kind="observation", page=exam, minimum=Decimal(80))
    earn(lin)
    assert certification.award_to(lin, now) is None
    observed = {"evidence_kind": "roleplays.observation", "evidence_id": "7", "outcome": Outcome.PASSED}
    LedgerEntry.objects.create(person=lin, activity=exam.translation_key, score=90, at=now, **observed)
    assert certification.award_to(lin, now)


def test_a_result_that_is_too_old_does_not_count(certification, lin, earn, now):
    certification.requirements.update(max_age_months=6)
    certification.is_offered = False
    certification.save()
    earn(lin)
    certification.is_offered = True
    assert certification.award_to(lin, now + 200 * DAY) is None
    assert certification.award_to(lin, now + 180 * DAY)


def test_some_of_a_group_suffice(certification, lin, chen, earn, now):
    RequirementGroup.objects.create(certification=certification, code="word", needed=1)
    ask(certification, kind="sign_off", group="word")
    ask(certification, kind="tenure", months=6, group="word")
    lin.hired_on = dt.date(2020, 1, 1)
    lin.save()
    earn(lin)
    states = [each.state for each in certification.standings([lin], now)[lin].values()]
    assert states == [PASSED, PASSED, NOT_NEEDED, PASSED]
    assert certification.award_to(lin, now)


def test_a_group_with_too_few_members_asks_for_them_all():
    open_, met = Standing("not_started", 0, 1), Standing(PASSED, 1, 1)
    choice = Choice(frozenset({"a", "b"}), 3)
    assert not all_met(settled({"a": met, "b": open_}, [choice]))
    assert all_met(settled({"a": met, "b": open_}, [Choice(frozenset({"a", "b"}), 1)]))
