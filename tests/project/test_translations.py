"""Chinese and English are equals: every string has its Chinese, and the catalogues are those of the sources."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import django
import polib
import pytest
from django.apps import apps

Message = tuple[str | None, str]

ROOT = Path(__file__).resolve().parent.parent.parent
CATALOGUES = sorted(ROOT.glob("*/locale/zh_Hans/LC_MESSAGES/django.po"))

BETTER_THAN_THE_LIBRARY = {
    "(optional)": "选填 is what a Chinese form says beside a field; 可选 is said of a choice",
    "Account": "账号, by which one signs in, is the right character; 帐号 is the old one",
    "Format": "the form of a picture or file; 格式化 is what one does to a disk",
    "name": "of a workflow, a collection or a service; 名字 is said of people",
    "Profile": "资料 alone may be any material",
}


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


def test_no_english_text_has_two_chinese_texts():
    """Django makes one catalogue of all: of two texts, the one of the first app would be shown in both."""
    said: dict[Message, dict[str, str]] = {}
    for catalogue in CATALOGUES:
        for message, text in texts(polib.pofile(catalogue)).items():
            said.setdefault(message, {})[text] = catalogue.relative_to(ROOT).parts[0]
    assert {message: by for message, by in said.items() if len(by) > 1} == {}


def test_no_text_of_ours_takes_the_place_of_one_in_a_library():
    """Such as a label in Wagtail's admin. What is special in ours has a context."""
    theirs = texts_of_libraries()
    ours = {message: text for catalogue in CATALOGUES for message, text in own_texts(catalogue).items()}
    changed = {message: (theirs[message], text) for message, text in ours.items() if theirs.get(message, text) != text}
    accepted = {(None, msgid) for msgid in BETTER_THAN_THE_LIBRARY}
    assert accepted <= changed.keys(), "an exception that is none any more"
    assert {message: both for message, both in changed.items() if message not in accepted} == {}


def own_texts(catalogue: Path) -> dict[Message, str]:
    """Without what stands there to say a library's sentence in our own words."""
    return texts(entry for entry in polib.pofile(catalogue) if "in place of a library" not in entry.tcomment)


def texts_of_libraries() -> dict[Message, str]:
    """What the interface would say without us: as Django does it, the first of the installed apps wins."""
    others = [Path(app.path) for app in apps.get_app_configs() if Path(app.path).parent != ROOT]
    said: dict[Message, str] = {}
    for folder in [Path(django.__file__).parent / "conf", *reversed(others)]:
        if (catalogue := folder / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.mo").exists():
            said |= texts(polib.mofile(catalogue))
    assert said[None, "Pages"] == "页面"  # Wagtail's menu
    return said


def texts(entries) -> dict[Message, str]:
    shown = (entry for entry in entries if not entry.obsolete)
    return {(entry.msgctxt, entry.msgid): entry.msgstr or entry.msgstr_plural[0] for entry in shown}
