"""How long people take for a question, from what is known of when they answered."""

import datetime as dt

import pytest

from quizzes.figures import groups_of, question_figures
from quizzes.models import Attempt, CountedAnswer, CountedPaper
from quizzes.pace import seconds_on

START = dt.datetime(2026, 11, 2, 9, 30, tzinfo=dt.UTC)


def after(seconds: int) -> dt.datetime:
    return START + dt.timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("saved", "seconds"),
    [
        ({}, {}),
        ({1: 20, 2: 65}, {1: 20, 2: 45}),
        ({2: 20, 1: 65}, {2: 20, 1: 45}),  # answered the other way round
        ({1: 20, 2: 20}, {1: 20, 2: 0}),
        ({1: -5, 2: 10}, {1: 0, 2: 10}),  # a clock that was set back
        ({1: 127}, {1: 130}),
        ({1: 9000}, {1: 3600}),
    ],
)
def test_a_question_takes_from_the_answer_before_it_to_its_own(saved, seconds):
    assert seconds_on(START, {position: after(each) for position, each in saved.items()}) == seconds


@pytest.mark.django_db
def test_the_figures_have_the_time_of_the_one_in_the_middle(quiz, questions, lin, zhou, xu, chen, admin, dice, now):
    for person, seconds in ((lin, 10), (zhou, 30), (xu, 90)):
        attempt = Attempt.start(quiz, by=person, at=now, dice=dice(1))
        attempt.save_answer(1, list(attempt.items[0].right), now + dt.timedelta(seconds=seconds))
        attempt.submit(now + dt.timedelta(minutes=5))
        CountedPaper.count(attempt)
    [figures] = question_figures(questions[0].translation_key, groups_of(admin)[0], "en")
    assert (figures.time, figures.time_shown) == (30, "0:30")
    assert CountedAnswer.objects.filter(seconds=None).count() == 9  # what was left blank
