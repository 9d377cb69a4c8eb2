import sys
import time
from datetime import date, datetime
from datetime import time as clock

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from people.models import Dealership, User
from tracking.demo import demonstration_numbers
from tracking.populating.filling import PASSWORD, Wanted, fill
from tracking.populating.programmes import NothingToDo

BAR = 40


class Command(BaseCommand):
    help = (
        "Fills an empty installation with a network’s history: regions of a hundred dealerships, people who joined, "
        "moved and left, what they learnt, sat, performed, were awarded and renewed. The same seed makes the same."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dealerships", type=int, default=1000)
        parser.add_argument("--people", type=int, default=100_000, help="at work now; those who left come besides")
        parser.add_argument("--years", type=float, default=5)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--until", type=date.fromisoformat, metavar="YYYY-MM-DD", help="today, if not said")
        parser.add_argument(
            "--among-real-people", action="store_true", help="although there are people here who are no demonstration"
        )

    def handle(self, *, dealerships: int, people: int, years: float, seed: int, until, **options) -> None:
        if dealerships < 1 or people < 3 * dealerships or not 0.5 <= years <= 20 or seed < 0:
            raise CommandError("At least one dealership, three people at each, half a year, and a seed from 0 on.")
        wanted = Wanted(dealerships, people, years, seed)
        if Dealership.objects.filter(code__startswith=f"{wanted.code}-").exists():
            raise CommandError(f"Seed {seed} has been used here already. Choose another one.")
        if not options["among_real_people"] and there_are_real_people():
            raise CommandError(
                "There are people here who are no demonstration. If that is meant, say --among-real-people."
            )
        now = timezone.make_aware(datetime.combine(until, clock(18))) if until else timezone.now()
        started = time.monotonic()
        try:
            fill(wanted, now, said=self.bar)
        except NothingToDo:
            raise CommandError("Load the curriculum first: no certification is offered that pages lead to.") from None
        self.stdout.write(f"Filled in {time.monotonic() - started:.0f} s. Everybody's password is {PASSWORD}")

    def bar(self, done: int, of: int) -> None:
        """On a terminal one line that grows; in a file a line for each tenth."""
        if sys.stderr.isatty():
            self.stderr.write(
                f"\r[{'#' * (BAR * done // of):<{BAR}}] {done} of {of}", ending="\n" if done == of else ""
            )
            self.stderr.flush()
        elif done * 10 // of > (done - 1) * 10 // of:
            self.stderr.write(f"{100 * done // of:>3} %  {done} of {of} dealerships")


def there_are_real_people() -> bool:
    populated = Dealership.objects.filter(code__regex=r"^s\d+-\d{4,}$")
    return (
        User.objects.exclude(employee_number__in=demonstration_numbers())
        .exclude(employee_number__regex=r"^s\d+-\d{6,}$", dealership__in=populated)
        .exclude(employee_number__regex=r"^s\d+-\d{6,}$", dealership=None)
        .exists()
    )
