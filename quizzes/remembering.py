"""When an attempt gives its cards for practice: from the moment that its answers may be seen, and never before.

Of a quiz that tells after it has closed, that moment can be put off or brought forward, and can be unknown at
submission. So a row stands for each such attempt until then.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from quizzes import tasks
from quizzes.feedback import has_closed, is_revealed
from quizzes.models import Attempt, QuizPage, Unrevealed
from quizzes.models.attempts import Feedback
from quizzes.models.practice import meet_all


@transaction.atomic
def remember_when_revealed(attempt: Attempt, at: datetime) -> None:
    """Now, or when it may be seen; of an attempt that shows the score only, never. Twice is once."""
    if attempt.feedback != Feedback.CLOSING:
        if is_revealed(attempt, None, at):
            meet_all(attempt)
        return
    quiz = QuizPage.in_language(attempt.quiz, "zh-hans")
    if is_revealed(attempt, quiz, at):
        meet_all(attempt)
        Unrevealed.objects.filter(attempt=attempt).delete()
    else:
        Unrevealed.objects.get_or_create(attempt=attempt)
        if closed_at := quiz.closed_to_all_at():
            tasks.remember_from(attempt.pk, closed_at)


def remember_revealed(at: datetime) -> int:
    """What no task was waiting for, because the moment was another one then; how many attempts that were."""
    quizzes = Unrevealed.objects.order_by().values_list("attempt__quiz", flat=True).distinct()
    closed = [key for key in quizzes if has_closed(QuizPage.in_language(key, "zh-hans"), at)]
    waiting = list(Unrevealed.objects.filter(attempt__quiz__in=closed).values_list("pk", flat=True)) if closed else []
    for pk in waiting:  # one after another: each has its whole paper
        remember_when_revealed(Attempt.objects.select_related("person").get(pk=pk), at)
    return len(waiting)
