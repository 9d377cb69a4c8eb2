"""From the nodes of a GIFT file to questions of the bank."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from quizzes.exchange.gift.parsing import Answer, Node, parse
from quizzes.exchange.items import (
    Choice,
    Item,
    Reading,
    Unreadable,
    choice_kind,
    code_among,
    decoded,
    feedback_notes,
    has_media,
    not_held,
    short,
    weighed_marking,
)
from quizzes.exchange.labels import Category, Labels, labels_of
from quizzes.exchange.pairs import from_pairs
from quizzes.exchange.typing_in import Measured, number_asked, wordings
from quizzes.exchange.words import MEDIA, Plain, Words
from quizzes.scoring import Kind, Marking

DESCRIPTION = pgettext_lazy("kind of question", "description")


@dataclass
class Taken:
    """What a node comes to besides its stem; `problem` is why it comes to nothing."""

    kind: Kind
    fields: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    problem: str = ""


def read(data: bytes, language: str) -> Reading:
    reading, category = Reading(), Category()
    for node in parse(decoded(data)):
        if node.problem:
            reading.refuse(node.line, node.title or node.stem.text, node.problem)
        elif node.type == "Category":
            category = Category(node.title or "")
        elif node.type == "Description":
            reading.refuse(node.line, node.title or node.stem.text, not_held(str(DESCRIPTION)))
        else:
            _take(reading, node, language, category)
        reading.check_number()
    if not reading.items and not reading.refused:
        raise Unreadable(_("There is no question in this file."))
    return reading


def _take(reading: Reading, node: Node, language: str, category: Category) -> None:
    plain, labels = Plain(), labels_of(node.tags)
    stem, explanation = plain(node.stem), plain(node.feedback)
    taken = TYPES[node.type](node, plain, labels)
    if node.type == "TF":
        explanation = _told(node, plain, explanation, taken.notes)
    if media := plain.tags & MEDIA:
        taken.problem = has_media(sorted(media))
    if taken.problem:
        reading.refuse(node.line, node.title or stem, taken.problem)
        return
    code = code_among(node.id, node.title)
    notes = [*labels.notes, *taken.notes]
    if node.title and node.title != code:
        notes.append(_("The title “%(title)s” is not kept.") % {"title": short(node.title)})
    notes += category.note()
    fields = {"marking": labels.marking} | labels.filed | taken.fields
    if category.tag:
        fields["tags"] = tuple(sorted({*labels.tags, category.tag}))
    reading.items.append(
        Item(taken.kind, stem, explanation=explanation, code=code, language=language, place=node.line,
             notes=(*notes, *plain.notes()), **fields)
    )  # fmt: skip


def _told(node: Node, plain: Plain, explanation: str, notes: list[str]) -> str:
    """The explanation of a statement; where there is none, the feedback to an answer. What else was said is noted."""
    explanation = explanation or plain(node.if_right) or plain(node.if_wrong)
    for words in (node.if_right, node.if_wrong):
        if (said := plain(words)) and said != explanation:
            notes.append(_("The feedback “%(words)s” is not kept.") % {"words": short(said)})
    return explanation


def _statement(node: Node, plain: Plain, labels: Labels) -> Taken:
    return Taken(Kind.TRUE_FALSE, {"answer": node.is_true})


def _essay(node: Node, plain: Plain, labels: Labels) -> Taken:
    return Taken(Kind.SHORT_ANSWER)


def _order(node: Node, plain: Plain, labels: Labels) -> Taken:
    in_part = Marking.ALL_OR_NOTHING if "ALL_OR_NOTHING" in node.keywords else Marking.PARTIAL
    choices = tuple(Choice(plain(answer.text)) for answer in node.answers)
    return Taken(Kind.ORDERING, {"choices": choices, "marking": labels.marking or in_part})


def _chosen(node: Node, plain: Plain, labels: Labels) -> Taken:
    is_single = any(answer.is_right for answer in node.answers)
    weighed = _weighed(node, plain, 100.0 if is_single else 0.0)
    kind, choices, notes = choice_kind(weighed, is_single)
    choices, more = feedback_notes(choices)
    fields: dict[str, Any] = {"choices": choices}
    if kind is Kind.MULTIPLE:
        marking, lost = weighed_marking([weight for _choice, weight in weighed])
        fields["marking"] = labels.marking or marking
        more += lost if labels.marking is None else []
    return Taken(kind, fields, notes + more)


def _short(node: Node, plain: Plain, labels: Labels) -> Taken:
    choices, notes = wordings(_weighed(node, plain, 100.0))
    return Taken(Kind.FILL_IN, {"choices": choices}, notes)


def _weighed(node: Node, plain: Plain, right: float) -> list[tuple[Choice, float]]:
    return [
        (Choice(plain(answer.text), reason=plain(answer.feedback)), _weight(answer, right)) for answer in node.answers
    ]


def _weight(answer: Answer, right: float) -> float:
    if answer.weight is not None:
        return answer.weight
    return right if answer.is_right else 0.0


def _number(node: Node, plain: Plain, labels: Labels) -> Taken:
    answers = node.answers if node.number is None else [Answer(Words(""), True, number=node.number)]
    measured = [
        Measured(
            each.number.value if each.number else None, each.number.tolerance if each.number else Decimal(0),
            _weight(each, 100.0), plain(each.feedback),
        )
        for each in answers
    ]  # fmt: skip
    part, notes, problem = number_asked(measured, labels.said.get("unit", ""))
    return Taken(Kind.NUMERIC, {"parts": (part,) if part else ()}, notes, problem)


def _pairs(node: Node, plain: Plain, labels: Labels) -> Taken:
    kind = Kind.CATEGORIES if labels.kind is Kind.CATEGORIES else Kind.MATCHING
    pairs = [(plain(text), match, "") for text, match in node.pairs]
    return Taken(kind, from_pairs(kind, pairs) | {"marking": labels.marking or Marking.PARTIAL})


TYPES = {
    "TF": _statement, "Essay": _essay, "Ordering": _order, "MC": _chosen, "Short": _short, "Numerical": _number,
    "Matching": _pairs,
}  # fmt: skip
