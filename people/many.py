"""Very many keys as one value of a query.

Listed one by one they are more than SQLite takes; as a subquery of everybody whom somebody may see, PostgreSQL takes
them for half of all people and reads the whole ledger.
"""

import json
from collections.abc import Iterable

from django.db import connection
from django.db.models.expressions import RawSQL


def many(keys: Iterable[int]) -> RawSQL:
    """For the right side of `__in`."""
    values = sorted(keys)
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", [values])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(values)])
