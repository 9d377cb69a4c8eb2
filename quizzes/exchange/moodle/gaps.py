"""Moodle's cloze: a text with gaps such as {1:SHORTANSWER:=Berlin~%50%Bonn#Once it was.}

As Moodle reads it: alternatives are separated by `~`, begin with `=` or a weight in per cent, and end with `#` and what
is said to whoever chose it. A backslash takes the meaning from a sign, and so does writing it as an entity.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from html import escape, unescape

from django.utils.translation import gettext as _

from quizzes.exchange.items import Choice, Item, Part, number_of, short
from quizzes.exchange.typing_in import Measured, number_asked, starless, wordings
from quizzes.exchange.words import Plain, Words
from quizzes.kinds.cloze import CHOICE, NUMBER, WORDS
from quizzes.typed import number_text

TYPES = {
    "SHORTANSWER": WORDS, "SA": WORDS, "MW": WORDS, "SHORTANSWER_C": WORDS, "SAC": WORDS, "MWC": WORDS,
    "NUMERICAL": NUMBER, "NM": NUMBER,
    **{f"MULTICHOICE{end}": CHOICE for end in ("", "_V", "_H", "_S", "_VS", "_HS")},
    **{f"MC{end}": CHOICE for end in ("", "V", "H", "S", "VS", "HS")},
}  # fmt: skip
SEVERAL = {f"MULTIRESPONSE{end}" for end in ("", "_H", "_S", "_HS")} | {f"MR{end}" for end in ("", "H", "S", "HS")}
CASE = {"SHORTANSWER_C", "SAC", "MWC"}
GAP = re.compile(
    r"\{\s*(\d*)\s*:\s*(" + "|".join(sorted([*TYPES, *SEVERAL], key=len, reverse=True)) + r")\s*:((?:\\.|[^\\{}])*)\}",
    re.S,
)
LIKE_A_GAP = re.compile(r"\{\s*\d*\s*:\s*([A-Z_]{2,20})\s*:")
ALTERNATIVE = re.compile(r"(?:\\.|(?<=&)#|[^~\\])+", re.S)
WEIGHT = re.compile(r"\s*(=|%(-?\d+(?:[.,]\d*)?)%)")
SIGNS = {sign: f"&#{ord(sign)};" for sign in "{}~#=%\\"}


@dataclass(frozen=True)
class Alternative:
    text: str
    weight: float
    feedback: str


@dataclass
class Gap:
    worth: int
    type: str
    alternatives: list[Alternative]


def gaps_in(html: str) -> tuple[list[str], list[Gap]]:
    """What stands before, between and behind the gaps, and the gaps. Raises ValueError with the words for it."""
    pieces, gaps, start = [], [], 0
    for found in GAP.finditer(html):
        pieces.append(html[start : found.start()])
        gaps.append(Gap(int(found[1] or 1), found[2], list(_alternatives(found[3]))))
        start = found.end()
    pieces.append(html[start:])
    for piece in pieces:
        if odd := LIKE_A_GAP.search(piece):
            words = {"gap": short(unescape(piece[odd.start() :]), 40)}
            raise ValueError(_("“%(gap)s” is no gap that can be read.") % words)
    return pieces, gaps


def _alternatives(inside: str) -> Iterator[Alternative]:
    for text in ALTERNATIVE.findall(inside):
        weight = WEIGHT.match(text)
        said = text[weight.end() :] if weight else text
        cut = re.search(r"(?<![\\&])#", said)
        feedback = said[cut.end() :] if cut else ""
        said = said[: cut.start()] if cut else said
        share = 100.0 if weight and weight[1] == "=" else float(weight[2].replace(",", ".")) if weight else 0.0
        yield Alternative(_plain(said), share, _bare(feedback).strip())


def _bare(text: str) -> str:
    return re.sub(r"\\([}#~/\"\\])", r"\1", text)


def _plain(text: str) -> str:
    return unescape(_bare(text)).strip()


def parts_of(gaps: list[Gap], units: dict[int, str], plain: Plain) -> tuple[list[Part], list[Choice], list[str]]:
    """The bank's parts and options. Raises ValueError with the words for what it cannot hold."""
    parts, choices, notes = [], [], []
    if len({gap.worth for gap in gaps}) > 1:
        notes.append(_("Different weights of the gaps are not kept: each is worth the same."))
    for number, gap in enumerate(gaps, start=1):
        words = {"number": number}
        if gap.type in SEVERAL:
            raise ValueError(_("Gap %(number)d has several right options; the bank’s gaps have one.") % words)
        if gap.type in CASE:
            notes.append(_("In gap %(number)d capitals counted; in the bank they do not.") % words)
        if TYPES[gap.type] == NUMBER:
            part, more = _number(gap, units.get(number, ""))
            parts.append(part)
            notes += more
            continue
        parts.append(Part(kind=TYPES[gap.type]))
        own, more = _options(gap, number, plain)
        choices += own
        notes += more
    return parts, choices, notes


def _number(gap: Gap, unit: str) -> tuple[Part, list[str]]:
    measured = []
    for each in gap.alternatives:
        value, colon, around = each.text.partition(":")
        number, tolerance = number_of(value), number_of(around) if colon else Decimal(0)
        if each.text != "*" and (number is None or tolerance is None):
            raise ValueError(_("“%(text)s” is no number.") % {"text": short(each.text)})
        measured.append(Measured(number, tolerance or Decimal(0), each.weight, each.feedback))
    part, notes, problem = number_asked(measured, unit)
    if part is None:
        raise ValueError(problem)
    return Part(NUMBER, value=part.value, tolerance=part.tolerance, unit=part.unit), notes


def _options(gap: Gap, number: int, plain: Plain) -> tuple[list[Choice], list[str]]:
    form = "moodle" if TYPES[gap.type] == CHOICE else "plain"
    weighed = [
        (Choice(plain(Words(each.text, form)), reason=plain(Words(each.feedback, "html")), part=number), each.weight)
        for each in gap.alternatives
    ]
    if TYPES[gap.type] == CHOICE:  # an asterisk is one there
        weighed = [(Choice(starless(row.text), reason=row.reason, part=number), weight) for row, weight in weighed]
    found, notes = wordings(weighed)
    return list(found), notes


# --- Writing ---


def gap_of(item: Item, number: int) -> str:
    part = item.parts[number - 1]
    kind = part.kind or CHOICE  # a turn of a dialogue
    if kind == NUMBER:
        return f"{{1:NUMERICAL:={number_text(part.value)}:{number_text(part.tolerance)}}}"
    rows = (_alternative(choice, kind == WORDS) for choice in item.of_part(number))
    name = "SHORTANSWER" if kind == WORDS else "MULTICHOICE" if part.kind else "MULTICHOICE_V"
    return f"{{1:{name}:{'~'.join(rows)}}}"


def _alternative(choice: Choice, is_typed: bool) -> str:
    text = signs(" ".join(starless(choice.text).split()) if is_typed else escape(choice.text, quote=False))
    return f"{'=' if choice.correct else '%0%'}{text}" + (f"#{signs(choice.reason)}" if choice.reason else "")


def signs(text: str) -> str:
    """Every sign that means something to HTML or to a gap, as an entity."""
    return "".join(SIGNS.get(sign, sign) for sign in escape(text, quote=False)).replace("\n", "<br>")


def texts_of(pieces: Iterable[str], plain: Plain) -> list[str]:
    return [plain(Words(piece, "html")) for piece in pieces]
