"""What PostgreSQL keeps of a statement: its plan. Django's own cursor writes the values into the text, which is never
the same again."""

from django.db.backends.postgresql.base import ServerBindingCursor


class Known(ServerBindingCursor):
    """Where the settings leave prepared statements out (`prepare_threshold=None`) it is an ordinary cursor."""

    def execute(self, query, params=None, **options) -> "Known":
        return super().execute(query, params, **(options | {"prepare": True}))
