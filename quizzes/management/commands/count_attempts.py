from django.core.management.base import BaseCommand
from django.db import transaction

from quizzes.models import Attempt, CountedPaper


class Command(BaseCommand):
    help = "Counts for the statistics every attempt with a result that is not counted yet; with --again, every one."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--again", action="store_true", help="count those anew that are counted already")

    def handle(self, *args, **options) -> None:
        attempts = Attempt.objects.submitted().exclude(outcome="").order_by("pk")  # "": a trainer has yet to read it
        if not options["again"]:
            attempts = attempts.filter(counted__isnull=True)
        waiting = list(attempts.values_list("pk", flat=True))
        for pk in waiting:
            with transaction.atomic():
                CountedPaper.count(Attempt.objects.locked(pk))
        self.stdout.write(f"Attempts counted: {len(waiting)}")
