import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from roleplays import chain
from roleplays.fairness import table
from roleplays.models import ScoreSheet, Session


class Command(BaseCommand):
    help = "Role-play scoring on the command line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        agreement = verbs.add_parser("agreement", help="how far assessors agree in any table of ratings, as JSON")
        agreement.add_argument(
            "file", type=Path, metavar="RATINGS.csv", help="a row for each performance, a column for each assessor"
        )

        verify = verbs.add_parser("verify", help="whether a session’s events are those that were tapped")
        verify.add_argument("session", type=int, metavar="SESSION", help="the number in the address of the session")

    def handle(self, *args, **options) -> None:
        getattr(self, f"do_{options['verb']}")(options)

    def do_agreement(self, options: dict) -> None:
        try:
            ratings = table.read(options["file"].read_bytes())
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except table.UnreadableRatings as error:
            raise CommandError(f"{options['file']}: {error}") from error
        self.stdout.write(json.dumps(table.report(ratings), ensure_ascii=False, indent=2, allow_nan=False))

    def do_verify(self, options: dict) -> None:
        session = Session.every.filter(pk=options["session"]).first()
        if session is None:
            raise CommandError(f"There is no session {options['session']}.")
        wrong = 0
        for sheet in session.score_sheets.select_related("assessor").order_by("pk"):
            wrong += self.verify_sheet(sheet)
        if wrong:
            raise CommandError(f"{wrong} wrong.")

    def verify_sheet(self, sheet: ScoreSheet) -> int:
        """Say what is wrong with a sheet; how much is."""
        events = {event.number: event for event in sheet.events.all()}
        late, findings = sum(bool(event.late) for event in events.values()), sheet.findings()
        self.stdout.write(f"Sheet {sheet.pk} of {sheet.assessor}: {len(events)} events, {late} too late.")
        for finding in findings:
            event = events.get(finding.number, "it was there, and is gone")
            self.stdout.write(f"  {finding.fault.upper()} event {finding.number}: {event}")
        for device, sequence in chain.waited_for(event.kept for event in events.values()):
            self.stdout.write(f"  Device {device} has not sent its event {sequence}.")
        differing = sheet.differing()
        for item in differing:
            self.stdout.write(f"  ALTERED mark {item}: it does not follow from the events")
        return len(findings) + len(differing)
