"""Questions as Moodle XML, such that Moodle reads them, and we the same again."""

import base64
import re
from collections.abc import Iterable, Iterator
from html import escape
from urllib.parse import quote
from xml.sax.saxutils import quoteattr

from django.utils.translation import gettext as _

from quizzes.exchange.gift.writing import fraction
from quizzes.exchange.items import Item, Picture, Written, units
from quizzes.exchange.labels import lost_tags, tags_of
from quizzes.exchange.moodle.blanks import html_of, is_in_order
from quizzes.exchange.moodle.pictures import INSIDE
from quizzes.exchange.moodle.zones import MARKER, rows_of
from quizzes.exchange.pairs import to_pairs
from quizzes.exchange.sizes import size_of
from quizzes.exchange.typing_in import starless
from quizzes.exchange.words import as_html
from quizzes.kinds.cloze import NUMBER
from quizzes.scoring import Kind, Marking
from quizzes.typed import number_text

# What XML 1.0 has no way to say.
UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
TYPES = {
    Kind.TRUE_FALSE: "truefalse", Kind.ORDERING: "ordering", Kind.FILL_IN: "shortanswer", Kind.NUMERIC: "numerical",
    Kind.MATCHING: "matching", Kind.CATEGORIES: "matching", Kind.SHORT_ANSWER: "essay", Kind.CLOZE: "multianswer",
    Kind.DIALOGUE: "multianswer", Kind.HOTSPOT: "ddmarker", Kind.SINGLE: "multichoice", Kind.MULTIPLE: "multichoice",
}  # fmt: skip
EMBEDDED = (Kind.CLOZE, Kind.DIALOGUE)


def write(items: Iterable[Item]) -> Written:
    rows, left_out = ['<?xml version="1.0" encoding="UTF-8"?>', "<quiz>"], []
    notes: list[tuple[str, str]] = []
    for item in items:
        if problem := _problem(item):
            left_out.append((item.code, problem))
            continue
        rows += _question(item)
        notes += [(item.code, note) for note in _lost(item)]
    return Written(("\n".join([*rows, "</quiz>"]) + "\n").encode(), tuple(left_out), tuple(notes))


def _problem(item: Item) -> str:
    if UNSAYABLE.search("".join(item.texts)):
        return _("It has control characters, which XML cannot hold.")
    if item.kind is Kind.HOTSPOT and (item.picture is None or size_of(item.picture) is None):
        return _("Its picture is none that can be read.")
    return ""


def _lost(item: Item) -> Iterator[str]:
    yield from lost_tags(item)
    if item.kind is Kind.CLOZE and not is_in_order(item):
        yield _("Its gaps are numbered anew, in the order of the text.")


def _question(item: Item) -> Iterator[str]:
    shown = item.picture if item.kind is not Kind.HOTSPOT else None
    alt = f" alt={quoteattr(item.picture.alt)}" if item.kind is Kind.HOTSPOT and item.picture else ""
    yield f'  <question type="{TYPES[item.kind]}"{alt}>'
    yield f"    <name>{_text(item.code)}</name>"
    yield from _asked(item, shown)
    yield f'    <generalfeedback format="plain_text">{_text(item.explanation)}</generalfeedback>'
    if item.kind not in EMBEDDED:
        yield "    <defaultgrade>1</defaultgrade>"
    yield f"    <penalty>{1 if item.kind is Kind.TRUE_FALSE else 0}</penalty>"
    yield f"    <hidden>{int(item.status == 'retired')}</hidden>"
    yield f"    <idnumber>{item.code}</idnumber>"
    yield from (f"    {row}" for row in WRITERS[item.kind](item))
    if tags := tags_of(item, *_sayings(item)):
        yield "    <tags>" + "".join(f"<tag>{_text(tag)}</tag>" for tag in tags) + "</tags>"
    yield "  </question>"


def _asked(item: Item, picture: Picture | None) -> Iterator[str]:
    """Plain, unless there is something in it that only HTML can say."""
    if item.kind not in EMBEDDED and picture is None:
        yield f'    <questiontext format="plain_text">{_text(item.stem)}</questiontext>'
        return
    html = html_of(item) if item.kind in EMBEDDED else f"<p>{as_html(item.stem)}</p>"
    if picture is None:
        yield f'    <questiontext format="html">{_text(html)}</questiontext>'
        return
    html += f'<p><img src="{INSIDE}{quote(picture.name)}" alt="{escape(picture.alt)}"></p>'
    yield f'    <questiontext format="html">{_text(html)}{_file(picture)}</questiontext>'


def _sayings(item: Item) -> list[str]:
    found = [f"kind={item.kind.value}"] if item.kind in (Kind.CATEGORIES, Kind.DIALOGUE) else []
    if item.kind is Kind.CLOZE:
        numbered = enumerate(item.parts, start=1)
        found += [f"unit{number}={part.unit}" for number, part in numbered if part.kind == NUMBER and part.unit]
    return found


# --- Its types ---


def _statement(item: Item) -> Iterator[str]:
    for value in (True, False):
        yield _answer(str(value).lower(), 100 if item.answer is value else 0)


def _order(item: Item) -> Iterator[str]:
    in_part = "RELATIVE_NEXT_EXCLUDE_LAST" if item.marking is Marking.PARTIAL else "ALL_OR_NOTHING"
    yield "<layouttype>VERTICAL</layouttype>"
    yield "<selecttype>ALL</selecttype>"
    yield f"<selectcount>{len(item.choices)}</selectcount>"
    yield f"<gradingtype>{in_part}</gradingtype>"
    yield "<showgrading>HIDE</showgrading>"
    yield "<numberingstyle>none</numberingstyle>"
    for place, choice in enumerate(item.choices, start=1):
        yield _answer(choice.text, place)


def _choices(item: Item) -> Iterator[str]:
    yield f"<single>{str(item.kind is Kind.SINGLE).lower()}</single>"
    yield "<shuffleanswers>true</shuffleanswers>"
    yield "<answernumbering>ABCD</answernumbering>"
    right = sum(choice.correct for choice in item.choices)
    for choice in item.choices:
        share = fraction(choice.correct, right, item.marking)
        if item.kind is Kind.SINGLE:
            share = "100" if choice.correct else "0"
        yield _answer(choice.text, share, choice.reason)


def _wordings(item: Item) -> Iterator[str]:
    yield "<usecase>0</usecase>"
    for choice in item.choices:
        yield _answer(starless(choice.text), 100 if choice.correct else 0, choice.reason)


def _number(item: Item) -> Iterator[str]:
    part = item.parts[0]
    tolerance = f"<tolerance>{number_text(part.tolerance)}</tolerance>"
    yield f'<answer fraction="100" format="moodle_auto_format">{_text(number_text(part.value))}{tolerance}</answer>'
    if names := units(part.unit):
        own = (f"<unit><multiplier>1</multiplier><unit_name>{escape(name)}</unit_name></unit>" for name in names)
        yield f"<units>{''.join(own)}</units>"
    yield "<unitgradingtype>0</unitgradingtype>"
    yield "<unitpenalty>0</unitpenalty>"
    yield f"<showunits>{0 if names else 3}</showunits>"
    yield "<unitsleft>0</unitsleft>"


def _pairs(item: Item) -> Iterator[str]:
    """`<feedback>` is ours: Moodle has none there, and passes it over."""
    yield "<shuffleanswers>true</shuffleanswers>"
    for text, match, why in to_pairs(item):
        feedback = f'<feedback format="plain_text">{_text(why)}</feedback>' if why else ""
        answer = f"<answer>{_text(as_html(match))}</answer>"
        yield f'<subquestion format="plain_text">{_text(text)}{answer}{feedback}</subquestion>'


def _essay(item: Item) -> Iterator[str]:
    yield "<responseformat>editor</responseformat>"
    yield "<responserequired>1</responserequired>"
    yield "<responsefieldlines>10</responsefieldlines>"
    yield "<attachments>0</attachments>"
    yield "<attachmentsrequired>0</attachmentsrequired>"
    yield f'<graderinfo format="plain_text">{_text("")}</graderinfo>'
    yield f'<responsetemplate format="plain_text">{_text("")}</responsetemplate>'


def _nothing(item: Item) -> Iterator[str]:
    """Its answers stand in its text."""
    yield from ()


def _zones(item: Item) -> Iterator[str]:
    if item.picture is None or (size := size_of(item.picture)) is None:
        return
    yield _file(item.picture)
    yield f"<drag><no>1</no>{_text(MARKER)}<infinite/></drag>"
    for number, (shape, coords) in enumerate(rows_of(item, size), start=1):
        yield f"<drop><no>{number}</no><shape>{shape}</shape><coords>{coords}</coords><choice>1</choice></drop>"
    for place in item.places:
        told = {"name": place.name, "shape": place.shape, "points": place.points, "correct": str(place.correct).lower()}
        own = " ".join(f"{name}={quoteattr(value)}" for name, value in told.items())
        yield f"<place {own}>{_text(place.reason)}</place>"


WRITERS = {
    Kind.TRUE_FALSE: _statement, Kind.ORDERING: _order, Kind.SINGLE: _choices, Kind.MULTIPLE: _choices,
    Kind.FILL_IN: _wordings, Kind.NUMERIC: _number, Kind.MATCHING: _pairs, Kind.CATEGORIES: _pairs,
    Kind.SHORT_ANSWER: _essay, Kind.CLOZE: _nothing, Kind.DIALOGUE: _nothing, Kind.HOTSPOT: _zones,
}  # fmt: skip


def _answer(text: str, share: object, reason: str = "") -> str:
    feedback = f'<feedback format="plain_text">{_text(reason)}</feedback>'
    return f'<answer fraction="{share}" format="plain_text">{_text(text)}{feedback}</answer>'


def _file(picture: Picture) -> str:
    data = base64.b64encode(picture.data).decode()
    return f'<file name={quoteattr(picture.name)} path="/" encoding="base64">{data}</file>'


def _text(words: str) -> str:
    return "<text><![CDATA[" + words.replace("]]>", "]]]]><![CDATA[>") + "]]></text>"
