"""A key was wrong: what a corrected one would do, the decision, and everything that reads results afterwards."""

from decimal import Decimal
from threading import Event
from time import sleep

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from courses import ledger
from courses.models import Correction, LedgerEntry
from courses.progress import done_keys
from people.audit.records import AuditEntry
from quizzes import regrading
from quizzes.figures import groups_of, question_figures
from quizzes.models import Attempt, CountedPaper, HandMark, Kind, Option, Question, Regrade, Regraded, Wording
from quizzes.tasks import count
from quizzes.tasks import regrade as regrade_task
from tests.at_once import at_once

pytestmark = pytest.mark.django_db


def sit(quiz, person, now, dice, *said: str) -> Attempt:
    """Questions of one choice, in their order: what somebody says to each."""
    attempt = Attempt.start(quiz, by=person, at=now, dice=dice(1))
    for position, (item, text) in enumerate(zip(attempt.items, said, strict=True), start=1):
        attempt.save_answer(position, [each.key for each in item.options if each.text["en"] == text], now)
    attempt.submit(now)
    return attempt


def correct_the_key(question: Question, right: str = "Waits") -> Question:
    for option in question.options.all():
        Option.objects.filter(pk=option.pk).update(correct=option.text == right)
    return Question.objects.get(pk=question.pk)


def decide(question: Question, by, at) -> Regrade:
    plan = regrading.plan(question)
    return Regrade.objects.create(
        question=question.translation_key, item=plan.item.to_json(), by=by, at=at, reason="The key was wrong"
    )


@pytest.fixture
def two(make_question):
    return [make_question(code, Kind.SINGLE, ["*Greets", "Waits", "Points"]) for code in ("R1", "R2")]


@pytest.fixture
def short(make_quiz, two):
    """Two questions; both have to be right."""
    return make_quiz(two, slug="short", pass_mark=100)


@pytest.fixture
def sat(short, lin, zhou, now, dice):
    """By the wrong key of R1, Lin has passed and Zhou has failed."""
    return sit(short, lin, now, dice, "Greets", "Greets"), sit(short, zhou, now, dice, "Waits", "Greets")


@pytest.fixture
def question(two, sat):
    return correct_the_key(two[0])


def test_a_dry_run_says_what_would_change_and_writes_nothing(question, sat):
    lins, zhous = sat
    plan = regrading.plan(question)
    assert [(change.attempt, change.percent_before, change.percent_after, change.flips) for change in plan.results] == [
        (lins, Decimal(100), Decimal(50), "failed"),
        (zhous, Decimal(50), Decimal(100), "passed"),
    ]
    assert Attempt.objects.get(pk=lins.pk).outcome == "passed"
    assert not Regraded.objects.exists()


def test_what_was_decided_is_carried_out_and_remembered(question, sat, admin, later):
    regrading.carry_out(decide(question, admin, later(5)), later(6))
    lins, zhous = (Attempt.objects.get(pk=attempt.pk) for attempt in sat)
    assert (lins.outcome, lins.percent, zhous.outcome, zhous.percent) == ("failed", 50, "passed", 100)
    row = Regraded.objects.get(attempt=lins)
    assert (row.percent_before, row.percent_after, row.outcome_before, row.outcome_after) == (
        100,
        50,
        "passed",
        "failed",
    )
    assert row.item_before["right"] != lins.paper[0]["right"]
    assert row.regrade.reason == "The key was wrong"


def test_the_ledger_is_corrected_by_a_later_entry_and_every_reader_sees_it(question, sat, lin, zhou, admin, later):
    before = LedgerEntry.objects.get(person=lin)
    regrading.carry_out(decide(question, admin, later(5)), later(6))
    assert LedgerEntry.every.filter(person=lin).count() == 2
    after = LedgerEntry.objects.get(person=lin)
    assert (after.outcome, after.score, after.at) == ("failed", 50, before.at)
    assert LedgerEntry.every.get(pk=before.pk).outcome == "passed"
    assert before.correction.by == admin
    assert sat[0].quiz not in done_keys(lin)
    assert sat[1].quiz in done_keys(zhou)


def test_once_more_changes_nothing(question, sat, admin, later):
    decided = decide(question, admin, later(5))
    regrading.carry_out(decided, later(6))
    regrading.carry_out(decided, later(7))
    regrading.carry_out(decide(question, admin, later(8)), later(9))
    assert Regraded.objects.count() == 2
    assert LedgerEntry.every.count() == 4
    assert regrading.plan(question).changes == []


def test_a_second_correction_starts_from_the_first(question, sat, lin, admin, later):
    regrading.carry_out(decide(question, admin, later(5)), later(6))
    again = correct_the_key(question, "Greets")
    regrading.carry_out(decide(again, admin, later(7)), later(8))
    assert LedgerEntry.objects.get(person=lin).outcome == "passed"
    assert LedgerEntry.every.filter(person=lin).count() == 3
    assert Correction.objects.count() == 4


def test_statistics_count_the_corrected_key(question, sat, admin, later):
    everybody = groups_of(admin)[0]
    regrading.carry_out(decide(question, admin, later(5)), later(6))
    [figures] = question_figures(question.translation_key, everybody, "en")
    assert figures.count == 2
    assert {row.text for row in figures.choices if row.is_right} == {"Waits"}
    assert CountedPaper.objects.get(attempt=sat[1]).is_passed


def test_an_attempt_that_goes_on_gets_the_key_and_no_result(two, short, lin, now, dice, admin, later):
    attempt = Attempt.start(short, by=lin, at=now, dice=dice(1))
    question = correct_the_key(two[0])
    regrading.carry_out(decide(question, admin, later(1)), later(1))
    row = Regraded.objects.get()
    assert (row.outcome_before, row.outcome_after, row.is_other_result) == ("", "", False)
    attempt.refresh_from_db()
    assert attempt.outcome == ""
    said = [next(o.key for o in item.options if o.text["en"] == ("Greets" if n else "Waits"))
            for n, item in enumerate(Attempt.objects.get(pk=attempt.pk).items)]  # fmt: skip
    for position, key in enumerate(said, start=1):
        attempt.save_answer(position, [key], later(2))
    attempt.submit(later(3))
    assert attempt.outcome == "passed"


def test_an_answer_that_waits_for_a_trainer_goes_on_waiting(
    two, make_question, make_quiz, lin, now, dice, xu, admin, later
):
    written = make_question("W1", Kind.SHORT_ANSWER)
    quiz = make_quiz([two[0], written], slug="written", pass_mark=100)
    attempt = Attempt.start(quiz, by=lin, at=now, dice=dice(1))
    attempt.save_answer(1, [next(o.key for o in attempt.items[0].options if o.text["en"] == "Waits")], now)
    attempt.save_answer(2, ["My words"], now)
    attempt.submit(now)
    regrading.carry_out(decide(correct_the_key(two[0]), admin, later(1)), later(1))
    assert Attempt.objects.get(pk=attempt.pk).is_pending
    HandMark.objects.get().give(Decimal(1), "", xu, later(2))
    assert Attempt.objects.get(pk=attempt.pk).outcome == "passed"


def test_a_question_in_other_words_is_left_alone_and_counted(question, sat):
    Option.objects.filter(question=question, text="Points").update(text="Points at it")
    plan = regrading.plan(Question.objects.get(pk=question.pk))
    assert (plan.reworded, plan.changes) == (2, [])


def test_erased_answers_cost_nobody_points(make_question, make_quiz, two, lin, now, dice, admin, later):
    words = make_question("F1", Kind.FILL_IN, ["*walk-round"])
    quiz = make_quiz([two[0], words], slug="typed", pass_mark=50)
    attempt = Attempt.start(quiz, by=lin, at=now, dice=dice(1))
    attempt.save_answer(1, [next(o.key for o in attempt.items[0].options if o.text["en"] == "Greets")], now)
    attempt.save_answer(2, ["walk-round"], now)
    attempt.submit(now)
    attempt.responses.filter(position=2).update(answer=[])  # as erasing a person does
    regrading.carry_out(decide(correct_the_key(two[0]), admin, later(1)), later(1))
    assert Attempt.objects.get(pk=attempt.pk).percent == 50


def test_a_reason_is_asked_for_by_the_database_too(question, admin, later):
    with pytest.raises(IntegrityError), transaction.atomic():
        Regrade.objects.create(question=question.translation_key, item={}, by=admin, at=later(1), reason="")


def test_a_task_that_was_interrupted_goes_on(question, sat, admin, later):
    decided = decide(question, admin, later(5))
    decided.carry_out(sat[0].pk, later(6))
    regrade_task.func(decided.pk)
    assert Regraded.objects.filter(regrade=decided).count() == 2
    assert Regrade.objects.get().finished_at is not None


# --- The screens ---


@pytest.fixture
def address(question) -> str:
    return reverse("quizzes_regrade_question", args=[question.pk])


def test_an_administrator_sees_each_change_and_decides_with_a_reason(
    signed_in, admin, address, sat, lin, django_capture_on_commit_callbacks
):
    client = signed_in(admin)
    page = client.get(address)
    assert lin.name in page.content.decode()
    fingerprint = page.context["plan"].fingerprint
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address, {"reason": "Wrong key", "fingerprint": fingerprint})
    decided = Regrade.objects.get()
    assert answer.url == reverse("quizzes_regrade", args=[decided.pk])
    assert Attempt.objects.get(pk=sat[0].pk).outcome == "failed"
    assert lin.name in client.get(answer.url).content.decode()
    assert "Wrong key" in client.get(reverse("quizzes_regrades")).content.decode()
    trail = AuditEntry.objects.filter(action="score_changed", actor=admin.pk)
    assert {entry.person for entry in trail} == {None, *(attempt.person_id for attempt in sat)}


def test_without_a_reason_nothing_is_decided(signed_in, admin, address, sat):
    client = signed_in(admin)
    fingerprint = client.get(address).context["plan"].fingerprint
    assert client.post(address, {"reason": " ", "fingerprint": fingerprint}).status_code == 200
    assert not Regrade.objects.exists()


def test_what_has_changed_since_it_was_looked_at_is_shown_again(signed_in, admin, address, question):
    client = signed_in(admin)
    fingerprint = client.get(address).context["plan"].fingerprint
    correct_the_key(question, "Points")
    assert client.post(address, {"reason": "x", "fingerprint": fingerprint}).url == address
    assert not Regrade.objects.exists()


def test_nobody_but_an_administrator_regrades(signed_in, xu, chen, lin, address, question, admin, later):
    decided = decide(question, admin, later(1))
    every = [address, reverse("quizzes_regrades"), reverse("quizzes_regrade", args=[decided.pk])]
    for person in (xu, chen, lin):
        client = signed_in(person)
        assert all(client.get(each).status_code in (302, 403) for each in every)
        assert client.post(address, {"reason": "x", "fingerprint": "y"}).status_code in (302, 403)
    assert not Regraded.objects.exists()


def test_the_evidence_of_a_corrected_entry_leads_to_the_result(signed_in, lin, zhou, question, sat, admin, later):
    regrading.carry_out(decide(question, admin, later(5)), later(6))
    row = Regraded.objects.get(attempt=sat[0])
    address = reverse("quizzes:regraded", args=[row.pk])
    assert signed_in(lin).get(address).url == reverse("quizzes:result", args=[sat[0].pk])
    assert signed_in(zhou).get(address).status_code == 404
    assert signed_in(lin).post(address).status_code == 405


def test_the_dry_run_does_not_ask_more_for_more_attempts(question, short, chen, xu, now, dice, queries):
    few = queries(lambda: regrading.plan(question))
    for person in (chen, xu):
        sit(short, person, now, dice, "Greets", "Greets")
    assert queries(lambda: regrading.plan(question)) <= few


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_change_each_result_once(question, sat, admin, later):
    decided = [decide(question, admin, later(5)) for _ in range(3)]
    at_once(*[lambda each=each: regrading.carry_out(each, later(6)) for each in decided])
    assert Regraded.objects.count() == 2
    assert LedgerEntry.every.count() == 4
    assert LedgerEntry.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_submitting_and_regrading_at_once_have_one_outcome(two, short, lin, now, dice, admin, later):
    attempt = Attempt.start(short, by=lin, at=now, dice=dice(1))
    for position, (item, text) in enumerate(zip(attempt.items, ["Waits", "Greets"], strict=True), start=1):
        attempt.save_answer(position, [o.key for o in item.options if o.text["en"] == text], now)
    decided = decide(correct_the_key(two[0]), admin, later(1))
    at_once(
        lambda: Attempt.objects.get(pk=attempt.pk).submit(later(1)), lambda: decided.carry_out(attempt.pk, later(1))
    )
    assert Attempt.objects.get(pk=attempt.pk).outcome == "passed"
    assert LedgerEntry.objects.get().outcome == "passed"


@pytest.mark.django_db(transaction=True)
def test_what_is_counted_during_a_regrade_is_counted_after_it(two, short, lin, now, dice, admin, later):
    attempt = sit(short, lin, now, dice, "Waits", "Greets")
    CountedPaper.objects.all().delete()
    Wording.objects.all().delete()
    decided = decide(correct_the_key(two[0]), admin, later(1))
    is_locked = Event()

    def regrade() -> None:
        with transaction.atomic():
            Attempt.objects.locked(attempt.pk)
            is_locked.set()
            sleep(0.3)  # in which the other comes as far as it may
            decided.carry_out(attempt.pk, later(1))

    def count_it() -> None:
        is_locked.wait(timeout=10)
        count.call(attempt.pk)

    at_once(regrade, count_it)
    assert CountedPaper.objects.get().score == Attempt.objects.get().score


def test_the_ledger_corrects_what_it_has(question, sat):
    assert ledger.standing_for(sat[0]).outcome == "passed"
