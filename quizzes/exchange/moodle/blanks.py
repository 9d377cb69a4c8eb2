"""Texts with gaps: Moodle's cloze, and the types whose gaps are filled from one list of words."""

import re
from typing import Any

from django.utils.translation import gettext as _

from quizzes.exchange.items import Choice, Item, Part
from quizzes.exchange.labels import Labels
from quizzes.exchange.markup import Node
from quizzes.exchange.moodle.gaps import gap_of, gaps_in, parts_of, signs, texts_of
from quizzes.exchange.words import Plain, Words
from quizzes.kinds.cloze import CHOICE, GAP
from quizzes.scoring import Kind, Marking

TURN = re.compile(r"<blockquote[^>]*>(.*?)</blockquote>", re.S | re.I)
PLACE = "\ue000{}\ue001"  # where a gap stands while HTML becomes text
PLACES = re.compile("\ue000(\\d+)\ue001")
WORD_GAP = re.compile(r"\[\[(\d+)\]\]")


def embedded(question: Node, labels: Labels, plain: Plain, notes: list[str]) -> dict[str, Any]:
    """`plain` is for what stands in the gaps; what the text around them had in it is known already."""
    html, text = question.said("questiontext", "text"), Plain()
    if _form(question) == "plain_text":
        html = html.replace("\n", "<br>")
    pieces, gaps = gaps_in(html)
    if not gaps:
        raise ValueError(_("It has no gap that can be read."))
    units = {int(name[4:] or 0): unit for name, unit in labels.said.items() if name.startswith("unit")}
    parts, choices, more = parts_of(gaps, units, plain)
    notes += more
    fields = {"marking": labels.marking or Marking.PARTIAL, "choices": tuple(choices)}
    if labels.kind is Kind.DIALOGUE and (turns := _turns(pieces)):
        stem, told = texts_of([turns[0]], text)[0], texts_of(turns[1:], text)
        return fields | {"kind": Kind.DIALOGUE, "stem": stem, "parts": tuple(Part(text=said) for said in told)}
    stem = text(Words("".join(piece + _mark(n, len(gaps)) for n, piece in enumerate(pieces, start=1)), "html"))
    if GAP.search(stem):
        raise ValueError(_("Its text has [[1]] or the like in it, which is a gap in the bank."))
    return fields | {"kind": Kind.CLOZE, "stem": PLACES.sub(r"[[\1]]", stem), "parts": tuple(parts)}


def _form(question: Node) -> str:
    text = question.one("questiontext")
    return text.attributes.get("format", "html") if text else "html"


def _mark(number: int, last: int) -> str:
    return PLACE.format(number) if number <= last else ""


def _turns(pieces: list[str]) -> list[str]:
    """The stem and what the customer says before each gap; nothing if that is not how the text is made."""
    found = [TURN.search(piece) for piece in pieces[:-1]]
    if not found or not all(found):
        return []
    return [pieces[0][: found[0].start()], *(each[1] for each in found if each)]


def drag_words(question: Node, labels: Labels, plain: Plain, notes: list[str]) -> dict[str, Any]:
    """Words dragged into a text, or chosen in it: a gap's choices are the words of its group."""
    boxes = [*question.all("dragbox"), *question.all("selectoption")]
    words = [(plain(Words(box.said("text"), "moodle")), box.said("group") or "1") for box in boxes]
    stem = Plain()(Words(question.said("questiontext", "text"), _form(question)))
    numbers = [int(found) for found in WORD_GAP.findall(stem)]
    if not numbers:
        raise ValueError(_("It has no gap that can be read."))
    if any(not 1 <= number <= len(words) for number in numbers):
        raise ValueError(_("A gap asks for a word that it does not have."))
    choices = [
        Choice(text, place == number, part=gap)
        for gap, number in enumerate(numbers, start=1)
        for place, (text, group) in enumerate(words, start=1)
        if group == words[number - 1][1]
    ]
    counted = iter(range(1, len(numbers) + 1))
    notes.append(_("In the bank each gap has its words to choose from."))
    return {
        "kind": Kind.CLOZE,
        "marking": labels.marking or Marking.PARTIAL,
        "stem": WORD_GAP.sub(lambda _found: f"[[{next(counted)}]]", stem),
        "choices": tuple(choices),
        "parts": tuple(Part(CHOICE) for _number in numbers),
    }


# --- Writing ---


def html_of(item: Item) -> str:
    """The text of a cloze or a dialogue, with its gaps."""
    if item.kind is Kind.DIALOGUE:
        turns = (
            f"<blockquote>{signs(part.text)}</blockquote><p>{gap_of(item, number)}</p>"
            for number, part in enumerate(item.parts, start=1)
        )
        return f"<p>{signs(item.stem)}</p>" + "".join(turns)
    pieces = GAP.split(item.stem)
    return "".join(gap_of(item, int(piece)) if n % 2 else signs(piece) for n, piece in enumerate(pieces))


def is_in_order(item: Item) -> bool:
    return GAP.findall(item.stem) == [str(number) for number in range(1, len(item.parts) + 1)]
