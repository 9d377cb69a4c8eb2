"""Queries that every page asks: putting them into SQL takes Django longer than the database takes to answer."""

from collections.abc import Callable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.sql.compiler import SQLCompiler

# Stands for the number while the query is put together; no row has such a one.
PLACE = 2**62 + 1


class Prepared:
    """A query of values that only differs in one whole number, put into SQL once for each connection.

    `make(number)` is the query, a `.values_list()`. Whatever else is in it stays as it was when it was first asked, so
    it may hold no date and no language.
    """

    def __init__(self, make: Callable[[int], QuerySet]) -> None:
        self.make = make

    def rows(self, number: int | None) -> list[tuple]:
        """The rows, their values as the fields give them."""
        compiler, sql, params, converters = self._known()
        with compiler.connection.cursor() as cursor:
            cursor.execute(sql, [number if each == PLACE else each for each in params])
            found = cursor.fetchall()
        return [tuple(row) for row in (compiler.apply_converters(found, converters) if converters else found)]

    def _known(self) -> tuple[SQLCompiler, str, tuple, dict[int, Any]]:
        connection = connections[DEFAULT_DB_ALIAS]  # of this thread
        kept = connection.__dict__.setdefault("prepared_queries", {})
        if self not in kept:
            compiler = self.make(PLACE).query.get_compiler(connection=connection)
            sql, params = compiler.as_sql()
            columns = [column for column, *_ in compiler.select[: compiler.col_count]]
            kept[self] = compiler, sql, params, compiler.get_converters(columns)
        return kept[self]
