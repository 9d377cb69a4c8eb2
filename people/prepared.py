"""Queries that every page asks: putting them into SQL takes Django longer than the database takes to answer.

PostgreSQL is told of them once for each connection, too, and then neither reads nor plans them again, which took it
longer than answering.
"""

from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

# They stand for what is asked for while a query is put together; no row has such a number.
NUMBERS = (2**62 + 1, 2**62 + 2)
# Many keys as one value (`people.many`): no two are alike, and PostgreSQL goes about them by how many there are.
THEIR_KEYS = "their keys"


def known_cursor(connection: BaseDatabaseWrapper) -> CursorWrapper:
    """A cursor for statements that come again and again with other values, word for word the same.

    Where queries are logged it is Django's own, which alone can say what it has sent.
    """
    cursor = connection.cursor()
    if connection.vendor == "postgresql" and not connection.queries_logged:
        from people.prepared_in_postgresql import Known  # its driver need not be there for SQLite

        cursor.cursor = Known(connection.connection)
    return cursor


class Prepared:
    """A query that only differs in one or two values, put into SQL once for each connection.

    `make(*values)` is the query. Whatever else is in it stays as it was when it was first asked, so it may hold no date
    and no language. `places` stand for the values where they are not whole numbers: of their type, and found nowhere;
    `THEIR_KEYS` for many keys.
    """

    def __init__(self, make: Callable[..., QuerySet], places: tuple = NUMBERS) -> None:
        self.make, self.places = make, places
        self.is_always_alike = THEIR_KEYS not in places

    def rows(self, *values: Any) -> list[tuple]:
        """The rows of a `.values_list()`, their values as the fields give them."""
        return self._asked(values)[1]

    def objects(self, *values: Any) -> list[Any]:
        """The objects of a query, with what it follows by `select_related` and what they are annotated with."""
        compiler, rows = self._asked(values)
        model, fields = compiler.klass_info["model"], compiler.klass_info["select_fields"]
        names = [compiler.select[column][0].target.attname for column in fields]
        first, last = fields[0], fields[-1] + 1
        followed = get_related_populators(compiler.klass_info, compiler.select, compiler.connection.alias)
        found = []
        for row in rows:
            one = model.from_db(compiler.connection.alias, names, row[first:last])
            for related in followed:
                related.populate(row, one)
            for name, column in compiler.annotation_col_map.items():
                setattr(one, name, row[column])
            found.append(one)
        return found

    def _asked(self, values: tuple) -> tuple[SQLCompiler, list[tuple]]:
        compiler, sql, params, converters = self._known(self.places[: len(values)])
        given = dict(zip(self.places, values, strict=False))
        with known_cursor(compiler.connection) if self.is_always_alike else compiler.connection.cursor() as cursor:
            cursor.execute(sql, [given[each.place] if isinstance(each, Place) else each for each in params])
            found = cursor.fetchall()
        return compiler, [tuple(row) for row in (compiler.apply_converters(found, converters) if converters else found)]

    def _known(self, places: tuple) -> tuple[SQLCompiler, str, list, dict[int, Any]]:
        connection = connections[DEFAULT_DB_ALIAS]  # of this thread
        kept = connection.__dict__.setdefault("prepared_queries", WeakKeyDictionary())
        if self not in kept:
            compiler = self.make(*places).query.get_compiler(connection=connection)
            sql, params = compiler.as_sql()
            marked = [Place(each) if type(each) in (int, str) and each in places else each for each in params]
            columns = [column for column, *_ in compiler.select[: compiler.col_count]]
            kept[self] = compiler, sql, marked, compiler.get_converters(columns)
        return kept[self]


class Place:
    def __init__(self, place: int | str) -> None:
        self.place = place
