"""What the law gives a person (PIPL): consent, a copy of everything, erasure, dates at which things go, who looked.

An app takes part by a module `<app>/privacy.py`, found by name, with any of

    export_of(person) -> Iterable[Part]      what it keeps about a person beyond rows with a `person` of their own;
                                             or plain data, {name: rows}
    erase(person, at) -> None                takes away what names, shows or quotes them; keeps what statistics need
    withdrawn(person, kind, at) -> None      a consent was withdrawn: what rested on it goes
    RETENTIONS: list[Retention]              what it keeps for a time only
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, BinaryIO

from django.apps import apps
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule


@dataclass(frozen=True)
class Part:
    """One kind of thing that is kept about a person: rows that JSON can hold, and files by name."""

    name: str
    title: str | Promise
    rows: list[dict[str, Any]]
    files: dict[str, Callable[[], BinaryIO]] = field(default_factory=dict)


@dataclass(frozen=True)
class Retention:
    """Something that is kept for `days` if nobody has said otherwise.

    `carry_out(before, really)` takes away what is older than `before`, or with `really=False` only counts it.
    """

    kind: str
    label: str | Promise
    days: int
    carry_out: Callable[[dt.datetime, bool], int]


def modules() -> Iterator[Any]:
    """Of every app that takes part, those nearest to the person last: what hangs on them goes first."""
    for app in reversed(list(apps.get_app_configs())):
        if app.name != "people" and module_has_submodule(app.module, "privacy"):
            yield import_module(f"{app.name}.privacy")


def asked(name: str) -> Iterator[Any]:
    return (getattr(module, name) for module in modules() if hasattr(module, name))
