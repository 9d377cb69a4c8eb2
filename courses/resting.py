"""What was awarded on the strength of results: asked of the apps above, which are found by name.

An app that awards something has a module `rests_on` with `rests_on(people, evidence)`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib import import_module

from django.apps import apps
from django.db import models
from django.utils.module_loading import module_has_submodule


@dataclass(frozen=True)
class Resting:
    """`evidence` names the result as records of awards do, such as quizzes.attempt:12."""

    evidence: str
    person: int
    title: str
    serial: str
    state: str
    url: str


def name_of(row: models.Model) -> str:
    return f"{row._meta.label_lower}:{row.pk}"


def resting_on(people: Collection[int], evidence: Collection[str]) -> list[Resting]:
    """Everything that these people were awarded on one of these results, whether it is in force or not."""
    return [each for module in modules() for each in module.rests_on(people, evidence)]


def modules() -> Iterator:
    for app in apps.get_app_configs():
        if module_has_submodule(app.module, "rests_on"):
            yield import_module(f"{app.name}.rests_on")
