"""Questions as GIFT, such that Moodle reads them, and we the same again."""

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from quizzes.exchange.gift.parsing import FORMAT, WEIGHT
from quizzes.exchange.items import Choice, Item, Written, not_carried
from quizzes.exchange.labels import lost_tags, tags_of
from quizzes.exchange.pairs import to_pairs
from quizzes.exchange.typing_in import starless
from quizzes.scoring import Kind, Marking
from quizzes.typed import number_text

ABSENT = (Kind.CLOZE, Kind.HOTSPOT, Kind.DIALOGUE)
PAIRED = (Kind.MATCHING, Kind.CATEGORIES)


def write(items: Iterable[Item]) -> Written:
    blocks, left_out, notes = [], [], []
    for item in items:
        if problem := _problem(item):
            left_out.append((item.code, problem))
            continue
        blocks.append(_block(item))
        notes += [(item.code, note) for note in _lost(item)]
    return Written(("\n\n".join(blocks) + "\n").encode(), tuple(left_out), tuple(notes))


def _problem(item: Item) -> str:
    if item.kind in ABSENT:
        return not_carried(item.kind, "GIFT")
    if item.kind is Kind.ORDERING and any(choice.text.startswith("//") for choice in item.choices):
        return _("GIFT would take an option that begins with // for a comment.")
    if item.kind in PAIRED and any("->" in choice.text for choice in item.choices):
        return _("GIFT would cut an option at the arrow -> in it.")
    if item.kind is Kind.FILL_IN and any("->" in choice.text + choice.reason for choice in item.choices):
        return _("GIFT would take a wording with an arrow -> for a pair.")
    return ""


def _lost(item: Item) -> Iterator[str]:
    yield from lost_tags(item)
    if item.kind in PAIRED and any(choice.reason for choice in item.choices):
        yield _("Why options are wrong has no place there.")
    if item.picture:
        yield _("Its picture has no place there.")


def _block(item: Item) -> str:
    sayings = ["kind=categories"] if item.kind is Kind.CATEGORIES else []
    sayings += [f"unit={part.unit}" for part in item.parts if item.kind is Kind.NUMERIC and part.unit]
    marks = [f"[tag:{marked(tag)}]" for tag in tags_of(item, *sayings)]
    head = " ".join([f"// [id:{item.code}]", *marks])
    feedback = f"####{words(item.explanation)}" if item.explanation else ""
    return f"{head}\n::{escaped(item.code)}::[plain]{escaped(item.stem)} {{{_inside(item, feedback)}}}"


def _inside(item: Item, feedback: str) -> str:
    if item.kind is Kind.TRUE_FALSE:
        return ("TRUE" if item.answer else "FALSE") + feedback
    if item.kind is Kind.SHORT_ANSWER:
        return feedback
    if item.kind is Kind.NUMERIC:
        part = item.parts[0]
        return f"#{number_text(part.value)}:{number_text(part.tolerance)}{feedback}"
    if item.kind is Kind.ORDERING:
        marks = "ALL_OR_NOTHING" if item.marking is not Marking.PARTIAL else "RELATIVE_NEXT_EXCLUDE_LAST"
        rows = [f">{len(item.choices)} ALL VERTICAL {marks}", *(escaped(choice.text) for choice in item.choices)]
    else:
        rows = [f"\t{row}" for row in _rows(item)]
    return "\n" + "\n".join([*rows, f"\t{feedback}"] if feedback else rows) + "\n"


def _rows(item: Item) -> Iterator[str]:
    if item.kind in PAIRED:
        for text, match, _why in to_pairs(item):
            yield f"={words(text)} -> {escaped(match)}"
    elif item.kind is Kind.FILL_IN:
        for choice in item.choices:
            yield f"=%{100 if choice.correct else 0}%{words(starless(choice.text))}{_reason(choice)}"
    else:
        right = sum(choice.correct for choice in item.choices)
        yield from (_option(item, choice, right) for choice in item.choices)


def _option(item: Item, choice: Choice, right: int) -> str:
    text = words(choice.text)
    if item.kind is Kind.SINGLE:
        worth = f"%{100 if choice.correct else 0}%" if WEIGHT.match(text) else ""
        return f"{'=' if choice.correct else '~'}{worth}{text}{_reason(choice)}"
    return f"~%{fraction(choice.correct, right, item.marking)}%{text}{_reason(choice)}"


def fraction(is_right: bool, right: int, marking: Marking | None) -> str:
    """In per cent, as Moodle lists them. All or nothing as far as Moodle can: a wrong option takes everything away."""
    share = f"{100 / (right or 1):.5f}".rstrip("0").rstrip(".")
    if is_right:
        return share
    return f"-{share}" if marking is Marking.PARTIAL else "-100"


def _reason(choice: Choice) -> str:
    return f"#{words(choice.reason)}" if choice.reason else ""


def marked(tag: str) -> str:
    return re.sub(r"([\]\\])", r"\\\1", tag)


def words(text: str) -> str:
    """What looks like a format is said to be plain; else the format of the stem, which is plain, holds."""
    return f"[plain]{escaped(text)}" if FORMAT.match(text) else escaped(text)


def escaped(text: str) -> str:
    return re.sub(r"([~=#{}:\\])", r"\\\1", text.strip()).replace("\n", "\\n")
