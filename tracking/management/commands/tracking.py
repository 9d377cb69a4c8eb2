from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path

import jwt
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from certificates.models import Certification
from tracking.figures import count_figures
from tracking.forecast.rates import WEEKS
from tracking.forecasting.backtesting import trials
from tracking.packs import verifying
from tracking.team import certification_of


class Command(BaseCommand):
    help = "Verifies an auditor's pack, with --keys without our database or a network; counts the overview's figures."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="what", required=True)
        verify = parts.add_parser("verify-pack", help="status 0 only if every byte is as it was signed")
        verify.add_argument("file", type=Path)
        verify.add_argument("--keys", type=Path, help="a copy of /.well-known/jwks.json: without our database")
        parts.add_parser("count", help="figures of months and clauses anew; the timekeeper does so once a day")

        back = parts.add_parser("backtest", help="the forecast tried on the past, beside the simple count of expiries")
        back.add_argument("--certification", default="", help="its code; the first, if not said")

    def handle(self, *args, what: str, **options) -> None:
        with translation.override("en"):
            if what == "count":
                self.count()
            elif what == "backtest":
                self.backtest(options["certification"])
            else:
                self.verify(options["file"], options["keys"])

    def backtest(self, code: str) -> None:
        """Three days of the past, each a year's half before the one after."""
        certification = certification_of(list(Certification.objects.filter(is_offered=True)), code)
        if certification is None:
            raise CommandError("No certification is offered.")
        today = timezone.localdate()
        days = [today - timedelta(weeks=WEEKS * number, days=1) for number in (1, 2, 3)]
        self.stdout.write("day         weeks  dealerships  fell short   Brier  (simple)   off by  (simple)")
        for each in trials(certification, days, [13, WEEKS]):
            scores = (
                f"{each.forecast:.3f}   ({each.simple:.3f})   {each.forecast_error:6.2f}  ({each.simple_error:.2f})"
            )
            self.stdout.write(f"{each.on}  {each.weeks:5}  {each.dealerships:11}  {each.fell_short:10}   {scores}")

    def count(self) -> None:
        months, clauses = count_figures(timezone.now())
        self.stdout.write(f"{months} figures of months, {clauses} of clauses.")

    def verify(self, path: Path, keys: Path | None) -> None:
        try:
            with path.open("rb") as file:
                key_set = keys.read_bytes() if keys else None
                report = verifying.with_database(file) if key_set is None else self.offline(file, key_set)
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        for line in verifying.in_words(report):
            self.stdout.write(line)
        if report.problems:
            raise CommandError("\n".join(report.problems))
        self.stdout.write("Genuine: every byte is as it was signed.")

    def offline(self, file, key_set: bytes):
        try:
            return verifying.without_database(file, key_set)
        except (ValueError, KeyError, TypeError, jwt.PyJWTError) as error:
            raise CommandError(f"The key set cannot be read: {error}") from error
