"""The page of a quiz says how many questions a paper has, at once after the bank has changed."""

import pytest

from quizzes.models import Kind, Status

pytestmark = pytest.mark.django_db


@pytest.fixture
def questions(make_question):
    return [make_question(code, Kind.SINGLE, ["*right", "wrong"]) for code in ("Q1", "Q2", "Q3")]


@pytest.fixture
def count(make_quiz, questions, signed_in, lin):
    quiz, client = make_quiz(questions), signed_in(lin)
    return lambda: client.get(quiz.url).context["question_count"]


def test_a_retired_question_is_no_longer_counted(count, questions):
    assert count() == 3
    questions[0].put_into(Status.RETIRED)
    assert count() == 2
    questions[0].put_into(Status.READY)
    assert count() == 3


def test_neither_is_one_that_became_a_draft_again(count, questions):
    assert count() == 3
    questions[1].status = Status.DRAFT
    questions[1].save()
    assert count() == 2
