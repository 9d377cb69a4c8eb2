"""Chinese and English are equals: every string has its Chinese, and the catalogues are those of the sources."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
CATALOGUES = sorted(ROOT.glob("*/locale/zh_Hans/LC_MESSAGES/django.po"))


def test_there_are_catalogues():
    assert {"site", "people", "courses"} <= {catalogue.relative_to(ROOT).parts[0] for catalogue in CATALOGUES}


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.relative_to(ROOT).parts[0])
def test_every_string_is_translated_and_none_is_a_guess(catalogue):
    entries = [entry for entry in polib.pofile(catalogue) if not entry.obsolete]
    assert [entry.msgid for entry in entries if entry.fuzzy or not entry.translated()] == []


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda path: path.relative_to(ROOT).parts[0])
def test_the_catalogue_has_the_strings_of_the_sources(catalogue, tmp_path):
    app = ROOT / catalogue.relative_to(ROOT).parts[0]
    assert messages(catalogue) == messages(extracted(app, tmp_path))


def extracted(app: Path, folder: Path) -> Path:
    """What makemessages finds in a copy of `app`: the catalogue itself is never touched."""
    if not shutil.which("xgettext"):
        pytest.fail("gettext is missing") if os.environ.get("CI") else pytest.skip("gettext is missing")
    copy = folder / app.name
    shutil.copytree(app, copy, ignore=shutil.ignore_patterns("static", "locale", "curriculum", "__pycache__"))
    (copy / "locale").mkdir(exist_ok=True)
    makemessages = ["-m", "django", "makemessages", "--locale", "zh_Hans", "--verbosity", "0"]
    subprocess.run([sys.executable, *makemessages], cwd=copy, env=without_settings(), check=True)
    return copy / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def without_settings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}


def messages(path: Path) -> set[tuple[str | None, str, str]]:
    """What is translated, but for what stands there only to say a library's sentence in our own words."""
    entries = [entry for entry in polib.pofile(path) if "in place of a library" not in entry.tcomment]
    return {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in entries if not entry.obsolete}
