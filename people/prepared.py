"""Queries that every page asks: putting them into SQL takes Django longer than the database takes to answer.

PostgreSQL is told of them once for each connection, too, and then neither reads nor plans them again, which took it
longer than answering.
"""

from collections.abc import Callable
from functools import cache, cached_property
from inspect import signature
from typing import Any
from weakref import WeakSet

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet
from django.db.models.query import get_related_populators
from django.db.transaction import TransactionManagementError

# They stand for what is asked for while a query is put together; no row has such a number.
NUMBERS = (2**62 + 1, 2**62 + 2, 2**62 + 3)
# Many keys as one value (`people.many`): no two are alike, and PostgreSQL goes about them by how many there are.
THEIR_KEYS = "their keys"


def known_cursor(connection: BaseDatabaseWrapper) -> CursorWrapper:
    """A cursor for statements that come again and again with other values, word for word the same.

    What it found is read before such a cursor is asked for again. Where queries are logged it is Django's own, which
    alone can say what it has sent.
    """
    if connection.vendor == "postgresql" and not connection.queries_logged:
        from people import prepared_in_postgresql  # its driver need not be there for SQLite

        return prepared_in_postgresql.known_cursor(connection)
    return connection.cursor()


class Prepared:
    """A query that only differs in a few values, put into SQL once for each process.

    `make(*values)` is the query. Whatever else is in it stays as it was when it was first asked, so it may hold no date
    and no language. `places` stand for the values where they are not whole numbers: of their type, and found nowhere;
    `THEIR_KEYS` for many keys.
    """

    def __init__(self, make: Callable[..., QuerySet], places: tuple = NUMBERS) -> None:
        self.make, self.places = make, places
        self.is_always_alike = THEIR_KEYS not in places
        everyone.add(self)

    def rows(self, *values: Any) -> list[tuple]:
        """The rows of a `.values_list()`, their values as the fields give them."""
        statement, connection = self.statement, connections[DEFAULT_DB_ALIAS]  # of this thread
        if statement.locks and connection.get_autocommit():
            raise TransactionManagementError("What is locked is locked until the end of a transaction: there is none.")
        with known_cursor(connection) if self.is_always_alike else connection.cursor() as cursor:
            cursor.execute(statement.sql, [each if at is None else values[at] for at, each in statement.params])
            return statement.converted(cursor.fetchall())

    def objects(self, *values: Any) -> list[Any]:
        """The objects of a query, with what it follows by `select_related` and what they are annotated with."""
        statement, found = self.statement, []
        for row in self.rows(*values):
            one = statement.model.from_db(DEFAULT_DB_ALIAS, statement.names, row[statement.fields])
            for related in statement.followed:
                related.populate(row, one)
            for name, column in statement.annotations:
                setattr(one, name, row[column])
            found.append(one)
        return found

    @cached_property
    def statement(self) -> "Statement":
        return Statement(self.make(*self.places[: len(signature(self.make).parameters)]), self.places)


class Statement:
    """A query in SQL. It belongs to no connection of any thread, which would live as long as what is kept here."""

    def __init__(self, query: QuerySet, places: tuple) -> None:
        compiler = query.query.get_compiler(connection=of_no_thread())
        self.locks = query.query.select_for_update and compiler.connection.features.has_select_for_update
        self.sql, params = compiler.as_sql()
        self.params = [(places.index(each) if stands_for_a_value(each, places) else None, each) for each in params]
        self.compiler = compiler
        self.converters = compiler.get_converters([column for column, *_ in compiler.select[: compiler.col_count]])
        if compiler.klass_info:
            self.model, fields = compiler.klass_info["model"], compiler.klass_info["select_fields"]
            self.names = [compiler.select[column][0].target.attname for column in fields]
            self.fields = slice(fields[0], fields[-1] + 1)
            self.followed = get_related_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS)
            self.annotations = list(compiler.annotation_col_map.items())

    def converted(self, rows: list) -> list[tuple]:
        if not self.converters:
            return rows
        return [tuple(row) for row in self.compiler.apply_converters(rows, self.converters)]


def stands_for_a_value(param: Any, places: tuple) -> bool:
    return type(param) in (int, str) and param in places


@cache
def of_no_thread() -> BaseDatabaseWrapper:
    """It says how the database wants things said, and is connected for no longer than PostgreSQL takes to tell its
    version. What it would say of locks outside of a transaction is said when they are asked for."""
    made = connections.create_connection(DEFAULT_DB_ALIAS)
    if made.vendor == "postgresql":
        made.pg_version  # noqa: B018 — known from here on
        made.get_autocommit = lambda: False
    return made


everyone: WeakSet[Prepared] = WeakSet()


def put_all_into_sql() -> None:
    """Before processes part: each would do it by itself."""
    for each in list(everyone):
        each.statement  # noqa: B018 — it is made when it is first asked for
