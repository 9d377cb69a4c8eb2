"""Moodle XML. A DOCTYPE is refused, so there is no entity to expand and no address to fetch."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from django.utils.translation import gettext as _

from quizzes.exchange.items import (
    LARGEST_FILE,
    Choice,
    Item,
    Reading,
    Unreadable,
    Written,
    choice_kind,
    code_among,
    feedback_notes,
    has_media,
    not_held,
    short,
    sorted_tags,
)
from quizzes.exchange.words import MEDIA, Plain, Words
from quizzes.scoring import Kind

NAMES = {
    "matching": "matching", "match": "matching", "cloze": "cloze", "multianswer": "cloze", "numerical": "numeric",
    "calculated": "numeric", "shortanswer": "short answer", "essay": "essay", "description": "description",
}  # fmt: skip
COMBINED = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")
DEEPEST = 40
# What XML 1.0 has no way to say.
UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass
class Element:
    name: str
    line: int
    attributes: dict[str, str]
    children: list["Element"] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    def all(self, name: str) -> list["Element"]:
        return [child for child in self.children if child.name == name]

    def one(self, name: str) -> "Element | None":
        return next(iter(self.all(name)), None)

    def said(self, *path: str) -> str:
        """The words at the end of a path, as they stand in the file."""
        here: Element | None = self
        for name in path:
            here = here.one(name) if here else None
        return "".join(here.parts).strip() if here else ""

    def walk(self) -> Iterator["Element"]:
        yield self
        for child in self.children:
            yield from child.walk()


# --- Reading ---


def read(data: bytes, language: str) -> Reading:
    root = parse(data)
    if root.name != "quiz":
        raise Unreadable(_("This is XML, but not Moodle's: it begins with <%(name)s>.") % {"name": short(root.name)})
    reading, category = Reading(), ""
    for question in root.all("question"):
        kind = question.attributes.get("type", "")
        if kind == "category":
            category = question.said("category", "text")
        elif _take(reading, question, kind, language, category):
            category = ""  # said once, of the first question in it
        reading.check_number()
    if not reading.items and not reading.refused:
        raise Unreadable(_("There is no question in this file."))
    return reading


def parse(data: bytes) -> Element:
    if len(data) > LARGEST_FILE:
        raise Unreadable(_("The file is larger than 20 MB."))
    parser = expat.ParserCreate()
    top = Element("", 0, {})
    open_elements = [top]

    def refuse_doctype(*args: object) -> None:
        raise Unreadable(_("The file has a DOCTYPE, which is not read. Take it out."))

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(open_elements) > DEEPEST:
            raise Unreadable(_("Line %(line)d is nested too deeply.") % {"line": parser.CurrentLineNumber})
        element = Element(name, parser.CurrentLineNumber, attributes)
        open_elements[-1].children.append(element)
        open_elements.append(element)

    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.EntityDeclHandler = refuse_doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: open_elements.pop()
    parser.CharacterDataHandler = lambda text: open_elements[-1].parts.append(text)
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        words = {"line": error.lineno, "problem": expat.ErrorString(error.code)}
        raise Unreadable(_("Line %(line)d is not sound XML: %(problem)s.") % words) from error
    except (LookupError, ValueError) as error:
        raise Unreadable(_("The file's encoding is not known: save it as UTF-8.")) from error
    return top.children[0]


def _take(reading: Reading, question: Element, kind: str, language: str, category: str) -> bool:
    """Whether the question was taken and not refused."""
    plain = Plain()
    stem = plain(words_of(question.one("questiontext")))
    name = question.said("name", "text") or stem
    if kind not in ("multichoice", "truefalse", "ordering"):
        reading.refuse(question.line, name, not_held(NAMES.get(kind, kind or "?")))
        return False
    notes: list[str] = []
    explanation = plain(words_of(question.one("generalfeedback")))
    answer, choices = None, ()
    if kind == "truefalse":
        found_kind, answer = Kind.TRUE_FALSE, _truth(question)
        explanation = _told(question, plain, explanation, notes)
    elif kind == "ordering":
        found_kind = Kind.ORDERING
        choices = tuple(Choice(plain(words_of(each))) for each in question.all("answer"))
    else:
        try:
            found_kind, choices, more = _multichoice(question, plain)
        except ValueError:
            reading.refuse(question.line, name, _("The fraction of an answer is no number."))
            return False
        notes += more
    if problem := _pictures(question, plain):
        reading.refuse(question.line, name, problem)
        return False
    code = code_among(question.said("idnumber"), question.said("name", "text"))
    difficulty, clauses, more = sorted_tags(
        tag.said("text") for tags in question.all("tags") for tag in tags.all("tag")
    )
    notes += more + _lost(question, code, category) + plain.notes()
    reading.items.append(
        Item(found_kind, stem, choices, answer, explanation, code, difficulty, clauses, language,
             place=question.line, notes=tuple(notes))
    )  # fmt: skip
    return True


def _multichoice(question: Element, plain: Plain) -> tuple[Kind, tuple[Choice, ...], list[str]]:
    weighed = [
        (
            Choice(plain(words_of(each)), False, plain(words_of(each.one("feedback")))),
            float(each.attributes.get("fraction") or 0),
        )
        for each in question.all("answer")
    ]
    kind, choices, notes = choice_kind(weighed, question.said("single").lower() not in ("false", "0"))
    choices, more = feedback_notes(choices)
    return kind, choices, notes + more


def _truth(question: Element) -> bool | None:
    for each in question.all("answer"):
        if each.attributes.get("fraction", "").partition(".")[0] == "100":
            return {"true": True, "false": False}.get(each.said("text").lower())
    return None


def _told(question: Element, plain: Plain, explanation: str, notes: list[str]) -> str:
    """The explanation; where there is none, the feedback to the right answer. What else was said is noted."""
    answers = sorted(question.all("answer"), key=lambda each: not each.attributes.get("fraction", "").startswith("100"))
    said = [words for each in answers if (words := plain(words_of(each.one("feedback"))))]
    explanation = explanation or next(iter(said), "")
    notes += [
        _("The feedback “%(words)s” is not kept.") % {"words": short(each)} for each in said if each != explanation
    ]
    return explanation


def _pictures(question: Element, plain: Plain) -> str:
    files = [each.attributes.get("name", "?") for each in question.walk() if each.name == "file"]
    if files:
        return _("It has files in it (%(names)s), which are not supported yet.") % {"names": short(", ".join(files))}
    return has_media(sorted(plain.tags & MEDIA)) if plain.tags & MEDIA else ""


def _lost(question: Element, code: str, category: str) -> list[str]:
    notes = []
    title = question.said("name", "text")
    if title and title != code:
        notes.append(_("The title “%(title)s” is not kept.") % {"title": short(title)})
    if category:
        notes.append(_("The category “%(title)s” is not kept.") % {"title": short(category)})
    if any(question.said(name, "text") for name in COMBINED):
        notes.append(_("The feedback to right and wrong answers together is not kept."))
    if any(each.said("text") for each in question.all("hint")):
        notes.append(_("Its hints are not kept."))
    if question.said("hidden") == "1":
        notes.append(_("It was hidden; in the bank it is not."))
    return notes


def words_of(element: Element | None) -> Words | None:
    if element is None:
        return None
    form = element.attributes.get("format", "html")
    return Words(element.said("text"), "moodle" if form == "moodle_auto_format" else form)


# --- Writing ---


def write(items: Iterable[Item]) -> Written:
    rows, left_out = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"], []
    for item in items:
        if UNSAYABLE.search(repr_of(item)):
            left_out.append((item.code, _("It has control characters, which XML cannot hold.")))
        else:
            rows += _question(item)
    return Written(("\n".join([*rows, "</quiz>"]) + "\n").encode(), tuple(left_out))


def repr_of(item: Item) -> str:
    return "".join([item.stem, item.explanation, *(choice.text + choice.reason for choice in item.choices)])


def _question(item: Item) -> Iterator[str]:
    kind = {Kind.TRUE_FALSE: "truefalse", Kind.ORDERING: "ordering"}.get(item.kind, "multichoice")
    yield f'  <question type="{kind}">'
    yield f"    <name>{_text(item.code)}</name>"
    yield f'    <questiontext format="plain_text">{_text(item.stem)}</questiontext>'
    yield f'    <generalfeedback format="plain_text">{_text(item.explanation)}</generalfeedback>'
    yield "    <defaultgrade>1</defaultgrade>"
    yield f"    <penalty>{1 if item.kind is Kind.TRUE_FALSE else 0}</penalty>"
    yield "    <hidden>0</hidden>"
    yield f"    <idnumber>{item.code}</idnumber>"
    yield from _answers(item)
    if tags := [tag for tag in (item.difficulty, *item.clauses) if tag]:
        yield "    <tags>" + "".join(f"<tag>{_text(tag)}</tag>" for tag in tags) + "</tags>"
    yield "  </question>"


def _answers(item: Item) -> Iterator[str]:
    if item.kind is Kind.TRUE_FALSE:
        for value in (True, False):
            fraction = 100 if item.answer is value else 0
            yield f'    <answer fraction="{fraction}" format="plain_text">{_text(str(value).lower())}</answer>'
    elif item.kind is Kind.ORDERING:
        yield "    <layouttype>VERTICAL</layouttype>"
        yield "    <selecttype>ALL</selecttype>"
        yield f"    <selectcount>{len(item.choices)}</selectcount>"
        yield "    <gradingtype>ALL_OR_NOTHING</gradingtype>"
        yield "    <showgrading>HIDE</showgrading>"
        yield "    <numberingstyle>none</numberingstyle>"
        for place, choice in enumerate(item.choices, start=1):
            yield f'    <answer fraction="{place}" format="plain_text">{_text(choice.text)}</answer>'
    else:
        yield f"    <single>{str(item.kind is Kind.SINGLE).lower()}</single>"
        yield "    <shuffleanswers>true</shuffleanswers>"
        yield "    <answernumbering>ABCD</answernumbering>"
        right = sum(choice.correct for choice in item.choices)
        for choice in item.choices:
            feedback = f'<feedback format="plain_text">{_text(choice.reason)}</feedback>'
            fraction = _fraction(item.kind, choice, right)
            yield f'    <answer fraction="{fraction}" format="plain_text">{_text(choice.text)}{feedback}</answer>'


def _fraction(kind: Kind, choice: Choice, right: int) -> str:
    """Marked all or nothing as far as Moodle can: one wrong option takes everything away."""
    if not choice.correct:
        return "0" if kind is Kind.SINGLE else "-100"
    return f"{100 / right:.5f}".rstrip("0").rstrip(".")


def _text(words: str) -> str:
    return "<text><![CDATA[" + words.replace("]]>", "]]]]><![CDATA[>") + "]]></text>"
