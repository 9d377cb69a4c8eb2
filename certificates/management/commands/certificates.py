import json
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from certificates import findings, issuing
from certificates.looks import Form
from certificates.models import Certificate
from certificates.printable import UnprintableName

STATES = ("valid", "expiring", "expired", "suspended", "revoked", "superseded")


class Command(BaseCommand):
    help = "Verifies a certificate's file, lists certificates, and makes the PDF of one. Nothing of it needs a network."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="what", required=True)
        verify = parts.add_parser("verify", help="a PDF, a credential or a token; status 0 only if it is in force")
        verify.add_argument("file", type=Path)
        verify.add_argument("--keys", type=Path, help="a copy of /.well-known/jwks.json: without our database")
        verify.add_argument("--status", type=Path, help="a copy of the status list, with --keys")
        listing = parts.add_parser("list", help="the certificates, newest first")
        listing.add_argument("--certification", help="its code")
        listing.add_argument("--dealership", help="its code")
        listing.add_argument("--person", help="an employee number")
        listing.add_argument("--state", choices=STATES)
        listing.add_argument("--json", action="store_true")
        render = parts.add_parser("render", help="the signed PDF of one")
        render.add_argument("serial")
        render.add_argument("file", type=Path)
        render.add_argument("--card", action="store_true", help="the card for the wallet in place of the sheet")

    def handle(self, *args, what: str, **options) -> None:
        with translation.override("en"):
            getattr(self, what)(**options)

    def verify(self, *, file: Path, keys: Path | None, status: Path | None, **options) -> None:
        data = _read(file)
        if keys is not None:
            said, problems = findings.without_database(data, _read(keys), status and _read(status), timezone.now())
        else:
            said, problems = findings.with_database(data, timezone.now())
        for line in said:
            self.stdout.write(line)
        if problems:
            raise CommandError("\n".join(problems))

    def list(self, *, certification, dealership, person, state, **options) -> None:
        today = timezone.localdate()
        found = findings.listed(certification, dealership, person)
        rows = [row for each in found for row in [findings.row(each, today)] if state in (None, row["state"])]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        for row in rows:
            self.stdout.write("\t".join(str(value or "") for value in row.values()))

    def render(self, *, serial: str, file: Path, card: bool, **options) -> None:
        certificate = Certificate.objects.filter(serial=serial).first()
        if certificate is None:
            raise CommandError(f"No certificate has the serial number {serial}.")
        if not certificate.name:
            raise CommandError("Its holder was erased, so it cannot be printed again.")
        try:
            content = issuing.signed_pdf(certificate, timezone.now(), Form.CARD if card else Form.SHEET)
        except UnprintableName as error:
            raise CommandError(str(error)) from error
        file.write_bytes(content)
        self.stdout.write(f"{file}: {len(content)} bytes")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
