"""A corrected result: certificates that rest on it are named and left to people; what is earned now is awarded."""

from decimal import Decimal

import pytest

from certificates.models import Certificate
from certificates.models.snapshot import proofs_of
from certificates.rests_on import rests_on
from certificates.rules import Result
from courses import ledger
from courses.models import Outcome
from courses.resting import name_of
from quizzes.models import Attempt, Regrade, Regraded

pytestmark = pytest.mark.django_db


@pytest.fixture
def sit(exam, now):
    """`sit(lin, 90)`: an attempt with a result, as evidence of an entry for the exam."""

    def write(person, score: int) -> Attempt:
        outcome = Outcome.PASSED if score >= 80 else Outcome.FAILED
        attempt = Attempt.objects.create(
            person=person, quiz=exam.translation_key, number=1, paper=[], pass_mark=80, started_at=now,
            submitted_at=now, score=score, percent=score, outcome=outcome,
        )  # fmt: skip
        ledger.record(
            person=person, activity=attempt.quiz, outcome=outcome, score=Decimal(score), at=now, evidence=attempt
        )
        return attempt

    return write


@pytest.fixture
def learn(lesson, second_lesson, now):
    def finish(person) -> None:
        for page in (lesson, second_lesson):
            ledger.record(person=person, activity=page.translation_key, outcome=Outcome.COMPLETED, at=now)

    return finish


@pytest.fixture
def correct(admin, now):
    """`correct(attempt, 60)`: a regrade gives it another result."""

    def put(attempt: Attempt, score: int) -> Regraded:
        outcome = Outcome.PASSED if score >= 80 else Outcome.FAILED
        regrade = Regrade.objects.create(question=attempt.quiz, item={}, by=admin, at=now, reason="Wrong key")
        row = Regraded.objects.create(
            regrade=regrade, attempt=attempt, position=1, item_before={}, at=now, percent_before=attempt.percent,
            outcome_before=attempt.outcome, percent_after=score, outcome_after=outcome,
        )  # fmt: skip
        ledger.correct(
            instead_of=attempt,
            outcome=outcome,
            score=Decimal(score),
            evidence=row,
            by=admin,
            at=now,
            reason="Wrong key",
        )
        return row

    return put


def test_a_certificate_stays_and_is_named(
    certification, lin, learn, sit, correct, now, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        learn(lin)
        attempt = sit(lin, 90)
    certificate = Certificate.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        correct(attempt, 60)
    assert Certificate.objects.get().state(now.date()) == "valid"
    [found] = rests_on({lin.pk}, {name_of(attempt), "quizzes.attempt:0"})
    assert (found.serial, found.person, found.evidence) == (certificate.serial, lin.pk, name_of(attempt))


def test_what_rests_on_something_else_is_not_named(certificate, lin, zhou, sit):
    assert list(rests_on({lin.pk, zhou.pk}, {name_of(sit(zhou, 90))})) == []


def test_who_has_passed_after_all_is_certified(
    certification, lin, learn, sit, correct, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        learn(lin)
        attempt = sit(lin, 60)
    assert not Certificate.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        row = correct(attempt, 85)
    evidence = Certificate.objects.get().evidence
    [result] = [each for part in evidence for each in part["results"] if each["evidence"] == name_of(row)]
    assert Decimal(result["score"]) == 85
    assert result["version"]["attempt"] == attempt.pk
    [found] = rests_on({lin.pk}, {name_of(row)})
    assert found.evidence == name_of(row)


def test_nobody_is_certified_on_a_result_that_was_taken_back(
    certification, lin, learn, sit, correct, django_capture_on_commit_callbacks
):
    attempt = sit(lin, 90)
    correct(attempt, 60)
    with django_capture_on_commit_callbacks(execute=True):
        learn(lin)
    assert not Certificate.objects.exists()


def test_of_no_results_nothing_is_read(django_assert_num_queries, now):
    with django_assert_num_queries(0):
        assert proofs_of([Result("x", True, now, evidence="")]) == {}
