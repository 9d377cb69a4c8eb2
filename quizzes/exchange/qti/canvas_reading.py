"""Items of QTI 1.2, as Canvas exports them and as others do, as questions of the bank."""

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _

from quizzes.exchange.items import (
    Choice,
    Item,
    Part,
    Picture,
    Place,
    choice_kind,
    code_among,
    not_held,
    number_of,
    short,
)
from quizzes.exchange.labels import labels_of
from quizzes.exchange.markup import Node
from quizzes.exchange.qti.areas import points_of
from quizzes.exchange.qti.asking import Found, NotHeld
from quizzes.exchange.qti.canvas_items import BRACKETS, Asked12
from quizzes.exchange.qti.interactions import TRUTHS
from quizzes.kinds.cloze import CHOICE, WORDS
from quizzes.scoring import Kind, Marking

PROFILES = {
    "cc.multiple_choice.v0p1": "multiple_choice_question", "cc.multiple_response.v0p1": "multiple_answers_question",
    "cc.true_false.v0p1": "true_false_question", "cc.fib.v0p1": "short_answer_question",
    "cc.pattern_match.v0p1": "short_answer_question", "cc.essay.v0p1": "essay_question",
}  # fmt: skip
CHOSEN = ("dropdown", "wordbank")
RECTANGLES = {"square": "rect", "rectangle": "rect", "polygon": "poly", "bounded": "poly", "oval": "ellipse"}


def item_of(node: Node, picture: Callable[[str], Picture | None], language: str, place: int) -> Item:
    """Raises NotHeld."""
    asked = Asked12(node, picture)
    found = _found(asked)
    explanation = asked.explanation()
    shown = asked.shown(found.picture)
    tags, code, spoken = (asked.ours.get(name) for name in ("tags", "code", "language"))
    labels = labels_of(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else labels_of(())
    title = node.get("title").strip()
    code = code if isinstance(code, str) else code_among(node.get("ident"), title)
    notes = [*asked.notes, *labels.notes, *asked.lost_words()]
    if title not in ("", code, found.stem, "Question"):
        notes.append(_("The title “%(title)s” is not kept.") % {"title": short(title)})
    marking = (labels.marking or found.marking) if found.marking else None
    return Item(
        found.kind, found.stem, found.choices, found.answer, explanation, code,
        language=spoken if isinstance(spoken, str) and spoken else language,
        parts=found.parts, places=found.places, picture=shown, marking=marking,
        place=place, notes=tuple(dict.fromkeys(notes)), **labels.filed,
    )  # fmt: skip


def _found(asked: Asked12) -> Found:
    kind = asked.fields.get("question_type") or PROFILES.get(asked.fields.get("cc_profile", "")) or _guessed(asked)
    if asked.fields.get("parent_stimulus_item_ident"):
        raise NotHeld(_("It asks about a text that stands beside it, which the bank does not keep."))
    if kind not in READERS:
        raise NotHeld(not_held(kind or "?"))
    if not asked.responses():
        raise NotHeld(_("It has nothing to be answered."))
    return READERS[kind](asked)


def _guessed(asked: Asked12) -> str:
    """The kind of an item that does not say it, by what it is made of."""
    responses = asked.responses()
    names = {each.name for each in responses}
    if names == {"response_xy"}:
        return "hot_spot_question"
    if len(responses) == 1 and names == {"response_lid"}:
        cardinality = responses[0].get("rcardinality", "Single")
        kinds = {"Multiple": "multiple_answers_question", "Ordered": "ordering_question"}
        return kinds.get(cardinality, "multiple_choice_question")
    if len(responses) == 1 and names <= {"response_str", "response_num"}:
        if not asked.scoring:
            return "essay_question"
        fib = responses[0].find("render_fib")
        is_number = "response_num" in names or any(each.get("fibtype") in ("Decimal", "Integer") for each in fib)
        return "numerical_question" if is_number else "short_answer_question"
    if responses and names == {"response_lid"} and all(each.all("material") for each in responses):
        return "matching_question"
    return ", ".join(sorted(names))


# --- Options, orders, pairs ---


def _choice(asked: Asked12) -> Found:
    response = asked.responses()[0]
    name, labels = response.get("ident"), asked.labels(response)
    is_single = response.get("rcardinality", "Single") != "Multiple"
    weights = asked.weights(name)
    if not set(weights) & set(labels):
        raise NotHeld(_("It does not say what is right."))
    is_statement = asked.fields.get("question_type") == "true_false_question"
    truths = {key: TRUTHS.get(text.strip(" .。").lower()) for key, text in labels.items()}
    if (is_statement or not asked.fields) and is_single and sorted(truths.values(), key=str) == [False, True]:
        return Found(Kind.TRUE_FALSE, asked.stem(), answer=truths[max(weights, key=lambda key: weights[key])])
    weighed = [(Choice(text, False, asked.reason(name, key)), weights.get(key, 0)) for key, text in labels.items()]
    kind, choices, notes = choice_kind(weighed, is_single)
    asked.notes += notes
    marking = None
    if kind is Kind.MULTIPLE:
        marking = Marking.PARTIAL if asked.is_in_part else Marking.ALL_OR_NOTHING
    return Found(kind, asked.stem(), asked.kept(list(choices)), marking=marking)


def _order(asked: Asked12) -> Found:
    response = asked.responses()[0]
    labels, right = asked.labels(response), asked.right(response.get("ident"))
    if sorted(right) != sorted(labels):
        raise NotHeld(_("Not each of its options has its place in the right order."))
    choices = tuple(Choice(labels[key]) for key in right)
    return Found(Kind.ORDERING, asked.stem(), choices, marking=Marking.ALL_OR_NOTHING)


def _match(asked: Asked12) -> Found:
    pool: dict[str, str] = {}
    choices, used = [], set()
    for response in asked.responses():
        labels, right = asked.labels(response), asked.right(response.get("ident"))
        pool |= labels
        if len(set(right)) != 1 or right[0] not in labels:
            raise NotHeld(_("Not each of its options fits exactly one of the others."))
        used.add(labels[right[0]])
        reason = asked.reason(response.get("ident"), response.get("ident").removeprefix("response_"))
        choices.append(Choice(_own_words(asked, response), False, reason, match=labels[right[0]]))
    parts = tuple(Part(text=text) for text in dict.fromkeys(pool.values()) if text not in used)
    marking = Marking.PARTIAL if asked.is_in_part else Marking.ALL_OR_NOTHING
    return Found(Kind.MATCHING, asked.stem(), tuple(choices), parts=parts, marking=marking)


def _own_words(asked: Asked12, response: Node) -> str:
    return "\n".join(asked.words(each) for each in response.all("material"))


def _categories(asked: Asked12) -> Found:
    parts: list[Part] = []
    fits: dict[str, int] = {}
    labels: dict[str, str] = {}
    for number, response in enumerate(asked.responses(), start=1):
        parts.append(Part(text=_own_words(asked, response)))
        labels |= asked.labels(response)
        fits |= dict.fromkeys(asked.right(response.get("ident")), number)
    for key, text in labels.items():
        if key not in fits:
            words = {"option": short(text, 30)}
            asked.notes.append(_("“%(option)s” belongs to none of the categories and is not kept.") % words)
    choices = tuple(
        Choice(text, False, asked.reason("", key), part=fits[key]) for key, text in labels.items() if key in fits
    )
    marking = Marking.PARTIAL if asked.is_in_part else Marking.ALL_OR_NOTHING
    return Found(Kind.CATEGORIES, asked.stem(), choices, parts=tuple(parts), marking=marking)


# --- What is typed ---


def _words(asked: Asked12) -> Found:
    response = asked.responses()[0].get("ident")
    right = dict.fromkeys(asked.right(response))
    if not right:
        raise NotHeld(_("It does not say what is right."))
    choices = [Choice(value, True, asked.reason(response, value)) for value in right]
    return Found(Kind.FILL_IN, asked.stem(), asked.kept(_with_mistakes(asked, choices)))


def _with_mistakes(asked: Asked12, choices: list[Choice]) -> list[Choice]:
    """Expected mistakes, which Canvas has no place for, back into the places that they had."""
    said = asked.ours.get("mistakes")
    for row in said if isinstance(said, list) else ():
        match row:
            case [int(at), str(text), str(reason), int() | None as part]:
                choices.insert(max(0, at), Choice(text, False, reason, part=part))
    return choices


def _gaps(asked: Asked12) -> Found:
    stem, choices, parts = asked.stem(), [], []
    names = {each.get("ident").removeprefix("response_"): each for each in asked.responses()}
    ordered = [name for name in dict.fromkeys(BRACKETS.findall(stem)) if name in names]
    if set(ordered) != set(names):
        raise NotHeld(_("The gaps of its text and its answers are not the same."))
    if asked.ours:
        ordered = list(names)
    for number, name in enumerate(ordered, start=1):
        stem = stem.replace(f"[{name}]", f"[[{number}]]")
        response = names[name]
        labels = asked.labels(response)
        types = {label.get("answer_type") for label in response.find("response_label")}
        right = asked.right(response.get("ident"))
        is_choice = asked.fields.get("question_type") == "multiple_dropdowns_question" or bool(types & set(CHOSEN))
        parts.append(Part(CHOICE if is_choice else WORDS))
        algorithms = {label.get("scoring_algorithm") for label in response.find("response_label")}
        if algorithms & {"TextRegex", "TextCloseEnough"}:
            asked.notes.append(_("Its gaps accept patterns or near misses; in the bank only the words themselves."))
        for key, text in labels.items():
            is_right = key in right if is_choice else True
            choices.append(Choice(text, is_right, asked.reason(response.get("ident"), key), part=number))
    marking = Marking.PARTIAL if asked.is_in_part else Marking.ALL_OR_NOTHING
    if asked.ours.get("kind") == Kind.DIALOGUE.value:
        return _dialogue(asked, stem, choices, len(parts), marking)
    kept = asked.kept(_with_mistakes(asked, choices))
    return Found(Kind.CLOZE, stem, kept, parts=tuple(parts), marking=marking)


def _dialogue(asked: Asked12, stem: str, choices: list[Choice], turns: int, marking: Marking) -> Found:
    """Each turn is what stands before its gap; the first line that we wrote is the question."""
    said = asked.ours.get("turns")
    texts = [text for text in said if isinstance(text, str)] if isinstance(said, list) else []
    if len(texts) != turns:
        raise NotHeld(_("The gaps of its text and its answers are not the same."))
    for number, text in enumerate(texts, start=1):
        stem = stem.replace(f"{text} [[{number}]]", "")
    parts = tuple(Part(text=text) for text in texts)
    return Found(Kind.DIALOGUE, stem.strip(), asked.kept(choices), parts=parts, marking=marking)


def _number(asked: Asked12) -> Found:
    answers = [each for each in asked.scoring if each.equals or each.bound("vargte", "vargt", "varlte", "varlt")]
    if not answers:
        raise NotHeld(_("It does not say what is right."))
    first = answers[0]
    value = number_of(first.equals[0][1]) if first.equals else None
    low, high = first.bound("vargte", "vargt"), first.bound("varlte", "varlt")
    if value is None and (low is None or high is None):
        raise NotHeld(_("The bank cannot hold its number %(number)s.") % {"number": short(str(first.equals[:1]))})
    if value is None or (low is not None and high is not None and value - low != high - value):
        value = (low + high) / 2  # type: ignore[operator]
    tolerance = high - value if high is not None else Decimal(0)
    if number_of(str(value)) is None or number_of(str(tolerance)) is None:
        raise NotHeld(_("The bank cannot hold its number %(number)s.") % {"number": value})
    if len(answers) > 1:
        others = ", ".join(each.equals[0][1] for each in answers[1:] if each.equals)
        asked.notes.append(_("Of several right numbers only the first is kept, not %(numbers)s.") % {"numbers": others})
    unit = asked.ours.get("unit")
    part = Part(value=value, tolerance=tolerance, unit=unit if isinstance(unit, str) else "")
    return Found(Kind.NUMERIC, asked.stem(), parts=(part,))


def _written(asked: Asked12) -> Found:
    return Found(Kind.SHORT_ANSWER, asked.stem())


def _hotspot(asked: Asked12) -> Found:
    image = next(iter(asked.presentation.find("matimage")), None)
    picture = asked.picture(image.get("uri")) if image else None
    if picture is None:
        raise NotHeld(_("Its picture “%(name)s” is not in the package.") % {"name": image.get("uri") if image else "?"})
    places = []
    for number, label in enumerate(asked.presentation.find("response_label"), start=1):
        shape = RECTANGLES.get(label.get("rarea", "square").lower(), label.get("rarea").lower())
        found, points = points_of(shape, label.text, (1.0, 1.0))  # Canvas says them in parts of the picture's sides
        places.append(Place(_("Place %(number)d") % {"number": number}, found.value, points, correct=True))
    asked.notes.append(_("Its places have no names: write what is there."))
    stem = asked.words(asked.responses()[0]) or asked.stem()
    return Found(Kind.HOTSPOT, stem, places=tuple(places), picture=picture, marking=Marking.ALL_OR_NOTHING)


READERS: dict[str, Callable[[Asked12], Found]] = {
    "multiple_choice_question": _choice, "multiple_answers_question": _choice, "true_false_question": _choice,
    "short_answer_question": _words, "fill_in_multiple_blanks_question": _gaps,
    "multiple_dropdowns_question": _gaps, "matching_question": _match, "numerical_question": _number,
    "essay_question": _written, "ordering_question": _order, "categorization_question": _categories,
    "hot_spot_question": _hotspot,
}  # fmt: skip
