"""Issuances stand in a chain; states come from rows; nothing is edited."""

import datetime as dt

import pytest

from certificates.history import history
from certificates.issuing import document_of
from certificates.models import Certificate, DeltaRequirement, Immutable, NotInForce, issue_by_hand
from certificates.models.standing import barred_numbers
from courses import ledger
from courses.models import Outcome

DAY = dt.timedelta(days=1)
ON = dt.date(2026, 11, 23)


@pytest.fixture
def held(certification, lin, earn, now) -> Certificate:
    """Awarded on the day of `now`."""
    certification.is_offered = False
    certification.save()
    earn(lin)
    certification.is_offered = True
    certification.save()
    return certification.award_to(lin, now)


@pytest.fixture
def change(certification, second_lesson, now) -> DeltaRequirement:
    return DeltaRequirement.objects.create(
        certification=certification, label_zh="新条款", label_en="New clause", page=second_lesson,
        standard_version="2027.1", in_force_from=dt.date(2027, 1, 1), due_on=dt.date(2027, 3, 31),
    )  # fmt: skip


def test_a_certificate_is_never_edited_and_never_deleted(held):
    with pytest.raises(Immutable):
        held.save()
    with pytest.raises(Immutable):
        held.delete()
    with pytest.raises(Immutable):
        Certificate.objects.all().delete()


def test_a_suspension_holds_until_it_is_lifted(held, admin, now):
    first = held.suspend(admin, now, "Under review")
    assert held.suspend(admin, now, "Again") == first
    assert held.state(ON) == "suspended"
    assert held.lift(admin, now + DAY, "Cleared").suspension == first
    assert held.lift(admin, now + DAY, "Again") is None
    assert held.state(ON) == "valid"


def test_what_is_suspended_is_not_renewed(certification, held, admin, now):
    held.suspend(admin, now, "Under review")
    assert not held.may_be_renewed(now + 730 * DAY)


def test_a_corrected_name_is_a_new_issuance_with_the_same_dates(held, admin, now):
    new = held.replace(admin, now + DAY, "Misspelt", "林小晓", "Lin Xiaoxiao")
    assert held.replace(admin, now + DAY, "Twice", "x", "x") == new
    assert (new.before, new.kind, new.number, new.name) == (held, "replacement", 2, "林小晓")
    assert (new.awarded_on, new.valid_until, new.evidence) == (held.awarded_on, held.valid_until, held.evidence)
    held.refresh_from_db()
    assert (held.name, held.state(ON), new.state(ON)) == ("林晓", "superseded", "valid")


def test_a_replacement_of_a_suspended_certificate_is_suspended(held, admin, now):
    held.suspend(admin, now, "Under review")
    assert held.replace(admin, now, "Misspelt", "林小晓", "Lin").state(ON) == "suspended"


def test_a_revoked_certificate_is_neither_replaced_nor_suspended(held, admin, now):
    held.revoke(admin, now, "Mistake")
    with pytest.raises(NotInForce):
        held.replace(admin, now, "Misspelt", "x", "x")
    with pytest.raises(NotInForce):
        held.suspend(admin, now, "x")


def test_issued_by_hand_says_so_in_the_evidence(certification, zhou, admin, now):
    made = issue_by_hand(certification, zhou, admin, now, "Recognised from another brand", None)
    assert issue_by_hand(certification, zhou, admin, now, "Clicked twice", None) == made
    assert made.evidence[0]["reason"] == made.by_hand.reason == "Recognised from another brand"
    assert document_of(made).is_by_hand
    assert made.kind == "first"


def test_after_a_revocation_the_next_is_issued_by_hand_and_begins_anew(certification, held, lin, admin, now):
    held.revoke(admin, now, "Mistake")
    made = issue_by_hand(certification, lin, admin, now + 30 * DAY, "Cleared", held)
    assert (made.number, made.before, made.awarded_on) == (2, held, (now + 30 * DAY).date())
    assert made.valid_until == dt.date(2028, 12, 1)


@pytest.mark.parametrize(
    ("on", "state"),
    [(dt.date(2027, 1, 1), "valid"), (dt.date(2027, 3, 31), "valid"), (dt.date(2027, 4, 1), "suspended")],
)
def test_whoever_has_not_met_a_change_by_its_day_is_not_covered(held, change, on, state):
    assert held.state(on) == state
    assert (held.pk in barred_numbers(0, 10**9, on)) == (state == "suspended")


def test_meeting_a_change_upgrades_the_certificate(certification, held, change, lin, second_lesson, now):
    at = dt.datetime(2027, 5, 3, 12, tzinfo=now.tzinfo)
    assert certification.award_to(lin, at) == held  # what was passed before the change does not count
    ledger.LedgerEntry.objects.filter(person=lin, activity=second_lesson.translation_key).update(at=at - DAY)
    new = certification.award_to(lin, at)
    assert (new.kind, new.valid_until, new.standard_version) == ("upgrade", held.valid_until, "2027.1")
    assert (new.state(at.date()), held.state(at.date())) == ("valid", "superseded")
    assert certification.award_to(lin, at) == new


def test_a_change_does_not_concern_whoever_is_certified_after_it(certification, held, change, lin, admin, now):
    at = dt.datetime(2027, 2, 1, 12, tzinfo=now.tzinfo)
    assert issue_by_hand(certification, lin, admin, at, "New", held).state(dt.date(2028, 1, 1)) == "valid"


def test_the_history_says_who_did_what_and_why(held, admin, now):
    held.suspend(admin, now + DAY, "Review")
    held.lift(admin, now + 2 * DAY, "Cleared")
    held.replace(admin, now + 3 * DAY, "Misspelt", "林小晓", "Lin").revoke(admin, now + 4 * DAY, "Fraud")
    told = [(event.kind, event.by, event.reason) for event in history(Certificate.objects.all())]
    assert told == [
        ("revoked", admin.name, "Fraud"),
        ("replacement", admin.name, "Misspelt"),
        ("lifted", admin.name, "Cleared"),
        ("suspended", admin.name, "Review"),
        ("first", "", ""),
    ]


def test_a_list_with_states_takes_one_query(held, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [each.state(ON) for each in Certificate.objects.with_state()] == ["valid"]


def test_a_failure_after_an_award_changes_nothing(certification, held, lin, exam, now):
    ledger.record(person=lin, activity=exam.translation_key, outcome=Outcome.FAILED, score=10, at=now, evidence=lin)
    assert certification.award_to(lin, now) == held
