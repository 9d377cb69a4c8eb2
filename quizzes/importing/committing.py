"""What was planned, written into the bank: all of it or nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.models import Locale
from wagtail.models.media import get_root_collection_id

from courses.models import Picture, Publication
from people.models import User
from quizzes.exchange.items import Item
from quizzes.importing.bank import RELATED, flat, pictures_of
from quizzes.importing.planning import Plan, Row, Verdict
from quizzes.importing.rows import fill_rows
from quizzes.importing.together import write_pictures, write_questions
from quizzes.models import Marking, Question, Tag
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
    """`tell` is told now and then how many are done."""
    if found.count(Verdict.REFUSE) and not without_refused:
        raise Refusal
    rows = [row for row in found.rows if row.item and row.verdict in (Verdict.CREATE, Verdict.CHANGE)]
    with transaction.atomic():
        writer = Writer([row.item for row in rows if row.item], by)
        try:
            for done in writer.save_all(rows):
                tell(done, len(rows))
            Publication.renew()  # at the end: from here on others who publish wait for this transaction
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
        self.collection = get_root_collection_id()
        codes = {item.code for item in found}
        there = Question.objects.prefetch_related(*RELATED).select_related("locale")
        self.by_code: dict[str, dict[int, Question]] = defaultdict(dict)  # by the key of the language
        for question in there:
            if question.code in codes:
                self.by_code[question.code][question.locale_id] = question

    def save_all(self, rows: list[Row]) -> Iterator[int]:
        """How many are done, after each lot of them."""
        for start in range(0, len(rows), AT_ONCE):
            batch = rows[start : start + AT_ONCE]
            self._store_pictures([row.item for row in batch if row.item])
            write_questions([self._filled(row) for row in batch], self.by)
            yield start + len(batch)
        self._agree_on_status(rows)

    def _filled(self, row: Row) -> Question:
        item, locale = row.item, self.locales[row.language]
        versions = self.by_code[row.code]
        twin = next((each for key, each in versions.items() if key != locale.pk), None)
        question = row.question or Question(code=row.code, locale=locale, kind=item.kind.value)
        if row.question is None and twin:
            question.translation_key = twin.translation_key
        question.stem, question.explanation, question.answer = item.stem, item.explanation, item.answer
        question.difficulty, question.status = item.difficulty, item.status
        question.marking, question.numerals = item.marking or Marking.ALL_OR_NOTHING, bool(item.numerals)
        question.picture = self.pictures[item.picture.sha1] if item.picture else None
        fill_rows(question, item, twin)
        question.clauses = [self.clauses[code] for code in item.clauses]
        question.tags = [self._tag(name) for name in item.tags]
        # As it will be, so that what is new in both languages is joined.
        versions[locale.pk] = question
        return question

    def _agree_on_status(self, rows: list[Row]) -> None:
        """It is the same in every language: what the file said last."""
        last = {row.code: row.item.status for row in rows if row.item}
        unlike = defaultdict(list)
        for code, status in last.items():
            for version in self.by_code[code].values():
                if version.status != status:
                    unlike[status].append(version.translation_key)
        for status, keys in unlike.items():
            Question.objects.filter(translation_key__in=keys).update(status=status)

    def take_files_back(self) -> None:
        """What the database forgets, the folder forgets too."""
        for picture in self.made:
            picture.file.storage.delete(picture.file.name)

    def _tag(self, name: str) -> Tag:
        if name not in self.tags:
            self.tags[name] = Tag.objects.create(name=name)
        return self.tags[name]

    def _store_pictures(self, found: list[Item]) -> None:
        """Each once, by what is in it, however many questions show it."""
        made = []
        for item in found:
            if item.picture and item.picture.sha1 not in self.pictures:
                picture = self.pictures[item.picture.sha1] = self._stored(item)
                made.append(picture)
        write_pictures(made)

    def _stored(self, item: Item) -> Picture:
        told = item.picture
        made = Picture(
            title=(told.alt or f"{item.code} {flat(item.stem)}")[:200], file=ContentFile(told.data, name=told.name),
            file_hash=told.sha1, file_size=len(told.data), uploaded_by_user=self.by, collection_id=self.collection,
        )  # fmt: skip
        Picture._meta.get_field("file").pre_save(made, add=True)
        self.made.append(made)
        return made
