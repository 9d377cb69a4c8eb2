from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.module_loading import module_has_submodule

from courses.curriculum import loader
from courses.progress import activity_types
from people.roles import set_up_roles

HOME_TITLES = {"zh": "服务学院", "en": "Service Academy"}


class Command(BaseCommand):
    help = "Writes the standard and the courses from courses/curriculum into the CMS. Can be repeated at any time."

    def handle(self, *args, **options) -> None:
        loader.report.counts.clear()
        loader.report.left_alone.clear()
        try:
            self.load_all()
        except loader.CurriculumError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        self.say_what_happened()

    @transaction.atomic
    def load_all(self) -> None:
        set_up_roles()
        homes = loader.load_homes(HOME_TITLES)
        for path in sorted((loader.FOLDER / "standards").glob("*.yaml")):
            self.stdout.write(f"  standard  {path.stem}")
            with loader.naming(path):
                loader.load_clauses(loader.read(path))
        for path in sorted(loader.FOLDER.glob("*/course.yaml")):
            self.load_course(path, homes)
        self.load_plugins()

    def load_course(self, path: Path, homes: dict) -> None:
        data = loader.read(path)
        with loader.naming(path):
            courses = loader.load_course(data, homes)
        for name in data["modules"]:
            self.load_module(path.parent / name, courses)

    def load_module(self, folder: Path, courses: dict) -> None:
        data = loader.read(folder / "module.yaml")
        with loader.naming(folder / "module.yaml"):
            modules = loader.load_module(data, courses)
        for name in data["activities"]:
            self.stdout.write(f"  {folder.name}  {name}")
            path = folder / f"{name}.yaml"
            with loader.naming(path):
                load_activity(name, loader.read(path), modules)

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


def load_activity(name: str, data: dict, modules: dict) -> None:
    """The kind of activity is the beginning of the file's name: lesson-…, quiz…, role-play…"""
    model = next((model for model in activity_types() if name.replace("-", "_").startswith(model.kind)), None)
    if model is None:
        raise ValueError("a file begins with lesson-, quiz or role-play")
    if model.kind == "lesson":
        loader.load_lesson(data, modules)
    else:
        getattr(import_module(f"{model._meta.app_label}.curriculum"), f"load_{model.kind}")(data, modules)
