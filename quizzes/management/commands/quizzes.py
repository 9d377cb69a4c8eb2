from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from quizzes import importing
from quizzes.exchange.items import LARGEST_FILE, Unreadable
from quizzes.importing import FORMATS, WRITTEN, Plan, Verdict

LANGUAGES = [code for code, _name in settings.LANGUAGES]


class Command(BaseCommand):
    help = "Questions of the bank into files of other systems, and out of them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        into = verbs.add_parser("import", help="say what each question of a file would do, then write all or nothing")
        into.add_argument("file", type=Path, metavar="FILE")
        into.add_argument("--format", choices=FORMATS, help="what the file is, if its name does not say so")
        into.add_argument("--language", choices=LANGUAGES, help="the language of a file that does not say it")
        into.add_argument("--dry-run", action="store_true", help="write nothing")
        into.add_argument("--without-refused", action="store_true", help="import the others if some are refused")
        out = verbs.add_parser("export", help="write the bank into a file")
        out.add_argument("--format", choices=WRITTEN, required=True)
        out.add_argument("--language", choices=LANGUAGES, help="for a format that holds one only")
        out.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args, **options) -> None:
        self.options = options
        with translation.override("en"):
            getattr(self, f"do_{options['verb']}")()

    def do_import(self) -> None:
        try:
            plan = self.read()
        except Unreadable as error:
            raise CommandError(f"Nothing was imported. {error}") from error
        self.say(plan)
        if self.options["dry_run"]:
            self.stdout.write("Nothing was written: this was a dry run.")
            return
        try:
            importing.commit(plan, by=None, without_refused=self.options["without_refused"])
        except importing.Refusal as error:
            raise CommandError("Nothing was imported. --without-refused imports the others.") from error
        self.stdout.write("Imported.")

    def read(self) -> Plan:
        path: Path = self.options["file"]
        name = self.options["format"] or importing.format_of(path.name)
        try:
            if path.stat().st_size > LARGEST_FILE:
                raise Unreadable("The file is larger than 20 MB.")
            data = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        return importing.plan(importing.read(data, name, self.language(name, FORMATS[name].asks_language())))

    def say(self, plan: Plan) -> None:
        for row in plan.rows:
            if row.verdict is not Verdict.LEAVE or row.why:
                why = " ".join(row.why)
                self.stdout.write(f"{row.place}: {row.code or row.what} {row.language} {row.verdict.label}. {why}")
        counts = ", ".join(f"{number} {verdict.label}" for verdict, number in plan.counts.items())
        self.stdout.write(f"{len(plan.rows)} questions: {counts}.")

    def do_export(self) -> None:
        name, path = self.options["format"], self.options["file"]
        written = importing.export(name, self.language(name, is_asked=True))
        try:
            path.write_bytes(written.data)
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        for code, why in written.left_out:
            self.stdout.write(self.style.WARNING(f"{code} left out. {why}"))
        for code, what in written.notes:
            self.stdout.write(self.style.WARNING(f"{code} is there, but not whole. {what}"))
        self.stdout.write(f"{path} written; {len(written.left_out)} questions left out.")

    def language(self, format_name: str, is_asked: bool) -> str:
        if FORMATS[format_name].both_languages:
            return ""
        if is_asked and not self.options["language"]:
            raise CommandError(f"Say with --language which one it is: {' or '.join(LANGUAGES)}.")
        return self.options["language"] or ""
