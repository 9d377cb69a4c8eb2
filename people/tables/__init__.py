"""Every list about people can be taken away as a table: one address, one way to write it, one entry in the trail.

An app states its tables in `<app>/taking_away.py` as `TABLES`, found by name. Whoever may open the list may take its
table; a list without one fails the suite.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from itertools import islice
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule
from django.utils.translation import get_language, override

from people import rules
from people.audit.actions import Action
from people.sheets import Value

Words = str | Promise
Line = Sequence[Value]


@dataclass(frozen=True)
class Asked:
    """Who asks for a table, what the list was narrowed to (a request's GET), and when."""

    user: Any
    query: Mapping[str, str]
    at: dt.datetime

    def get(self, name: str, most: int = 100) -> str:
        return (self.query.get(name) or "")[:most]

    def number(self, name: str) -> int | None:
        text = self.get(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


@dataclass(frozen=True)
class Sheet:
    """`lines` may be read once. `title` and `subject` only where they are not the table's: a person's own record.

    `on_paper` is the sheet as a PDF, where its columns are more than a page can hold.
    """

    heading: list[str]
    lines: Iterable[Line]
    title: str = ""
    subject: Any = None
    on_paper: Callable[[], bytes] | None = None


@dataclass(frozen=True)
class Table:
    """`shown_at` names the address of the list. `make` raises Http404 where nothing of the kind is there for the asker.

    `told` are the parts of the question that the trail may keep: none that could name anybody. `by_place` says that
    `dealership=` narrows it, so that it can be reported on.
    """

    name: str
    title: Words
    shown_at: str
    make: Callable[[Asked], Sheet]
    told: tuple[str, ...] = field(default=())
    by_place: bool = False
    action: Action = Action.EXPORTED

    def is_for(self, user: Any) -> bool:
        rule = rules.rule_of(self.shown_at)
        return rule is not None and rule.who.includes(user)


def tables() -> list[Table]:
    return [
        table
        for app in apps.get_app_configs()
        if module_has_submodule(app.module, "taking_away")
        for table in import_module(f"{app.name}.taking_away").TABLES
    ]


def named(name: str) -> Table | None:
    return next((table for table in tables() if table.name == name), None)


def some_at_a_time(queryset: Any, number: int = 500) -> Iterator[list[Any]]:
    """For what takes a query more for each part of a long list, so that no more than a part is in memory."""
    rows = iter(queryset.iterator(chunk_size=number))
    while some := list(islice(rows, number)):
        yield some


def in_language_of_now(lines: Iterable[Line]) -> Iterator[Line]:
    """They are written when the request is over, and its language with it."""
    language, lines = get_language(), iter(lines)
    while True:
        with override(language):
            line = next(lines, None)
        if line is None:
            return
        yield line
