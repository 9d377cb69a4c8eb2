"""Erasing a person: nothing is left that names or shows them; what was achieved stays, of nobody in particular."""

from __future__ import annotations

import datetime as dt
from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from people import audit, privacy
from people.audit import Action
from people.audit.records import AuditEntry, AuditOrigin
from people.importing.records import Import
from people.models import User
from people.privacy.records import Erasure

# Where sign-in and Wagtail's profile keep what is a person's own.
OF_LIBRARIES = ("allauth.", "wagtail.users.")


class NotErasable(Exception):
    """The last administrator, or whoever asks for it themselves at the administration."""


@transaction.atomic
def erase(person: User, *, by: User | None, at: dt.datetime, request: HttpRequest | None = None) -> Erasure:
    """Repeatable. Raises NotErasable. Apps go first: they may need to know who it was."""
    person = User.objects.select_for_update().get(pk=person.pk)
    if by == person:
        raise NotErasable
    if done := Erasure.objects.filter(person=person).first():
        return done
    for erase_in_app in privacy.asked("erase"):
        erase_in_app(person, at)
    _forget_origins(person)
    _forget_imports(person)
    _forget_admin_log(person)
    _end_sessions(person)
    _delete_own_rows(person)
    _make_nobody(person)
    audit.record(by, Action.ERASED, person, at=at, request=request)
    return Erasure.objects.create(person=person, by=by, at=at)


def delete_file_later(name: str) -> None:
    """After commit: what is rolled back must still have its file."""
    if name:
        transaction.on_commit(lambda: default_storage.delete(name))


def _make_nobody(person: User) -> None:
    person.name, person.employee_number = f"#{person.pk}", f"erased-{person.pk}"
    person.name_latin = person.email = ""
    person.hired_on = person.last_login = None
    person.is_active = person.is_superuser = False
    person.set_unusable_password()
    person.save()
    person.groups.clear()


def _delete_own_rows(person: User) -> None:
    """Second factors, addresses, accounts elsewhere, pictures, copies: rows that are nothing without the person."""
    for copy in person.copies.all():
        delete_file_later(copy.file.name)
        copy.delete()
    person.consents.all().delete()
    for relation in User._meta.related_objects:
        model = relation.related_model
        if model.__module__.startswith(OF_LIBRARIES):
            for row in model._base_manager.filter(**{relation.field.name: person}):
                delete_file_later(getattr(getattr(row, "avatar", None), "name", ""))
                row.delete()


def _end_sessions(person: User) -> None:
    for session in UserSession.objects.filter(user=person):
        session.end()
    store = import_module(settings.SESSION_ENGINE).SessionStore
    if hasattr(store, "get_model_class"):
        for session in store.get_model_class().objects.filter(expire_date__gt=timezone.now()).iterator():
            if session.get_decoded().get("_auth_user_id") == str(person.pk):
                session.delete()


def _forget_origins(person: User) -> None:
    """Addresses and devices, and what was typed at sign-in. The entries stay, and the chain holds without these."""
    theirs = AuditEntry.objects.filter(Q(actor=person.pk) | Q(person=person.pk)).values("pk")
    typed = [text for text in (person.employee_number, person.email, person.name, person.name_latin) if text]
    AuditOrigin.objects.filter(Q(entry__in=theirs) | Q(content__tried__in=typed)).delete()


def _forget_imports(person: User) -> None:
    """What files said of them. Codes of roles and places stay, so that the import's figures still are right."""
    own = ("name", "name_latin", "email", "employee_number", "hired_on")
    for done in Import.objects.all():
        changes = done.changes
        for change in changes:
            if change["person"] == person.pk:
                for side in ("before", "after"):
                    change[side] = {column: value for column, value in change[side].items() if column not in own}
        rows = [row for row in done.rows if not _names(row[1], person)]
        if changes != Import.objects.get(pk=done.pk).changes or rows != done.rows:
            Import.objects.filter(pk=done.pk).update(changes=changes, rows=rows)


def _names(cells: list, person: User) -> bool:
    own = {text.lower() for text in (person.employee_number, person.email, person.name) if text}
    return any(str(cell).strip().lower() in own for cell in cells)


def _forget_admin_log(person: User) -> None:
    of_people = ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(User))
    of_people.filter(object_id=str(person.pk)).update(label=f"#{person.pk}", data={})
