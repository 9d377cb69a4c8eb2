"""A question of the bank as an item of QTI 2.1 or 2.2."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from quizzes.exchange.items import Choice, Item, Picture
from quizzes.exchange.markup import Node, tree
from quizzes.exchange.qti import marking
from quizzes.exchange.qti.areas import SHAPES, coords_of, exactly
from quizzes.exchange.qti.asking import TOOL
from quizzes.exchange.qti.marking import EXPLANATION, FEEDBACK, declared
from quizzes.exchange.qti.texts import lines, paragraph
from quizzes.exchange.qti.typed import UNIT
from quizzes.exchange.sizes import size_of
from quizzes.geometry import Shape, outline
from quizzes.kinds.cloze import CHOICE, GAP, NUMBER
from quizzes.scoring import Kind, Marking
from quizzes.typed import number_text

RESPONSE = "RESPONSE"
TRUTHS = {"zh-hans": ("对", "错"), "en": ("True", "False")}
TAGS = {"zh-hans": "zh-Hans"}


class LeftOut(Exception):
    """The format cannot hold the question; the message says why."""


@dataclass
class Parts:
    """What the kind of a question says of an item. `told` are responses whose values name feedback."""

    responses: list[Node]
    body: list[Node]
    scores: list[Node]
    most: int = 1
    told: list[str] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    conditions: list[Node] = field(default_factory=list)


def assessment_item(item: Item, namespace: str, schema: str, picture: str) -> Node:
    """`picture` is the address of its picture in the package. Raises LeftOut."""
    parts = WRITERS[item.kind](item, picture)
    feedback = {identifier: words for identifier, words in parts.reasons.items() if words}
    feedback |= {EXPLANATION: item.explanation} if item.explanation else {}
    told = marking.told(parts.told if len(feedback) > bool(item.explanation) else [], bool(item.explanation))
    return tree(
        "assessmentItem",
        *parts.responses,
        *marking.outcomes(parts.most),
        tree("itemBody", *_body(item, parts, picture), class_=f"kind-{item.kind.value}"),
        tree("responseProcessing", *parts.scores, *told, *parts.conditions) if parts.scores or told else None,
        *(_modal(identifier, words) for identifier, words in feedback.items()),
        **{"xmlns": namespace, "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance"},
        **{"xsi:schemaLocation": f"{namespace} {schema}"},
        identifier=identifier_of(item.code), title=item.code, adaptive="false", timeDependent="false",
        lang=TAGS.get(item.language, item.language) or None, toolName=TOOL, toolVersion="1",
    )  # fmt: skip


def _body(item: Item, parts: Parts, picture: str) -> list[Node]:
    """With the picture below the question, unless it is to be marked on."""
    if not item.picture or item.kind is Kind.HOTSPOT:
        return parts.body
    return [parts.body[0], tree("p", tree("img", src=picture, alt=item.picture.alt)), *parts.body[1:]]


def picture_name(picture: Picture) -> str:
    """By what is in it, so that a picture of several questions is there once."""
    ending = picture.name.rpartition(".")[2].lower() if "." in picture.name else "png"
    return f"images/{picture.sha1}.{ending}"


def identifier_of(code: str) -> str:
    """A name for XML, which begins with no digit."""
    return code if code[:1].isalpha() else f"_{code}"


def _modal(identifier: str, words: str) -> Node:
    return tree("modalFeedback", paragraph(words), outcomeIdentifier=FEEDBACK, identifier=identifier, showHide="show")


def _is_in_part(item: Item) -> bool:
    return item.marking is Marking.PARTIAL


def _options(item: Item) -> list[tuple[str, Choice]]:
    return [(f"c{number}", choice) for number, choice in enumerate(item.choices, start=1)]


def _reasons(item: Item) -> dict[str, str]:
    return {key: choice.reason for key, choice in _options(item)}


def _simple(options: list[tuple[str, Choice]], name: str = "simpleChoice") -> list[Node]:
    return [tree(name, *lines(choice.text), identifier=key) for key, choice in options]


def _scored(item: Item, identifier: str) -> list[Node]:
    """By the mapping, or only for the whole key."""
    if _is_in_part(item):
        return [marking.mapped(identifier)]
    return [marking.all_or_nothing([marking.is_key(identifier)])]


# --- Options, orders, pairs ---


def _choice(item: Item, _picture: str) -> Parts:
    options = _options(item)
    right = [key for key, choice in options if choice.correct]
    is_single = item.kind is Kind.SINGLE
    worth = [(key, 1 if choice.correct else -1) for key, choice in options] if _is_in_part(item) else []
    most = len(right) if worth else 1
    response = declared(
        RESPONSE, "single" if is_single else "multiple", "identifier", right, worth, lowerBound=0, upperBound=most
    )
    body = tree(
        "choiceInteraction", *_simple(options), responseIdentifier=RESPONSE, shuffle="true",
        maxChoices=1 if is_single else 0,
    )  # fmt: skip
    return Parts([response], [paragraph(item.stem), body], _scored(item, RESPONSE), most, [RESPONSE], _reasons(item))


def _statement(item: Item, _picture: str) -> Parts:
    words = TRUTHS.get(item.language, TRUTHS["en"])
    choices = [tree("simpleChoice", word, identifier=key) for key, word in zip(("true", "false"), words, strict=True)]
    body = tree("choiceInteraction", *choices, responseIdentifier=RESPONSE, shuffle="false", maxChoices=1)
    response = declared(RESPONSE, "single", "identifier", ["true" if item.answer else "false"])
    return Parts([response], [paragraph(item.stem), body], _scored(item, RESPONSE))


def _order(item: Item, _picture: str) -> Parts:
    options = _options(item)
    right = [key for key, _choice in options]
    body = tree("orderInteraction", *_simple(options), responseIdentifier=RESPONSE, shuffle="true")
    scores, most = _scored(item, RESPONSE), 1
    if _is_in_part(item):
        scores = [marking.earned(each) for each in marking.neighbours(RESPONSE, right)]
        most = len(right) - 1
    return Parts([declared(RESPONSE, "ordered", "identifier", right)], [paragraph(item.stem), body], scores, most)


def _pairs(item: Item, _picture: str) -> Parts:
    options = _options(item)
    if item.kind is Kind.CATEGORIES:
        pool = [part.text for part in item.parts]
        fits = {key: f"t{choice.part}" for key, choice in options}
    else:
        pool = list(dict.fromkeys([*(choice.match for choice in item.choices), *(part.text for part in item.parts)]))
        fits = {key: f"t{pool.index(choice.match) + 1}" for key, choice in options}
    right = [f"{key} {fits[key]}" for key, _choice in options]
    worth = [(pair, 1) for pair in right] if _is_in_part(item) else []
    first = [tree("simpleAssociableChoice", *lines(choice.text), identifier=key, matchMax=1) for key, choice in options]
    second = [
        tree("simpleAssociableChoice", *lines(text), identifier=f"t{number}", matchMax=len(options))
        for number, text in enumerate(pool, start=1)
    ]
    body = tree(
        "matchInteraction", tree("simpleMatchSet", *first), tree("simpleMatchSet", *second),
        responseIdentifier=RESPONSE, shuffle="true", maxAssociations=len(options),
    )  # fmt: skip
    conditions = [
        marking.told_when(marking.lacks(RESPONSE, f"{key} {fits[key]}"), key)
        for key, choice in options
        if choice.reason
    ]
    response = declared(RESPONSE, "multiple", "directedPair", right, worth)
    most = len(right) if worth else 1
    return Parts(
        [response], [paragraph(item.stem), body], _scored(item, RESPONSE), most,
        reasons=_reasons(item), conditions=conditions,
    )  # fmt: skip


def _dialogue(item: Item, _picture: str) -> Parts:
    responses, body, names = [], [paragraph(item.stem)] if item.stem else [], []
    for number, part in enumerate(item.parts, start=1):
        own = [(key, choice) for key, choice in _options(item) if choice.part == number]
        names.append(f"{RESPONSE}_{number}")
        responses.append(declared(names[-1], "single", "identifier", [key for key, choice in own if choice.correct]))
        body.append(
            tree("choiceInteraction", tree("prompt", *lines(part.text)), *_simple(own), responseIdentifier=names[-1],
                 shuffle="true", maxChoices=1)
        )  # fmt: skip
    scores, most = _each(item, [marking.is_key(name) for name in names])
    return Parts(responses, body, scores, most, names, _reasons(item))


def _each(item: Item, conditions: list[Node]) -> tuple[list[Node], int]:
    if _is_in_part(item):
        return [marking.earned(condition) for condition in conditions], len(conditions)
    return [marking.all_or_nothing(conditions)], 1


# --- What is typed ---


def _words(item: Item, _picture: str) -> Parts:
    response, conditions = _variants(_options(item), RESPONSE)
    body = [paragraph(item.stem), tree("p", tree("textEntryInteraction", responseIdentifier=RESPONSE))]
    scores = [marking.mapped(RESPONSE)]
    return Parts([response], body, scores, reasons=_reasons(item), conditions=conditions)


def _variants(options: list[tuple[str, Choice]], name: str) -> tuple[Node, list[Node]]:
    """The declaration of typed words, and what is said of expected mistakes."""
    right = [choice.text for _key, choice in options if choice.correct]
    worth = [(choice.text, int(choice.correct)) for _key, choice in options]
    conditions = [
        marking.told_when(marking.is_word(name, [choice.text]), key) for key, choice in options if choice.reason
    ]
    return declared(name, "single", "string", right[:1], worth), conditions


def _number(item: Item, _picture: str) -> Parts:
    part = item.parts[0]
    unit: list[Node | str] = [" ", tree("span", part.unit, class_=UNIT)] if part.unit else []
    body = [paragraph(item.stem), tree("p", tree("textEntryInteraction", responseIdentifier=RESPONSE), *unit)]
    response = declared(RESPONSE, "single", "float", [number_text(part.value)])
    return Parts([response], body, [marking.all_or_nothing([marking.is_number(RESPONSE, part.tolerance)])])


def _cloze(item: Item, _picture: str) -> Parts:
    responses, gaps, tests, told, conditions = [], {}, [], [], []
    for number, part in enumerate(item.parts, start=1):
        name = f"{RESPONSE}_{number}"
        own = [(key, choice) for key, choice in _options(item) if choice.part == number]
        entry = tree("textEntryInteraction", responseIdentifier=name)
        gaps[str(number)] = [entry]
        if part.kind == CHOICE:
            responses.append(declared(name, "single", "identifier", [key for key, choice in own if choice.correct]))
            choices = [tree("inlineChoice", choice.text, identifier=key) for key, choice in own]
            gaps[str(number)] = [tree("inlineChoiceInteraction", *choices, responseIdentifier=name, shuffle="true")]
            tests.append(marking.is_key(name))
            told.append(name)
        elif part.kind == NUMBER:
            responses.append(declared(name, "single", "float", [number_text(part.value)]))
            gaps[str(number)] += [tree("span", part.unit, class_=UNIT)] if part.unit else []
            tests.append(marking.is_number(name, part.tolerance))
        else:
            response, said = _variants(own, name)
            responses.append(response)
            conditions += said
            tests.append(marking.is_word(name, [choice.text for _key, choice in own if choice.correct]))
    scores, most = _each(item, tests)
    return Parts(responses, [_gapped(item.stem, gaps)], scores, most, told, _reasons(item), conditions)


def _gapped(stem: str, gaps: dict[str, list[Node]]) -> Node:
    content: list[Node | str] = []
    for place, piece in enumerate(GAP.split(stem)):
        content += gaps.get(piece, [f"[[{piece}]]"]) if place % 2 else lines(piece)
    return tree("p", *content)


def _written(item: Item, _picture: str) -> Parts:
    body = tree("extendedTextInteraction", responseIdentifier=RESPONSE, expectedLines=8)
    return Parts([declared(RESPONSE, "single", "string")], [paragraph(item.stem), body], [])


# --- Pictures ---


def _hotspot(item: Item, picture: str) -> Parts:
    size = size_of(item.picture) if item.picture else None
    if size is None:
        raise LeftOut(_("Its picture cannot be measured in pixels, in which QTI says where its places are."))
    keys = [f"p{number}" for number in range(1, len(item.places) + 1)]
    right = [key for key, place in zip(keys, item.places, strict=True) if place.correct]
    worth = [(key, 1 if key in right else -1) for key in keys] if _is_in_part(item) else []
    most = len(right) if worth else 1
    response = declared(RESPONSE, "multiple", "identifier", right, worth, lowerBound=0, upperBound=most)
    spots = []
    for key, place in zip(keys, item.places, strict=True):
        shape, points = Shape(place.shape), outline(place.points)
        if not points:
            raise LeftOut(_("The outline of “%(name)s” is no such shape.") % {"name": place.name})
        spots.append(
            tree("hotspotChoice", class_=exactly(place.points), identifier=key, shape=SHAPES[shape],
                 coords=coords_of(shape, points, size), hotspotLabel=place.name)
        )  # fmt: skip
    alt = item.picture.alt if item.picture else ""
    shown = tree("object", alt, type=media_type(picture), data=picture, width=round(size[0]), height=round(size[1]))
    body = tree("hotspotInteraction", shown, *spots, responseIdentifier=RESPONSE, maxChoices=0)
    reasons = {key: place.reason for key, place in zip(keys, item.places, strict=True)}
    return Parts([response], [paragraph(item.stem), body], _scored(item, RESPONSE), most, [RESPONSE], reasons)


def media_type(name: str) -> str:
    ending = name.lower().rpartition(".")[2]
    return "image/" + {"jpg": "jpeg", "svg": "svg+xml"}.get(ending, ending)


WRITERS: dict[Kind, Callable[[Item, str], Parts]] = {
    Kind.SINGLE: _choice, Kind.MULTIPLE: _choice, Kind.TRUE_FALSE: _statement, Kind.ORDERING: _order,
    Kind.MATCHING: _pairs, Kind.CATEGORIES: _pairs, Kind.FILL_IN: _words, Kind.NUMERIC: _number, Kind.CLOZE: _cloze,
    Kind.HOTSPOT: _hotspot, Kind.DIALOGUE: _dialogue, Kind.SHORT_ANSWER: _written,
}  # fmt: skip
