"""What was planned, written into the bank: all of it or nothing."""

from collections.abc import Callable, Iterable, Iterator
from uuid import UUID, uuid4

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Locale, ModelLogEntry

from courses.models import Picture
from people.models import User
from quizzes.exchange import items
from quizzes.exchange.items import Item
from quizzes.importing.bank import RELATED, flat, pictures_of
from quizzes.importing.planning import Plan, Row, Verdict
from quizzes.models import Marking, Option, Part, Question, Region, Tag
from standards.models import Clause

AT_ONCE = 100


class Refusal(Exception):
    """The plan has rows that are refused, and nobody said that the others should go on without them."""


def commit(
    found: Plan,
    by: User | None,
    without_refused: bool = False,
    tell: Callable[[int, int], None] = lambda done, of: None,
) -> dict[Verdict, int]:
    """`tell` is told after each question how many are done."""
    if found.count(Verdict.REFUSE) and not without_refused:
        raise Refusal
    rows = [row for row in found.rows if row.item and row.verdict in (Verdict.CREATE, Verdict.CHANGE)]
    with transaction.atomic():
        writer = Writer([row.item for row in rows if row.item], by)
        try:
            for done in writer.save_all(rows):
                tell(done, len(rows))
        except BaseException:
            writer.take_files_back()
            raise
    return found.counts


class Writer:
    def __init__(self, found: list[Item], by: User | None) -> None:
        self.by = by
        self.clauses = {clause.code: clause for clause in Clause.objects.all()}
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        self.tags = {tag.name: tag for tag in Tag.objects.all()}
        self.pictures = pictures_of(found)
        self.made: list[Picture] = []
        codes = {item.code for item in found}
        there = Question.objects.prefetch_related(*RELATED).select_related("locale")
        self.by_code: dict[str, list[Question]] = {}
        for question in there:
            if question.code in codes:
                self.by_code.setdefault(question.code, []).append(question)

    def save_all(self, rows: list[Row]) -> Iterator[int]:
        """How many are done, now and then. New questions are written many at a time, those with pictures one by one:
        what uses a picture is kept in an index that only saving knows of."""
        done, together = 0, [row for row in rows if row.question is None and row.item and row.item.picture is None]
        for start in range(0, len(together), AT_ONCE):
            batch = together[start : start + AT_ONCE]
            write_together([self._filled(row) for row in batch], self.by)
            done += len(batch)
            yield done
        alone = {id(row) for row in together}
        for row in rows:
            if id(row) not in alone:
                question = self._filled(row)
                question.save()
                log(instance=question, action="wagtail.edit" if row.question else "wagtail.create", user=self.by)
                done += 1
                yield done
        self._agree_on_status(rows)

    def _filled(self, row: Row) -> Question:
        item, locale = row.item, self.locales[row.language]
        twin = next((each for each in self.by_code.get(row.code, []) if each.locale_id != locale.pk), None)
        question = row.question or Question(code=row.code, locale=locale, kind=item.kind.value)
        if row.question is None and twin:
            question.translation_key = twin.translation_key
        question.stem, question.explanation, question.answer = item.stem, item.explanation, item.answer
        question.difficulty, question.status = item.difficulty, item.status
        question.marking, question.numerals = item.marking or Marking.ALL_OR_NOTHING, bool(item.numerals)
        question.picture = self._picture(item.picture, item)
        fill_rows(question, item, twin)
        question.clauses = [self.clauses[code] for code in item.clauses]
        question.tags = [self._tag(name) for name in item.tags]
        if row.question is None:
            self.by_code.setdefault(row.code, []).append(question)
        return question

    def _agree_on_status(self, rows: list[Row]) -> None:
        """It is the same in every language: what the file said last."""
        for row in rows:
            versions = self.by_code.get(row.code, [])
            if row.item and any(each.status != row.item.status for each in versions):
                versions[0].put_into(row.item.status)

    def take_files_back(self) -> None:
        """What the database forgets, the folder forgets too."""
        for picture in self.made:
            picture.file.storage.delete(picture.file.name)

    def _tag(self, name: str) -> Tag:
        if name not in self.tags:
            self.tags[name] = Tag.objects.create(name=name)
        return self.tags[name]

    def _picture(self, picture: items.Picture | None, item: Item) -> Picture | None:
        if picture is None:
            return None
        if picture.sha1 not in self.pictures:
            title = (picture.alt or f"{item.code} {flat(item.stem)}")[:200]
            content = ContentFile(picture.data, name=picture.name)
            made = Picture(
                title=title, file=content, file_hash=picture.sha1, file_size=len(picture.data), uploaded_by_user=self.by
            )
            made.save()
            self.made.append(made)
            self.pictures[picture.sha1] = made
        return self.pictures[picture.sha1]


def write_together(questions: list[Question], by: User | None) -> None:
    """New questions with everything that they have, in a handful of statements."""
    Question.objects.bulk_create(questions)
    for name, model in (("options", Option), ("parts", Part), ("regions", Region)):
        rows = []
        for question in questions:
            for row in getattr(question, name).all():
                row.question_id = question.pk
                rows.append(row)
        model.objects.bulk_create(rows)
    for name in ("clauses", "tags"):
        field = Question._meta.get_field(name)
        column = f"{field.related_model._meta.model_name}_id"
        field.remote_field.through.objects.bulk_create(
            field.remote_field.through(question_id=question.pk, **{column: linked.pk})
            for question in questions
            for linked in getattr(question, name).all()
        )
    kind, now = ContentType.objects.get_for_model(Question), timezone.now()
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            content_type=kind, object_id=str(question.pk), label=str(question), action="wagtail.create", user=by,
            timestamp=now, uuid=uuid4(), data={}, content_changed=True,
        )
        for question in questions
    )  # fmt: skip


def fill_rows(question: Question, item: Item, twin: Question | None) -> None:
    options = [
        {"text": row.text, "correct": row.correct, "reason": row.reason, "match": row.match, "part": row.part}
        for row in item.choices
    ]
    parts = [
        {"kind": row.kind, "text": row.text, "value": row.value, "tolerance": row.tolerance, "unit": row.unit}
        for row in item.parts
    ]
    regions = [
        {"name": row.name, "shape": row.shape, "points": row.points, "correct": row.correct, "reason": row.reason}
        for row in item.places
    ]
    question.options = list(_rows(Option, options, question, twin, "options", "text"))
    question.parts = list(_rows(Part, parts, question, twin, "parts", "text"))
    question.regions = list(_rows(Region, regions, question, twin, "regions", "name"))


def _rows(
    model: type[models.Model], values: list[dict], question: Question, twin: Question | None, name: str, words: str
) -> Iterable[models.Model]:
    """Rows keep their numbers and the keys that they had: by their words, else by their place."""
    old = list(getattr(question, name).all()) if question.pk else []
    kept = _kept([(row.get("part"), flat(row[words])) for row in values], old, words)
    keys = _keys(kept, [row.translation_key for row in getattr(twin, name).all()] if twin else [])
    for place, (row, was, key) in enumerate(zip(values, kept, keys, strict=True)):
        own = {"pk": was.pk if was else None, "translation_key": key, "locale": question.locale, "sort_order": place}
        yield model(**own, **row)


def _kept(told: list[tuple[int | None, str]], old: list, words: str) -> list:
    by_words = {(getattr(row, "part", None), flat(getattr(row, words))): row for row in old if getattr(row, words)}
    kept = [by_words.pop(each, None) for each in told]
    taken = {row.pk for row in kept if row}
    for place, row in enumerate(old[: len(kept)]):
        if kept[place] is None and row.pk not in taken:
            kept[place] = row
            taken.add(row.pk)
    return kept


def _keys(kept: list, of_twin: list[UUID]) -> list[UUID]:
    """A row new in this language is the one that stands in its place in the other, if nobody else is that one."""
    taken = {row.translation_key for row in kept if row}
    keys = []
    for place, row in enumerate(kept):
        key = row.translation_key if row else None
        if key is None and place < len(of_twin) and of_twin[place] not in taken:
            key = of_twin[place]
        keys.append(key or uuid4())
        taken.add(keys[-1])
    return keys
