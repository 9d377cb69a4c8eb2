"""One row for each thing a person finished, written once."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from courses import ledger
from courses.models import Enrolment, LedgerEntry, LessonPosition, Outcome

ACTIVITY = uuid4()


@pytest.fixture
def heard():
    """The entries that listeners were told of."""
    entries = []

    def listen(sender, person, entry, **kwargs):
        entries.append((person, entry))

    ledger.recorded.connect(listen)
    yield entries
    ledger.recorded.disconnect(listen)


@pytest.fixture
def evidence(riverside):
    """Any row will do as proof."""
    return riverside


def record(person, at, **fields):
    return ledger.record(**{"person": person, "activity": ACTIVITY, "outcome": Outcome.COMPLETED, "at": at} | fields)


def test_an_entry_says_who_what_how_and_when(lin, now):
    entry = record(lin, now, outcome=Outcome.PASSED, score=Decimal("86.67"))
    stored = LedgerEntry.objects.get()
    assert stored == entry
    assert (stored.person, stored.activity, stored.outcome, stored.score, stored.at) == (
        lin, ACTIVITY, "passed", Decimal("86.67"), now,
    )  # fmt: skip


def test_a_completion_is_written_once(lin, now):
    assert record(lin, now) == record(lin, now)
    assert LedgerEntry.objects.count() == 1


def test_two_people_complete_the_same(lin, zhou, now):
    assert record(lin, now) != record(zhou, now)


def test_the_same_evidence_changes_nothing(lin, now, evidence):
    first = record(lin, now, outcome=Outcome.PASSED, score=Decimal(90), evidence=evidence)
    again = record(lin, now, outcome=Outcome.FAILED, score=Decimal(10), evidence=evidence)
    assert first == again
    assert (again.outcome, again.score) == ("passed", 90)


def test_evidence_is_named_by_kind_and_id(lin, now, evidence):
    entry = record(lin, now, evidence=evidence)
    assert (entry.evidence_kind, entry.evidence_id) == ("people.dealership", str(evidence.pk))


def test_other_evidence_is_another_entry(lin, now, evidence, harbour):
    assert record(lin, now, evidence=evidence) != record(lin, now, evidence=harbour)


def test_listeners_hear_of_a_new_entry_after_commit(lin, now, heard, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        entry = record(lin, now)
        assert heard == []
    assert heard == [(lin, entry)]


def test_listeners_hear_nothing_of_a_repetition(lin, now, heard, evidence, django_capture_on_commit_callbacks):
    record(lin, now)
    record(lin, now, evidence=evidence)
    with django_capture_on_commit_callbacks(execute=True):
        record(lin, now)
        record(lin, now, evidence=evidence)
    assert heard == []


def test_done_is_completed_or_passed(lin, now, riverside, harbour):
    record(lin, now)
    record(lin, now, outcome=Outcome.PASSED, evidence=riverside)
    record(lin, now, outcome=Outcome.FAILED, evidence=harbour)
    assert {entry.outcome for entry in LedgerEntry.objects.done()} == {"completed", "passed"}


@pytest.mark.parametrize("score", [Decimal("-0.01"), Decimal("100.01")])
def test_a_score_is_a_percentage(lin, now, score):
    with pytest.raises(IntegrityError, match="ledger_score_is_per_cent"), transaction.atomic():
        record(lin, now, score=score)


def test_an_unknown_outcome_is_refused(lin, now):
    with pytest.raises(IntegrityError, match="ledger_outcome_is_known"), transaction.atomic():
        record(lin, now, outcome="luck")


def test_the_database_keeps_each_completion_and_each_evidence_once(lin, now):
    for fields in ({}, {"evidence_kind": "quizzes.attempt", "evidence_id": "7"}):
        values = {"person": lin, "activity": ACTIVITY, "outcome": "passed", "at": now} | fields
        LedgerEntry.objects.create(**values)
        with pytest.raises(IntegrityError), transaction.atomic():
            LedgerEntry.objects.create(**values)


def test_enrolments_and_positions_are_kept_once(lin, now):
    for model, fields in ((Enrolment, {"course": ACTIVITY}), (LessonPosition, {"lesson": ACTIVITY, "block": "x"})):
        model.objects.create(person=lin, at=now, **fields)
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.create(person=lin, at=now, **fields)


def test_a_person_with_entries_is_not_deleted(lin, now):
    record(lin, now)
    with pytest.raises(IntegrityError, match="protected"):
        lin.delete()
