"""What teaches, tests and performs a clause, and what else depends on it.

The apps that use clauses are above this one, so they are asked by name: an app that uses clauses has a module
`standard` with `uses(codes)` and, where people hold something that was earned under a clause, with
`holders(clause, viewer)`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.utils.module_loading import module_has_submodule
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from standards.models import Clause


class Kind(models.TextChoices):
    LESSON = "lesson", _("Lesson")
    QUESTION = "question", _("Question")
    ITEM = "item", _("Check-sheet item")
    CERTIFICATION = "certification", _("Certification")


@dataclass(frozen=True)
class Use:
    """One thing that uses one clause. `key` is the same in every language, so that languages are not counted twice.

    `title` is for authors. A learner is shown `page`, on which it is met, never the words of a question or an item.
    """

    clause: str
    kind: Kind
    key: str
    title: str
    edit_url: str
    page: Any = None


@dataclass(frozen=True)
class Holder:
    """A person whose valid certificate was awarded before the clause's present version was in force."""

    name: str
    employee_number: str
    dealership: str
    certification: str
    serial: str
    awarded_on: dt.date
    url: str


def uses_of(codes: Collection[str] | None = None) -> list[Use]:
    """The uses of these clauses, or of all; a fixed number of queries. Titles are in the active language."""
    return [use for module in modules() if hasattr(module, "uses") for use in module.uses(codes)]


def holders_of(clause: Clause, viewer: Any = None) -> list[Holder]:
    """Who holds a certificate from before the clause's version; only those that `viewer` may see, if one is given."""
    return [holder for module in modules() if hasattr(module, "holders") for holder in module.holders(clause, viewer)]


def modules() -> Iterator:
    for app in apps.get_app_configs():
        if module_has_submodule(app.module, "standard"):
            yield import_module(f"{app.name}.standard")


def links(relation: Any, owner: str, codes: Collection[str] | None) -> list[tuple[str, int]]:
    """(clause code, owner's id) for each row of a many-to-many relation to clauses, such as `LessonPage.clauses`."""
    rows = relation.through.objects.order_by("clause__code", f"{owner}_id")
    if codes is not None:
        rows = rows.filter(clause__code__in=codes)
    return list(rows.values_list("clause__code", f"{owner}_id"))


def in_active_language(rows: Iterable[Any]) -> dict[Any, Any]:
    """Of translated rows the one in the active language, or else one that there is, by translation_key."""
    language, chosen = get_language(), {}
    for row in rows:
        if row.translation_key not in chosen or row.locale.language_code == language:
            chosen[row.translation_key] = row
    return chosen
