"""Very many rows into one table: PostgreSQL's COPY, elsewhere many rows to a statement.

Rows come as tuples in the order of `columns`, primary keys included, so that rows of other tables can name them before
they are written. No signal is sent and nothing is validated but by the database.
"""

import json
from collections.abc import Callable, Iterable
from datetime import UTC
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

ROWS_AT_ONCE = 20_000


class Table:
    """Rows of one model, written whenever enough have come together; `next_key` counts on from what is there.

    Columns that are not named and cannot be empty have what a new row has.
    """

    def __init__(self, model: type[models.Model], *columns: str) -> None:
        self.model = model
        self.fields = [model._meta.get_field(name) for name in columns]
        self.prepared = [(place, how) for place, field in enumerate(self.fields) if (how := _how(field))]
        others = [field for field in model._meta.concrete_fields if field.name not in columns and _is_needed(field)]
        self.fields += others
        self.same = [how(field.get_default()) if (how := _how(field)) else field.get_default() for field in others]
        self.rows: list[list[Any]] = []
        self.last_key = _last_key(model)

    def next_key(self) -> int:
        self.last_key += 1
        return self.last_key

    def add(self, *values: Any) -> None:
        row = [*values, *self.same]
        for place, how in self.prepared:
            if row[place] is not None:
                row[place] = how(row[place])
        self.rows.append(row)

    def write(self) -> None:
        if self.rows:
            _copy(self) if connection.vendor == "postgresql" else _insert(self)
        self.rows.clear()

    @property
    def quoted(self) -> tuple[str, list[str]]:
        quote = connection.ops.quote_name
        return quote(self.model._meta.db_table), [quote(field.column) for field in self.fields]


def write_all(tables: Iterable[Table], *, at_least: int = ROWS_AT_ONCE) -> None:
    """Those of whose rows enough have come together, and with them all before: later ones name earlier ones."""
    tables = list(tables)
    full = [place for place, table in enumerate(tables) if len(table.rows) >= max(1, at_least)]
    for table in tables[: full[-1] + 1] if full else ():
        table.write()


def count_on(tables: Iterable[Table]) -> None:
    """Let the database number its next rows after those that were written."""
    models_written = [table.model for table in tables]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models_written):
            cursor.execute(statement)


def _copy(table: Table) -> None:
    name, columns = table.quoted
    with connection.cursor() as cursor, cursor.copy(f"COPY {name} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in table.rows:
            copy.write_row(row)


def _insert(table: Table) -> None:
    name, columns = table.quoted
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({places})", table.rows)  # noqa: S608


def _is_needed(field: models.Field) -> bool:
    return not (field.null or isinstance(field, models.AutoField | models.BigAutoField))


def _last_key(model: type[models.Model]) -> int:
    key = model._meta.pk
    if not isinstance(key, models.AutoField | models.BigAutoField):
        return 0
    return model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0


def _how(field: models.Field) -> Callable | None:
    """How a value of this column goes to the database; None where it goes as it is."""
    if isinstance(field, models.JSONField):
        return lambda value: json.dumps(value, ensure_ascii=False)
    if connection.vendor == "postgresql":
        return None
    if isinstance(field, models.UUIDField):
        return lambda value: value.hex
    if isinstance(field, models.DateTimeField):
        return lambda value: str(value.astimezone(UTC).replace(tzinfo=None))
    if isinstance(field, models.DateField):
        return lambda value: value.isoformat()
    return str if isinstance(field, models.DecimalField) else None
