from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task


@task()
def submit_overdue(attempt_pk: int) -> None:
    from quizzes.models import Attempt  # the models queue this task, so it cannot ask for them earlier

    attempt = Attempt.objects.open().filter(pk=attempt_pk).first()
    if attempt:
        attempt.submit_if_overdue(timezone.now())


def submit_later(attempt_pk: int, at: datetime) -> None:
    """Queue the submission. A backend that cannot wait queues nothing: then the next look at the attempt submits it."""
    if submit_overdue.get_backend().supports_defer:
        submit_overdue.using(run_after=at).enqueue(attempt_pk)


@task()
def count(attempt_pk: int) -> None:
    from quizzes.models import Attempt, CountedPaper

    attempt = Attempt.objects.submitted().filter(pk=attempt_pk).first()
    if attempt:
        CountedPaper.count(attempt)


def count_later(attempt_pk: int) -> None:
    """Queue the counting for statistics once the result is committed; a fault in it never reaches the learner."""
    transaction.on_commit(partial(count.enqueue, attempt_pk), robust=True)
