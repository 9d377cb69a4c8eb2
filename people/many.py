"""Very many keys as one value of a query.

Listed one by one they are more than SQLite takes; as a subquery of everybody whom somebody may see, PostgreSQL takes
them for half of all people and reads the whole ledger.
"""

from collections.abc import Iterable

from django.db import connection
from django.db.models.expressions import RawSQL


def many(keys: Iterable[int]) -> RawSQL:
    """For the right side of `__in`."""
    return listed(together(keys))


def together(keys: Iterable[int]) -> str:
    """The keys as one value: what a query that is put into SQL once (`people.prepared`) is asked for."""
    values = ",".join(map(str, sorted(keys)))
    return f"{{{values}}}" if connection.vendor == "postgresql" else f"[{values}]"


def listed(value: str) -> RawSQL:
    """As `many`, of keys that are together already."""
    if connection.vendor == "postgresql":
        return RawSQL("SELECT unnest(%s::bigint[])", [value])
    return RawSQL("SELECT value FROM json_each(%s)", [value])
