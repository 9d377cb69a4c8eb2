"""Each submitted attempt is counted once, in narrow rows, after its result is safe."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import OperationalError

from quizzes.models import Attempt, CountedAnswer, CountedPaper, Kind, Wording
from tests.quizzes.crowd import crowd


@pytest.fixture
def submitted(attempt, answer_all, now) -> Attempt:
    answer_all(attempt, now, wrong=[2])
    attempt.submit(now)
    return attempt


def test_submission_counts_the_attempt(submitted, django_capture_on_commit_callbacks, lin, quiz, now):
    with django_capture_on_commit_callbacks(execute=True):
        again = Attempt.start(quiz, by=lin, at=now)
        again.submit(now)
    paper = CountedPaper.objects.get()
    assert (paper.attempt, paper.is_first, paper.score, paper.out_of) == (again, False, 0, 5)


def test_an_attempt_that_goes_on_is_counted_nowhere(attempt, django_capture_on_commit_callbacks, answer_all, now):
    with django_capture_on_commit_callbacks(execute=True):
        answer_all(attempt, now)
    assert not CountedPaper.objects.exists()


def test_a_fault_in_counting_never_undoes_a_result(
    attempt, django_capture_on_commit_callbacks, now, monkeypatch, caplog
):
    def broken(_attempt) -> None:
        raise OperationalError

    monkeypatch.setattr(CountedPaper, "count", broken)
    with django_capture_on_commit_callbacks(execute=True):
        attempt.submit(now)
    attempt.refresh_from_db()
    assert attempt.is_submitted


def test_each_answer_is_counted_with_its_points_and_its_choice(submitted):
    CountedPaper.count(submitted)
    rows = {row.wording.content["kind"]: row for row in CountedAnswer.objects.select_related("wording")}
    assert {kind: (row.earned, row.points) for kind, row in rows.items()} == {
        "single": (1, 1), "multiple": (0, 1), "true_false": (1, 1), "ordering": (2, 2),
    }  # fmt: skip
    assert rows["multiple"].choice == ""
    assert rows["ordering"].choice == "abcd"


def test_counting_again_changes_nothing(submitted):
    CountedPaper.count(submitted)
    CountedPaper.count(submitted)
    assert (CountedPaper.objects.count(), CountedAnswer.objects.count(), Wording.objects.count()) == (1, 4, 4)


def test_a_choice_is_the_same_in_every_shuffled_paper(make_question, make_quiz, riverside, dice, now):
    question = make_question("S1", Kind.SINGLE, ["*Greets", "Waits", "Points", "Leaves"])
    quiz = make_quiz([question], shuffle=True)
    people = crowd(
        quiz,
        12,
        now,
        dice(3),
        lambda n, item: [next(o.key for o in item.options if o.text["en"] == "Waits")],
        riverside,
    )
    for each in people:
        CountedPaper.count(each)
    assert CountedAnswer.objects.values("wording", "choice").distinct().count() == 1
    assert len({tuple(option["text"]["en"] for option in each.paper[0]["options"]) for each in people}) > 1


def test_another_explanation_is_the_same_wording_and_another_stem_is_not(quiz, questions, lin, zhou, xu, now):
    def sat_by(person) -> None:
        attempt = Attempt.start(quiz, by=person, at=now)
        attempt.submit(now)
        CountedPaper.count(attempt)

    sat_by(lin)
    questions[0].explanation = "Said better"
    questions[0].save()
    sat_by(zhou)
    assert Wording.objects.filter(question=questions[0].translation_key).count() == 1
    questions[0].stem = "Another question"
    questions[0].save()
    sat_by(xu)
    assert Wording.objects.filter(question=questions[0].translation_key).count() == 2


def test_the_command_counts_what_is_waiting_and_only_that(quiz, riverside, dice, now):
    crowd(quiz, 3, now, dice(1), lambda n, item: list(item.right), riverside)

    def said(*args) -> str:
        out = StringIO()
        call_command("count_attempts", *args, stdout=out)
        return out.getvalue().strip()

    assert [said(), said(), said("--again")] == [f"Attempts counted: {n}" for n in (3, 0, 3)]


def test_counting_takes_the_same_queries_for_a_long_paper(make_question, make_quiz, riverside, dice, now, queries):
    def cost(number: int) -> int:
        asked = [make_question(f"L{number}-{n}", Kind.SINGLE, ["*a", "b"]) for n in range(number)]
        quiz = make_quiz(asked, slug=f"quiz-{number}")
        attempt = crowd(quiz, 1, now, dice(1), lambda n, item: list(item.right), riverside)[0]
        return queries(lambda: CountedPaper.count(attempt))

    assert cost(2) == cost(12)


def test_new_wordings_are_written_in_one_order(make_question, make_quiz, riverside, dice, now):
    """Two workers with the same new questions would wait for each other, if each had an order of its own."""
    asked = [make_question(f"O{n}", Kind.SINGLE, ["*a", "b"]) for n in range(12)]
    (attempt,) = crowd(make_quiz(asked, slug="ordered"), 1, now, dice(1), lambda n, item: list(item.right), riverside)
    Wording.objects.all().delete()
    CountedPaper.count(attempt)
    written = list(Wording.objects.order_by("pk").values_list("digest", flat=True))
    assert len(written) == 12
    assert written == sorted(written)
