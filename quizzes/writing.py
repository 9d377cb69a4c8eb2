"""How a question is written: what makes it no question (errors), and what makes it a poor one (advice).

The advice follows the rules for writing items that most textbooks share: Haladyna, Downing and Rodriguez, "A Review of
Multiple-Choice Item-Writing Guidelines", Applied Measurement in Education 15 (2002).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from quizzes.geometry import Shape, is_sound, outline
from quizzes.kinds.cloze import CHOICE, NUMBER, WORDS, gaps_in
from quizzes.scoring import Kind
from quizzes.typed import plain

OPTIONS_AT_LEAST = {
    Kind.SINGLE: 2, Kind.MULTIPLE: 2, Kind.ORDERING: 3, Kind.MATCHING: 2, Kind.CATEGORIES: 2, Kind.FILL_IN: 1,
    Kind.DIALOGUE: 2,
}  # fmt: skip
OPTIONS_AT_MOST = 9  # each is chosen by a digit
VARIANTS_AT_MOST = 60  # of words that are typed, and of all gaps or turns together
PARTS_AT_MOST = 20
WITH_PARTS = (Kind.MATCHING, Kind.CATEGORIES, Kind.NUMERIC, Kind.CLOZE, Kind.DIALOGUE)
WITHOUT_OPTIONS = (Kind.TRUE_FALSE, Kind.NUMERIC, Kind.HOTSPOT, Kind.SHORT_ANSWER)
ONE_IS_RIGHT = (Kind.SINGLE, Kind.MULTIPLE, Kind.DIALOGUE)
MUCH_LONGER, LONG = 2.0, 24  # times as long as the next, and at least that many characters

ALL_OF_THEM = re.compile(
    r"(all|none|both|neither) of (the )?(above|these|them|those|options)"
    r"|以上(都|皆|全|均)|(都|皆|全|均)(对|不对|正确|是)$|以上选项|上述(都|皆|全|均)",
    re.I,
)
NEGATIVE = re.compile(
    r"\b(not|never|except|no|least|wrong|incorrect|isn[’']t|doesn[’']t|don[’']t|shouldn[’']t)\b"
    r"|不(是|该|应|对|属于|正确|包括|能|可|得|要|符合|需)|错误的|除了|除外|哪.{0,4}错",
    re.I,
)
MARKED = re.compile(r"\b(NOT|NEVER|EXCEPT|NO|LEAST|WRONG|INCORRECT)\b|[*_“【「（(《][^*_”】」）)》]{0,12}(不|错|除)")


@dataclass(frozen=True)
class DraftOption:
    text: str
    correct: bool = False
    part: int | None = None
    match: str = ""


@dataclass(frozen=True)
class DraftPart:
    kind: str = ""
    text: str = ""
    value: Decimal | None = None


@dataclass(frozen=True)
class DraftRegion:
    name: str
    shape: str
    points: str
    correct: bool


@dataclass(frozen=True)
class Draft:
    """A question as its author has written it."""

    kind: Kind
    stem: str
    explanation: str = ""
    answer: bool | None = None
    options: Sequence[DraftOption] = ()
    parts: Sequence[DraftPart] = ()
    regions: Sequence[DraftRegion] = ()
    has_picture: bool = False

    def of_part(self, number: int) -> list[DraftOption]:
        return [option for option in self.options if option.part == number]


# --- Errors ---


def errors(draft: Draft) -> list[str]:
    """Why it is no question, as sentences for its author."""
    found = option_problems(draft.kind, [option.correct for option in draft.options])
    found += [problem for problem in [answer_problem(draft.kind, draft.answer)] if problem]
    found += part_problems(draft)
    found += list(_region_problems(draft))
    return found


def answer_problem(kind: Kind, answer: bool | None) -> str:
    """What is wrong with the truth of a statement, as a sentence for its author, or ""."""
    if kind is Kind.TRUE_FALSE and answer is None:
        return _("Say whether the statement is true or false.")
    if kind is not Kind.TRUE_FALSE and answer is not None:
        return _("Only a true or false question has a statement that is true or false: choose nothing here.")
    return ""


def option_problems(kind: Kind, options: list[bool]) -> list[str]:
    """What is wrong with the options, as sentences for their author. `options` says of each whether it is right."""
    if kind is Kind.TRUE_FALSE:
        return [_("A true or false question has no options of its own: delete them.")] if options else []
    if kind in WITHOUT_OPTIONS:
        return [_("This kind of question has no options: delete them.")] if options else []
    problems = []
    least, most = OPTIONS_AT_LEAST.get(kind, 0), _most(kind)
    if len(options) < least:
        problems.append(_("This kind of question has at least %(least)d options.") % {"least": least})
    if len(options) > most:
        problems.append(_("A question has at most %(number)d options.") % {"number": most})
    return problems + _key_problems(kind, sum(options))


def part_problems(draft: Draft) -> list[str]:
    """What is wrong with gaps, categories, turns and numbers, and with the options that belong to them."""
    if draft.kind not in WITH_PARTS:
        return [_("This kind of question has no parts: delete them.")] if draft.parts else []
    if len(draft.parts) > PARTS_AT_MOST:
        return [_("A question has at most %(number)d parts.") % {"number": PARTS_AT_MOST}]
    checks = {
        Kind.MATCHING: _matching, Kind.CATEGORIES: _categories, Kind.NUMERIC: _numeric, Kind.CLOZE: _cloze,
        Kind.DIALOGUE: _dialogue,
    }  # fmt: skip
    return list(checks[draft.kind](draft))


def _most(kind: Kind) -> int:
    return VARIANTS_AT_MOST if kind in (Kind.FILL_IN, Kind.CLOZE, Kind.DIALOGUE) else OPTIONS_AT_MOST


def _key_problems(kind: Kind, right: int) -> list[str]:
    if kind is Kind.SINGLE and right != 1:
        return [_("A single choice question has exactly one right option; %(number)d are ticked.") % {"number": right}]
    if kind is Kind.MULTIPLE and right < 1:
        return [_("A multiple choice question has at least one right option: tick it.")]
    if kind is Kind.FILL_IN and right < 1:
        return [_("No wording is accepted: tick at least one.")]
    return []


def _matching(draft: Draft) -> Iterator[str]:
    if any(not option.match.strip() for option in draft.options):
        yield _("Each option of a matching question says what fits it.")
    if len({option.match.strip() for option in draft.options if option.match.strip()}) < 2 and not draft.parts:
        yield _("All options fit the same: there is nothing to match.")
    if {part.text.strip() for part in draft.parts} & {option.match.strip() for option in draft.options}:
        yield _("A text that should fit nothing fits one of the options.")
    yield from _texts_missing(draft)


def _categories(draft: Draft) -> Iterator[str]:
    if len(draft.parts) < 2:
        yield _("There are at least two categories.")
    yield from _texts_missing(draft)
    yield from _astray(draft)


def _numeric(draft: Draft) -> Iterator[str]:
    if len(draft.parts) != 1:
        yield _("A question for a number has exactly one part: the number.")
    elif draft.parts[0].value is None:
        yield _("Write the right number.")


def _cloze(draft: Draft) -> Iterator[str]:
    gaps, numbers = gaps_in(draft.stem), [str(number) for number in range(1, len(draft.parts) + 1)]
    if not draft.parts or sorted(gaps) != sorted(numbers):
        yield _("The gaps of the text and the parts are not the same: each of [[1]], [[2]] … stands in it once.")
    yield from _astray(draft)
    for number, part in enumerate(draft.parts, start=1):
        own, words = draft.of_part(number), {"number": number}
        right = sum(option.correct for option in own)
        if part.kind not in (CHOICE, NUMBER, WORDS):
            yield _("Say what stands in gap %(number)d.") % words
        if part.kind == NUMBER and part.value is None:
            yield _("Write the right number of gap %(number)d.") % words
        if part.kind == NUMBER and own:
            yield _("Gap %(number)d is a number and has no options.") % words
        if part.kind == WORDS and right < 1:
            yield _("Gap %(number)d accepts nothing: tick what is right.") % words
        if part.kind == CHOICE and (right != 1 or len(own) < 2):
            yield _("Gap %(number)d needs two options or more, one of them ticked.") % words


def _dialogue(draft: Draft) -> Iterator[str]:
    if not draft.parts:
        yield _("A dialogue begins with what the customer says: add a part.")
    yield from _texts_missing(draft)
    yield from _astray(draft)
    for number in range(1, len(draft.parts) + 1):
        own = draft.of_part(number)
        if len(own) < 2 or sum(option.correct for option in own) != 1:
            yield _("Turn %(number)d needs two options or more, one of them ticked.") % {"number": number}
        if len(own) > OPTIONS_AT_MOST:
            yield _("A turn has at most %(number)d options.") % {"number": OPTIONS_AT_MOST}


def _texts_missing(draft: Draft) -> Iterator[str]:
    if any(not part.text.strip() for part in draft.parts):
        yield _("A part has no text.")


def _astray(draft: Draft) -> Iterator[str]:
    if any(option.part is None or not 1 <= option.part <= len(draft.parts) for option in draft.options):
        yield _("Each option says the number of a part that there is.")


def _region_problems(draft: Draft) -> Iterator[str]:
    if draft.kind is not Kind.HOTSPOT:
        if draft.regions:
            yield _("This kind of question has no places on a picture: delete them.")
        return
    if not draft.has_picture:
        yield _("Choose the picture.")
    if not any(region.correct for region in draft.regions):
        yield _("No place is to be marked: tick at least one.")
    if len(draft.regions) < 2:
        yield _("Draw two places or more: with one alone, its name would be the answer.")
    for region in draft.regions:
        points = outline(region.points)
        if points is None or not is_sound(Shape(region.shape), points):
            yield _("The outline of “%(name)s” is no such shape.") % {"name": region.name}


# --- Advice ---


def advice(draft: Draft) -> list[str]:
    """What an author should look at, and may leave as it is."""
    found = list(_choice_advice(draft))
    if not draft.explanation.strip():
        found.append(_("There is no explanation: whoever is wrong does not learn why."))
    if NEGATIVE.search(draft.stem) and not MARKED.search(draft.stem) and draft.kind in (Kind.SINGLE, Kind.MULTIPLE):
        found.append(
            _("The question asks for what is not so, and a reader misses that: write the word as 【不】 or NOT.")
        )
    return found


def _choice_advice(draft: Draft) -> Iterator[str]:
    if draft.kind not in (Kind.SINGLE, Kind.MULTIPLE, Kind.DIALOGUE):
        return
    texts = [option.text for option in draft.options]
    same = [text for text, times in Counter(plain(text) for text in texts).items() if times > 1 and text]
    if same and draft.kind is not Kind.DIALOGUE:
        yield _("Two options say the same: “%(text)s”.") % {"text": same[0]}
    if any(ALL_OF_THEM.search(text.strip(" 。.")) for text in texts):
        yield _(
            "An option says “all of the above” or the like: it is right as soon as two others are. Write a real one."
        )
    groups = range(1, len(draft.parts) + 1) if draft.kind is Kind.DIALOGUE else (None,)
    for number in groups:
        own = [option for option in draft.options if option.part == number] if number else list(draft.options)
        if long := much_longer(own):
            yield _("“%(text)s” is much longer than the others; test takers choose the longest.") % {"text": long[:40]}
    if draft.kind is Kind.MULTIPLE and texts and all(option.correct for option in draft.options):
        yield _("Every option is right: there is nothing to tell apart.")


def much_longer(options: Sequence[DraftOption]) -> str:
    """The text of a right option that is twice as long as the longest wrong one, or ""."""
    right = max((option.text for option in options if option.correct), key=width, default="")
    wrong = max((width(option.text) for option in options if not option.correct), default=0)
    return right if wrong and width(right) >= LONG and width(right) >= MUCH_LONGER * wrong else ""


def width(text: str) -> int:
    """As wide as it looks: a Chinese character is two letters."""
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)
