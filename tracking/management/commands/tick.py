import logging
import time

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections
from django.utils import timezone

from tracking.reminding.ticking import tick

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Does the regular work: assignments reach whoever joined, reminders go out. Once, or every so many seconds."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=int, default=0, metavar="SECONDS", help="go on until it is stopped")

    def handle(self, *, every: int, **options) -> None:
        if not every:
            self.stdout.write(tick(timezone.now))
            return
        while True:
            self.go_on()
            time.sleep(every)

    def go_on(self) -> None:
        """A fault is written down and met again at the next round: the rest of the platform goes on."""
        try:
            tick(timezone.now)
        except Exception:
            log.exception("The regular work failed.")
        finally:
            close_old_connections()
