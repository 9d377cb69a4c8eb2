from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone, translation
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


def submit_all_overdue(at: datetime) -> int:
    """Whatever was not submitted when its time was over, because no worker was there; how many those were."""
    from quizzes.models import Attempt

    overdue = list(Attempt.objects.overdue(at).values_list("pk", flat=True))
    for pk in overdue:
        submit_overdue.func(pk)
    return len(overdue)


def submitted(attempt_pk: int):
    """The attempt, locked; None where it is gone or still going on."""
    from quizzes.models import Attempt

    try:
        attempt = Attempt.objects.locked(attempt_pk)
    except Attempt.DoesNotExist:
        return None
    return attempt if attempt.is_submitted else None


@task()
@transaction.atomic
def count(attempt_pk: int) -> None:
    """For the statistics."""
    from quizzes.models import CountedPaper

    if attempt := submitted(attempt_pk):
        CountedPaper.count(attempt)


def count_later(attempt_pk: int) -> None:
    """Queue the counting for statistics once the result is committed; a fault in it never reaches the learner."""
    transaction.on_commit(partial(count.enqueue, attempt_pk), robust=True)


@task()
def follow_up(attempt_pk: int) -> None:
    """Both, of an attempt that has its result at submission; what fails in one keeps nothing from the other."""
    from quizzes.models import CountedPaper
    from quizzes.remembering import remember_when_revealed

    attempt = None
    try:
        with transaction.atomic():
            if attempt := submitted(attempt_pk):
                CountedPaper.count(attempt)
    finally:
        if attempt:
            remember_when_revealed(attempt, timezone.now())


def follow_up_later(attempt_pk: int) -> None:
    transaction.on_commit(partial(follow_up.enqueue, attempt_pk), robust=True)


@task()
def regrade(regrade_pk: int) -> None:
    from quizzes import regrading
    from quizzes.models import Regrade

    decided = Regrade.objects.filter(pk=regrade_pk, finished_at=None).first()
    if decided:
        regrading.carry_out(decided, timezone.now())


def regrade_later(regrade_pk: int) -> None:
    transaction.on_commit(partial(regrade.enqueue, regrade_pk))


@task()
def read_import(pk: int, language: str) -> None:
    """`language` is that of who waits."""
    from quizzes.importing import background

    with translation.override(language):
        background.read_file(pk)


@task()
def commit_import(pk: int, language: str) -> None:
    from quizzes.importing import background

    with translation.override(language):
        background.carry_out(pk)


@task()
@transaction.atomic
def remember(attempt_pk: int) -> None:
    """What was missed comes again in practice; not before the person may see what was right."""
    from quizzes.remembering import remember_when_revealed

    if attempt := submitted(attempt_pk):
        remember_when_revealed(attempt, timezone.now())


def remember_later(attempt_pk: int) -> None:
    transaction.on_commit(partial(remember.enqueue, attempt_pk), robust=True)


def remember_from(attempt_pk: int, at: datetime) -> None:
    """Where the backend cannot wait, the regular work finds it."""
    if remember.get_backend().supports_defer:
        transaction.on_commit(partial(remember.using(run_after=at).enqueue, attempt_pk), robust=True)
