from django.utils import timezone
from django_tasks import task

from certificates.models import award_all
from people.models import User


@task(priority=10)  # people wait for it; what Wagtail queues is housekeeping
def award(person_id: int) -> list[str]:
    """Look at everything a person has passed and award what is earned; returns the serial numbers they hold."""
    return [certificate.serial for certificate in award_all(User.objects.get(pk=person_id), timezone.now())]
