"""Sessions in the database, as Django keeps them; the query that begins every request is put into SQL once."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from people.prepared import Prepared

# No session has such a key: it is of another length.
STORED = Prepared(lambda key: Session.objects.filter(session_key=key), places=("the key of a session",))


class SessionStore(db.SessionStore):
    def _get_session_from_db(self) -> Session | None:
        for stored in STORED.objects(self.session_key):
            if stored.expire_date > timezone.now():
                return stored
        self._session_key = None
        return None
