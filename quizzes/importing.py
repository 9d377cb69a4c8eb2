"""Questions of a file into the bank in two steps: what would happen, then that it happens, all or nothing."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from wagtail.log_actions import log
from wagtail.models import Locale

from people.models import User
from quizzes.exchange import aiken, gift, moodle, sheet
from quizzes.exchange.items import CODE, Choice, Item, Reading, Refused, Unreadable, Written, short
from quizzes.forms import answer_problem, option_problems
from quizzes.models import Difficulty, Option, Question
from quizzes.scoring import Kind
from standards.models import Clause

LONGEST_OPTION = Option._meta.get_field("text").max_length
LONGEST_TEXT = 10_000
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Format:
    """`suffix` is how its files end. `write` is given the items of each language that it can hold at once."""

    label: str
    suffix: str
    content_type: str
    read: Callable[[bytes, str], Reading]
    write: Callable[[Iterable[Item]], Written]
    both_languages: bool = False


FORMATS = {
    "gift": Format("GIFT", "gift", "text/plain; charset=utf-8", gift.read, gift.write),
    "moodle": Format("Moodle XML", "xml", "application/xml", moodle.read, moodle.write),
    "aiken": Format("Aiken", "txt", "text/plain; charset=utf-8", aiken.read, aiken.write),
    "xlsx": Format("Excel", "xlsx", EXCEL, sheet.read, sheet.write, both_languages=True),
}


class Verdict(StrEnum):
    CREATE = "create"
    CHANGE = "change"
    LEAVE = "leave"
    REFUSE = "refuse"

    @property
    def label(self) -> str:
        return VERDICTS[self]


VERDICTS = {
    Verdict.CREATE: pgettext_lazy("a question", "created"),
    Verdict.CHANGE: pgettext_lazy("a question", "changed"),
    Verdict.LEAVE: pgettext_lazy("a question", "left as it is"),
    Verdict.REFUSE: pgettext_lazy("a question", "refused"),
}


@dataclass
class Row:
    """What happens to one question in one language. `item` is how it will be; empty where it is refused."""

    place: int
    code: str
    language: str
    what: str
    verdict: Verdict
    why: tuple[str, ...] = ()
    item: Item | None = None
    question: Question | None = None

    def refuse(self, why: str) -> None:
        self.verdict, self.why = Verdict.REFUSE, (*self.why, why)


@dataclass
class Plan:
    rows: list[Row] = field(default_factory=list)

    def count(self, verdict: Verdict) -> int:
        return sum(row.verdict is verdict for row in self.rows)

    @property
    def counts(self) -> dict[Verdict, int]:
        return {verdict: self.count(verdict) for verdict in Verdict}

    @property
    def fingerprint(self) -> str:
        """Equal only where the same would happen: what was previewed is what is confirmed."""
        told = "\n".join(
            f"{row.place} {row.code} {row.language} {row.verdict} {row.why} {row.item}" for row in self.rows
        )
        return hashlib.sha256(told.encode()).hexdigest()


class Refusal(Exception):
    """The plan has rows that are refused, and nobody said that the others should go on without them."""


# --- What would happen ---


def format_of(name: str) -> str:
    """By how the file's name ends."""
    ending = name.lower().rpartition(".")[2]
    for key, each in FORMATS.items():
        if each.suffix == ending:
            return key
    endings = ", ".join(f".{each.suffix}" for each in FORMATS.values())
    raise Unreadable(_("A file's name ends with one of these: %(endings)s.") % {"endings": endings})


def read(data: bytes, format_name: str, language: str) -> Reading:
    return FORMATS[format_name].read(data, language)


def plan(reading: Reading) -> Plan:
    bank = Bank.of(reading.items)
    rows = [_refused(refused) for refused in reading.refused]
    rows += [_row(item, bank) for item in reading.items]
    _refuse_doubles(rows)
    _refuse_unlike_languages(rows, bank)
    rows.sort(key=lambda row: row.place)
    return Plan(rows)


@dataclass
class Bank:
    """What the bank has of the codes and stems of a file, in a handful of queries however long the file is."""

    locales: dict[str, Locale]
    clauses: dict[str, Clause]
    by_code: dict[tuple[str, str], Question]
    by_stem: dict[tuple[str, str], Question | None]

    @classmethod
    def of(cls, items: list[Item]) -> "Bank":
        locales = {locale.language_code: locale for locale in Locale.objects.all()}
        clauses = {clause.code: clause for clause in Clause.objects.all()}
        rows = Question.objects.prefetch_related("options", "clauses").select_related("locale")
        by_code: dict[tuple[str, str], Question] = {}
        by_stem: dict[tuple[str, str], Question | None] = {}
        for question in rows if items else ():
            language = question.locale.language_code
            by_code[question.code, language] = question
            stem = (flat(question.stem), language)
            by_stem[stem] = None if stem in by_stem else question  # two alike: nobody knows which is meant
        return cls(locales, clauses, by_code, by_stem)

    def find(self, item: Item) -> Question | None:
        if item.code:
            return self.by_code.get((item.code, item.language))
        return self.by_stem.get((flat(item.stem), item.language))

    def twin(self, code: str, language: str) -> Question | None:
        """The same question in another language."""
        others = (self.by_code.get((code, other)) for other in self.locales if other != language)
        return next((question for question in others if question), None)


def flat(text: str) -> str:
    return " ".join(text.split())


def _refused(refused: Refused) -> Row:
    return Row(refused.place, "", "", refused.what, Verdict.REFUSE, (refused.why,))


def _row(item: Item, bank: Bank) -> Row:
    question = bank.find(item)
    notes = list(item.notes)
    code = question.code if question else item.code or code_from(item)
    if not question and not item.code:
        notes.append(_("It has no code, and gets this one."))
    row = Row(item.place, code, item.language, short(item.stem), Verdict.CREATE, (), None, question)
    if question and question.kind != item.kind:
        row.refuse(_("In the bank it is of another kind: %(kind)s.") % {"kind": question.get_kind_display()})
    for problem in problems(item, bank):
        row.refuse(problem)
    if row.verdict is Verdict.REFUSE:
        return row
    row.item = _completed(replace(item, code=code), question, bank.twin(code, item.language))
    if question:
        changed = differences(item_of(question), row.item)
        row.verdict = Verdict.CHANGE if changed else Verdict.LEAVE
        notes = changed + notes
    notes += missing(row.item)
    row.why = tuple(notes)
    return row


def code_from(item: Item) -> str:
    """The same words get the same code, so that a file can be imported twice."""
    return "X-" + hashlib.sha256(flat(item.stem).encode()).hexdigest()[:8].upper()


def problems(item: Item, bank: Bank) -> list[str]:
    found = []
    if item.language not in bank.locales:
        found.append(_("The bank has no language “%(language)s”.") % {"language": item.language})
    if item.code and not CODE.fullmatch(item.code):
        found.append(_("Its code is not of capital letters, digits and dashes, 20 at most."))
    if unknown := [code for code in item.clauses if code not in bank.clauses]:
        found.append(_("The standard has no clause %(codes)s.") % {"codes": ", ".join(unknown)})
    texts = [item.stem, item.explanation, *(text for choice in item.choices for text in (choice.text, choice.reason))]
    if not item.stem:
        found.append(_("It asks nothing."))
    if any(not choice.text for choice in item.choices):
        found.append(_("An option is empty."))
    if any(len(choice.text) > LONGEST_OPTION for choice in item.choices):
        found.append(_("An option is longer than %(number)d characters.") % {"number": LONGEST_OPTION})
    if any(len(text) > LONGEST_TEXT for text in texts):
        found.append(_("A text is longer than %(number)d characters.") % {"number": LONGEST_TEXT})
    if any(ord(sign) < 32 and sign not in "\n\t" for text in texts for sign in text):
        found.append(_("A text has control characters in it."))
    if len({flat(choice.text) for choice in item.choices}) < len(item.choices):
        found.append(_("Two of its options are the same."))
    found += option_problems(item.kind, [choice.correct for choice in item.choices])
    return found + [problem for problem in [answer_problem(item.kind, item.answer)] if problem]


def missing(item: Item) -> list[str]:
    found = []
    if not item.explanation:
        found.append(_("It has no explanation: write one before it is asked."))
    if not item.clauses:
        found.append(_("It names no clause: name one before it is asked."))
    return found


def _completed(item: Item, question: Question | None, twin: Question | None) -> Item:
    """What the file leaves empty stays as the bank has it; a new question takes it from its other language."""
    old = item_of(question) if question else None
    other = item_of(twin) if twin else None
    known = old or other
    reasons = {flat(choice.text): choice.reason for choice in old.choices} if old else {}
    choices = tuple(
        choice if choice.reason or choice.correct else replace(choice, reason=reasons.get(flat(choice.text), ""))
        for choice in item.choices
    )
    return replace(
        item,
        choices=choices,
        stem=old.stem if old and flat(old.stem) == flat(item.stem) and "\n" not in item.stem else item.stem,
        explanation=item.explanation or (old.explanation if old else ""),
        difficulty=item.difficulty or (known.difficulty if known else Difficulty.MEDIUM.value),
        clauses=tuple(sorted(set(item.clauses))) or (known.clauses if known else ()),
    )


def item_of(question: Question) -> Item:
    is_ordering = question.kind == Kind.ORDERING
    return Item(
        kind=Kind(question.kind),
        stem=question.stem.strip(),
        choices=tuple(
            Choice(option.text.strip(), option.correct and not is_ordering, option.reason.strip())
            for option in question.options.all()
        ),
        answer=question.answer,
        explanation=question.explanation.strip(),
        code=question.code,
        difficulty=question.difficulty,
        clauses=tuple(sorted(clause.code for clause in question.clauses.all())),
        language=question.locale.language_code,
    )


def differences(old: Item, new: Item) -> list[str]:
    """In words, what a change would change."""
    found = []
    if old.stem != new.stem:
        found.append(_("The question reads otherwise."))
    if [choice.text for choice in old.choices] != [choice.text for choice in new.choices]:
        found.append(_("The options or their order are others."))
    elif [choice.correct for choice in old.choices] != [choice.correct for choice in new.choices]:
        found.append(_("The right answer is another one."))
    if old.answer != new.answer:
        found.append(_("The right answer is another one."))
    if [choice.reason for choice in old.choices] != [choice.reason for choice in new.choices]:
        found.append(_("A reason reads otherwise."))
    if old.explanation != new.explanation:
        found.append(_("The explanation reads otherwise."))
    if old.difficulty != new.difficulty:
        found.append(_("Its difficulty is another one."))
    if old.clauses != new.clauses:
        found.append(_("It names other clauses."))
    return found


def _refuse_doubles(rows: list[Row]) -> None:
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        if row.item is None:
            continue
        before = first.setdefault((row.code, row.language), row)
        if before is not row:
            row.refuse(_("The file has this question already, at %(place)d.") % {"place": before.place})
            row.item = None


def _refuse_unlike_languages(rows: list[Row], bank: Bank) -> None:
    """An attempt can be read in either language, so both have the same options with the same right ones."""
    planned = {(row.code, row.language): row.item for row in rows if row.item}
    for row in rows:
        if row.item is None or row.verdict is Verdict.LEAVE:
            continue
        twin = bank.twin(row.code, row.language)
        others = [planned.get((row.code, language)) for language in bank.locales if language != row.language]
        other = next((item for item in others if item), None) or (item_of(twin) if twin else None)
        if other and shape(other) != shape(row.item):
            row.refuse(_("Its other language has another number of options or another right answer."))
            row.item = None


def shape(item: Item) -> tuple:
    return item.kind, item.answer, tuple(choice.correct for choice in item.choices)


# --- Making it so ---


@transaction.atomic
def commit(found: Plan, by: User | None, without_refused: bool = False) -> dict[Verdict, int]:
    if found.count(Verdict.REFUSE) and not without_refused:
        raise Refusal
    clauses = {clause.code: clause for clause in Clause.objects.all()}
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    for row in found.rows:
        if row.item and row.verdict in (Verdict.CREATE, Verdict.CHANGE):
            _save(row, locales[row.language], clauses, by)
    return found.counts


def _save(row: Row, locale: Locale, clauses: dict[str, Clause], by: User | None) -> None:
    item = row.item
    twin = Question.objects.filter(code=row.code).exclude(locale=locale).prefetch_related("options").first()
    question = row.question or Question(code=row.code, locale=locale, kind=item.kind.value)
    if row.question is None and twin:
        question.translation_key = twin.translation_key
    question.stem, question.explanation, question.answer = item.stem, item.explanation, item.answer
    question.difficulty = item.difficulty
    question.options = _options(item, question, twin)
    question.clauses = [clauses[code] for code in item.clauses]
    question.save()
    log(instance=question, action="wagtail.edit" if row.question else "wagtail.create", user=by)


def _options(item: Item, question: Question, twin: Question | None) -> list[Option]:
    """The options keep the rows and the keys that they had: by their words, else by their place."""
    old = list(question.options.all()) if question.pk else []
    kept = _kept([choice.text for choice in item.choices], old)
    keys = _keys(kept, [option.translation_key for option in twin.options.all()] if twin else [])
    return [
        Option(
            pk=was.pk if was else None, translation_key=key, locale=question.locale,
            text=choice.text, correct=choice.correct, reason=choice.reason, sort_order=place,
        )
        for place, (choice, was, key) in enumerate(zip(item.choices, kept, keys, strict=True))
    ]  # fmt: skip


def _kept(texts: list[str], old: list[Option]) -> list[Option | None]:
    by_words = {flat(option.text): option for option in old}
    kept = [by_words.get(flat(text)) for text in texts]
    taken = {option.pk for option in kept if option}
    for place, option in enumerate(old[: len(kept)]):
        if kept[place] is None and option.pk not in taken:
            kept[place] = option
            taken.add(option.pk)
    return kept


def _keys(kept: list[Option | None], of_twin: list[UUID]) -> list[UUID]:
    """An option new in this language is the one that stands in its place in the other, if nobody else is that one."""
    taken = {option.translation_key for option in kept if option}
    keys = []
    for place, option in enumerate(kept):
        key = option.translation_key if option else None
        if key is None and place < len(of_twin) and of_twin[place] not in taken:
            key = of_twin[place]
        keys.append(key or uuid4())
        taken.add(keys[-1])
    return keys


# --- The way out ---


def export(format_name: str, language: str) -> Written:
    form = FORMATS[format_name]
    rows = Question.objects.select_related("locale").prefetch_related("options", "clauses").order_by("code", "pk")
    if not form.both_languages:
        rows = rows.filter(locale__language_code=language)
    return form.write([item_of(question) for question in rows])
