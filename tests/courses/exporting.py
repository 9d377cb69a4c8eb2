"""Words of the tests of the export: the small curriculum of `small/`, loaded and edited."""

from difflib import unified_diff
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from wagtail.models import Page

from courses.models import LessonPage

SMALL = Path(__file__).parent / "small"
LESSON = "steps/reception/lesson-1-greeting.yaml"
MODULE = "steps/reception/module.yaml"


def call(*words: str) -> str:
    out = StringIO()
    call_command("curriculum", *words, stdout=out)
    return out.getvalue()


def changes(folder: Path, name: str, before: dict[str, str]) -> list[str]:
    """The lines that a file lost and won."""
    lines = unified_diff(before[name].splitlines(), (folder / name).read_text().splitlines(), n=0, lineterm="")
    return [line for line in lines if line[:3] not in ("---", "+++") and line[:2] != "@@"]


def said(folder: Path) -> dict[str, str]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text() for path in paths}


def page_in(language: str, model: type[Page] = LessonPage) -> Page:
    return model.objects.filter(locale__language_code=language).order_by("path")[0]


def save(page: Page, user, **values) -> Page:
    """As the editor does: with the author's name in the log."""
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision(user=user, log_action=True).publish(user=user)
    return page
