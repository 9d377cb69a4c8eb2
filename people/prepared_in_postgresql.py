"""What PostgreSQL keeps of a statement: its plan. Django's own cursor writes the values into the text, which is never
the same again."""

from django.db.backends.postgresql.base import DatabaseWrapper, ServerBindingCursor
from django.db.backends.utils import CursorWrapper


class Known(ServerBindingCursor):
    """Where the settings leave prepared statements out (`prepare_threshold=None`) it is an ordinary cursor."""

    def execute(self, query, params=None, **options) -> "Known":
        return super().execute(query, params, **(options | {"prepare": True}))

    def close(self) -> None:
        """It lasts as long as its connection: making one takes a third of what it costs to ask a short question."""


def known_cursor(connection: DatabaseWrapper) -> CursorWrapper:
    """The one cursor of the connection: what it found is read before it is asked for anything else."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    kept = getattr(connection, "known_cursor", None)
    if kept is None or kept.cursor.connection is not connection.connection:
        kept = connection.known_cursor = connection.make_cursor(Known(connection.connection))
    return kept
