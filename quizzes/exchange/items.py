"""What every format is read into and written from."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from quizzes.scoring import Kind, Marking

LARGEST_FILE = 20 * 1024 * 1024
MOST_QUESTIONS = 5000
CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,19}")
# Where a part of the answer can earn a part of the points, so that the marking says something.
IN_PART = (
    Kind.MULTIPLE, Kind.ORDERING, Kind.MATCHING, Kind.CATEGORIES, Kind.CLOZE, Kind.HOTSPOT, Kind.DIALOGUE,
)  # fmt: skip
TYPED = (Kind.FILL_IN, Kind.CLOZE)  # where Chinese numbers may be the same as digits
KIND_NAMES = {
    Kind.SINGLE: gettext_lazy("Single choice"),
    Kind.MULTIPLE: gettext_lazy("Multiple choice"),
    Kind.TRUE_FALSE: gettext_lazy("True or false"),
    Kind.ORDERING: gettext_lazy("Ordering"),
    Kind.MATCHING: gettext_lazy("Matching"),
    Kind.CATEGORIES: gettext_lazy("Categories"),
    Kind.FILL_IN: gettext_lazy("Fill in words"),
    Kind.NUMERIC: pgettext_lazy("kind of question", "Number"),
    Kind.CLOZE: gettext_lazy("Text with gaps"),
    Kind.HOTSPOT: gettext_lazy("Places on a picture"),
    Kind.DIALOGUE: gettext_lazy("Dialogue"),
    Kind.SHORT_ANSWER: gettext_lazy("Short answer, marked by a trainer"),
}
MOST_DIGITS, MOST_DECIMALS = 14, 4


class Unreadable(Exception):
    """The file as a whole is refused; the message says why, and on which line where one is known."""


@dataclass(frozen=True)
class Choice:
    """An option, an accepted wording, or what is to be matched. `part` is the number of its gap, category or turn."""

    text: str
    correct: bool = False
    reason: str = ""
    match: str = ""
    part: int | None = None


@dataclass(frozen=True)
class Part:
    """A category, a turn, a gap, the number that is asked for, or of a matching question a text that fits nothing."""

    kind: str = ""
    text: str = ""
    value: Decimal | None = None
    tolerance: Decimal = Decimal(0)
    unit: str = ""


@dataclass(frozen=True)
class Place:
    """A named place on the picture; `shape` and `points` as in `quizzes.geometry`."""

    name: str
    shape: str
    points: str
    correct: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Picture:
    """The same picture is the same content. `data` is empty where only that is asked."""

    sha1: str
    name: str = field(default="picture", compare=False)
    data: bytes = field(default=b"", compare=False, repr=False)
    alt: str = field(default="", compare=False)

    @classmethod
    def of(cls, name: str, data: bytes, alt: str = "") -> "Picture":
        return cls(hashlib.sha1(data, usedforsecurity=False).hexdigest(), name, data, alt)


@dataclass(frozen=True)
class Item:
    """A question in one language. A field that its format cannot hold, or that nobody filled in, is empty.

    `place` is its line or row; `notes` name what the file said and the bank cannot hold.
    """

    kind: Kind
    stem: str
    choices: tuple[Choice, ...] = ()
    answer: bool | None = None
    explanation: str = ""
    code: str = ""
    difficulty: str = ""
    clauses: tuple[str, ...] = ()
    language: str = ""
    parts: tuple[Part, ...] = ()
    places: tuple[Place, ...] = ()
    picture: Picture | None = None
    marking: Marking | None = None
    numerals: bool | None = None
    status: str = ""
    tags: tuple[str, ...] = ()
    place: int = field(default=0, compare=False)
    notes: tuple[str, ...] = field(default=(), compare=False)

    @property
    def texts(self) -> list[str]:
        """Everything that somebody wrote."""
        rows = [(choice.text, choice.match, choice.reason) for choice in self.choices]
        rows += [(part.text, part.unit) for part in self.parts]
        rows += [(place.name, place.reason) for place in self.places]
        return [self.stem, self.explanation, *self.tags, *(text for row in rows for text in row)]

    def of_part(self, number: int) -> list[Choice]:
        return [choice for choice in self.choices if choice.part == number]


@dataclass(frozen=True)
class Refused:
    place: int
    what: str
    why: str


@dataclass
class Reading:
    items: list[Item] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)

    def refuse(self, place: int, what: str, why: str) -> None:
        self.refused.append(Refused(place, short(what), why))

    def check_number(self) -> None:
        if len(self.items) + len(self.refused) > MOST_QUESTIONS * 2:  # each row of a sheet has two languages
            raise Unreadable(_("A file has at most %(number)d questions.") % {"number": MOST_QUESTIONS})


@dataclass(frozen=True)
class Written:
    """`left_out` has the code of each question that the format cannot hold, with the reason; `notes` likewise what of
    a question that it holds is lost."""

    data: bytes
    left_out: tuple[tuple[str, str], ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


def short(text: str, length: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"


def refuse_too_large(data: bytes) -> None:
    if len(data) > LARGEST_FILE:
        raise Unreadable(_("The file is larger than 20 MB."))


def decoded(data: bytes) -> str:
    refuse_too_large(data)
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Unreadable(_("Line %(line)d is not UTF-8: save the file as UTF-8.") % {"line": line}) from error
    if "\x00" in text:
        raise Unreadable(_("This is no text file."))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def choice_kind(choices: list[tuple[Choice, float]], is_single: bool) -> tuple[Kind, tuple[Choice, ...], list[str]]:
    """From options with a weight in per cent. Of single choice the bank holds no option that is right in part."""
    notes = []
    weights = [weight for _choice, weight in choices]
    if is_single:
        found = tuple(Choice(each.text, weight >= 100, each.reason) for each, weight in choices)
        notes += [partly(each, weight) for each, weight in choices if weight < 100 and weight != 0]
        return Kind.SINGLE, found, notes
    found = tuple(Choice(each.text, weight > 0, each.reason) for each, weight in choices)
    if len({round(weight) for weight in weights if weight > 0}) > 1:
        notes.append(_("Different weights of the right options are not kept: each is worth the same."))
    return Kind.MULTIPLE, found, notes


def weighed_marking(weights: Sequence[float]) -> tuple[Marking, list[str]]:
    """Of several right options: all or nothing where one wrong option takes everything away, else in part."""
    right, wrong = [weight for weight in weights if weight > 0], [weight for weight in weights if weight <= 0]
    if wrong and max(wrong) <= -100:
        return Marking.ALL_OR_NOTHING, []
    ours = -100 / (len(right) or 1)
    if all(abs(weight - ours) < 1 for weight in wrong):
        return Marking.PARTIAL, []
    return Marking.PARTIAL, [_("In the bank a wrong option takes away what a right one gives.")]


def partly(choice: Choice, weight: float) -> str:
    words = {"option": short(choice.text, 30), "weight": f"{weight:g}"}
    return _("“%(option)s” was worth %(weight)s %%; in the bank it is wrong.") % words


def feedback_notes(item_choices: tuple[Choice, ...]) -> tuple[tuple[Choice, ...], list[str]]:
    """The bank says of wrong options why they are wrong, and of right ones nothing: the explanation does."""
    notes = [
        _("The feedback to the right option “%(option)s” is not kept.") % {"option": short(each.text, 30)}
        for each in item_choices
        if each.correct and each.reason
    ]
    return tuple(replace(each, reason="") if each.correct else each for each in item_choices), notes


def code_among(identity: str | None, title: str | None) -> str:
    """The code that a file gives. A title is one only if it looks like P2-Q01: half the world has a question “Q1”."""
    if identity and CODE.fullmatch(identity):
        return identity
    return title if title and "-" in title and CODE.fullmatch(title) else ""


def not_held(kind: str) -> str:
    return _("The bank has no questions of the kind “%(kind)s”.") % {"kind": kind}


def not_carried(kind: Kind, format_name: str) -> str:
    words = {"format": format_name, "kind": KIND_NAMES[kind]}
    return _("%(format)s has no questions of the kind “%(kind)s”.") % words


def number_of(text: str) -> Decimal | None:
    """A number as files write it, with a point; None where it is none that the bank can hold."""
    try:
        value = Decimal(text.strip())
        is_held = value.is_finite() and abs(value) < 10 ** (MOST_DIGITS - MOST_DECIMALS)
        return value if is_held and value == round(value, MOST_DECIMALS) else None
    except ArithmeticError:  # of decimal: no number, or one beyond its bounds
        return None


def units(text: str) -> list[str]:
    """The units that are accepted, of “minutes / min”."""
    return [unit.strip() for unit in re.split(r"[/|]", text) if unit.strip()]


def has_media(tags: Iterable[str]) -> str:
    return _("It has a picture or other medium (%(tags)s), which is not supported yet.") % {"tags": ", ".join(tags)}
