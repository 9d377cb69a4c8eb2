import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from courses.models import Enrolment, LedgerEntry
from quizzes.models import Attempt, AttemptRefused, Response
from quizzes.paper import AnswerRefused

MINUTE = dt.timedelta(minutes=1)
SECOND = dt.timedelta(seconds=1)


def test_an_attempt_starts_with_its_paper_deadline_and_pass_mark(attempt, quiz, lin, now):
    assert (attempt.person, attempt.quiz, attempt.number) == (lin, quiz.translation_key, 1)
    assert attempt.deadline == now + 20 * MINUTE
    assert attempt.pass_mark == 80
    assert [item.kind for item in attempt.items] == ["single", "multiple", "true_false", "ordering"]


def test_a_quiz_without_time_limit_has_no_deadline(make_quiz, questions, lin, now):
    attempt = Attempt.start(make_quiz(questions, time_limit=None), by=lin, at=now)
    assert attempt.deadline is None
    assert not attempt.is_overdue(now + dt.timedelta(days=400))
    assert attempt.seconds_left(now) is None


def test_starting_enrols_in_the_course(attempt, course, lin):
    assert Enrolment.objects.filter(person=lin, course=course.translation_key).exists()


def test_starting_again_resumes_the_open_attempt(attempt, quiz, lin, now):
    assert Attempt.start(quiz, by=lin, at=now + MINUTE) == attempt
    assert Attempt.objects.count() == 1


def test_each_person_has_attempts_of_their_own(attempt, quiz, zhou, now):
    assert Attempt.start(quiz, by=zhou, at=now) != attempt


def test_after_submission_the_next_attempt_has_the_next_number(attempt, quiz, lin, now):
    attempt.submit(now)
    assert Attempt.start(quiz, by=lin, at=now).number == 2


def test_starting_submits_an_overdue_attempt_first(attempt, quiz, lin, now):
    second = Attempt.start(quiz, by=lin, at=now + 60 * MINUTE)
    attempt.refresh_from_db()
    assert attempt.submitted_at == attempt.deadline
    assert second.number == 2


def test_no_attempt_is_given_beyond_the_limit(make_quiz, questions, lin, now):
    quiz = make_quiz(questions, attempts=1)
    Attempt.start(quiz, by=lin, at=now).submit(now)
    with pytest.raises(AttemptRefused, match="used all"):
        Attempt.start(quiz, by=lin, at=now)


def test_a_quiz_without_questions_does_not_start(make_quiz, lin, now):
    with pytest.raises(AttemptRefused, match="no questions"):
        Attempt.start(make_quiz([]), by=lin, at=now)


def test_a_second_tab_at_the_same_moment_joins_the_first(quiz, lin, now, monkeypatch):
    draw = quiz.draw_paper
    other = type(quiz).objects.get(pk=quiz.pk)

    def draw_while_another_tab_starts(*asked):
        Attempt.start(other, by=lin, at=now)
        return draw(*asked)

    monkeypatch.setattr(quiz, "draw_paper", draw_while_another_tab_starts)
    assert Attempt.start(quiz, by=lin, at=now) == Attempt.objects.get()


def test_a_second_tab_does_not_exceed_the_attempts(make_quiz, questions, lin, now, monkeypatch):
    quiz = make_quiz(questions, attempts=1)
    draw = quiz.draw_paper
    other = type(quiz).objects.get(pk=quiz.pk)

    def draw_while_another_tab_finishes(*asked):
        Attempt.start(other, by=lin, at=now).submit(now)
        return draw(*asked)

    monkeypatch.setattr(quiz, "draw_paper", draw_while_another_tab_finishes)
    with pytest.raises(AttemptRefused, match="another window"):
        Attempt.start(quiz, by=lin, at=now)
    assert Attempt.objects.count() == 1


def test_the_database_holds_one_open_attempt(attempt, now):
    twin = Attempt(
        person=attempt.person, quiz=attempt.quiz, number=2, paper=[], pass_mark=80, started_at=now
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


@pytest.mark.parametrize(
    "values",
    [
        {"outcome": "passed"},
        {"percent": Decimal(50)},
        {"submitted_at": dt.datetime(2027, 1, 1, tzinfo=dt.UTC), "outcome": "passed"},
        {"number": 0},
    ],
)
def test_the_database_refuses_half_a_result(attempt, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        Attempt.objects.filter(pk=attempt.pk).update(**values)


def test_an_answer_is_saved(attempt, now):
    attempt.save_answer(1, ["b"], now)
    assert attempt.answers() == {1: ["b"]}


def test_saving_twice_is_harmless(attempt, now):
    attempt.save_answer(1, ["b"], now)
    attempt.save_answer(1, ["b"], now + SECOND)
    assert Response.objects.get().saved_at == now + SECOND


def test_the_later_answer_counts(attempt, now):
    attempt.save_answer(1, ["b"], now)
    attempt.save_answer(1, ["a"], now)
    assert attempt.answers() == {1: ["a"]}


def test_an_empty_answer_takes_the_answer_back(attempt, now):
    attempt.save_answer(2, ["b"], now)
    attempt.save_answer(2, [], now)
    assert attempt.answers() == {}


@pytest.mark.parametrize(
    ("position", "answer"),
    [
        (1, ["z"]),
        (1, ["a", "b"]),
        (1, ["a" * 5000]),
        (2, ["a", "a"]),
        (3, ["a", "b"]),
        (4, ["a"]),
        (4, ["a", "b", "c", "z"]),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(attempt, now, position, answer):
    with pytest.raises(AnswerRefused):
        attempt.save_answer(position, answer, now)
    assert not Response.objects.exists()


def test_an_answer_on_its_way_at_the_deadline_counts(attempt):
    attempt.save_answer(1, ["a"], attempt.deadline + 4 * SECOND)
    assert attempt.answers() == {1: ["a"]}


def test_an_answer_after_the_deadline_is_refused(attempt):
    with pytest.raises(AttemptRefused, match="not saved"):
        attempt.save_answer(1, ["a"], attempt.deadline + 30 * SECOND)


def test_an_answer_after_submission_is_refused(attempt, now):
    attempt.submit(now)
    with pytest.raises(AttemptRefused):
        attempt.save_answer(1, ["a"], now)


def test_submission_scores_what_is_saved(attempt, now, answer_all):
    answer_all(attempt, now, wrong=[2])
    attempt.submit(now + MINUTE)
    assert (attempt.score, attempt.percent, attempt.outcome) == (4, Decimal("80.00"), "passed")
    assert attempt.submitted_at == now + MINUTE


def test_what_is_not_answered_counts_nothing(attempt, now):
    attempt.submit(now)
    assert (attempt.percent, attempt.outcome) == (Decimal("0.00"), "failed")


def test_submission_writes_the_ledger(attempt, now, answer_all):
    answer_all(attempt, now)
    attempt.submit(now)
    entry = LedgerEntry.objects.get()
    assert (entry.person, entry.activity, entry.outcome, entry.score) == (attempt.person, attempt.quiz, "passed", 100)
    assert (entry.evidence_kind, entry.evidence_id, entry.at) == ("quizzes.attempt", str(attempt.pk), now)


def test_a_second_submission_changes_nothing(attempt, now, answer_all):
    stale = Attempt.objects.get(pk=attempt.pk)
    attempt.submit(now)
    stale.submit(now + MINUTE)
    assert stale.submitted_at == now
    assert LedgerEntry.objects.count() == 1


def test_nothing_is_submitted_when_the_ledger_fails(attempt, now, monkeypatch):
    def fail(**_values):
        raise RuntimeError

    monkeypatch.setattr("courses.ledger.record", fail)
    with pytest.raises(RuntimeError):
        attempt.submit(now)
    assert not Attempt.objects.get(pk=attempt.pk).is_submitted


@pytest.mark.parametrize(("seconds", "is_over"), [(-1, False), (0, False), (29, False), (30, True), (9999, True)])
def test_an_attempt_is_overdue_after_deadline_and_grace(attempt, seconds, is_over):
    assert attempt.submit_if_overdue(attempt.deadline + seconds * SECOND) is is_over


def test_an_overdue_attempt_was_submitted_at_its_deadline(attempt):
    attempt.submit_if_overdue(attempt.deadline + 99 * MINUTE)
    assert attempt.submitted_at == attempt.deadline


@pytest.mark.parametrize(("minutes", "left"), [(0, 1200), (19, 60), (20, 0), (30, 0)])
def test_the_time_left_is_the_servers(attempt, now, minutes, left):
    assert attempt.seconds_left(now + minutes * MINUTE) == left


def test_editing_a_question_changes_no_attempt(attempt, questions, now, answer_all):
    answer_all(attempt, now)
    questions[0].stem = "Rewritten"
    for option in questions[0].options.all():
        option.correct = not option.correct
    questions[0].save()
    attempt.submit(now)
    assert attempt.percent == 100
    assert attempt.review("en")[0].stem.text == "Stem of Q1"


def test_a_later_pass_mark_changes_no_attempt(attempt, quiz, now, answer_all):
    quiz.pass_mark = 100
    quiz.save()
    answer_all(attempt, now, wrong=[1])
    attempt.submit(now)
    assert attempt.is_passed


def test_a_draw_takes_so_many_questions(make_quiz, questions, lin, now, dice):
    quiz = make_quiz(questions, draw=2, shuffle=True)
    attempt = Attempt.start(quiz, by=lin, at=now, dice=dice(3))
    assert len(attempt.items) == 2
    assert quiz.question_count == 2


@pytest.mark.parametrize(
    ("who", "seen"), [("lin", 1), ("zhou", 0), ("xu", 1), ("chen", 1), ("regional", 1), ("admin", 1)]
)
def test_whoever_sees_the_person_sees_the_attempt(attempt, request, who, seen):
    assert Attempt.objects.visible_to(request.getfixturevalue(who)).count() == seen


@pytest.mark.parametrize("who", ["harbour_advisor", "harbour_trainer", "harbour_manager", "summit_manager"])
def test_a_stranger_sees_no_attempt(attempt, request, who):
    assert not Attempt.objects.visible_to(request.getfixturevalue(who)).exists()
