"""Through the door: the code is used up, the password set, and everybody else who was signed in as them is out."""

import datetime as dt

from django.db import transaction
from django.http import HttpRequest

from people import audit
from people.invitations.records import Invitation
from people.leaving import end_sessions
from people.models import User


class UsedUp(Exception):
    """The code has been used, replaced or withdrawn meanwhile."""


@transaction.atomic
def accept(pk: int, *, password: str, language: str, at: dt.datetime, request: HttpRequest | None = None) -> User:
    invitation = Invitation.objects.select_for_update().good(at).filter(pk=pk).first()
    if invitation is None:
        raise UsedUp
    person = User.objects.select_for_update().get(pk=invitation.person_id)
    person.set_password(password)
    person.language = language
    person.save(update_fields=["password", "language"])
    end_sessions([person.pk])
    use(person, at)
    audit.record(person, audit.Action.PASSWORD_CHANGED, person, at=at, request=request, by="invitation")
    return person


def use(person: User, at: dt.datetime) -> None:
    """Whoever has a way in of their own needs no code any more. Repeating it changes nothing."""
    Invitation.objects.unused().filter(person=person).update(used_at=at)
