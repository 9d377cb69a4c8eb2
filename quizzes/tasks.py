from datetime import datetime

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
