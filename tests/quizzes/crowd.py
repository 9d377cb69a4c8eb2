"""Thousands of submitted attempts in seconds, for tests of what many people together show."""

import datetime as dt
from collections.abc import Callable

from courses.models import Outcome
from people.models import Dealership, User
from quizzes.models import Attempt, CountedPaper, QuizPage, Response
from quizzes.paper import Item
from quizzes.scoring import result


def crowd(
    quiz: QuizPage, size: int, at: dt.datetime, dice, answer: Callable[[int, Item], list[str]], dealership: Dealership
) -> list[Attempt]:
    """`size` new people of the dealership, each with one submitted attempt that is not counted yet.

    `answer(n, item)` is what the n-th of them answers to a question of the paper.
    """
    before = User.objects.count()
    people = User.objects.bulk_create(
        User(employee_number=f"crowd-{before + n}", name="众", dealership=dealership) for n in range(size)
    )
    attempts, responses = [], []
    for n, person in enumerate(people):
        attempt = Attempt(
            person=person, quiz=quiz.translation_key, number=1, paper=quiz.draw_paper(dice), pass_mark=quiz.pass_mark,
            started_at=at, submitted_at=at,
        )  # fmt: skip
        answers = [answer(n, item) for item in attempt.items]
        found = result((item.mark(given) for item, given in zip(attempt.items, answers, strict=True)), quiz.pass_mark)
        attempt.score, attempt.percent = found.score, found.percent
        attempt.outcome = Outcome.PASSED if found.passed else Outcome.FAILED
        attempts.append(attempt)
        responses += [
            Response(attempt=attempt, position=position, answer=given, saved_at=at)
            for position, given in enumerate(answers, start=1)
            if given
        ]
    Attempt.objects.bulk_create(attempts)
    Response.objects.bulk_create(responses)
    return attempts


def counted(attempts: list[Attempt]) -> list[Attempt]:
    for attempt in attempts:
        CountedPaper.count(attempt)
    return attempts
