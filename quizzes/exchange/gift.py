"""GIFT, Moodle's format for questions as text.

The grammar: a blank line ends a question; `//` begins a comment, which may hold `[id:…]` and `[tag:…]`; then
`::title::`, `[format]`, the stem, and the answers in braces. A backslash takes the meaning from `~ = # { } :`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from quizzes.exchange.items import (
    Choice,
    Item,
    Reading,
    Unreadable,
    Written,
    choice_kind,
    code_among,
    decoded,
    feedback_notes,
    has_media,
    not_held,
    short,
    sorted_tags,
)
from quizzes.exchange.words import MEDIA, Plain, Words
from quizzes.scoring import Kind

SILENCE = Words("")
MARKED = re.compile(r"(?<!\\)\[(id|tag):((?:\\.|[^\]\\])+)\]")
FORMAT = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")
WEIGHT = re.compile(r"\s*%(-?\d+(?:\.\d+)?)%")
TRUTH = re.compile(r"(TRUE|T|FALSE|F)\s*(?=#|$)")
# The ordering type says how many items are shown and how it marks; the bank always shows all and marks all or nothing.
ORDERING = re.compile(r">\s*\d*[ \t]*(?:[A-Za-z0-9_]+[ \t]*)*\n")
NAMES = {
    "Description": "description", "Essay": "essay", "Short": "short answer", "Numerical": "numeric",
    "Matching": "matching", "Category": "category",
}  # fmt: skip


@dataclass(frozen=True)
class Answer:
    text: Words
    is_right: bool
    weight: float | None = None
    feedback: Words | None = None


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
    pairs: list[tuple[str, str]] = field(default_factory=list)
    is_true: bool | None = None
    feedback: Words | None = None
    if_wrong: Words | None = None
    if_right: Words | None = None
    problem: str = ""


# --- Reading ---


def read(data: bytes, language: str) -> Reading:
    reading, category = Reading(), ""
    for node in parse(decoded(data)):
        if node.problem:
            reading.refuse(node.line, node.title or node.stem.text, node.problem)
        elif node.type == "Category":
            category = node.title or ""
        elif node.type in NAMES:
            reading.refuse(node.line, node.title or node.stem.text, not_held(NAMES[node.type]))
        else:
            _take(reading, node, language, category)
            category = ""  # said once, of the first question in it
        reading.check_number()
    if not reading.items and not reading.refused:
        raise Unreadable(_("There is no question in this file."))
    return reading


def _take(reading: Reading, node: Node, language: str, category: str) -> None:
    plain = Plain()
    stem, explanation = plain(node.stem), plain(node.feedback)
    difficulty, clauses, notes = sorted_tags(node.tags)
    kind, choices, more = _choices(node, plain)
    if node.type == "TF":
        explanation = explanation or plain(node.if_right) or plain(node.if_wrong)
        kept = {explanation}
        for words in (node.if_right, node.if_wrong):
            if (said := plain(words)) and said not in kept:
                more.append(_("The feedback “%(words)s” is not kept.") % {"words": short(said)})
    if media := plain.tags & MEDIA:
        reading.refuse(node.line, node.title or stem, has_media(sorted(media)))
        return
    code = code_among(node.id, node.title)
    if node.title and node.title != code:
        notes.append(_("The title “%(title)s” is not kept.") % {"title": short(node.title)})
    if category:
        notes.append(_("The category “%(title)s” is not kept.") % {"title": short(category)})
    notes = (*notes, *more, *plain.notes())
    reading.items.append(
        Item(kind, stem, choices, node.is_true, explanation, code, difficulty, clauses, language,
             place=node.line, notes=notes)
    )  # fmt: skip


def _choices(node: Node, plain: Plain) -> tuple[Kind, tuple[Choice, ...], list[str]]:
    if node.type == "TF":
        return Kind.TRUE_FALSE, (), []
    if node.type == "Ordering":
        return Kind.ORDERING, tuple(Choice(plain(answer.text)) for answer in node.answers), []
    is_single = any(answer.is_right for answer in node.answers)
    weighed = [
        (Choice(plain(answer.text), False, plain(answer.feedback)), _weight(answer, is_single))
        for answer in node.answers
    ]
    kind, choices, notes = choice_kind(weighed, is_single)
    choices, more = feedback_notes(choices)
    return kind, choices, notes + more


def _weight(answer: Answer, is_single: bool) -> float:
    if answer.weight is not None:
        return answer.weight
    return 100.0 if answer.is_right else 0.0


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
        node.type = "Numerical"
    elif ordering := ORDERING.match(inside + "\n"):
        node.type = "Ordering"
        items = [line for line in inside[ordering.end() :].split("\n") if line.strip()]
        node.answers = [Answer(_spoken(item, form), True) for item in items]
    elif _find(inside, "~") >= 0:
        node.type, node.answers = "MC", [_answer(*part, form) for part in _marked(inside)]
    else:
        parts = [part for mark, part in _marked(inside) if mark]
        is_matching = bool(parts) and all(_find(part, "->") >= 0 for part in parts)
        node.type = "Matching" if is_matching else "Short"
        if is_matching:
            node.pairs = [(_said(a), _said(b)) for a, b in (_pair(part) for part in parts)]
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


def _pair(part: str) -> tuple[str, str]:
    at = _find(part, "->")
    return _format(part[:at], "")[1], part[at + 2 :]


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


# --- Writing ---


def write(items: Iterable[Item]) -> Written:
    blocks, left_out = [], []
    for item in items:
        if item.kind is Kind.ORDERING and any(choice.text.startswith("//") for choice in item.choices):
            left_out.append((item.code, _("GIFT would take an option that begins with // for a comment.")))
        else:
            blocks.append(_block(item))
    return Written(("\n\n".join(blocks) + "\n").encode(), tuple(left_out))


def _block(item: Item) -> str:
    marks = [f"[tag:{tag}]" for tag in (item.difficulty, *item.clauses) if tag]
    head = " ".join([f"// [id:{item.code}]", *marks])
    feedback = f"####{words(item.explanation)}" if item.explanation else ""
    return f"{head}\n::{escaped(item.code)}::[plain]{escaped(item.stem)} {{{_inside(item, feedback)}}}"


def _inside(item: Item, feedback: str) -> str:
    if item.kind is Kind.TRUE_FALSE:
        return ("TRUE" if item.answer else "FALSE") + feedback
    if item.kind is Kind.ORDERING:
        rows = [escaped(choice.text) for choice in item.choices]
        first = f">{len(rows)} ALL VERTICAL ALL_OR_NOTHING"
        return "\n".join([first, *rows, feedback] if feedback else [first, *rows]) + "\n"
    right = sum(choice.correct for choice in item.choices)
    rows = [_row(item, choice, right) for choice in item.choices]
    return "\n" + "\n".join([*rows, f"\t{feedback}"] if feedback else rows) + "\n"


def _row(item: Item, choice: Choice, right: int) -> str:
    reason = f"#{words(choice.reason)}" if choice.reason else ""
    text = words(choice.text)
    if item.kind is Kind.SINGLE:
        worth = f"%{100 if choice.correct else 0}%" if WEIGHT.match(text) else ""
        return f"\t{'=' if choice.correct else '~'}{worth}{text}{reason}"
    worth = f"{100 / right:.5f}".rstrip("0").rstrip(".") if choice.correct else "-100"
    return f"\t~%{worth}%{text}{reason}"


def words(text: str) -> str:
    """What looks like a format is said to be plain; else the format of the stem, which is plain, holds."""
    return f"[plain]{escaped(text)}" if FORMAT.match(text) else escaped(text)


def escaped(text: str) -> str:
    return re.sub(r"([~=#{}:\\])", r"\\\1", text.strip()).replace("\n", "\\n")
