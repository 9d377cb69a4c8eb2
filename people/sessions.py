"""Sessions in the database, as Django keeps them, and in the same query whoever is signed in.

Who that is stands in the session, and is known only once it has been read. So each process remembers whose the sessions
were that it read or wrote, asks for that person along with the session, and believes what it remembered only where the
session itself names them.
"""

import json
from functools import lru_cache

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import Subquery
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from people.backends import asked
from people.models import User, UserQuerySet
from people.prepared import NUMBERS, Prepared

# No session has such a key: it is of another length.
A_KEY = "the key of a session"
STORED = Prepared(lambda key: Session.objects.filter(session_key=key), places=(A_KEY,))


def asked_along(person: int, key: str) -> UserQuerySet:
    valid = Session.objects.filter(session_key=key, expire_date__gt=Now())
    return asked(person).annotate(session_data=Subquery(valid.values("session_data")))


ALONG = Prepared(asked_along, places=(NUMBERS[0], A_KEY))

MOST_REMEMBERED, MOST_VERIFIED = 10_000, 2_000
remembered: dict[str, int] = {}


def remember(key: str | None, data: dict) -> None:
    if SESSION_KEY not in data:
        remembered.pop(key, None)
        return
    if len(remembered) >= MOST_REMEMBERED:
        remembered.clear()
    remembered[key] = int(data[SESSION_KEY])


@lru_cache(maxsize=MOST_VERIFIED)
def verified(sealed: str) -> str:
    """What a session holds, as JSON. The seal of the same letters stays what it was."""
    return json.dumps(db.SessionStore().decode(sealed))


class SessionStore(db.SessionStore):
    person: User | None = None  # whom the session names, once it is read, where they were found along with it

    def load(self) -> dict:
        key, found = self.session_key, self._found_along()
        if found is None:
            data = super().load()
        else:
            data = self.decode(found.__dict__.pop("session_data"))
            self.person = found if data.get(SESSION_KEY) == str(found.pk) else None
        remember(key, data)
        return data

    def save(self, must_create: bool = False) -> None:
        super().save(must_create)
        remember(self.session_key, self._session)

    def decode(self, session_data: str) -> dict:
        return json.loads(verified(session_data))

    def _found_along(self) -> User | None:
        person = remembered.get(self.session_key)
        found = ALONG.objects(person, self.session_key) if person else []
        return next((each for each in found if each.session_data is not None), None)

    def _get_session_from_db(self) -> Session | None:
        for stored in STORED.objects(self.session_key):
            if stored.expire_date > timezone.now():
                return stored
        self._session_key = None
        return None


def found_along(session: SessionStore) -> User | None:
    """Whoever was found along with their session, where Django's `get_user` would let them in without another word.

    None says nothing of anybody: then it is Django's turn, which also ends sessions of whoever has a new password.
    """
    backend, sealed = session.get(BACKEND_SESSION_KEY), session.get(HASH_SESSION_KEY)
    person = session.person
    if not (person and person.is_active and sealed and backend in settings.AUTHENTICATION_BACKENDS):
        return None
    return person if constant_time_compare(sealed, person.get_session_auth_hash()) else None
