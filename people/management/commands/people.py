"""What an administrator does about people at a terminal."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from people import rules
from people.audit import sealing
from people.privacy import retention


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parts = parser.add_subparsers(dest="part", required=True)
        audit = parts.add_parser("audit", help="the audit trail")
        audit.add_argument("verb", choices=["verify", "head", "seal"])
        audit.add_argument("--head", dest="noted", help="NUMBER:HASH as `head` printed it earlier")
        dates = parts.add_parser("retention", help="what is older than its retention date goes; for every day")
        dates.add_argument("--dry-run", action="store_true", help="only say how much would go")
        parts.add_parser("rules", help="who may see what, as Markdown in both languages")

    def handle(self, *, part: str, **options) -> None:
        getattr(self, part)(**options)

    def audit(self, *, verb: str, noted: str | None, **options) -> None:
        getattr(self, f"audit_{verb}")(noted)

    def rules(self, **options) -> None:
        self.stdout.write(rules.as_markdown(), ending="")

    def retention(self, *, dry_run: bool, **options) -> None:
        for kind, gone in retention.carry_out(timezone.now(), really=not dry_run).items():
            self.stdout.write(f"{kind}: {gone}")

    def audit_verify(self, noted: str | None) -> None:
        faults = 0
        for finding in sealing.verify(timezone.now(), head_of(noted) if noted else None):
            faults += 1
            self.stdout.write(f"{finding.fault}: number {finding.number or '–'}, entry {finding.entry or '–'}")
        if faults:
            raise CommandError(f"The chain does not hold: {faults} faults.")
        self.stdout.write(f"The chain holds. Head: {sealing.head()}")

    def audit_head(self, noted: None) -> None:
        """To be kept elsewhere: with it, `verify` also finds an end that was cut off and a chain written anew."""
        self.stdout.write(str(sealing.head()))

    def audit_seal(self, noted: None) -> None:
        self.stdout.write(f"{sealing.seal()} sealed.")


def head_of(noted: str) -> sealing.Head:
    number, _, digest = noted.partition(":")
    if not number.isdigit() or len(digest) != 64:
        raise CommandError("A head is NUMBER:HASH.")
    return sealing.Head(int(number), digest)
