"""From Moodle's questions in XML to those of the bank."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from math import isfinite, nan
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from quizzes.exchange.items import (
    Choice,
    Item,
    Reading,
    Unreadable,
    choice_kind,
    code_among,
    feedback_notes,
    not_held,
    number_of,
    refuse_too_large,
    short,
    weighed_marking,
)
from quizzes.exchange.labels import Category, Labels, labels_of
from quizzes.exchange.markup import Node, parse
from quizzes.exchange.moodle.blanks import drag_words, embedded
from quizzes.exchange.moodle.pictures import picture_of, unused_files
from quizzes.exchange.moodle.zones import markers
from quizzes.exchange.pairs import from_pairs
from quizzes.exchange.typing_in import Measured, number_asked, wordings
from quizzes.exchange.words import Plain, Words
from quizzes.scoring import Kind, Marking

# Those that the bank has not, as people call them.
ABSENT = {"description": pgettext_lazy("kind of question", "description"), "calculated": gettext_lazy("calculated")}
COMBINED = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")


@dataclass
class Taken:
    """A question on its way into the bank. `asked` reads what is asked, `plain` everything else."""

    question: Node
    labels: Labels
    asked: Plain = field(default_factory=Plain)
    plain: Plain = field(default_factory=Plain)
    explanation: str = ""
    notes: list[str] = field(default_factory=list)

    def text(self, element: Node | None) -> str:
        return self.plain(words_of(element))

    def weighed(self) -> list[tuple[Choice, float]]:
        return [
            (Choice(self.text(each), reason=self.text(each.one("feedback"))), fraction_of(each))
            for each in self.question.all("answer")
        ]


def read(data: bytes, language: str) -> Reading:
    refuse_too_large(data)
    root = parse(data)
    if root.name != "quiz":
        raise Unreadable(_("This is XML, but not Moodle's: it begins with <%(name)s>.") % {"name": short(root.name)})
    reading, category = Reading(), Category()
    for question in root.all("question"):
        kind = question.attributes.get("type", "")
        if kind == "category":
            category = Category(question.said("category", "text"))
        else:
            _take(reading, question, kind, language, category)
        reading.check_number()
    if not reading.items and not reading.refused:
        raise Unreadable(_("There is no question in this file."))
    return reading


def _take(reading: Reading, question: Node, kind: str, language: str, category: Category) -> None:
    title = question.said("name", "text")
    if kind not in TYPES:
        words = title or question.said("questiontext", "text")
        reading.refuse(question.line, words, not_held(str(ABSENT.get(kind, kind or "?"))))
        return
    labels = labels_of(tag.said("text") for tags in question.all("tags") for tag in tags.all("tag"))
    taken = Taken(question, labels)
    stem = taken.asked(words_of(question.one("questiontext")))
    taken.explanation = taken.text(question.one("generalfeedback"))
    fields: dict[str, Any] = {"stem": stem, "marking": labels.marking} | labels.filed
    try:
        fields |= TYPES[kind](taken)
        if "picture" not in fields:
            fields["picture"] = picture_of(question, taken.asked, taken.plain)
    except ValueError as error:
        reading.refuse(question.line, title or stem, str(error))
        return
    code = code_among(question.said("idnumber"), title)
    if category.tag:
        fields["tags"] = tuple(sorted({*labels.tags, category.tag}))
    if question.said("hidden") == "1" and not fields["status"]:
        fields["status"] = "retired"
    notes = [*taken.notes, *labels.notes, *_lost(taken, code), *category.note()]
    notes += unused_files(question, fields["picture"])
    plain = Plain()
    plain.tags, plain.markdown = taken.asked.tags | taken.plain.tags, taken.asked.markdown or taken.plain.markdown
    reading.items.append(
        Item(explanation=taken.explanation, code=code, language=language, place=question.line,
             notes=(*notes, *plain.notes()), **fields)
    )  # fmt: skip


def _lost(taken: Taken, code: str) -> list[str]:
    notes, question = [], taken.question
    title = question.said("name", "text")
    if title and title != code:
        notes.append(_("The title “%(title)s” is not kept.") % {"title": short(title)})
    if any(question.said(name, "text") for name in COMBINED):
        notes.append(_("The feedback to right and wrong answers together is not kept."))
    if any(each.said("text") for each in question.all("hint")):
        notes.append(_("Its hints are not kept."))
    if question.said("usecase") == "1":
        notes.append(_("Capitals counted there; in the bank they do not."))
    return notes


# --- Its types ---


def _multichoice(taken: Taken) -> dict[str, Any]:
    is_single = taken.question.said("single").lower() not in ("false", "0")
    weighed = taken.weighed()
    kind, choices, notes = choice_kind(weighed, is_single)
    choices, more = feedback_notes(choices)
    taken.notes += notes + more
    fields: dict[str, Any] = {"kind": kind, "choices": choices}
    if kind is Kind.MULTIPLE:
        marking, lost = weighed_marking([weight for _choice, weight in weighed])
        fields["marking"] = taken.labels.marking or marking
        taken.notes += lost if taken.labels.marking is None else []
    return fields


def _statement(taken: Taken) -> dict[str, Any]:
    """Explained by the feedback to the right answer, where nothing else does."""
    answer = None
    for each in taken.question.all("answer"):
        if fraction_of(each) == 100:
            answer = {"true": True, "false": False}.get(each.said("text").lower())
    answers = sorted(taken.question.all("answer"), key=lambda each: -fraction_of(each))
    said = [words for each in answers if (words := taken.text(each.one("feedback")))]
    taken.explanation = taken.explanation or next(iter(said), "")
    taken.notes += [
        _("The feedback “%(words)s” is not kept.") % {"words": short(each)}
        for each in said
        if each != taken.explanation
    ]
    return {"kind": Kind.TRUE_FALSE, "answer": answer}


def _order(taken: Taken) -> dict[str, Any]:
    in_part = Marking.ALL_OR_NOTHING if taken.question.said("gradingtype") == "ALL_OR_NOTHING" else Marking.PARTIAL
    choices = tuple(Choice(taken.text(each)) for each in taken.question.all("answer"))
    return {"kind": Kind.ORDERING, "choices": choices, "marking": taken.labels.marking or in_part}


def _short(taken: Taken) -> dict[str, Any]:
    choices, notes = wordings(taken.weighed())
    taken.notes += notes
    return {"kind": Kind.FILL_IN, "choices": choices}


def _number(taken: Taken) -> dict[str, Any]:
    measured = []
    for each in taken.question.all("answer"):
        said, around = each.said("text"), each.said("tolerance") or "0"
        value, tolerance = number_of(said), number_of(around)
        if said != "*" and (value is None or tolerance is None):
            text = short(said if value is None else around)
            raise ValueError(_("“%(text)s” is no number.") % {"text": text})
        feedback = taken.text(each.one("feedback"))
        measured.append(Measured(value, tolerance or Decimal(0), fraction_of(each), feedback))
    part, notes, problem = number_asked(measured, _units(taken))
    taken.notes += notes
    if part is None:
        raise ValueError(problem)
    return {"kind": Kind.NUMERIC, "parts": (part,)}


def _units(taken: Taken) -> str:
    """Those that are the same; what Moodle would convert, the bank does not."""
    names = []
    for unit in (unit for units in taken.question.all("units") for unit in units.all("unit")):
        if number_of(unit.said("multiplier") or "1") == 1:
            names.append(unit.said("unit_name"))
        else:
            taken.notes.append(_("The unit “%(unit)s” is not kept.") % {"unit": short(unit.said("unit_name"))})
    return " / ".join(name for name in names if name)


def _matching(taken: Taken) -> dict[str, Any]:
    kind = Kind.CATEGORIES if taken.labels.kind is Kind.CATEGORIES else Kind.MATCHING
    pairs = [
        (taken.text(each), taken.plain(Words(each.said("answer", "text"))), taken.text(each.one("feedback")))
        for each in taken.question.all("subquestion")
    ]
    return {"kind": kind, "marking": taken.labels.marking or Marking.PARTIAL} | from_pairs(kind, pairs)


def _essay(taken: Taken) -> dict[str, Any]:
    """What the bank tells the trainer stands in the explanation."""
    for_graders = taken.text(taken.question.one("graderinfo"))
    if for_graders and not taken.explanation:
        taken.explanation = for_graders
    elif for_graders and for_graders != taken.explanation:
        taken.notes.append(_("The feedback “%(words)s” is not kept.") % {"words": short(for_graders)})
    if template := taken.text(taken.question.one("responsetemplate")):
        taken.notes.append(_("The feedback “%(words)s” is not kept.") % {"words": short(template)})
    return {"kind": Kind.SHORT_ANSWER}


def _embedded(taken: Taken) -> dict[str, Any]:
    fields = embedded(taken.question, taken.labels, taken.plain, taken.notes)
    if fields["kind"] is Kind.DIALOGUE:
        taken.asked.tags.discard("blockquote")  # it says who speaks, and that is kept
    return fields


def _drag_words(taken: Taken) -> dict[str, Any]:
    return drag_words(taken.question, taken.labels, taken.plain, taken.notes)


def _markers(taken: Taken) -> dict[str, Any]:
    return markers(taken.question, taken.labels, taken.notes)


TYPES: dict[str, Callable[[Taken], dict[str, Any]]] = {
    "multichoice": _multichoice, "truefalse": _statement, "ordering": _order, "shortanswer": _short,
    "numerical": _number, "matching": _matching, "match": _matching, "essay": _essay, "multianswer": _embedded,
    "cloze": _embedded, "ddwtos": _drag_words, "gapselect": _drag_words, "ddmarker": _markers,
}  # fmt: skip


def fraction_of(answer: Node) -> float:
    try:
        fraction = float(answer.attributes.get("fraction") or 0)
    except ValueError:
        fraction = nan
    if not isfinite(fraction):
        raise ValueError(_("The fraction of an answer is no number."))
    return fraction


def words_of(element: Node | None) -> Words | None:
    if element is None:
        return None
    form = element.attributes.get("format", "html")
    return Words(element.said("text"), "moodle" if form == "moodle_auto_format" else form)
