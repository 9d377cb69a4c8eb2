"""A running attempt as most of its screens need it: without its paper, which is long, but for one question."""

from __future__ import annotations

from people.prepared import Prepared
from quizzes.models.answering import QUESTIONS_AT_MOST, only
from quizzes.models.attempts import Attempt
from quizzes.models.papers import Length, QuestionAt


def glance(pk: int, person, position: int | None = None) -> Attempt:
    """That person's attempt, with the question at `position`. Raises DoesNotExist where it is somebody else's."""
    if position is not None and not 1 <= position <= QUESTIONS_AT_MOST:
        raise Attempt.DoesNotExist
    found = GLANCED.objects(pk, person.pk) if position is None else AT.objects(pk, person.pk, position - 1)
    attempt = only(Attempt, found)
    attempt.person = person
    attempt.position = position
    return attempt


def glanced(pk: int, person: int):
    return Attempt.objects.filter(pk=pk, person=person).defer("paper").annotate(length=Length())


GLANCED = Prepared(glanced)
AT = Prepared(lambda pk, person, index: glanced(pk, person).annotate(item=QuestionAt(index)))
