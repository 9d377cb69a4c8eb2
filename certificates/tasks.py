from django.utils import timezone
from django_tasks import task

from certificates.batches import make
from certificates.models import Batch, award_all
from people.models import User


@task(priority=10)  # people wait for it; what Wagtail queues is housekeeping
def award(person_id: int) -> list[str]:
    """Look at everything a person has passed and award what is earned; returns the serial numbers they hold."""
    return [certificate.serial for certificate in award_all(User.objects.get(pk=person_id), timezone.now())]


def award_later(person: User) -> None:
    """After something that no result in the ledger tells of, such as a sign-off."""
    award.enqueue(person.pk)


@task
def make_batch(batch_id: str) -> None:
    """Certificates as one file; whoever asked looks at its progress meanwhile."""
    make(Batch.objects.select_related("by").get(pk=batch_id), timezone.now)
