"""What of a person was changed, in the trail's words: fields by their names, roles and places with before and after."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone

from people.audit.actions import Action
from people.audit.recording import record

PLACES = {"dealership", "region", "team"}
OF_IMPORT = {"new": Action.PERSON_CREATED, "left": Action.PERSON_LEFT, "moved": Action.MEMBERSHIP_CHANGED}


def person_saved(request: HttpRequest, person: Any, before: dict[str, Any]) -> None:
    """After a form was saved; `before` has the fields that it changed, as they were. Nothing changed, nothing said."""
    for action, details in changes(person, before):
        record(request.user, action, person, at=timezone.now(), request=request, **details)


def changes(person: Any, before: dict[str, Any]) -> Iterator[tuple[Action, dict[str, Any]]]:
    changed = set(before)
    if "role" in changed:
        yield Action.ROLE_CHANGED, {"before": before["role"], "after": person.role}
    if "is_active" in changed:
        yield (Action.PERSON_RETURNED if person.is_active else Action.PERSON_LEFT), {}
    if places := sorted(changed & PLACES):
        now = {place: getattr(person, f"{place}_id", None) for place in places}
        yield Action.MEMBERSHIP_CHANGED, {"before": {place: _key(before[place]) for place in places}, "after": now}
    if "password" in changed:
        yield Action.PASSWORD_CHANGED, {}
    if "email" in changed:
        yield Action.EMAIL_CHANGED, {}
    if rest := sorted(changed - PLACES - {"role", "is_active", "password", "email"}):
        yield Action.PERSON_CHANGED, {"fields": rest}


def imported(rows: Iterable[dict[str, Any]]) -> Iterator[tuple[Action, models.Model, dict[str, Any]]]:
    """The changes that an import keeps, for `record_many`."""
    from people.models import User

    for row in rows:
        yield (
            OF_IMPORT.get(row["kind"], Action.PERSON_CHANGED),
            User(pk=row["person"]),
            {"fields": sorted(row["after"])},
        )


def _key(value: Any) -> Any:
    return getattr(value, "pk", value)
