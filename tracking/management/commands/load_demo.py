from django.core.management.base import BaseCommand
from django.utils import timezone

from tracking.demo import load_demo


class Command(BaseCommand):
    help = "Adds the demonstration dealerships and their people, once."

    def handle(self, *args, **options) -> None:
        added = load_demo(timezone.now())
        self.stdout.write("Demonstration dealerships added." if added else "Demonstration dealerships are there.")
