"""What every format is read into and written from."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.scoring import Kind

LARGEST_FILE = 20 * 1024 * 1024
MOST_QUESTIONS = 5000
DIFFICULTIES = ("easy", "medium", "hard")
CLAUSE = re.compile(r"[A-Z0-9]{2}-\d{2,3}")
OTHER_KINDS = {
    "matching": gettext_lazy("matching"),
    "cloze": gettext_lazy("cloze"),
    "numeric": gettext_lazy("numeric"),
    "short answer": gettext_lazy("short answer"),
    "essay": gettext_lazy("essay"),
    "description": gettext_lazy("description"),
}
CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{0,19}")


class Unreadable(Exception):
    """The file as a whole is refused; the message says why, and on which line where one is known."""


@dataclass(frozen=True)
class Choice:
    text: str
    correct: bool = False
    reason: str = ""


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
    place: int = field(default=0, compare=False)
    notes: tuple[str, ...] = field(default=(), compare=False)


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
    """`left_out` has the code of each question that the format cannot hold, with the reason."""

    data: bytes
    left_out: tuple[tuple[str, str], ...] = ()


def short(text: str, length: int = 60) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1] + "…"


def decoded(data: bytes) -> str:
    if len(data) > LARGEST_FILE:
        raise Unreadable(_("The file is larger than 20 MB."))
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Unreadable(_("Line %(line)d is not UTF-8: save the file as UTF-8.") % {"line": line}) from error
    if "\x00" in text:
        raise Unreadable(_("This is no text file."))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def sorted_tags(tags: Iterable[str]) -> tuple[str, tuple[str, ...], list[str]]:
    """Of a question's tags: its difficulty, its clauses, and notes about the rest."""
    difficulty, clauses, notes = "", [], []
    for tag in tags:
        if tag in DIFFICULTIES:
            difficulty = tag
        elif CLAUSE.fullmatch(tag):
            clauses.append(tag)
        else:
            notes.append(_("The tag “%(tag)s” is not kept.") % {"tag": short(tag)})
    return difficulty, tuple(clauses), notes


def choice_kind(choices: list[tuple[Choice, float]], is_single: bool) -> tuple[Kind, tuple[Choice, ...], list[str]]:
    """From options with a weight in per cent. What is worth less than everything, the bank cannot hold."""
    notes = []
    weights = [weight for _choice, weight in choices]
    if is_single:
        found = tuple(Choice(each.text, weight >= 100, each.reason) for each, weight in choices)
        notes += [partly(each, weight) for each, weight in choices if weight < 100 and weight != 0]
        return Kind.SINGLE, found, notes
    found = tuple(Choice(each.text, weight > 0, each.reason) for each, weight in choices)
    if len({round(weight) for weight in weights if weight > 0}) > 1:
        notes.append(_("Different weights of the right options are not kept: it is all or nothing."))
    return Kind.MULTIPLE, found, notes


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
    return tuple(Choice(each.text, each.correct, "" if each.correct else each.reason) for each in item_choices), notes


def code_among(identity: str | None, title: str | None) -> str:
    """The code that a file gives. A title is one only if it looks like P2-Q01: half the world has a question “Q1”."""
    if identity and CODE.fullmatch(identity):
        return identity
    return title if title and "-" in title and CODE.fullmatch(title) else ""


def not_held(kind: str) -> str:
    return _("The bank has no questions of the kind “%(kind)s” yet.") % {"kind": OTHER_KINDS.get(kind, kind)}


def has_media(tags: Iterable[str]) -> str:
    return _("It has a picture or other medium (%(tags)s), which is not supported yet.") % {"tags": ", ".join(tags)}
