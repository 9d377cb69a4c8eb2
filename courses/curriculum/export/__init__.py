"""Writes what the CMS says back into the curriculum's files, or into a copy of them elsewhere.

A file that says the same already stays as it is, byte for byte. Everything is read first and written last, each file
under another name that then becomes its own. Afterwards the loader knows that its files and the CMS are the same.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import yaml
from django.db import transaction
from wagtail.models import Locale

from courses.curriculum import loader
from courses.curriculum.checking import LOADER
from courses.curriculum.export.cms import Exchange, ExportError, File
from courses.curriculum.export.merging import merged, same, written

__all__ = ["Exchange", "ExportError", "export"]

TO_COME = ".to-come"


def export(folder: Path, to: Path | None = None, say: Callable[[str], Any] = print) -> tuple[Exchange, list[str]]:
    """`folder` has the files as they are; with `to` they stay, and a whole copy with what is new is made there.

    Returns what was found, and the names of the files that were written. Raises ExportError, and then has written none.
    """
    to = to or folder
    say("  reading the CMS")
    exchange = Exchange(folder).read()
    contents = dict(exchange.pictures)
    for file in exchange.files.values():
        if file.is_changed:
            say(f"  {file.name}")
            contents[file.name] = text_of(file).encode()
    try:
        if to != folder:
            copy(folder, to)
        write(to, contents)
    except OSError as error:
        raise ExportError(f"{error.filename or to} cannot be written: {error.strerror}") from error
    if to == folder:  # A copy elsewhere changes no file that the next load reads.
        say("  noting what files and CMS have in common")
        take_over(exchange, contents)
    return exchange, sorted(contents)


def text_of(file: File) -> str:
    text = written(file.new) if file.old is None else merged(file.text, file.new)
    if not same(yaml.load(text, LOADER), file.new):  # noqa: S506 - a safe loader
        raise ExportError(f"{file.name} would not say what the CMS says. This is a fault of the program")
    return text


def copy(folder: Path, to: Path) -> None:
    """A copy goes into a folder of its own, or over an earlier copy."""
    if folder in to.parents:
        raise ExportError(f"{to} is inside the curriculum itself")
    if to.is_dir() and any(to.iterdir()) and not (to / "home.yaml").is_file():
        raise ExportError(f"{to} has other files in it")
    shutil.copytree(folder, to, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))


def write(to: Path, contents: dict[str, bytes]) -> None:
    """All of it or, where something cannot be written, nothing."""
    waiting = {to / name: (to / name).with_name(Path(name).name + TO_COME) for name in contents}
    try:
        for name, (path, temporary) in zip(contents, waiting.items(), strict=True):
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(contents[name])
    except OSError:
        for temporary in waiting.values():
            if temporary.parent.is_dir():
                temporary.unlink(missing_ok=True)
        raise
    for path, temporary in waiting.items():
        temporary.replace(path)


@transaction.atomic
def take_over(exchange: Exchange, contents: dict[str, bytes]) -> None:
    locales = {locale.language_code: locale for locale in Locale.objects.filter(language_code__in=loader.LANGUAGES)}
    if set(locales) != set(loader.LANGUAGES):
        return
    parents = {code: SimpleNamespace(locale=locale) for code, locale in locales.items()}
    with loader.taking_over(exchange.behind):
        for file, data in now(exchange, contents):
            file.load(data, parents) if file.kind in exchange.models else file.load(data)


def now(exchange: Exchange, contents: dict[str, bytes]) -> Iterator[tuple[File, Any]]:
    """What each file says now, as the loader reads it."""
    for file in exchange.files.values():
        if file.new is not None and file.load:
            new = contents.get(file.name)
            yield file, yaml.load(new, LOADER) if new else file.old  # noqa: S506 - a safe loader
