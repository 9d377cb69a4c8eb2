"""What a file would do to the bank, question by question. Nothing is written."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from quizzes.exchange.items import IN_PART, TYPED, Item, Part, Reading, Refused, short
from quizzes.importing.bank import Bank, flat, item_of
from quizzes.importing.checking import problems
from quizzes.models import Difficulty, Question, Status
from quizzes.scoring import Marking


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
        """Equal only where the same would happen, in whichever language it is told."""
        told = "\n".join(f"{row.place} {row.code} {row.language} {row.verdict} {row.item}" for row in self.rows)
        return hashlib.sha256(told.encode()).hexdigest()


def plan(reading: Reading, tell: Callable[[int, int], None] = lambda done, of: None) -> Plan:
    """`tell` is told after each question how many are done."""
    bank = Bank.of(reading.items)
    rows = [_refused(refused) for refused in reading.refused]
    for done, item in enumerate(reading.items, start=1):
        rows.append(_row(item, bank))
        tell(done, len(reading.items))
    _refuse_doubles(rows)
    _refuse_unlike_languages(rows, bank)
    rows.sort(key=lambda row: row.place)
    return Plan(rows)


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
    whole = _completed(replace(item, code=code), question, bank.twin(code, item.language))
    for problem in problems(whole, bank):
        row.refuse(problem)
    if row.verdict is Verdict.REFUSE:
        return row
    row.item = whole
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
    reasons = {(choice.part, flat(choice.text)): choice.reason for choice in old.choices} if old else {}
    choices = tuple(
        choice
        if choice.reason or choice.correct
        else replace(choice, reason=reasons.get((choice.part, flat(choice.text)), ""))
        for choice in item.choices
    )
    whole = replace(
        item,
        choices=choices,
        parts=_completed_parts(item.parts, old.parts if old else ()),
        stem=old.stem if old and flat(old.stem) == flat(item.stem) and "\n" not in item.stem else item.stem,
        explanation=item.explanation or (old.explanation if old else ""),
        difficulty=item.difficulty or (known.difficulty if known else Difficulty.MEDIUM.value),
        clauses=tuple(sorted(set(item.clauses))) or (known.clauses if known else ()),
        tags=tuple(sorted(set(item.tags))) or (known.tags if known else ()),
        picture=item.picture or (known.picture if known else None),
        marking=_marking(item, known),
        numerals=_numerals(item, known),
    )
    status = item.status or (known.status if known else "")
    return replace(whole, status=status or (Status.DRAFT if missing(whole) else Status.READY).value)


def _completed_parts(parts: tuple[Part, ...], old: tuple[Part, ...]) -> tuple[Part, ...]:
    if len(parts) != len(old):
        return parts
    return tuple(part if part.unit else replace(part, unit=was.unit) for part, was in zip(parts, old, strict=True))


def _marking(item: Item, known: Item | None) -> Marking | None:
    if item.kind not in IN_PART:
        return None
    return item.marking or (known.marking if known else None) or Marking.ALL_OR_NOTHING


def _numerals(item: Item, known: Item | None) -> bool | None:
    if item.kind not in TYPED:
        return None
    return bool(item.numerals if item.numerals is not None else known and known.numerals)


def differences(old: Item, new: Item) -> list[str]:
    """In words, what a change would change."""
    found = []
    if old.stem != new.stem:
        found.append(_("The question reads otherwise."))
    if [choice.text for choice in old.choices] != [choice.text for choice in new.choices]:
        found.append(_("The options or their order are others."))
    elif [choice.correct for choice in old.choices] != [choice.correct for choice in new.choices]:
        found.append(_("The right answer is another one."))
    if old.answer != new.answer or _keys(old) != _keys(new):
        found.append(_("The right answer is another one."))
    if _reasons(old) != _reasons(new):
        found.append(_("A reason reads otherwise."))
    if old.explanation != new.explanation:
        found.append(_("The explanation reads otherwise."))
    if old.difficulty != new.difficulty:
        found.append(_("Its difficulty is another one."))
    if old.clauses != new.clauses:
        found.append(_("It names other clauses."))
    if old.tags != new.tags:
        found.append(_("It has other tags."))
    if old.status != new.status:
        found.append(_("Its status is another one."))
    if (old.marking, old.numerals) != (new.marking, new.numerals):
        found.append(_("It is marked otherwise."))
    if [(part.text, part.unit) for part in old.parts] != [(part.text, part.unit) for part in new.parts]:
        found.append(_("Its parts read otherwise."))
    if [place.name for place in old.places] != [place.name for place in new.places]:
        found.append(_("The places on the picture have other names."))
    if old.picture != new.picture:
        found.append(_("It has another picture."))
    return found


def _reasons(item: Item) -> list[str]:
    return [row.reason for row in (*item.choices, *item.places)]


def _keys(item: Item) -> tuple:
    """What is right besides what is ticked: pairs, numbers, and shapes on the picture."""
    return (
        tuple((choice.match, choice.part) for choice in item.choices),
        tuple((part.kind, part.value, part.tolerance) for part in item.parts),
        tuple((place.shape, place.points, place.correct) for place in item.places),
    )


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
    """What the languages of a question have in common."""
    matches = [flat(choice.match) for choice in item.choices]
    return (
        item.kind,
        item.answer,
        item.marking,
        item.numerals,
        tuple((choice.correct, choice.part, matches.index(flat(choice.match))) for choice in item.choices),
        tuple((part.kind, part.value, part.tolerance) for part in item.parts),
        tuple((place.shape, place.points, place.correct) for place in item.places),
    )
