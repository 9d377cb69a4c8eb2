"""Writes the curriculum's plain files into the CMS, as often as you like.

A thing is written when its source changed since the last load. What an author has edited in the admin since then is
theirs: it is left alone and named in the report.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid5

import yaml
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from django.db.models.signals import post_save
from django.utils import timezone
from modelsearch import index
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.log_actions import registry
from wagtail.models import Locale, Page, ReferenceIndex, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from courses.curriculum.checking import LOADER, check
from courses.curriculum.markdown import is_rich, to_html
from courses.models import CoursePage, HomePage, LessonPage, LoadedContent, ModulePage, Picture
from standards.models import Clause

NAMESPACE = UUID("6f3c1d2e-8a54-5b0e-9d57-3f2c7a1b4e60")
UUID_TEXT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
LANGUAGES = {"zh-hans": "zh", "en": "en"}  # Django's code: the key in the files
FOLDER = Path(__file__).parent

Fill = Callable[[models.Model], None]


class CurriculumError(Exception):
    """A file that cannot be loaded, said for its author: which one, and what is wrong with it."""


@dataclass
class Report:
    """What a load did: counts of created, updated and unchanged things, the new pages, and what was left to authors."""

    counts: Counter = field(default_factory=Counter)
    left_alone: list[str] = field(default_factory=list)
    new_pages: set[int] = field(default_factory=set)
    written: list[models.Model] = field(default_factory=list)
    # While the files are taken over from the CMS: the keys, with their language, of which it has not everything yet.
    taken_over_but: set[tuple[str, str]] | None = None

    def clear(self) -> None:
        for each in (self.counts, self.left_alone, self.new_pages, self.written):
            each.clear()


report = Report()


def check_all() -> None:
    """Raises CurriculumError with the first thing that is wrong with any file."""
    problems = check(FOLDER)
    if problems:
        more = f" ({len(problems) - 1} more: manage.py curriculum check)" if len(problems) > 1 else ""
        raise CurriculumError(f"{problems[0]}{more}")


def stable_key(kind: str, key: str) -> UUID:
    """The translation_key of the thing that files call `key`: the same on every installation.

    What was made in a CMS is called by its translation_key itself.
    """
    return UUID(key) if UUID_TEXT.fullmatch(key) else uuid5(NAMESPACE, f"{kind}:{key}")


def read(path: Path) -> dict | list:
    return yaml.load(path.read_text(encoding="utf-8"), LOADER)  # noqa: S506 - a safe loader


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """What the database refuses, such as an address that an author's page has already, is said with the file's name."""
    try:
        yield
    except ValidationError as error:
        raise CurriculumError(f"{path.relative_to(FOLDER)}: {'; '.join(error.messages)}") from error


def in_language(data, language: str):
    """`data` with every `{zh: …, en: …}` replaced by the text of one language ("zh" or "en")."""
    if isinstance(data, dict):
        if set(data) == set(LANGUAGES.values()):
            return data[language]
        return {key: in_language(value, language) for key, value in data.items()}
    if isinstance(data, list):
        return [in_language(value, language) for value in data]
    return data


def both(name: str, data: dict) -> dict[str, str]:
    """`{zh: …, en: …}` as the two columns `name_zh` and `name_en`."""
    return {f"{name}_{language}": data[language].strip() for language in LANGUAGES.values()}


def upsert_page(
    parent: Page, model: type[Page], key: UUID, data, values: dict, fill: Fill | None = None
) -> Page | None:
    """The page `key` under `parent`, in the parent's language, with `values` set and published.

    `data` is the source from which the values come: if it has not changed, nothing is written. `fill` sets relations
    on the page before its revision is saved.
    """
    page = model.objects.filter(translation_key=key, locale=parent.locale).first()
    if page is None and report.taken_over_but is not None:
        return None
    if page is None:
        page = parent.add_child(instance=model(translation_key=key, locale=parent.locale, **values))
        report.new_pages.add(page.pk)
        _write(page, {}, fill)
        remember(model, key, parent.locale.language_code, data)
        report.counts["created"] += 1
        return page
    if _may_write(page, model, key, parent.locale.language_code, data):
        _write(page, values, fill)
        remember(model, key, parent.locale.language_code, data)
    return page


def upsert_record(
    model: type[models.Model], lookup: dict, data, values: dict, fill: Fill | None = None
) -> models.Model | None:
    """The row found by `lookup` (made if missing), by the same rules as a page; `fill` runs before it is saved."""
    key, language = _record_key(lookup)
    record = model.objects.filter(**lookup).first()
    if record is None and report.taken_over_but is not None:
        return None
    if record is None:
        record = model(**lookup)
        report.counts["created"] += 1
    elif not _may_write(record, model, key, language, data):
        return record
    for name, value in values.items():
        setattr(record, name, value)
    if fill:
        fill(record)
    record.save()
    report.written.append(record)
    remember(model, key, language, data)
    return record


@contextmanager
def taking_over(behind: set[tuple[str, str]]) -> Iterator[None]:
    """Within, "loading" the files only remembers that the CMS says what they say: an export has made it so.

    `behind` are things, each with a language, of which the CMS does not say it; those the next load may update.
    """
    report.taken_over_but = behind
    try:
        yield
    finally:
        report.taken_over_but = None
        report.clear()


def is_current(model: type[models.Model], key, language: str, data) -> bool:
    row = remembered(model, key, language)
    return row is not None and row.digest == digest(data)


def remembered(model: type[models.Model], key, language: str) -> LoadedContent | None:
    return LoadedContent.objects.filter(kind=model._meta.label_lower, key=str(key), language=language).first()


def digest(data) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True, default=str).encode()).hexdigest()


def edited_by_author(record: models.Model, since: LoadedContent | None) -> bool:
    """Since file and CMS last said the same. Wagtail's log names a user for whatever was done in the admin."""
    edits = registry.get_logs_for_instance(record).filter(user__isnull=False)
    return edits.filter(timestamp__gt=since.at).exists() if since else edits.exists()


def _may_write(record: models.Model, model: type[models.Model], key, language: str, data) -> bool:
    if is_current(model, key, language, data):
        report.counts["unchanged"] += 1
        return False
    if report.taken_over_but is not None:
        if (str(key), language) not in report.taken_over_but:
            remember(model, key, language, data)
        return False
    if edited_by_author(record, remembered(model, key, language)):
        report.left_alone.append(str(record))
        return False
    report.counts["updated"] += 1
    return True


def _write(page: Page, values: dict, fill: Fill | None) -> None:
    for name, value in values.items():
        setattr(page, name, value)
    if fill:
        fill(page)
    page.save_revision().publish()
    report.written.append(page)


@contextmanager
def indexed_once() -> Iterator[None]:
    """Wagtail's search and its "used in … places" learn what was written at the end, and here.

    Else each row that is saved would queue two tasks: thousands, which the worker does before any other work.
    """
    models_searched = index.get_indexed_models()
    for model in models_searched:
        post_save.disconnect(post_save_signal_handler, sender=model)
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        for model in models_searched:
            post_save.connect(post_save_signal_handler, sender=model)
    for record in report.written:
        if isinstance(record, index.Indexed):
            index.insert_or_update_object(record)
        if ReferenceIndex.is_indexed(type(record)):
            ReferenceIndex.create_or_update_for_object(record)


def remember(model: type[models.Model], key, language: str, data) -> None:
    LoadedContent.objects.update_or_create(
        kind=model._meta.label_lower,
        key=str(key),
        language=language,
        defaults={"digest": digest(data), "at": timezone.now()},
    )


def _record_key(lookup: dict) -> tuple[str, str]:
    locale = lookup.get("locale")
    parts = [str(value) for name, value in lookup.items() if name != "locale"]
    return "·".join(parts), locale.language_code if locale else ""


# --- The tree -------------------------------------------------------------------------------------------------------


def load_homes(titles: dict[str, str]) -> dict[str, HomePage]:
    """The home page of each language; the Chinese one is the site's root. Wagtail's own welcome page goes."""
    key = stable_key("home", "home")
    default, _ = Locale.objects.get_or_create(language_code="zh-hans")
    root = Page.get_first_root_node() or Page.add_root(
        instance=Page(title="Root", slug="root", locale=default, content_type_id=None)
    )
    homes = {}
    for code, language in LANGUAGES.items():
        locale, _ = Locale.objects.get_or_create(language_code=code)
        home = HomePage.objects.filter(translation_key=key, locale=locale).first()
        if home is None:
            page = HomePage(title=titles[language], slug=f"home-{language}", translation_key=key, locale=locale)
            home = root.add_child(instance=page)
            home.save_revision().publish()
        homes[code] = home
    _make_root(homes["zh-hans"])
    return homes


def _make_root(home: HomePage) -> None:
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
        return
    welcome = site.root_page
    if welcome.pk != home.pk and welcome.specific_class is Page:
        site.root_page = home
        site.save()
        welcome.delete()


def load_clauses(rows: list[dict]) -> None:
    for row in rows:
        values = {"area": row["area"], "version": row["version"], "in_force_from": row["in_force_from"]}
        values["documents"] = row.get("documents", [])
        for name in ("text", "why", "responsible"):
            values |= both(name, row[name])
        for name in ("talk_points", "tools", "details"):
            values |= both(name, row[name]) if row.get(name) else {}
        upsert_record(Clause, {"code": row["code"]}, row, values)


def load_course(data: dict, homes: dict[str, HomePage]) -> dict[str, CoursePage]:
    names = ("title", "slug", "summary", "audience")
    return _in_each_language(CoursePage, data, homes, lambda own: {name: own[name] for name in names})


def load_module(data: dict, courses: dict[str, CoursePage]) -> dict[str, ModulePage]:
    names = ("title", "slug", "summary", "purpose")
    return _in_each_language(ModulePage, data, courses, lambda own: {name: own[name] for name in names})


def load_lesson(data: dict, modules: dict[str, ModulePage]) -> dict[str, LessonPage]:
    known = {clause.code: clause for clause in Clause.objects.all()}
    clauses = [known[code] for code in data["clauses"]]

    def values(own: dict) -> dict:
        names = ("title", "slug", "summary", "minutes")
        return {name: own[name] for name in names} | {"body": lesson_body(own["body"])}

    return _in_each_language(LessonPage, with_pictures(data), modules, values, lambda page: page.clauses.set(clauses))


def in_order(parents: dict[str, Page], children: list[dict[str, Page]]) -> None:
    """New pages go to their place in the file's list. Where nothing is new, authors' own order stands."""
    if not any(page.pk in report.new_pages for pages in children for page in pages.values()):
        return
    for code in parents:
        parent, before = Page.objects.get(pk=parents[code].pk), None
        for pages in children:
            page = Page.objects.get(pk=pages[code].pk)
            neighbour = before.get_next_sibling() if before else parent.get_first_child()
            if neighbour.pk != page.pk:
                page.move(neighbour, pos="left")
            before = Page.objects.get(pk=page.pk)


def _in_each_language(model: type[Page], data: dict, parents: dict, values: Callable, fill: Fill | None = None) -> dict:
    key = stable_key(model._meta.model_name, data["key"])
    pages = {}
    for code, language in LANGUAGES.items():
        own = in_language(data, language)
        if is_current(model, key, code, own):
            pages[code] = model.objects.get(translation_key=key, locale=parents[code].locale)
            report.counts["unchanged"] += 1
        else:
            said = values(own) if report.taken_over_but is None else {}
            pages[code] = upsert_page(parents[code], model, key, own, said, fill)
    return pages


# --- Lessons --------------------------------------------------------------------------------------------------------


def lesson_body(blocks: list[dict]) -> list:
    """The blocks of a lesson file in one language, as Wagtail's `(name, value)` pairs with ids that stay the same."""
    stream = LessonPage._meta.get_field("body").stream_block
    raw = [
        {
            "type": stream.child_blocks[block["type"]].name,
            "value": _block_value(block),
            "id": block_id(number, block),
        }
        for number, block in enumerate(blocks)
    ]
    return stream.to_python(raw)


def block_id(number: int, block: dict) -> str:
    """`block` is one of a lesson's source in one language, with its picture's digest."""
    return str(stable_key("block", f"{number}:{block}"))


def _block_value(block: dict):
    value = {name: said for name, said in block.items() if name not in ("type", "file", "sha256")}
    value |= {name: to_html(said) for name, said in value.items() if is_rich(block, name)}
    if block["type"] == "text":
        return value["text"]
    if block["type"] == "image":
        value["image"] = load_picture(FOLDER / block["file"], block["alt"]).pk
    return value


def load_picture(path: Path, title: str) -> Picture:
    content = path.read_bytes()
    sha1 = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    picture = Picture.objects.filter(file_hash=sha1).first()
    if picture is None:
        picture = Picture(title=title[:200], file=ContentFile(content, name=path.name), file_hash=sha1)
        picture.save()
        report.written.append(picture)
    return picture


def with_pictures(data: dict) -> dict:
    """The lesson's source, with the pictures' contents in its digest: a redrawn picture is a changed lesson."""

    def of(block: dict) -> dict:
        if block["type"] != "image":
            return block
        # Photographs are no text in any encoding.
        said = {k: (FOLDER / f).read_text("utf-8", "surrogateescape") for k, f in block["file"].items() if f}
        return block | {"sha256": {k: digest(text) for k, text in said.items()}}

    return data | {"body": [of(block) for block in data["body"]]}
