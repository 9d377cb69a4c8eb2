"""What an auditor takes along of one dealership. An app contributes by a module `<app>/pack.py`, found by name, with

    records(scope) -> Iterable[Record]

Each record is a file in the pack. Its content is made when its turn comes, so that one is in memory at a time.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.module_loading import module_has_submodule


@dataclass(frozen=True)
class Scope:
    """The people of one dealership whom `by` may see, at a moment."""

    dealership: Any
    people: Any
    by: Any
    at: dt.datetime


@dataclass(frozen=True)
class Record:
    """`name` is a path in the pack, of small letters; `make` gives the content, or None where there is none."""

    name: str
    make: Callable[[], bytes | None]


def of_facts(name: str, facts: Callable[[], Any]) -> Record:
    return Record(name, lambda: as_json(facts()))


def as_json(facts: Any) -> bytes:
    return json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True, default=str).encode()


def contributed(scope: Scope) -> Iterator[Record]:
    for app in apps.get_app_configs():
        if module_has_submodule(app.module, "pack"):
            yield from import_module(f"{app.name}.pack").records(scope)
