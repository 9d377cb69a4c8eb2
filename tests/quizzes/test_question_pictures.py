"""A question of any kind may show a picture: while it is answered, and afterwards."""

import pytest
from django.utils import timezone

from quizzes.models import Attempt, Kind, Question
from tests.quizzes.bank import drawing


@pytest.fixture
def question(make_question) -> Question:
    made = make_question("Q1", Kind.SINGLE, ["*Greets", "Waits"])
    made.picture = drawing()
    made.save()
    return made


def test_the_picture_is_shown_with_its_description_and_then_with_what_was_right(
    question, make_quiz, signed_in, lin, dice
):
    attempt = Attempt.start(make_quiz([question]), by=lin, at=timezone.now(), dice=dice(1))
    browser = signed_in(lin)
    page = browser.get(f"/en/quizzes/attempts/{attempt.pk}/1/").text
    assert 'class="question-picture"' in page
    assert 'alt="A car"' in page
    attempt.submit(timezone.now())
    assert 'class="question-picture"' in browser.get(f"/en/quizzes/attempts/{attempt.pk}/result/").text


def test_a_question_without_one_shows_none(questions, make_quiz, signed_in, lin, dice):
    attempt = Attempt.start(make_quiz(questions), by=lin, at=timezone.now(), dice=dice(1))
    assert "question-picture" not in signed_in(lin).get(f"/en/quizzes/attempts/{attempt.pk}/1/").text
