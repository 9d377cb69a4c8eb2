"""A quiz of four questions, one of each kind, worth 5 points: 80 % is everything but one of the single points."""

import datetime as dt
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from quizzes.models import Attempt, Kind, Option, Question, QuizPage, QuizSlot
from standards.models import Clause

SECRET = "Because the standard says so"


@pytest.fixture
def queries():
    """`queries(run)` is how many queries it took to run."""

    def count(run) -> int:
        with CaptureQueriesContext(connection) as captured:
            run()
        return len(captured)

    return count


@pytest.fixture
def later(now):
    """`later(5)` is five minutes after now."""
    return lambda minutes: now + dt.timedelta(minutes=minutes)


@pytest.fixture
def dice():
    """`dice(7)` always fall the same way."""
    return lambda seed: Random(seed)  # noqa: S311 — nothing here is a secret


@pytest.fixture
def clause(db) -> Clause:
    return Clause.objects.create(
        code="P2-01", area="P2", in_force_from=dt.date(2026, 1, 1), text_zh="微笑", text_en="Smile",
        why_zh="安心", why_en="At ease", responsible_zh="服务顾问", responsible_en="Service advisor",
    )  # fmt: skip


@pytest.fixture
def make_question(clause, home):
    """`make_question("Q1", Kind.SINGLE, ["*right", "wrong"])`; a star marks what is right."""

    def make(code: str, kind: str, options=(), locale=None, **fields) -> Question:
        question = Question(
            code=code, kind=kind, stem=f"Stem of {code}", explanation=f"{SECRET} {code}",
            locale=locale or home.locale, **fields,
        )  # fmt: skip
        question.options = [
            Option(text=text.lstrip("*"), correct=text.startswith("*"), locale=question.locale) for text in options
        ]
        question.clauses = [clause]
        question.save()
        return question

    return make


@pytest.fixture
def questions(make_question) -> list[Question]:
    return [
        make_question("Q1", Kind.SINGLE, ["*Greets", "Waits", "Points"]),
        make_question("Q2", Kind.MULTIPLE, ["*Seat cover", "*Floor mat", "Umbrella"]),
        make_question("Q3", Kind.TRUE_FALSE, answer=True),
        make_question("Q4", Kind.ORDERING, ["First", "Second", "Third", "Fourth"]),
    ]


@pytest.fixture
def make_quiz(module):
    def make(questions, points=(), **fields) -> QuizPage:
        values = {"title": "Reception quiz", "slug": "quiz", "time_limit": 20, "shuffle": False} | fields
        quiz = module.add_child(instance=QuizPage(locale=module.locale, **values))
        points = [*points, *[1] * (len(questions) - len(points))]
        quiz.slots = [
            QuizSlot(question=question, points=worth, locale=quiz.locale)
            for question, worth in zip(questions, points, strict=True)
        ]
        quiz.save_revision().publish()
        return QuizPage.objects.get(pk=quiz.pk)

    return make


@pytest.fixture
def quiz(make_quiz, questions) -> QuizPage:
    return make_quiz(questions, points=[1, 1, 1, 2])


@pytest.fixture
def attempt(quiz, lin, now, dice) -> Attempt:
    return Attempt.start(quiz, by=lin, at=now, dice=dice(1))


@pytest.fixture
def zh(home_zh) -> Locale:
    return home_zh.locale


@pytest.fixture
def answer_all():
    """Answers every question rightly, but for the positions in `wrong`, which stay blank."""

    def answer(attempt: Attempt, at: dt.datetime, wrong=()) -> None:
        for position, item in enumerate(attempt.items, start=1):
            if position not in wrong:
                attempt.save_answer(position, list(item.right), at)

    return answer
