"""Writing entries. The caller's transaction decides whether they stand; after it they are sealed into the chain."""

import datetime as dt
import secrets
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from allauth.core.internal.httpkit import get_client_ip
from django.db import models, transaction
from django.db.models.signals import post_save
from django.http import HttpRequest
from django.utils import timezone

from people.audit.actions import Action
from people.audit.chain import digest_of_origin
from people.audit.records import AuditEntry, AuditOrigin

LONGEST_DEVICE = 300
# Whoever turns pages of one record within this time has looked at it once.
ONE_LOOK = dt.timedelta(minutes=15)


def record(
    actor: Any,
    action: Action,
    subject: models.Model | None = None,
    *,
    at: dt.datetime,
    request: HttpRequest | None = None,
    private: dict[str, Any] | None = None,
    **details: Any,
) -> AuditEntry:
    """`actor` is a user, or None for the machine. `subject` is a person, or a row about one.

    `details` must not name anybody; what could goes into `private`, which can be erased.
    """
    origin = origin_of(request) | (private or {})
    salt = secrets.token_hex(16)
    with transaction.atomic():
        entry = AuditEntry.objects.create(
            **_facts(actor, action, subject, at, details),
            origin_digest=digest_of_origin(salt, origin) if origin else "",
        )
        if origin:
            AuditOrigin.objects.create(entry=entry, salt=salt, content=origin)
    transaction.on_commit(_seal, robust=True)
    return entry


def record_many(
    actor: Any, rows: Iterable[tuple[Action, models.Model, dict[str, Any]]], *, at: dt.datetime
) -> list[AuditEntry]:
    """The same for very many at once, such as the people of an import: (action, subject, details)."""
    entries = [AuditEntry(**_facts(actor, action, subject, at, details)) for action, subject, details in rows]
    made = AuditEntry.objects.bulk_create(entries, batch_size=500)
    transaction.on_commit(_seal, robust=True)
    return made


def viewed(request: HttpRequest, subject: models.Model) -> None:
    """Somebody opened a record of another person; their own is nobody's business."""
    facts = _facts(request.user, Action.VIEWED, subject, timezone.now(), {})
    if facts["person"] in (None, request.user.pk):
        return
    lately = {"at__gt": facts["at"] - ONE_LOOK, "at__lte": facts["at"]}
    same = {name: facts[name] for name in ("person", "actor", "action", "kind", "key")}
    if not AuditEntry.objects.filter(**same, **lately).exists():
        record(request.user, Action.VIEWED, subject, at=facts["at"], request=request)


def exported(request: HttpRequest, what: str, subject: models.Model | None = None, **details: Any) -> None:
    """A file with data of people went out: `what` says which in a word, such as "team.csv"."""
    record(request.user, Action.EXPORTED, subject, at=timezone.now(), request=request, file=what, **details)


def watch(model: type[models.Model], action: Action, who: Callable[[Any], Any] | None = None) -> None:
    """Record each new row of a model whose rows are what happened. `who` says who did it; else its `by`, if any.

    The row's own time counts (`at`, `awarded_at`, …), and its `person`, or that of what it belongs to.
    """

    def on_new_row(sender: type[models.Model], instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
        if created and not raw:
            actor = who(instance) if who else getattr(instance, "by", None)
            at = next(filter(None, (getattr(instance, name, None) for name in ("at", "awarded_at"))), None)
            record(actor, action, instance, at=at or timezone.now())

    post_save.connect(on_new_row, sender=model, weak=False, dispatch_uid=f"audit.{model._meta.label_lower}.{action}")


def origin_of(request: HttpRequest | None) -> dict[str, Any]:
    if request is None:
        return {}
    device = request.META.get("HTTP_USER_AGENT", "")[:LONGEST_DEVICE]
    return {"address": get_client_ip(request) or "", "device": device.replace("\0", "")}


def _facts(actor: Any, action: Action, subject: Any, at: dt.datetime, details: dict[str, Any]) -> dict[str, Any]:
    is_person = subject is not None and subject._meta.label_lower == "people.user"
    return {
        "at": at.astimezone(dt.UTC),
        "action": Action(action),
        "actor": getattr(actor, "pk", None),
        "person": _person_of(subject),
        "kind": "" if subject is None or is_person else subject._meta.label_lower,
        "key": "" if subject is None or is_person else str(subject.pk),
        "details": {name: _plain(value) for name, value in details.items()},
    }


def _person_of(subject: Any) -> int | None:
    """The person whom a row is about: itself, its own, or that of what it belongs to (a revocation's certificate)."""
    if subject is None:
        return None
    if subject._meta.label_lower == "people.user":
        return subject.pk
    for name in ("person_id", "user_id"):
        if hasattr(subject, name):
            return getattr(subject, name)
    above = ("certificate", "session", "attempt", "score_sheet", "response")
    return next((_person_of(getattr(subject, name)) for name in above if hasattr(subject, name)), None)


def _plain(value: Any) -> Any:
    """What JSON keeps as it is in every database; a float would not come back the same."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, dt.date | UUID):
        return value.isoformat() if isinstance(value, dt.date) else str(value)
    return str(value).replace("\0", "")


def _seal() -> None:
    from people.audit.sealing import seal

    seal()
