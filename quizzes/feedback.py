"""Whether somebody may see now what was right in an attempt, and why. Nothing of it is shown before."""

from __future__ import annotations

from datetime import datetime

from people.prepared import Prepared
from quizzes.models import Attempt, QuizPage
from quizzes.models.answering import GRACE
from quizzes.models.attempts import Feedback


def may_see_keys(viewer, attempt: Attempt, quiz: QuizPage | None, at: datetime) -> bool:
    """Whoever writes questions knows them; for everybody else it is the quiz's mode that says when."""
    if viewer.pk == attempt.person_id:
        return is_revealed(attempt, quiz, at) and not sits_elsewhere(attempt, at)
    return viewer.writes_content or is_revealed(attempt, quiz, at)


def is_revealed(attempt: Attempt, quiz: QuizPage | None, at: datetime) -> bool:
    if attempt.feedback == Feedback.SCORE or not attempt.is_submitted:
        return False
    return attempt.feedback != Feedback.CLOSING or has_closed(quiz, at)


def has_closed(quiz: QuizPage | None, at: datetime) -> bool:
    """Whether nobody can sit it any more, as with a quiz that is gone."""
    if quiz is None:
        return True
    closed_at = quiz.closed_to_all_at()
    return closed_at is not None and at >= closed_at


def sits_elsewhere(attempt: Attempt, at: datetime) -> bool:
    """Whether the person is inside an attempt in which the explanations of this one would help."""
    others = [row for row in OPEN.rows(attempt.person_id) if row[0] != attempt.pk]
    return any(quiz == attempt.quiz or (deadline and deadline > at - GRACE) for _pk, quiz, deadline in others)


# Asked for each result that somebody has; few attempts are open at a time.
OPEN = Prepared(
    lambda person: Attempt.objects.open().filter(person=person).order_by().values_list("pk", "quiz", "deadline")
)
