"""A second question like a first one, in all its languages, as a draft with a code of its own."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

from django.db import models, transaction
from wagtail.log_actions import log

from quizzes.models import Question, Status

ROWS = ("parts", "options", "regions")
OWN = ("id", "translation_key")


@transaction.atomic
def duplicate(question: Question, by) -> Question:
    """The copy in the language of `question`."""
    keys: dict[UUID, UUID] = {}
    code = free_code(question.code)
    copies = [copy_of(version, code, keys) for version in question.versions.order_by("pk")]
    for made in copies:
        log(made, "wagtail.create", user=by)
    return next(made for made in copies if made.locale_id == question.locale_id)


def copy_of(version: Question, code: str, keys: dict[UUID, UUID]) -> Question:
    made = Question(**values_of(version) | {"code": code, "status": Status.DRAFT})
    made.translation_key = new_key(version, keys)
    for name in ROWS:
        setattr(made, name, [row_of(row, keys) for row in getattr(version, name).all()])
    made.tags, made.clauses = list(version.tags.all()), list(version.clauses.all())
    made.save()
    return made


def row_of(row: models.Model, keys: dict[UUID, UUID]) -> models.Model:
    values = {name: value for name, value in values_of(row).items() if name != "question_id"}
    return type(row)(translation_key=new_key(row, keys), **values)


def values_of(row: models.Model) -> dict:
    fields = [field.attname for field in row._meta.concrete_fields]
    return {name: getattr(row, name) for name in fields if name not in OWN}


def new_key(row: models.Model, keys: dict[UUID, UUID]) -> UUID:
    """The languages of the copy are joined as those of the first are."""
    return keys.setdefault(row.translation_key, uuid4())


def free_code(code: str) -> str:
    """P2-Q01-2, or the next that is free."""
    longest = Question._meta.get_field("code").max_length
    stem = re.sub(r"-\d$", "", code) if re.search(r"\d-\d$", code) else code
    taken = set(Question.objects.filter(code__startswith=stem[: longest - 4]).values_list("code", flat=True))
    numbers = (f"{stem[: longest - 4].rstrip('-')}-{number}" for number in range(2, 1000))
    return next(each for each in numbers if each not in taken)
