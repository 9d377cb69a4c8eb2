"""Many questions written in a handful of statements, new ones and changed ones, with everything that they have.

Nothing here calls `save`, so what listens to it is told here: the bank's log, the search for pictures, and Wagtail's
index of what uses a picture. What is published changes too, which whoever commits an import says once, at its end.
"""

from collections.abc import Iterable, Sequence
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from modelsearch.backends import get_search_backends
from wagtail.models import ModelLogEntry, ReferenceIndex

from courses.models import Picture
from people.models import User
from quizzes.models import Option, Part, Question, Region

ROWS: dict[str, type[models.Model]] = {"options": Option, "parts": Part, "regions": Region}
WRITTEN = ("stem", "explanation", "answer", "difficulty", "status", "marking", "numerals", "picture")
NEVER_OTHERS = ("id", "question")  # of a row that was there before


def write_questions(questions: Sequence[Question], by: User | None) -> None:
    new = [question for question in questions if question.pk is None]
    old = [question for question in questions if question.pk is not None]
    had_pictures = set(Question.objects.filter(pk__in=_keys(old), picture__isnull=False).values_list("pk", flat=True))
    Question.objects.bulk_create(new)
    _update(Question, old, WRITTEN)
    for name, model in ROWS.items():
        _write_rows(name, model, questions, old)
    for name in ("clauses", "tags"):
        _link(name, questions, old)
    _log("wagtail.create", new, by)
    _log("wagtail.edit", old, by)
    _index_references([each for each in questions if each.picture_id or each.pk in had_pictures])


def write_pictures(pictures: Sequence[Picture]) -> None:
    """Their files are stored already."""
    if not pictures:
        return
    Picture.objects.bulk_create(pictures)
    models.prefetch_related_objects(pictures, "tags")  # which the search asks of each, three times
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(Picture, pictures)
    _index_references(pictures)


def _keys(rows: Iterable[models.Model]) -> list[int]:
    return [row.pk for row in rows]


def _update(model: type[models.Model], rows: Sequence[models.Model], fields: Iterable[str]) -> None:
    """Each is there, so that its insertion always conflicts: much less work than an UPDATE with a case for each row."""
    model._base_manager.bulk_create(rows, update_conflicts=True, unique_fields=["pk"], update_fields=fields)


def _write_rows(name: str, model: type[models.Model], questions: Sequence[Question], old: Sequence[Question]) -> None:
    rows = []
    for question in questions:
        for row in getattr(question, name).all():
            row.question_id = question.pk
            rows.append(row)
    kept = [row for row in rows if row.pk is not None]
    if old:
        model._base_manager.filter(question__in=_keys(old)).exclude(pk__in=_keys(kept)).delete()
    _update(model, kept, [field.name for field in model._meta.concrete_fields if field.name not in NEVER_OTHERS])
    model._base_manager.bulk_create([row for row in rows if row.pk is None])


def _link(name: str, questions: Sequence[Question], old: Sequence[Question]) -> None:
    """Clauses or tags: what is there and wanted stays."""
    field = Question._meta.get_field(name)
    through, column = field.remote_field.through, field.m2m_reverse_field_name() + "_id"
    wanted = {(question.pk, linked.pk) for question in questions for linked in getattr(question, name).all()}
    there = {(row.question_id, getattr(row, column)): row.pk for row in through.objects.filter(question__in=_keys(old))}
    through.objects.filter(pk__in=[pk for pair, pk in there.items() if pair not in wanted]).delete()
    through.objects.bulk_create(
        through(**{"question_id": question, column: linked}) for question, linked in sorted(wanted - there.keys())
    )


def _log(action: str, questions: Sequence[Question], by: User | None) -> None:
    kind, now = ContentType.objects.get_for_model(Question), timezone.now()
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            content_type=kind, object_id=str(question.pk), label=str(question), action=action, user=by,
            timestamp=now, uuid=uuid4(), data={}, content_changed=True,
        )
        for question in questions
    )  # fmt: skip


def _index_references(records: Sequence[models.Model]) -> None:
    """What `ReferenceIndex.create_or_update_for_object` does of each, in three statements."""
    if not records:
        return
    kind = ContentType.objects.get_for_model(records[0])
    ReferenceIndex.objects.filter(base_content_type=kind, object_id__in=map(str, _keys(records))).delete()
    ReferenceIndex.objects.bulk_create(
        ReferenceIndex(
            content_type=kind, base_content_type=kind, object_id=str(record.pk), to_content_type_id=to_kind,
            to_object_id=to_object, model_path=model_path, content_path=content_path,
            content_path_hash=ReferenceIndex._get_content_path_hash(content_path),
        )
        for record in records
        for to_kind, to_object, model_path, content_path in set(ReferenceIndex._extract_references_from_object(record))
    )  # fmt: skip
