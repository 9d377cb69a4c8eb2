"""Aiken: a question, its options as `A. …`, and `ANSWER: A`. One right option and nothing else."""

import re
import string
from collections.abc import Iterable

from django.utils.translation import gettext as _

from quizzes.exchange.items import Choice, Item, Reading, Unreadable, Written, decoded
from quizzes.scoring import Kind

OPTION = re.compile(r"([A-Z])[.)]\s+(.*)")
ANSWER = re.compile(r"ANSWER\s*[:：]\s*([A-Z])\s*$", re.I)


def read(data: bytes, language: str) -> Reading:
    reading, stem, options, start = Reading(), [], [], 0
    for number, line in enumerate(decoded(data).split("\n"), start=1):
        line = line.strip()
        start = start or (number if line else 0)
        if answer := ANSWER.fullmatch(line):
            _take(reading, stem, options, answer[1].upper(), language, start)
            stem, options, start = [], [], 0
        elif option := OPTION.fullmatch(line):
            options.append((option[1], option[2]))
        elif line and options:
            reading.refuse(start, " ".join(stem), _("No line ANSWER: follows its options."))
            stem, options, start = [line], [], number
        elif line:
            stem.append(line)
        reading.check_number()
    if stem or options:
        reading.refuse(start, " ".join(stem), _("No line ANSWER: follows its options."))
    if not reading.items and not reading.refused:
        raise Unreadable(_("There is no question in this file."))
    return reading


def _take(
    reading: Reading, stem: list[str], options: list[tuple[str, str]], answer: str, language: str, start: int
) -> None:
    letters = [letter for letter, _text in options]
    words = " ".join(stem)
    if letters != list(string.ascii_uppercase[: len(letters)]) or not letters:
        reading.refuse(start, words, _("Its options are not A, B, C and so on, in this order."))
    elif answer not in letters:
        reading.refuse(start, words, _("The right answer is %(letter)s, which it does not have.") % {"letter": answer})
    else:
        choices = tuple(Choice(text.strip(), letter == answer) for letter, text in options)
        reading.items.append(Item(Kind.SINGLE, words, choices, language=language, place=start))


def write(items: Iterable[Item]) -> Written:
    blocks, left_out = [], []
    for item in items:
        if problem := _problem(item):
            left_out.append((item.code, problem))
            continue
        rows = [
            f"{letter}. {choice.text}" for letter, choice in zip(string.ascii_uppercase, item.choices, strict=False)
        ]
        right = next(n for n, choice in enumerate(item.choices) if choice.correct)
        blocks.append("\n".join([item.stem, *rows, f"ANSWER: {string.ascii_uppercase[right]}"]))
    return Written(("\n\n".join(blocks) + "\n").encode(), tuple(left_out))


def _problem(item: Item) -> str:
    if item.kind is not Kind.SINGLE:
        return _("Aiken has single choice only.")
    texts = [item.stem, *(choice.text for choice in item.choices)]
    if any("\n" in text for text in texts) or OPTION.match(item.stem) or ANSWER.match(item.stem):
        return _("Aiken cannot hold its words: a line break, or a line that looks like an option.")
    return ""
