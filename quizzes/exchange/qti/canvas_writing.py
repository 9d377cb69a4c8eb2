"""A question of the bank as an item that Canvas reads: QTI 1.2 with Canvas's own fields.

What Canvas has no field for stands in a field of ours, which Canvas passes over and our own import reads again.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from quizzes.exchange.items import Choice, Item, not_carried
from quizzes.exchange.labels import tags_of
from quizzes.exchange.markup import Node, tree, written
from quizzes.exchange.qti.canvas_items import BRACKETS, GENERAL, OURS, qti_field
from quizzes.exchange.qti.texts import paragraph
from quizzes.exchange.qti.writing import TRUTHS, LeftOut, identifier_of
from quizzes.kinds.cloze import CHOICE, GAP, WORDS
from quizzes.scoring import Kind
from quizzes.typed import number_text

RESPONSE = "response1"


@dataclass
class Parts:
    """What the kind of a question says of an item."""

    type: str
    responses: list[Node]
    conditions: list[Node]
    stem: str
    feedback: dict[str, str] = field(default_factory=dict)
    extra: dict[str, object] = field(default_factory=dict)


def item_node(item: Item, picture: str) -> Node:
    """`picture` is the address of its picture in the package. Raises LeftOut."""
    if item.kind not in WRITERS:
        raise LeftOut(not_carried(item.kind, "Canvas"))
    parts = WRITERS[item.kind](item)
    feedback = {GENERAL: item.explanation} | {f"{key}_fb": words for key, words in parts.feedback.items()}
    said = {"code": item.code, "language": item.language, "tags": tags_of(item)} | parts.extra
    answers = ",".join(key for each in parts.responses for key in _idents(each))
    fields = {"question_type": parts.type, "points_possible": "1.0", "original_answer_ids": answers}
    fields[OURS] = json.dumps(said, ensure_ascii=False)
    shown = tree("img", src=picture, alt=item.picture.alt) if item.picture else None
    decided = [_told("Yes", GENERAL)] if item.explanation else []
    score = tree("decvar", maxvalue=100, minvalue=0, varname="SCORE", vartype="Decimal")
    return tree(
        "item",
        tree("itemmetadata", tree("qtimetadata", *(qti_field(label, entry) for label, entry in fields.items()))),
        tree("presentation", _html(parts.stem, shown), *parts.responses),
        tree("resprocessing", tree("outcomes", score), *decided, *parts.conditions),
        *(
            tree("itemfeedback", tree("flow_mat", _html(words)), ident=name)
            for name, words in feedback.items()
            if words
        ),
        ident=identifier_of(item.code), title=item.code,
    )  # fmt: skip


def _idents(response: Node) -> list[str]:
    return [each.get("ident") for each in response.find("response_label") if each.get("ident").isdigit()]


def _html(text: str, picture: Node | None = None) -> Node:
    """Words as HTML, which Canvas keeps as text in the XML."""
    nodes = [paragraph(text), *([tree("p", picture)] if picture else [])]
    html = "".join(written(node).decode().partition("\n")[2].strip("\n") for node in nodes)
    return tree("material", tree("mattext", html, texttype="text/html"))


def _plain(text: str) -> Node:
    return tree("material", tree("mattext", text, texttype="text/plain"))


def _options(item: Item, part: int | None = None) -> list[tuple[str, Choice]]:
    """With names of digits, as Canvas gives them."""
    return [(f"{number}", each) for number, each in enumerate(item.choices, start=1001) if each.part == part]


def _labels(options: Iterable[tuple[str, str]]) -> list[Node]:
    return [tree("response_label", _plain(text), ident=key) for key, text in options]


def _lid(ident: str, labels: list[Node], head: str | None = None, cardinality: str | None = None) -> Node:
    heading = None if head is None else _plain(head)
    return tree("response_lid", heading, tree("render_choice", *labels), ident=ident, rcardinality=cardinality)


def _equal(value: object, response: str = RESPONSE) -> Node:
    return tree("varequal", str(value), respident=response)


def _scores(*tests: Node, points: str = "100", action: str = "Set", is_last: bool = True) -> Node:
    return tree(
        "respcondition", tree("conditionvar", *tests), tree("setvar", points, action=action, varname="SCORE"),
        continue_="No" if is_last else "Yes",
    )  # fmt: skip


def _told(goes_on: str, name: str, *tests: Node) -> Node:
    shown = tree("displayfeedback", feedbacktype="Response", linkrefid=name)
    return tree("respcondition", tree("conditionvar", *(tests or (tree("other"),))), shown, continue_=goes_on)


def _told_of(options: list[tuple[str, Choice]], response: str = RESPONSE) -> list[Node]:
    return [_told("Yes", f"{key}_fb", _equal(key, response)) for key, choice in options if choice.reason]


def _reasons(options: list[tuple[str, Choice]]) -> dict[str, str]:
    return {key: choice.reason for key, choice in options if choice.reason}


# --- The kinds ---


def _choice(item: Item) -> Parts:
    options = _options(item)
    labels = _labels((key, choice.text) for key, choice in options)
    right = [key for key, choice in options if choice.correct]
    if item.kind is Kind.SINGLE:
        name, cardinality, tests = "multiple_choice_question", "Single", [_equal(right[0])]
    else:
        name, cardinality = "multiple_answers_question", "Multiple"
        tests = [tree("and", *(_equal(k) if c.correct else tree("not", _equal(k)) for k, c in options))]
    response = _lid(RESPONSE, labels, cardinality=cardinality)
    conditions = [*_told_of(options), _scores(*tests)]
    return Parts(name, [response], conditions, item.stem, _reasons(options))


def _statement(item: Item) -> Parts:
    words = TRUTHS.get(item.language, TRUTHS["en"])
    response = _lid(RESPONSE, _labels(zip(("1001", "1002"), words, strict=True)), cardinality="Single")
    return Parts("true_false_question", [response], [_scores(_equal("1001" if item.answer else "1002"))], item.stem)


def _order(item: Item) -> Parts:
    options = _options(item)
    labels = _labels((key, choice.text) for key, choice in options)
    listed = tree("render_extension", tree("ims_render_object", tree("flow_label", *labels), shuffle="Yes"))
    response = tree("response_lid", listed, ident=RESPONSE, rcardinality="Ordered")
    return Parts("ordering_question", [response], [_scores(*(_equal(key) for key, _choice in options))], item.stem)


def _match(item: Item) -> Parts:
    options = _options(item)
    texts = dict.fromkeys([*(choice.match for choice in item.choices), *(part.text for part in item.parts)])
    pool = {text: f"{number}" for number, text in enumerate(texts, start=2001)}
    points = f"{100 / len(options):.2f}"
    responses, conditions = [], []
    for key, choice in options:
        name = f"response_{key}"
        responses.append(_lid(name, _labels((ident, text) for text, ident in pool.items()), choice.text))
        test = _equal(pool[choice.match], name)
        conditions.append(_scores(test, points=points, action="Add", is_last=False))
        if choice.reason:
            conditions.append(_told("Yes", f"{key}_fb", tree("not", test)))
    return Parts("matching_question", responses, conditions, item.stem, _reasons(options))


def _categories(item: Item) -> Parts:
    options = [(f"{number}", each) for number, each in enumerate(item.choices, start=1001)]
    points = f"{100 / len(item.parts):.2f}"
    responses, conditions = [], []
    for number, part in enumerate(item.parts, start=1):
        name = f"category_{number}"
        labels = _labels((key, choice.text) for key, choice in options)
        responses.append(_lid(name, labels, part.text, "Multiple"))
        own = [_equal(key, name) for key, choice in options if choice.part == number]
        if own:
            conditions.append(_scores(*own, points=points, action="Add", is_last=False))
    return Parts("categorization_question", responses, conditions, item.stem, _reasons(options))


def _words(item: Item) -> Parts:
    right = [choice.text for choice in item.choices if choice.correct]
    fib = tree("render_fib", tree("response_label", ident="answer1", rshuffle="No"))
    response = tree("response_str", fib, ident=RESPONSE, rcardinality="Single")
    tests = [_equal(text) for text in right]
    return Parts("short_answer_question", [response], [_scores(*tests)], item.stem, extra=_mistakes(item))


def _mistakes(item: Item) -> dict[str, object]:
    """Canvas takes every wording that is named as a right one."""
    wrong = [
        [place, choice.text, choice.reason, choice.part]
        for place, choice in enumerate(item.choices)
        if not choice.correct
    ]
    return {"mistakes": wrong} if wrong else {}


def _number(item: Item) -> Parts:
    part = item.parts[0]
    value = part.value or 0
    tolerance = tree(
        "and",
        tree("vargte", number_text(value - part.tolerance), respident=RESPONSE),
        tree("varlte", number_text(value + part.tolerance), respident=RESPONSE),
    )
    fib = tree("render_fib", tree("response_label", ident="answer1"), fibtype="Decimal")
    response = tree("response_str", fib, ident=RESPONSE, rcardinality="Single")
    test = tree("or", _equal(number_text(part.value)), tolerance)
    extra: dict[str, object] = {"unit": part.unit} if part.unit else {}
    return Parts("numerical_question", [response], [_scores(test)], item.stem, extra=extra)


def _cloze(item: Item) -> Parts:
    kinds = {part.kind for part in item.parts}
    if kinds not in ({WORDS}, {CHOICE}):
        raise LeftOut(_("Canvas has texts whose gaps are all words, or all choices; no numbers and no mixture."))
    if BRACKETS.search(GAP.sub("", item.stem)):
        raise LeftOut(_("Canvas would take the square brackets in its text for gaps."))
    stem = GAP.sub(lambda found: f"[gap{found[1]}]", item.stem)
    parts = _gaps(item, stem, is_choice=kinds == {CHOICE})
    parts.extra = _mistakes(item) if kinds == {WORDS} else {}
    return parts


def _gaps(item: Item, stem: str, is_choice: bool) -> Parts:
    points = f"{100 / len(item.parts):.2f}"
    feedback: dict[str, str] = {}
    responses, conditions = [], []
    for number in range(1, len(item.parts) + 1):
        name = f"response_gap{number}"
        own = [(key, choice) for key, choice in _options(item, number) if is_choice or choice.correct]
        responses.append(_lid(name, _labels((key, choice.text) for key, choice in own), f"gap{number}"))
        right = next(key for key, choice in own if choice.correct)
        conditions += _told_of(own, name) if is_choice else []
        conditions.append(_scores(_equal(right, name), points=points, action="Add", is_last=False))
        feedback |= _reasons(own)
    kind = "multiple_dropdowns_question" if is_choice else "fill_in_multiple_blanks_question"
    return Parts(kind, responses, conditions, stem, feedback)


def _dialogue(item: Item) -> Parts:
    """A text with a choice after each turn."""
    if any(BRACKETS.search(text) for text in [item.stem, *(part.text for part in item.parts)]):
        raise LeftOut(_("Canvas would take the square brackets in its text for gaps."))
    turns = [f"{part.text} [gap{number}]" for number, part in enumerate(item.parts, start=1)]
    parts = _gaps(item, "\n".join([item.stem, *turns]), is_choice=True)
    parts.extra = {"kind": item.kind.value, "turns": [part.text for part in item.parts]}
    return parts


def _written(item: Item) -> Parts:
    fib = tree("render_fib", tree("response_label", ident="answer1", rshuffle="No"))
    response = tree("response_str", fib, ident=RESPONSE, rcardinality="Single")
    return Parts("essay_question", [response], [tree("respcondition", tree("conditionvar", tree("other")))], item.stem)


WRITERS: dict[Kind, Callable[[Item], Parts]] = {
    Kind.SINGLE: _choice, Kind.MULTIPLE: _choice, Kind.TRUE_FALSE: _statement, Kind.ORDERING: _order,
    Kind.MATCHING: _match, Kind.CATEGORIES: _categories, Kind.FILL_IN: _words, Kind.NUMERIC: _number,
    Kind.CLOZE: _cloze, Kind.DIALOGUE: _dialogue, Kind.SHORT_ANSWER: _written,
}  # fmt: skip
