"""The interactions of QTI 2 and 3 as the kinds of the bank: options, orders and pairs."""

from django.utils.translation import gettext as _

from quizzes.exchange.items import Choice, Part, choice_kind, short
from quizzes.exchange.markup import Node
from quizzes.exchange.qti.asking import Asked, Found, NotHeld
from quizzes.exchange.qti.responses import Response
from quizzes.kinds.cloze import CHOICE
from quizzes.scoring import Kind, Marking

TRUTHS = {"true": True, "false": False, "对": True, "错": False, "正确": True, "错误": False}


def choice(asked: Asked, interaction: Node) -> Found:
    response = asked.response(interaction)
    nodes = interaction.all("simpleChoice")
    texts = [asked.text(node) for node in nodes]
    weights = _weights(asked, response, nodes)
    is_single = response.cardinality == "single"
    if is_single and asked.hint in (None, Kind.TRUE_FALSE):
        truths = [TRUTHS.get(text.strip(" .。").lower()) for text in texts]
        if sorted(truths, key=str) == [False, True] and max(weights) > 0:
            right = weights.index(max(weights))
            asked.to_the_right = nodes[right].get("identifier")
            return Found(Kind.TRUE_FALSE, asked.stem_around(interaction), answer=truths[right])
    weighed = [
        (Choice(text, False, asked.reason(response.identifier, node.get("identifier"))), weight)
        for node, text, weight in zip(nodes, texts, weights, strict=True)
    ]
    kind, choices, notes = choice_kind(weighed, is_single)
    asked.notes += notes
    marking = None
    if kind is Kind.MULTIPLE:
        marking = asked.marking
        if marking is Marking.PARTIAL and not any(worth < 0 for worth in response.mapping.values()):
            asked.notes.append(_("In the bank a wrong option takes away what a right one earns."))
    return Found(kind, asked.stem_around(interaction), asked.kept(choices), marking=marking)


def _weights(asked: Asked, response: Response, nodes: list[Node]) -> list[float]:
    """Of each option what it is worth, in per cent of the most that one is."""
    keys = [node.get("identifier") for node in nodes]
    most = max(response.mapping.values(), default=0)
    if most > 0 and (asked.processing.is_in_part or not response.correct):
        return [100 * response.mapping.get(key, 0) / most for key in keys]
    right = asked.key(response)
    if unknown := [key for key in right if key not in keys]:
        raise NotHeld(_("The right answer is %(letter)s, which it does not have.") % {"letter": short(unknown[0])})
    return [100.0 if key in right else 0.0 for key in keys]


def dialogue(asked: Asked, interactions: list[Node]) -> Found:
    choices, parts = [], []
    for number, interaction in enumerate(interactions, start=1):
        response = asked.response(interaction)
        parts.append(Part(text=asked.text(interaction.one("prompt"))))
        for node in interaction.all("simpleChoice"):
            identifier = node.get("identifier")
            reason = asked.reason(response.identifier, identifier)
            choices.append(Choice(asked.text(node), identifier in response.correct, reason, part=number))
    stem = asked.stem({id(each): "" for each in interactions})
    return Found(Kind.DIALOGUE, stem, asked.kept(choices), parts=tuple(parts), marking=asked.marking)


def order(asked: Asked, interaction: Node) -> Found:
    texts = {node.get("identifier"): asked.text(node) for node in interaction.all("simpleChoice")}
    right = asked.key(asked.response(interaction))
    if sorted(right) != sorted(texts):
        raise NotHeld(_("Not each of its options has its place in the right order."))
    choices = tuple(Choice(texts[key]) for key in right)
    return Found(Kind.ORDERING, asked.stem_around(interaction), choices, marking=asked.marking)


def match(asked: Asked, interaction: Node) -> Found:
    sets = interaction.all("simpleMatchSet")
    if len(sets) != 2:
        raise NotHeld(_("It has not two sets to match."))
    first, second = ({node.get("identifier"): node for node in each.all("simpleAssociableChoice")} for each in sets)
    fits = _fits(asked.key(asked.response(interaction)), first, second)
    if not _each_fits_one(fits, first):
        turned: dict[str, list[str]] = {}
        for key, values in fits.items():
            for value in values:
                turned.setdefault(value, []).append(key)
        first, second, fits = second, first, turned
    return _paired(asked, interaction, first, second, fits)


def _fits(pairs: list[str], first: dict[str, Node], second: dict[str, Node]) -> dict[str, list[str]]:
    fits: dict[str, list[str]] = {}
    for pair in pairs:
        left, _space, right = pair.partition(" ")
        if left not in first and right in first:
            left, right = right, left
        if left not in first or right not in second:
            raise NotHeld(_("A right pair names what it does not have: %(pair)s.") % {"pair": short(pair)})
        fits.setdefault(left, []).append(right)
    return fits


def _each_fits_one(fits: dict[str, list[str]], first: dict[str, Node]) -> bool:
    return all(len(fits.get(key, ())) == 1 for key in first)


def _paired(
    asked: Asked, interaction: Node, first: dict[str, Node], second: dict[str, Node], fits: dict[str, list[str]]
) -> Found:
    if not _each_fits_one(fits, first):
        raise NotHeld(_("Not each of its options fits exactly one of the others."))
    response = interaction.get("responseIdentifier")
    texts = {key: asked.text(node) for key, node in second.items()}
    numbers = {key: number for number, key in enumerate(second, start=1)}
    kind = asked.hint if asked.hint in (Kind.MATCHING, Kind.CATEGORIES) else None
    if kind is None:
        kind = Kind.CATEGORIES if len(second) < len(first) else Kind.MATCHING
    choices = []
    for key, node in first.items():
        fit = fits[key][0]
        reason = asked.reason(response, key) or asked.reason(response, f"{key} {fit}")
        if kind is Kind.CATEGORIES:
            choices.append(Choice(asked.text(node), False, reason, part=numbers[fit]))
        else:
            choices.append(Choice(asked.text(node), False, reason, match=texts[fit]))
    used = {each[0] for each in fits.values()}
    left = [text for key, text in texts.items() if kind is Kind.CATEGORIES or key not in used]
    parts = tuple(Part(text=text) for text in left)
    return Found(kind, asked.stem_around(interaction), tuple(choices), parts=parts, marking=asked.marking)


def associate(asked: Asked, interaction: Node) -> Found:
    nodes = {node.get("identifier"): node for node in interaction.all("simpleAssociableChoice")}
    pairs = [pair.split() for pair in asked.key(asked.response(interaction))]
    used = [key for pair in pairs for key in pair]
    if len(set(used)) < len(used) or any(len(pair) != 2 for pair in pairs) or not set(used) <= set(nodes):
        raise NotHeld(_("Not each of its options fits exactly one of the others."))
    choices = tuple(Choice(asked.text(nodes[left]), match=asked.text(nodes[right])) for left, right in pairs)
    parts = tuple(Part(text=asked.text(node)) for key, node in nodes.items() if key not in used)
    return Found(Kind.MATCHING, asked.stem_around(interaction), choices, parts=parts, marking=asked.marking)


def gap_match(asked: Asked, interaction: Node) -> Found:
    """Words to be put into the gaps of a text: each gap is a choice among all of them."""
    if interaction.all("gapImg"):
        raise NotHeld(_("It has pictures to be put into gaps, which the bank has not."))
    words = {node.get("identifier"): asked.text(node) for node in interaction.all("gapText")}
    gaps = {node.get("identifier"): number for number, node in enumerate(interaction.find("gap"), start=1)}
    right: dict[str, list[str]] = {}
    for pair in asked.key(asked.response(interaction)):
        word, _space, gap = pair.partition(" ")
        right.setdefault(gap, []).append(word)
    if any(len(right.get(gap, ())) != 1 or right[gap][0] not in words for gap in gaps):
        raise NotHeld(_("Not each of its gaps takes exactly one of the words."))
    instead = {id(node): f"[[{gaps[node.get('identifier')]}]]" for node in interaction.find("gap")}
    instead |= {id(node): "" for node in interaction.all("gapText")}
    choices = tuple(
        Choice(text, right[gap][0] == key, part=number) for gap, number in gaps.items() for key, text in words.items()
    )
    parts = tuple(Part(CHOICE) for _gap in gaps)
    return Found(Kind.CLOZE, asked.stem(instead), choices, parts=parts, marking=asked.marking)
