"""The paper of an attempt: the questions as they were when it started, in every language they had.

It is kept as JSON, so that editing or deleting a question changes no attempt. Only `Item` knows what is right; the
screens of a running attempt are given `Shown`, which does not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from random import Random
from string import ascii_lowercase
from typing import Any

from quizzes.drawing import scrambled, shuffled
from quizzes.scoring import Kind, Mark, mark

Texts = Mapping[str, str]  # language code, such as "zh-hans": text


class AnswerRefused(ValueError):
    """The answer does not fit the question: a key that it has not, a key twice, or too many or too few of them."""


@dataclass(frozen=True)
class Phrase:
    text: str
    language: str

    @property
    def lang(self) -> str:
        """The language as HTML's `lang` wants it."""
        return "zh-Hans" if self.language == "zh-hans" else self.language


@dataclass(frozen=True)
class SourceOption:
    """`reason` is why whoever chose it is wrong; an empty one where there is nothing to say."""

    text: Texts
    correct: bool
    reason: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """A question as it is in the bank. The options of an ordering question stand in the right order."""

    question: str
    kind: Kind
    points: int
    clauses: Sequence[str]
    stem: Texts
    explanation: Texts
    options: Sequence[SourceOption]


@dataclass(frozen=True)
class Option:
    key: str
    text: Texts
    reason: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class Choice:
    """An option of a running attempt. `number` is the digit that chooses it; focus goes to the one that `is_moved`."""

    key: str
    number: int
    text: Phrase
    is_chosen: bool
    is_moved: bool = False


@dataclass(frozen=True)
class Shown:
    """A question on the screen of a running attempt: no key, no explanation, no clause."""

    position: int
    kind: Kind
    stem: Phrase
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class ReviewedOption:
    text: Phrase
    is_right: bool
    is_chosen: bool
    reason: Phrase | None = None
    """Why it is wrong, where its author said so."""
    place: int | None = None
    """Where an ordering question's option belongs; the options themselves stand as the learner put them."""


@dataclass(frozen=True)
class Reviewed:
    """A question after submission, with everything that explains it."""

    position: int
    kind: Kind
    stem: Phrase
    explanation: Phrase
    clauses: tuple[str, ...]
    options: tuple[ReviewedOption, ...]
    is_answered: bool
    mark: Mark


@dataclass(frozen=True)
class Item:
    """One question of a paper. `right` are the keys of the right options, in order where order is asked for."""

    question: str
    kind: Kind
    points: int
    clauses: tuple[str, ...]
    stem: Texts
    explanation: Texts
    options: tuple[Option, ...]
    right: tuple[str, ...]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Item:
        # Papers of earlier years have no reasons.
        options = tuple(Option(option["key"], option["text"], option.get("reason", {})) for option in data["options"])
        parsed = {"kind": Kind(data["kind"]), "clauses": tuple(data["clauses"]), "right": tuple(data["right"])}
        return cls(**{**data, **parsed, "options": options})

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(option.key for option in self.options)

    def accept(self, answer: Sequence[str]) -> list[str]:
        """The answer as it is to be kept; an empty one takes the answer back. Raises AnswerRefused.

        The order in which an ordering question came is nobody's answer: it is never right, and every form sends it.
        """
        if not set(answer) <= set(self.keys) or len(set(answer)) != len(answer):
            raise AnswerRefused
        if self.kind in (Kind.SINGLE, Kind.TRUE_FALSE) and len(answer) > 1:
            raise AnswerRefused
        if self.kind is Kind.ORDERING and answer and len(answer) != len(self.options):
            raise AnswerRefused
        if self.kind is Kind.ORDERING:
            return [] if tuple(answer) == self.keys else list(answer)
        return [key for key in self.keys if key in answer]

    def mark(self, answer: Sequence[str]) -> Mark:
        return mark(self.kind, self.right, answer, self.points)

    def show(self, position: int, answer: Sequence[str], language: str, moved: str = "") -> Shown:
        choices = tuple(
            Choice(option.key, number, phrase(option.text, language), option.key in answer, option.key == moved)
            for number, option in enumerate(self.standing(answer), start=1)
        )
        return Shown(position, self.kind, phrase(self.stem, language), choices)

    def review(self, position: int, answer: Sequence[str], language: str) -> Reviewed:
        order = self.right if self.kind is Kind.ORDERING and not answer else answer
        options = tuple(self._review_option(option, answer, language) for option in self.standing(order))
        stem, explanation = phrase(self.stem, language), phrase(self.explanation, language)
        return Reviewed(position, self.kind, stem, explanation, self.clauses, options, bool(answer), self.mark(answer))

    def standing(self, answer: Sequence[str]) -> list[Option]:
        """The options in the order of the screen: an ordering question's as the learner left them."""
        if self.kind is not Kind.ORDERING or not answer:
            return list(self.options)
        by_key = {option.key: option for option in self.options}
        return [by_key[key] for key in answer]

    def _review_option(self, option: Option, answer: Sequence[str], language: str) -> ReviewedOption:
        text = phrase(option.text, language)
        if self.kind is not Kind.ORDERING:
            is_right = option.key in self.right
            reason = None if is_right else phrase(option.reason, language)
            return ReviewedOption(text, is_right, option.key in answer, reason if reason and reason.text else None)
        place = self.right.index(option.key)
        in_place = bool(answer) and answer[place] == option.key
        return ReviewedOption(text, in_place, bool(answer), place=place + 1)


def lay_out(source: Source, shuffle: bool, dice: Random) -> Item:
    """Freeze a question. Keys are given after shuffling: they say nothing about what is right."""
    order = _order(source, shuffle, dice)
    keyed = list(zip(ascii_lowercase, order, strict=False))
    if source.kind is Kind.ORDERING:
        key_of = {id(option): key for key, option in keyed}
        right = tuple(key_of[id(option)] for option in source.options)
    else:
        right = tuple(key for key, option in keyed if option.correct)
    options = tuple(Option(key, option.text, option.reason) for key, option in keyed)
    clauses = tuple(source.clauses)
    return Item(source.question, source.kind, source.points, clauses, source.stem, source.explanation, options, right)


def moved(order: Sequence[str], key: str, steps: int) -> list[str]:
    """`order` with `key` moved down by `steps` (up if negative), as far as the ends allow. Raises AnswerRefused."""
    if key not in order:
        raise AnswerRefused
    rest = [other for other in order if other != key]
    place = max(0, min(list(order).index(key) + steps, len(rest)))
    return [*rest[:place], key, *rest[place:]]


def phrase(texts: Texts, language: str) -> Phrase:
    """The text in the language, or else in one that has it."""
    for code in (language, *texts):
        if texts.get(code):
            return Phrase(texts[code], code)
    return Phrase("", language)


def _order(source: Source, shuffle: bool, dice: Random) -> list[SourceOption]:
    if source.kind is Kind.ORDERING:
        return scrambled(source.options, dice)
    if shuffle and source.kind is not Kind.TRUE_FALSE:
        return shuffled(source.options, dice)
    return list(source.options)
