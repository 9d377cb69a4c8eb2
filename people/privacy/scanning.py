"""Looking for somebody in every text of every table and in every file: how erasure is proved."""

import json
from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.db import connection


def places(needles: list[str]) -> Iterator[str]:
    """`table.column` and names of files in which any of the needles stands."""
    sought = [needle for needle in needles if needle]
    yield from _tables(sought)
    yield from _files("", sought)


def spellings(needle: str) -> list[str]:
    """As it is, and as JSON writes what is not ASCII; in each the backslash is doubled once more in a text of JSON."""
    escaped = json.dumps(needle)[1:-1]
    return list(dict.fromkeys([needle, escaped]))


def _tables(sought: list[str]) -> Iterator[str]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for column in connection.introspection.get_table_description(cursor, table):
                name = f"{connection.ops.quote_name(table)}.{connection.ops.quote_name(column.name)}"
                matches = [
                    f"instr(lower(CAST({name} AS TEXT)), lower(%s)) > 0",
                    f"strpos(lower({name}::text), lower(%s)) > 0",
                ]
                match = matches[connection.vendor == "postgresql"]
                texts = [text for needle in sought for text in spellings(needle)]
                where = " OR ".join([match] * len(texts))
                cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} WHERE {where} LIMIT 1", texts)  # noqa: S608
                if cursor.fetchone():
                    yield f"{table}.{column.name}"


def _files(folder: str, sought: list[str]) -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return
    for name in files:
        path = f"{folder}/{name}".lstrip("/")
        with default_storage.open(path) as file:
            content = file.read()
        if any(text.encode() in content or text in path for needle in sought for text in spellings(needle)):
            yield path
    for name in folders:
        yield from _files(f"{folder}/{name}".lstrip("/"), sought)
