"""The grammar of GIFT, into nodes: what a file says, whatever the bank makes of it.

A blank line ends a question; `//` begins a comment, which may hold `[id:…]` and `[tag:…]`; then `::title::`,
`[format]`, the stem, and the answers in braces. A backslash takes the meaning from `~ = # { } :`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from quizzes.exchange.items import number_of, short
from quizzes.exchange.words import Words

SILENCE = Words("")
MARKED = re.compile(r"(?<!\\)\[(id|tag):((?:\\.|[^\]\\])+)\]")
FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")
WEIGHT = re.compile(r"\s*%(-?\d+(?:\.\d+)?)%")
TRUTH = re.compile(r"(TRUE|T|FALSE|F)\s*(?=#|$)")
# The ordering type says how many items are shown and how it marks.
ORDERING = re.compile(r">\s*\d*[ \t]*((?:[A-Za-z0-9_]+[ \t]*)*)\n")


@dataclass(frozen=True)
class Number:
    """`form` is how the file wrote it: 3 is simple, 3:1 a range, 2..4 is high-low."""

    form: str
    value: Decimal
    tolerance: Decimal = Decimal(0)

    @property
    def ends(self) -> tuple[Decimal, Decimal]:
        return self.value - self.tolerance, self.value + self.tolerance


@dataclass(frozen=True)
class Answer:
    """`number` is what its text says, where a number is asked for."""

    text: Words
    is_right: bool
    weight: float | None = None
    feedback: Words | None = None
    number: Number | None = None


@dataclass
class Node:
    """A question as GIFT has it, of whichever type."""

    type: str
    line: int
    title: str | None = None
    stem: Words = SILENCE
    id: str | None = None
    tags: list[str] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    pairs: list[tuple[Words, str]] = field(default_factory=list)
    number: Number | None = None  # where there is one, and not a list of answers
    keywords: tuple[str, ...] = ()  # of the ordering type
    is_true: bool | None = None
    feedback: Words | None = None
    if_wrong: Words | None = None
    if_right: Words | None = None
    problem: str = ""


def parse(text: str) -> Iterator[Node]:
    for line, lines in _blocks(text.split("\n")):
        comments = [each for each in lines if each.lstrip().startswith("//")]
        # A comment becomes an empty line's place: it neither ends a question nor belongs to it.
        kept = [each for each in lines if not each.lstrip().startswith("//")]
        while kept and kept[0].lstrip().startswith("$CATEGORY:"):
            yield Node("Category", line, title=kept.pop(0).partition(":")[2].strip())
        if body := "\n".join(kept).strip():
            node = _question(body, line)
            for kind, value in MARKED.findall("\n".join(comments)):
                value = re.sub(r"\\(.)", r"\1", value).strip()
                if kind == "id":
                    node.id = value
                else:
                    node.tags.append(value)
            yield node


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Each question's lines with the number of the first. A blank line ends it, but not inside braces."""
    start = 0
    while start < len(lines):
        if not lines[start].strip():
            start += 1
            continue
        end = _end(lines, start)
        first = next((n for n in range(start, end) if not lines[n].lstrip().startswith("//")), start)
        yield first + 1, lines[start:end]
        start = end


def _end(lines: list[str], start: int) -> int:
    depth, blank = 0, None
    for number in range(start, len(lines)):
        if not lines[number].strip():
            blank = number if blank is None else blank
            if depth <= 0:
                return number
        elif not lines[number].lstrip().startswith("//"):
            depth += sum(1 if mark == "{" else -1 for mark in re.findall(r"\\.|([{}])", lines[number]) if mark)
    # A brace that is never closed takes only its own paragraph with it.
    return len(lines) if depth <= 0 or blank is None else blank


def _question(body: str, line: int) -> Node:
    title, rest = _title(body)
    form, rest = _format(rest, "moodle")
    opened, closed = _find(rest, "{"), _find(rest, "}", last=True)
    node = Node("Description", line, title, _spoken(rest, form))
    if opened < 0 and closed < 0:
        return node
    if opened < 0 or closed < opened:
        node.problem = _("A brace is opened and never closed, or closed and never opened.")
        return node
    inside, after = rest[opened + 1 : closed], rest[closed + 1 :]
    if _find(inside, "{") >= 0 or _find(inside, "}") >= 0:
        node.problem = _("There is a second pair of braces. Write a blank line between questions, and \\{ for a brace.")
        return node
    gap = "_____" if after.strip() else ""
    node.stem = _spoken(rest[:opened] + gap + after, form)
    _answers(node, inside, form)
    return node


def _title(body: str) -> tuple[str | None, str]:
    if not body.startswith("::"):
        return None, body
    found = re.match(r"::((?:\\.|(?!::)[^\\])*)::", body, re.S)
    return (_said(found[1]), body[found.end() :]) if found else (None, body)


def _format(text: str, inherited: str) -> tuple[str, str]:
    found = FORMAT.match(text)
    return (found[1], text[found.end() :]) if found else (inherited, text)


def _answers(node: Node, inside: str, form: str) -> None:
    at = _find(inside, "####")
    if at >= 0:
        node.feedback = _words(inside[at + 4 :], form)
        inside = inside[:at]
    inside = inside.strip()
    if truth := TRUTH.match(inside):
        node.type, node.is_true = "TF", truth[1].startswith("T")
        parts = [_words(part, form) for part in _split(inside[truth.end() :], "#")[1:]]
        node.if_wrong, node.if_right = (*(part for part in parts), None, None)[:2]
    elif not inside:
        node.type = "Essay"
    elif inside.startswith("#"):
        _numerical(node, inside[1:].strip(), form)
    elif ordering := ORDERING.match(inside + "\n"):
        node.type, node.keywords = "Ordering", tuple(ordering[1].upper().split())
        items = [line for line in inside[ordering.end() :].split("\n") if line.strip()]
        node.answers = [Answer(_spoken(item, form), True) for item in items]
    elif _find(inside, "~") >= 0:
        node.type, node.answers = "MC", [_answer(*part, form) for part in _marked(inside)]
    else:
        parts = [part for mark, part in _marked(inside) if mark]
        is_matching = bool(parts) and all(_find(part, "->") >= 0 for part in parts)
        node.type = "Matching" if is_matching else "Short"
        if is_matching:
            node.pairs = [_pair(part, form) for part in parts]
        else:
            node.answers = [_answer("=", part, form) for part in parts or [inside]]
    if node.type == "MC" and not _marked(inside)[0][0]:
        node.problem = _("The answers do not begin with = or ~.")


def _marked(inside: str) -> list[tuple[str, str]]:
    """Each answer with the mark that begins it."""
    cuts = [found.start() for found in re.finditer(r"\\.|[=~]", inside, re.S) if found[0] in "=~"]
    ends = [*cuts[1:], len(inside)]
    found = [(inside[a], inside[a + 1 : b]) for a, b in zip(cuts, ends, strict=False)]
    before = inside[: cuts[0]] if cuts else inside
    return [("", before), *found] if before.strip() else found


def _answer(mark: str, text: str, form: str) -> Answer:
    weight = WEIGHT.match(text)
    if weight:
        text = text[weight.end() :]
    said, *more = _split(text, "#", 1)
    own, said = _format(said, form)
    feedback = _words(more[0], form) if more else None
    return Answer(_spoken(said, own), mark == "=", float(weight[1]) if weight else None, feedback)


def _pair(part: str, form: str) -> tuple[Words, str]:
    at = _find(part, "->")
    own, text = _format(part[:at], form)
    return _spoken(text, own), _said(part[at + 2 :])


def _numerical(node: Node, inside: str, form: str) -> None:
    node.type = "Numerical"
    if not inside:
        node.problem = _("It asks for a number and names none.")
        return
    if inside[0] not in "=~":
        said, *more = _split(inside, "#", 1)
        node.number, node.feedback = _number(said), node.feedback or (_words(more[0], form) if more else None)
        if node.number is None:
            node.problem = _("“%(text)s” is no number.") % {"text": short(said)}
        return
    for mark, part in _marked(inside):
        answer = _answer(mark, part, form)
        said = answer.text.text
        # What is left empty or a star stands for every other number.
        number = None if said in ("", "*") else _number(said)
        if said not in ("", "*") and number is None:
            node.problem = _("“%(text)s” is no number.") % {"text": short(said)}
        words = answer.text if said else Words("*", answer.text.format)
        node.answers.append(Answer(words, answer.is_right, answer.weight, answer.feedback, number))


def _number(text: str) -> Number | None:
    low, dots, high = text.partition("..")
    if dots:
        ends = number_of(low), number_of(high)
        if ends[0] is None or ends[1] is None or ends[0] > ends[1]:
            return None
        return Number("high-low", (ends[0] + ends[1]) / 2, (ends[1] - ends[0]) / 2)
    said, colon, around = text.partition(":")
    value, tolerance = number_of(said), number_of(around) if colon else Decimal(0)
    if value is None or tolerance is None or tolerance < 0:
        return None
    return Number("range" if colon else "simple", value, tolerance)


def _words(text: str, inherited: str) -> Words | None:
    form, text = _format(text, inherited)
    words = _spoken(text, form)
    return words if words.text else None


def _spoken(text: str, form: str) -> Words:
    """Where an author broke a line means nothing, but in Markdown and between the tags of HTML; `\\n` does."""
    return Words(_said(text if form in ("markdown", "html") else re.sub(r"\s*\n\s*", " ", text)), form)


def _find(text: str, what: str, last: bool = False) -> int:
    """Where something stands that no backslash precedes; -1 if nowhere."""
    found = [each.start() for each in re.finditer(rf"\\.|({re.escape(what)})", text, re.S) if each[1]]
    return found[-1 if last else 0] if found else -1


def _split(text: str, mark: str, most: int = 0) -> list[str]:
    parts, start = [], 0
    for found in re.finditer(rf"\\.|({mark})", text, re.S):
        if found[1] and (not most or len(parts) < most):
            parts.append(text[start : found.start()])
            start = found.end()
    return [*parts, text[start:]]


def _said(text: str) -> str:
    return re.sub(r"\\([~=#{}:\\n])", lambda found: "\n" if found[1] == "n" else found[1], text.strip()).strip()
