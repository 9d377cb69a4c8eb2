"""Answers that are typed, as Moodle has them, into what the bank holds: wordings with an asterisk, and numbers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _

from quizzes.exchange.items import Choice, Part, number_of, partly, short
from quizzes.typed import number_text

WILD = re.compile(r"(?<!\\)\*")


def wordings(weighed: Sequence[tuple[Choice, float]]) -> tuple[tuple[Choice, ...], list[str]]:
    """In Moodle an asterisk stands for anything. The bank compares words with words."""
    found, notes = [], []
    for choice, weight in weighed:
        words = {"option": short(choice.text, 30)}
        if WILD.search(choice.text):
            notes.append(_("“%(option)s” stands for many wordings and is not kept: list those that are meant.") % words)
            continue
        if 0 < weight < 100:
            notes.append(partly(choice, weight))
        if weight >= 100 and choice.reason:
            notes.append(_("The feedback to the right option “%(option)s” is not kept.") % words)
        is_right = weight >= 100
        text = choice.text.replace("\\*", "*")
        found.append(replace(choice, text=text, correct=is_right, reason="" if is_right else choice.reason))
    return tuple(found), notes


def starless(text: str) -> str:
    """As Moodle writes an asterisk that stands for itself."""
    return text.replace("*", "\\*")


@dataclass(frozen=True)
class Measured:
    """A number that is accepted, or None for every other; `weight` in per cent."""

    value: Decimal | None
    tolerance: Decimal
    weight: float
    feedback: str = ""


def number_asked(answers: Sequence[Measured], unit: str = "") -> tuple[Part | None, list[str], str]:
    """The one number that the bank holds, what is lost, and why there is none."""
    right = [each for each in answers if each.weight >= 100 and each.value is not None]
    if len(right) != 1:
        return None, [], _("The bank asks for one number; here %(number)d are right.") % {"number": len(right)}
    value, tolerance = number_of(str(right[0].value)), number_of(str(right[0].tolerance))
    if value is None or tolerance is None:
        return None, [], _("A number has ten digits and four decimals at most.")
    notes = []
    for each in answers:
        said = "*" if each.value is None else number_text(each.value)
        if each is not right[0] and each.weight > 0:
            notes.append(partly(Choice(said), each.weight))
        if each.feedback:
            notes.append(_("The feedback “%(words)s” is not kept.") % {"words": short(each.feedback)})
    return Part(value=value, tolerance=tolerance, unit=unit), notes, ""
