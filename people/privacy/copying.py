"""Everything about one person as a ZIP: JSON for machines, a page for people, and the files themselves."""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.files import File
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from people import privacy
from people.audit.records import AuditEntry
from people.models import User
from people.privacy.records import Copy

# What a row says of the machinery or of other people, and nothing of the person.
HIDDEN = {
    "id",
    "password",
    "groups",
    "user_permissions",
    "is_superuser",
    "data",
    "salt",
    "session_key",
    "code_digest",
    "file",
    "avatar",
}
PIECE = 1024 * 1024
OWN_NAMES = ("person", "user")


def make(copy: Copy, at: dt.datetime) -> None:
    """In the background. `percent` says how far it is; a fault is kept as a row that failed, and raised."""
    try:
        with tempfile.TemporaryFile() as file:
            _write(copy, file)
            file.seek(0)
            copy.file.save("copy.zip", File(file), save=False)
        copy.percent, copy.ready_at = 100, at
        copy.save(update_fields=["file", "percent", "ready_at"])
    except Exception:
        Copy.objects.filter(pk=copy.pk).update(failed_at=at)
        raise


def parts(person: User) -> list[privacy.Part]:
    """The person, every row that has them as `person` or `user`, what apps keep deeper, and the trail about them."""
    found = [privacy.Part("person", _("Person"), [facts(person)])]
    for relation in sorted(User._meta.related_objects, key=lambda each: each.related_model._meta.label):
        model = relation.related_model
        if relation.field.name in OWN_NAMES and model is not User:
            rows = [facts(row) for row in model._base_manager.filter(**{relation.field.name: person})]
            if rows:
                found.append(privacy.Part(model._meta.label_lower, model._meta.verbose_name_plural, rows))
    for export in privacy.asked("export_of"):
        found += [part for part in as_parts(export(person)) if part.rows or part.files]
    return [*found, privacy.Part("trail", _("Audit trail about you"), list(_trail(person)))]


def facts(row: models.Model, *more: str) -> dict[str, Any]:
    """The values of a row by the names of its fields; of other people nothing but that there is somebody."""
    values = {}
    for field in row._meta.concrete_fields:
        if field.name in HIDDEN and field.name not in more:
            continue
        if field.is_relation and field.related_model is User:
            continue
        value = getattr(row, field.name) if field.is_relation else field.value_from_object(row)
        values[field.name] = _plain(value)
    return values


def as_parts(exported: dict[str, list[dict]] | Iterable[privacy.Part]) -> Iterable[privacy.Part]:
    """An app may also give plain data: rows by the name of what they are."""
    if isinstance(exported, dict):
        return [privacy.Part(name, gettext(name.capitalize()), rows) for name, rows in exported.items()]
    return exported


def _trail(person: User) -> Iterator[dict[str, Any]]:
    for entry in AuditEntry.objects.filter(person=person.pk).order_by("at", "pk").iterator():
        who = "self" if entry.actor == person.pk else "somebody else" if entry.actor else "system"
        yield {"at": entry.at.isoformat(), "action": entry.action, "by": who, "object": entry.kind, "key": entry.key}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | list | dict):
        return value
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _write(copy: Copy, file: Any) -> None:
    with override(copy.person.language):
        found = parts(copy.person)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for number, part in enumerate(found, start=1):
                text = json.dumps(part.rows, ensure_ascii=False, indent=2)
                archive.writestr(f"json/{part.name}.json", text)
                for name, opened in part.files.items():
                    # Piece by piece: a recording may be larger than the memory there is.
                    with opened() as content, archive.open(f"files/{name}", "w", force_zip64=True) as target:
                        shutil.copyfileobj(content, target, PIECE)
                _go_on(copy, 95 * number // len(found))
            shown = {"person": copy.person, "parts": found, "at": copy.asked_at, "language": copy.person.language}
            archive.writestr("index.html", render_to_string("people/privacy/copy.html", shown))


def _go_on(copy: Copy, percent: int) -> None:
    Copy.objects.filter(pk=copy.pk).update(percent=percent)


@transaction.atomic
def ask(person: User, *, by: User, at: dt.datetime) -> Copy:
    """The one that is in the making for the same asker, or a new one, queued."""
    from people.privacy.tasks import make_copy

    User.objects.select_for_update().get(pk=person.pk)
    going = Copy.objects.filter(person=person, asked_by=by, ready_at=None, failed_at=None).first()
    if going:
        return going
    for old in Copy.objects.filter(person=person, asked_by=by):
        name, storage = old.file.name, old.file.storage
        if name:
            transaction.on_commit(lambda name=name, storage=storage: storage.delete(name))
        old.delete()
    copy = Copy.objects.create(person=person, asked_by=by, asked_at=at)
    transaction.on_commit(lambda: make_copy.enqueue(copy.pk))
    return copy
