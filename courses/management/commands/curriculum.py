from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.module_loading import module_has_submodule
from wagtail.models import Page

from courses.curriculum import loader
from courses.curriculum.checking import check
from courses.curriculum.counting import count
from courses.curriculum.export import ExportError, export
from courses.progress import activity_types
from people.roles import set_up_roles

Pages = dict[str, Page]


class Command(BaseCommand):
    help = "The curriculum as files: check them, count them, load them into the CMS. Each can be repeated at any time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("load", help="write the standard and the courses into the CMS; authors' changes stay")
        verbs.add_parser("check", help="name every problem of the files, with its line")
        verbs.add_parser("counts", help="how much there is of everything")
        out = verbs.add_parser(
            "export", help="write what the CMS says back into the files; what is equal stays as it is"
        )
        out.add_argument("--to", type=Path, metavar="FOLDER", help="leave the files alone and write a whole copy there")

    def handle(self, *args, **options) -> None:
        self.options = options
        getattr(self, f"do_{options['verb']}")()

    def do_check(self) -> None:
        problems = check(loader.FOLDER)
        for problem in problems:
            self.stdout.write(str(problem))
        if problems:
            raise CommandError(f"{len(problems)} problems")
        self.stdout.write("The files are sound.")

    def do_counts(self) -> None:
        for name, number in count(loader.FOLDER).items():
            self.stdout.write(f"{name:<24}{number:>6}")

    def do_export(self) -> None:
        to = self.options["to"]
        try:
            exchange, written = export(loader.FOLDER, to.resolve() if to else None, self.stdout.write)
        except ExportError as error:
            raise CommandError(f"Nothing was exported. {error}") from error
        self.stdout.write(f"{len(written)} files written; {exchange.gaps} texts are there in one language only.")
        for name in exchange.missing:
            self.stdout.write(self.style.WARNING(f"In the files and not in the CMS: {name}"))
        for note in exchange.notes:
            self.stdout.write(self.style.WARNING(note))

    def do_load(self) -> None:
        loader.report.clear()
        try:
            loader.check_all()
            self.load_all()
        except loader.CurriculumError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        self.say_what_happened()

    @transaction.atomic
    def load_all(self) -> None:
        with loader.indexed_once():
            self.load_files()

    def load_files(self) -> None:
        set_up_roles()
        data = loader.read(loader.FOLDER / "home.yaml")
        homes = loader.load_homes(data["title"])
        for path in sorted((loader.FOLDER / "standards").glob("*.yaml")):
            self.stdout.write(f"  standard  {path.stem}")
            loader.load_clauses(loader.read(path))
        loader.in_order(homes, [self.load_course(loader.FOLDER / name, homes) for name in data["courses"]])
        self.load_plugins()

    def load_course(self, folder: Path, homes: Pages) -> Pages:
        data = loader.read(folder / "course.yaml")
        with loader.naming(folder / "course.yaml"):
            courses = loader.load_course(data, homes)
        loader.in_order(courses, [self.load_module(folder / name, courses) for name in data["modules"]])
        return courses

    def load_module(self, folder: Path, courses: Pages) -> Pages:
        data = loader.read(folder / "module.yaml")
        with loader.naming(folder / "module.yaml"):
            modules = loader.load_module(data, courses)
        loader.in_order(modules, [self.load_activity(folder / f"{name}.yaml", modules) for name in data["activities"]])
        return modules

    def load_activity(self, path: Path, modules: Pages) -> Pages:
        """The kind of activity is the beginning of the file's name: lesson-…, quiz…, role-play…"""
        self.stdout.write(f"  {path.parent.name}  {path.stem}")
        model = next(model for model in activity_types() if path.stem.replace("-", "_").startswith(model.kind))
        plugin = loader if model.kind == "lesson" else import_module(f"{model._meta.app_label}.curriculum")
        data = loader.read(path)
        key = loader.stable_key(model._meta.model_name, data["key"])
        with loader.naming(path):
            getattr(plugin, f"load_{model.kind}")(data, modules)
        return {code: model.objects.get(translation_key=key, locale=page.locale) for code, page in modules.items()}

    def load_plugins(self) -> None:
        """An app above `courses` may have content of its own: `<app>/curriculum.py` with `load_all(folder)`."""
        for app in apps.get_app_configs():
            if app.name != "courses" and module_has_submodule(app.module, "curriculum"):
                load_all = getattr(import_module(f"{app.name}.curriculum"), "load_all", None)
                if load_all:
                    self.stdout.write(f"  {app.label}")
                    load_all(loader.FOLDER)

    def say_what_happened(self) -> None:
        counts = loader.report.counts
        self.stdout.write(
            f"Curriculum: {counts['created']} created, {counts['updated']} updated, {counts['unchanged']} unchanged."
        )
        for name in loader.report.left_alone:
            self.stdout.write(self.style.WARNING(f"Left alone, an author has edited it: {name}"))
