from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from standards import picture
from standards.coverage import Coverage, coverage
from standards.impact import impact_of
from standards.models import Clause
from standards.uses import Kind


class Command(BaseCommand):
    help = "What covers the standard, and what depends on one clause."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        covered = verbs.add_parser("coverage", help="clause × (lesson, question, check-sheet item)")
        covered.add_argument("--strict", action="store_true", help="only taught or only tested fails too")
        covered.add_argument("--picture", type=Path, metavar="FILE", help="write the picture as SVG as well")
        changed = verbs.add_parser("impact", help="what depends on a clause, and whom a new version concerns")
        changed.add_argument("code", help="such as P2-06")
        for verb in (covered, changed):
            verb.add_argument("--language", choices=["zh-hans", "en"], default="en")

    def handle(self, *args, **options) -> None:
        with translation.override(options["language"]):
            getattr(self, options["verb"])(options)

    def coverage(self, options: dict) -> None:
        found = coverage()
        self.print_table(found)
        if options["picture"]:
            options["picture"].write_text(picture.draw(found), encoding="utf-8")
        failing = found.orphans + (found.gaps if options["strict"] else [])
        if failing:
            raise CommandError(f"{len(failing)} of {len(found.rows)} clauses: {', '.join(row.code for row in failing)}")

    def print_table(self, found: Coverage) -> None:
        self.stdout.write(f"{'clause':<8}{'lessons':>9}{'questions':>11}{'items':>7}")
        for row in found.rows:
            mark = "  orphan" if row.is_orphan else "" if row.is_taught and row.is_tested else "  gap"
            self.stdout.write(f"{row.code:<8}{row.lessons:>9}{row.questions:>11}{row.items:>7}{mark}")
        totals = found.totals
        self.stdout.write(f"{'covered':<8}{totals['lessons']:>9}{totals['questions']:>11}{totals['items']:>7}")
        self.stdout.write(f"{len(found.rows)} clauses, {len(found.orphans)} orphans, {len(found.gaps)} gaps")

    def impact(self, options: dict) -> None:
        clause = Clause.objects.filter(code=options["code"]).first()
        if clause is None:
            raise CommandError(f"There is no clause {options['code']}.")
        found = impact_of(clause)
        self.stdout.write(f"{clause.code}, version {clause.version}, in force from {clause.in_force_from}")
        for kind in Kind:
            for use in found.of(kind):
                self.stdout.write(f"  {kind.value:<14}{use.title}")
        for holder in found.holders:
            self.stdout.write(
                f"  {'person':<14}{holder.employee_number} {holder.name}: {holder.serial}, {holder.certification}, "
                f"{holder.awarded_on}"
            )
        counts = ", ".join(f"{len(found.of(kind))} {kind.value}s" for kind in Kind)
        self.stdout.write(f"{counts}, {len(found.holders)} people certified on an older version")
