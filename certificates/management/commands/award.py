from django.core.management.base import BaseCommand
from django.utils import timezone

from certificates.models import award_all
from people.models import User


class Command(BaseCommand):
    help = "Awards every certificate that is earned and not yet awarded, such as after a certification was added."

    def handle(self, *args, **options) -> None:
        now = timezone.now()
        held = sum(len(award_all(person, now)) for person in User.objects.advisors().iterator())
        self.stdout.write(f"Certificates held: {held}")
