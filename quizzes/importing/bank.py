"""What the bank has, as the items that files are read into."""

from dataclasses import dataclass

from django.db.models import QuerySet
from wagtail.models import Locale

from courses.models import Picture
from quizzes.exchange import items
from quizzes.exchange.items import IN_PART, TYPED, Choice, Item, Part, Place, units
from quizzes.models import Question
from quizzes.scoring import Kind, Marking
from standards.models import Clause

TICKED = (Kind.SINGLE, Kind.MULTIPLE, Kind.FILL_IN, Kind.CLOZE, Kind.DIALOGUE)
RELATED = ("options", "parts", "regions", "clauses", "tags")


def flat(text: str) -> str:
    return " ".join(text.split())


def all_questions() -> QuerySet[Question]:
    return Question.objects.select_related("locale", "picture").prefetch_related(*RELATED)


@dataclass
class Bank:
    """What the bank has of the codes and stems of a file, in a handful of queries however long the file is."""

    locales: dict[str, Locale]
    clauses: dict[str, Clause]
    by_code: dict[tuple[str, str], Question]
    by_stem: dict[tuple[str, str], Question | None]
    pictures: dict[str, Picture]

    @classmethod
    def of(cls, found: list[Item]) -> "Bank":
        locales = {locale.language_code: locale for locale in Locale.objects.all()}
        clauses = {clause.code: clause for clause in Clause.objects.all()}
        by_code: dict[tuple[str, str], Question] = {}
        by_stem: dict[tuple[str, str], Question | None] = {}
        for question in all_questions() if found else ():
            language = question.locale.language_code
            by_code[question.code, language] = question
            stem = (flat(question.stem), language)
            by_stem[stem] = None if stem in by_stem else question  # two alike: nobody knows which is meant
        return cls(locales, clauses, by_code, by_stem, pictures_of(found))

    def find(self, item: Item) -> Question | None:
        if item.code:
            return self.by_code.get((item.code, item.language))
        return self.by_stem.get((flat(item.stem), item.language))

    def twin(self, code: str, language: str) -> Question | None:
        """The same question in another language."""
        others = (self.by_code.get((code, other)) for other in self.locales if other != language)
        return next((question for question in others if question), None)


def pictures_of(found: list[Item]) -> dict[str, Picture]:
    """Those of the items that are there already, by what is in them."""
    hashes = {item.picture.sha1 for item in found if item.picture}
    there = Picture.objects.filter(file_hash__in=hashes).only("file_hash")  # with its file, each would be opened
    return {picture.file_hash: picture for picture in there} if hashes else {}


def item_of(question: Question, with_picture: bool = False) -> Item:
    """`with_picture`: with what is in the file, not only which one it is."""
    kind = Kind(question.kind)
    return Item(
        kind=kind,
        stem=question.stem.strip(),
        choices=tuple(
            Choice(row.text.strip(), row.correct and kind in TICKED, row.reason.strip(), row.match.strip(), row.part)
            for row in question.options.all()
        ),
        answer=question.answer,
        explanation=question.explanation.strip(),
        code=question.code,
        difficulty=question.difficulty,
        clauses=tuple(sorted(clause.code for clause in question.clauses.all())),
        language=question.locale.language_code,
        parts=tuple(
            Part(row.kind, row.text.strip(), row.value, row.tolerance, " / ".join(units(row.unit)))
            for row in question.parts.all()
        ),
        places=tuple(
            Place(row.name.strip(), row.shape, " ".join(row.points.split()), row.correct, row.reason.strip())
            for row in question.regions.all()
        ),
        picture=_picture(question, with_picture),
        marking=Marking(question.marking) if kind in IN_PART else None,
        numerals=question.numerals if kind in TYPED else None,
        status=question.status,
        tags=tuple(sorted(tag.name for tag in question.tags.all())),
    )


def _picture(question: Question, with_data: bool) -> items.Picture | None:
    picture = question.picture
    if picture is None:
        return None
    data = b""
    if with_data:
        with picture.open_file() as file:
            data = file.read()
    return items.Picture(picture.get_file_hash(), picture.filename, data, picture.title)
