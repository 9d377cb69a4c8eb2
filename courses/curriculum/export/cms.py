"""The CMS beside the curriculum's files: what each of them would say if it were written now.

Only what is published is read. Nothing is written here, neither files nor the CMS.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.utils.module_loading import module_has_submodule
from django.utils.text import slugify
from wagtail.models import Page

from courses.curriculum import loader
from courses.curriculum.checking import PARTS, Source, read_all
from courses.curriculum.export.joining import Join, agreed, gaps, woven
from courses.curriculum.export.merging import same
from courses.curriculum.export.pages import BLOCKS, NAMES, both, own_fields, own_lesson, said
from courses.models import CoursePage, HomePage, LessonPage, ModulePage, Picture
from courses.progress import activity_types
from standards.models import Clause

Pages = dict[str, Page]  # by the files' name of the language, "zh" and "en"
PLUGIN = "curriculum_export"


class ExportError(Exception):
    """Why nothing was exported."""


@dataclass
class File:
    """One file: what it says now (None: it is new), what it is to say (None: it stays), and what loads it."""

    name: str
    kind: str
    text: str = ""
    old: Any = None
    new: Any = None
    load: Callable | None = None

    @property
    def folder(self) -> str:
        return self.name.rpartition("/")[0]

    @property
    def part(self) -> str:
        """What its parent's list calls it."""
        stem = Path(self.name).stem
        return Path(self.name).parent.name if self.kind in ("course", "module") else stem

    @property
    def is_changed(self) -> bool:
        return self.new is not None and not same(self.old, self.new)


@dataclass
class Exchange:
    """The whole curriculum, file by file; what cannot be said in files is in `notes`."""

    folder: Path
    files: dict[str, File] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    behind: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        sources, problems = read_all(self.folder)
        if problems:
            raise ExportError(f"{problems[0]}")
        self.models: dict[str, type[Page]] = {"course": CoursePage, "module": ModulePage}
        self.models |= {model.kind.replace("_", "-"): model for model in activity_types()}
        self.keys: dict[UUID, str] = {}
        self.page_files: dict[UUID, File] = {}
        for source in sources:
            self._know(source)
        self.live = {kind: live_pages(model) for kind, model in self.models.items()}
        self.paths_of_pictures = {sha1(path.read_bytes()): name for name, path in self._pictures()}

    @property
    def gaps(self) -> int:
        return sum(gaps(file.new) for file in self.files.values() if file.new is not None)

    def read(self) -> Exchange:
        """Everything."""
        self._clauses()
        self._home()
        for kind in self.models:
            for key in [key for key, file in self.page_files.items() if file.kind == kind]:
                self._page(key, self.page_files[key])
        for app in apps.get_app_configs():
            if module_has_submodule(app.module, PLUGIN):
                read = getattr(import_module(f"{app.name}.{PLUGIN}"), "export_all", None)
                if read:
                    read(self)
        return self

    # --- What plugins use ---------------------------------------------------------------------------------------------

    def key(self, translation_key: UUID) -> str:
        """The files' name of a thing; for one that was made in the CMS, the key itself."""
        return self.keys.get(translation_key, str(translation_key))

    def join(self, key: Any, zh: dict | None, en: dict | None, old: dict | None) -> dict:
        """Both languages of the thing that the loader remembers under `key`; `old` is what the file says of it."""
        join, was = Join(), old or {}
        joined = join(zh, en, loader.in_language(was, "zh"), loader.in_language(was, "en"))
        self.left_behind(key, join.behind)
        return joined

    def left_behind(self, key: Any, languages: set[str]) -> None:
        """In these languages the CMS does not have yet what the file says."""
        codes = {language: code for code, language in loader.LANGUAGES.items()}
        self.behind |= {(str(key), codes[language]) for language in languages}

    def path_of(self, picture: Picture | None, file: File, language: str) -> str:
        """A file with the same content, best the one that the lesson has already; or else a new one."""
        if picture is None:
            return ""
        seen = picture.file_hash or sha1(content_of(picture))
        for block in (file.old or {}).get("body", []):
            path = block["file"][language] if block["type"] == "image" else ""
            if path and self._has(path, seen):
                return path
        if seen not in self.paths_of_pictures:
            self.paths_of_pictures[seen] = self._new_picture(picture)
        return self.paths_of_pictures[seen]

    def file(self, name: str, kind: str) -> File:
        return self.files.setdefault(name, File(name, kind))

    def of_kind(self, kind: str) -> list[File]:
        return [file for file in self.files.values() if file.kind == kind]

    def note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)

    # --- Files and keys -----------------------------------------------------------------------------------------------

    def _know(self, source: Source) -> None:
        file = File(source.name, source.kind, source.text, source.data)
        self.files[file.name] = file
        if source.kind in self.models:
            kind = self.models[source.kind]._meta.model_name
            key = loader.stable_key(kind, source.data["key"])
            self.keys[key], self.page_files[key] = source.data["key"], file
        if source.kind == "role-play":
            sheet = source.data["check_sheet"]["key"]
            self.keys[loader.stable_key("checksheet", sheet)] = sheet
            for customer in source.data.get("further_customers", []):
                self.keys[loader.stable_key("customer", customer["key"])] = customer["key"]

    def _pictures(self) -> Iterator[tuple[str, Path]]:
        for path in sorted((self.folder / "images").glob("*"), reverse=True):
            if path.is_file():
                yield path.relative_to(self.folder).as_posix(), path

    # --- The standard -------------------------------------------------------------------------------------------------

    def _clauses(self) -> None:
        clauses = {clause.code: clause_data(clause) for clause in Clause.objects.order_by("code")}
        files = self.of_kind("standards")
        for file in files:
            file.new = [clauses.pop(row["code"], None) or self._missing(row, file, row["code"]) for row in file.old]
        for data in clauses.values():
            there = [file for file in files if any(row["area"] == data["area"] for row in file.new)]
            file = there[0] if there else self.file(f"standards/{data['area'].lower()}.yaml", "standards")
            files += [] if file in files else [file]
            file.new = [*(file.new or []), data]
        for file in files:
            file.load = loader.load_clauses

    def _missing(self, data: Any, file: File, what: str = "") -> Any:
        self.missing.append(f"{file.name} {what}".strip())
        return data

    # --- The tree -----------------------------------------------------------------------------------------------------

    def _home(self) -> None:
        homes = live_pages(HomePage).get(loader.stable_key("home", "home"), {})
        file = self.files.get("home.yaml")
        if file is None or len(homes) < len(loader.LANGUAGES):
            self.note("home.yaml: the CMS has no home page in both languages")
            return
        title = {language: said(page.title) for language, page in homes.items()}
        file.new = {"title": title, "courses": self._parts(homes, "", file.old["courses"])}

    def _parts(self, parents: Pages, folder: str, listed: list[str]) -> list[str]:
        """The order of the pages under a page; files of pages that are not published keep their place in it."""
        order = {language: self._below(page, folder) for language, page in parents.items()}
        known = next(iter(order.values()))
        order = agreed(order.get("zh", known), order.get("en", known), listed)
        return woven(order, listed)

    def _below(self, parent: Page, folder: str) -> list[str]:
        language = loader.LANGUAGES[parent.locale.language_code]
        below = [
            (pages[language].path, key, kind)
            for kind, live in self.live.items()
            for key, pages in live.items()
            if language in pages and pages[language].path.startswith(parent.path)
            if pages[language].depth == parent.depth + 1
        ]
        files = [self._file_of(key, kind, folder) for _, key, kind in sorted(below)]
        return [file.part for file in files if file]

    def _file_of(self, key: UUID, kind: str, folder: str) -> File | None:
        """The file of a page, or a new one; None if it lies where the page no longer is."""
        file = self.page_files.get(key) or self._new_file(key, kind, folder)
        above = file.folder.rpartition("/")[0] if kind in PARTS else file.folder
        if above == folder:
            return file
        self.note(f"{file.name}: its page is in another place of the CMS now; move the file there")
        return None

    def _new_file(self, key: UUID, kind: str, folder: str) -> File:
        pages = self.live[kind][key]
        slug = slugify((pages.get("en") or pages["zh"]).slug) or str(key)[:8]
        pattern = f"{folder}/{{}}/{kind}.yaml" if kind in PARTS else f"{folder}/{kind}-{{}}.yaml"
        names = (pattern.format(f"{slug}{end}").lstrip("/") for end in ("", *(f"-{n}" for n in range(2, 1000))))
        file = self.file(next(name for name in names if name not in self.files and self._is_free(name, kind)), kind)
        self.page_files[key] = file
        return file

    def _is_free(self, name: str, kind: str) -> bool:
        return not (self.folder / name).parent.exists() if kind in PARTS else not (self.folder / name).exists()

    def _page(self, key: UUID, file: File) -> None:
        pages = self.live[file.kind].get(key, {})
        absent = [code for code, language in loader.LANGUAGES.items() if language not in pages]
        if absent and file.old is not None:
            self._missing(None, file, "" if len(absent) > 1 else f"({absent[0]})")
            return
        self._not_in_files(file, pages)
        data = self._data(key, file, pages)
        file.new = {"key": self.key(key), "slug": data["slug"]} | data

    def _not_in_files(self, file: File, pages: Pages) -> None:
        for page in pages.values():
            if not getattr(page, "required", True):
                self.note(f"{file.name}: files do not say that an activity is a choice")

    def _data(self, key: UUID, file: File, pages: Pages) -> dict:
        model = self.models[file.kind]
        if file.kind in PARTS:
            own = {language: own_fields(page, NAMES[model]) for language, page in pages.items()}
            file.load, parts = getattr(loader, f"load_{file.kind}"), PARTS[file.kind][0]
            above = Path(file.name).parent.as_posix()
            listed = self._parts(pages, above, (file.old or {}).get(parts, []))
            return self.join(key, own.get("zh"), own.get("en"), file.old) | {parts: listed}
        if model is LessonPage:
            return self._lesson(key, file, pages)
        app = model._meta.app_label
        file.load = getattr(import_module(f"{app}.curriculum"), f"load_{model.kind}")
        return getattr(import_module(f"{app}.{PLUGIN}"), f"export_{model.kind}")(self, key, file, pages)

    # --- Lessons ------------------------------------------------------------------------------------------------------

    def _lesson(self, key: UUID, file: File, pages: Pages) -> dict:
        own, file.load = {}, loader.load_lesson
        for language, page in pages.items():
            for block in page.body:
                if block.block_type not in BLOCKS:
                    self.note(f"{file.name}: a block of kind {block.block_type} is in the CMS only")
            own[language] = own_lesson(page, lambda picture, to=language: self.path_of(picture, file, to))
        return self.join(key, own.get("zh"), own.get("en"), with_block_ids(file.old) if file.old else None)

    def _has(self, path: str, seen: str) -> bool:
        return (self.folder / path).is_file() and sha1((self.folder / path).read_bytes()) == seen

    def _new_picture(self, picture: Picture) -> str:
        stem, kind = slugify(picture.title, allow_unicode=True) or "picture", Path(picture.file.name).suffix
        names = (f"images/{stem}{end}{kind}" for end in ("", *(f"-{n}" for n in range(2, 1000))))
        path = next(name for name in names if name not in self.pictures and not (self.folder / name).exists())
        self.pictures[path] = content_of(picture)
        return path


def live_pages(model: type[Page]) -> dict[UUID, Pages]:
    found: dict[UUID, Pages] = {}
    pages = model.objects.live().filter(locale__language_code__in=loader.LANGUAGES).select_related("locale")
    if hasattr(model, "clauses"):
        pages = pages.prefetch_related("clauses")
    for page in pages.order_by("path"):
        found.setdefault(page.translation_key, {})[loader.LANGUAGES[page.locale.language_code]] = page
    return found


def clause_data(clause: Clause) -> dict:
    said = {"code": clause.code, "area": clause.area}
    said |= {name: both(clause, name) for name in ("text", "why", "responsible", "talk_points", "tools", "details")}
    said |= {"documents": clause.documents, "version": clause.version, "in_force_from": clause.in_force_from}
    return {name: value for name, value in said.items() if value not in ({"zh": "", "en": ""}, [])}


def with_block_ids(data: dict) -> dict:
    """A lesson's file, each block with the ids that the loader gives it in the CMS."""
    own = {language: loader.in_language(loader.with_pictures(data), language)["body"] for language in ("zh", "en")}
    ids = [
        {language: loader.block_id(number, blocks[number]) for language, blocks in own.items()}
        for number in range(len(data["body"]))
    ]
    return data | {"body": [block | {"_id": seen} for block, seen in zip(data["body"], ids, strict=True)]}


def content_of(picture: Picture) -> bytes:
    with picture.file.open("rb") as file:
        return file.read()


def sha1(content: bytes) -> str:
    return hashlib.sha1(content, usedforsecurity=False).hexdigest()
