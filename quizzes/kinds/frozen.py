"""A question of a paper as it was when the attempt started, and what the screens are given of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count, product
from string import ascii_lowercase
from typing import Any

from quizzes.scoring import Kind, Mark, Marking

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


def phrase(texts: Texts, language: str) -> Phrase:
    """The text in the language, or else in one that has it."""
    for code in (language, *texts):
        if texts.get(code):
            return Phrase(texts[code], code)
    return Phrase("", language)


# --- The bank ---


@dataclass(frozen=True)
class SourceOption:
    """`reason` is why whoever chose it is wrong; `part` the number of the part it belongs to; `match` what fits it."""

    text: Texts
    correct: bool
    reason: Texts = field(default_factory=dict)
    part: int | None = None
    match: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """A gap, a category, a turn of a dialogue, or what is to be measured. `key` is its number, from 1 on."""

    key: str
    kind: str = ""
    text: Texts = field(default_factory=dict)
    value: str = ""
    tolerance: str = ""
    unit: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class Region:
    """A named place on the picture, whether it is one of those asked for or not."""

    key: str
    name: Texts
    shape: str
    points: str
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
    marking: Marking = Marking.ALL_OR_NOTHING
    is_scored: bool = True
    numerals: bool = False
    parts: Sequence[Part] = ()
    regions: Sequence[Region] = ()
    picture: Mapping[str, Any] = field(default_factory=dict)


# --- The paper ---


@dataclass(frozen=True)
class Option:
    """`correct` is said only where no list of right keys can say it: of words that are accepted in a gap."""

    key: str
    text: Texts
    reason: Texts = field(default_factory=dict)
    part: str = ""
    correct: bool = False


@dataclass(frozen=True)
class Frozen:
    """One question of a paper. `right` is a right answer, in order where order is asked for."""

    question: str
    kind: Kind
    points: int
    clauses: tuple[str, ...]
    stem: Texts
    explanation: Texts
    options: tuple[Option, ...]
    right: tuple[str, ...]
    marking: Marking = Marking.ALL_OR_NOTHING
    is_scored: bool = True
    numerals: bool = False
    pool: tuple[Option, ...] = ()
    parts: tuple[Part, ...] = ()
    regions: tuple[Region, ...] = ()
    picture: Mapping[str, Any] = field(default_factory=dict)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(option.key for option in self.options)

    def options_of(self, part: str) -> list[Option]:
        return [option for option in self.options if option.part == part]


# --- The screens ---


@dataclass(frozen=True)
class Choice:
    """An option of a running attempt. `number` is the digit that chooses it; focus goes to the one that `is_moved`."""

    key: str
    number: int
    text: Phrase
    is_chosen: bool
    is_moved: bool = False


@dataclass(frozen=True)
class Slot:
    """One thing to answer of several: chosen among `choices` (each with its whole answer as key), or typed."""

    key: str
    label: Phrase
    choices: tuple[Choice, ...] = ()
    given: str = ""
    unit: Phrase | None = None

    @property
    def is_open(self) -> bool:
        return not self.given and not any(choice.is_chosen for choice in self.choices)

    @property
    def chosen(self) -> Choice | None:
        return next((choice for choice in self.choices if choice.is_chosen), None)


@dataclass(frozen=True)
class Piece:
    """A stretch of a text with gaps: words, or a gap."""

    words: Phrase | None = None
    slot: Slot | ReviewedSlot | None = None


@dataclass(frozen=True)
class Spot:
    """A mark on the picture. `value` is the answer that it is, such as 412,233."""

    number: int
    x: int
    y: int
    value: str
    is_right: bool | None = None


@dataclass(frozen=True)
class Shown:
    """A question on the screen of a running attempt: no key, no explanation, no clause."""

    position: int
    kind: Kind
    stem: Phrase
    choices: tuple[Choice, ...] = ()
    slots: tuple[Slot, ...] = ()
    pool: tuple[Choice, ...] = ()
    pieces: tuple[Piece, ...] = ()
    spots: tuple[Spot, ...] = ()
    picture: Mapping[str, Any] = field(default_factory=dict)
    given: str = ""
    has_more: bool = False
    """Whether the conversation goes on after what is shown of it."""

    @property
    def screen(self) -> str:
        """The template of the kind; "" where there are options to choose or to order and nothing else."""
        return SCREENS.get(self.kind, "")


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
class ReviewedSlot:
    label: Phrase
    given: Phrase | None
    right: Phrase
    is_right: bool
    reason: Phrase | None = None


@dataclass(frozen=True)
class Reviewed:
    """A question after submission, with everything that explains it. `comment` is what the trainer wrote."""

    position: int
    kind: Kind
    stem: Phrase
    explanation: Phrase
    clauses: tuple[str, ...]
    options: tuple[ReviewedOption, ...]
    is_answered: bool
    mark: Mark
    slots: tuple[ReviewedSlot, ...] = ()
    pieces: tuple[Piece, ...] = ()
    spots: tuple[Spot, ...] = ()
    regions: tuple[Region, ...] = ()
    picture: Mapping[str, Any] = field(default_factory=dict)
    given: str = ""
    is_scored: bool = True
    is_pending: bool = False
    comment: str = ""

    @property
    def screen(self) -> str:
        """The template of the kind; "" where a list of options or slots says everything."""
        return REVIEWS.get(self.kind, "")


TEMPLATES = "quizzes/kinds/"
SCREENS = {
    Kind.MATCHING: f"{TEMPLATES}pairing.html",
    Kind.CATEGORIES: f"{TEMPLATES}pairing.html",
    Kind.FILL_IN: f"{TEMPLATES}typed.html",
    Kind.NUMERIC: f"{TEMPLATES}typed.html",
    Kind.CLOZE: f"{TEMPLATES}cloze.html",
    Kind.HOTSPOT: f"{TEMPLATES}hotspot.html",
    Kind.DIALOGUE: f"{TEMPLATES}dialogue.html",
    Kind.SHORT_ANSWER: f"{TEMPLATES}written.html",
}
REVIEWS = {
    Kind.CLOZE: f"{TEMPLATES}reviewed_cloze.html",
    Kind.HOTSPOT: f"{TEMPLATES}reviewed_hotspot.html",
    Kind.DIALOGUE: f"{TEMPLATES}reviewed_dialogue.html",
    Kind.SHORT_ANSWER: f"{TEMPLATES}reviewed_written.html",
}


def labels() -> Iterator[str]:
    """a, b … z, aa, ab …"""
    for length in count(1):
        for letters in product(ascii_lowercase, repeat=length):
            yield "".join(letters)


def pairs_of(answer: Sequence[str]) -> dict[str, str]:
    """Of an answer in parts, such as ["1:b", "2:c"], what was given for each. Raises AnswerRefused."""
    given: dict[str, str] = {}
    for each in answer:
        key, colon, value = each.partition(":")
        if not colon or key in given:
            raise AnswerRefused
        given[key] = value
    return given
