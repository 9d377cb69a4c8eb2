"""Whoever leaves is out at once: no session goes on, and no code opens the door again."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from allauth.usersessions.models import UserSession

AT_ONCE = 500


def end_sessions(pks: Sequence[int]) -> None:
    for start in range(0, len(pks), AT_ONCE):
        for session in UserSession.objects.filter(user__in=pks[start : start + AT_ONCE]):
            session.end()


def shut_out(pks: Sequence[int], *, by: Any, at: dt.datetime) -> None:
    """Repeating it changes nothing. Sign-in itself is refused to whoever is not active."""
    from people.models import Invitation

    end_sessions(pks)
    for start in range(0, len(pks), AT_ONCE):
        Invitation.objects.filter(person__in=pks[start : start + AT_ONCE]).revoke(by=by, at=at)
