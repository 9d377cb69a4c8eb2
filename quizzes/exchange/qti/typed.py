"""What is typed or chosen in the middle of a text, in QTI 2 and 3: words, numbers, choices; and long answers."""

from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _

from quizzes.exchange.items import Choice, Part, number_of, partly, short
from quizzes.exchange.markup import Node
from quizzes.exchange.qti.asking import Asked, Found, NotHeld
from quizzes.exchange.qti.responses import Response
from quizzes.kinds.cloze import CHOICE, NUMBER, WORDS
from quizzes.scoring import Kind
from quizzes.typed import number_text

UNIT = "unit"
HERE = "\ue000"


def written(asked: Asked, interaction: Node) -> Found:
    response = asked.responses.get(interaction.get("responseIdentifier"))
    stem = asked.stem_around(interaction)
    if response and response.correct:
        asked.feedback.setdefault("solution", response.correct[0])
    return Found(Kind.SHORT_ANSWER, stem)


def typed(asked: Asked, interactions: list[Node]) -> Found:
    """One line below a question, or gaps in a text."""
    if len(interactions) == 1 and interactions[0].name == "textEntryInteraction" and asked.hint is not Kind.CLOZE:
        units = _units(asked)
        stem = asked.stem({id(interactions[0]): HERE} | {id(node): "" for node in units})
        if stem.rstrip(" \n.。").endswith(HERE) or asked.hint in (Kind.FILL_IN, Kind.NUMERIC):
            return _line(asked, interactions[0], stem, units)
    return _gaps(asked, interactions)


def _line(asked: Asked, interaction: Node, stem: str, units: list[Node]) -> Found:
    stem = stem.replace(HERE, "").strip()
    if asked.response(interaction).is_number:
        part = _number(asked, asked.response(interaction), "", units[0].text if units else "")
        return Found(Kind.NUMERIC, stem, parts=(part,))
    return Found(Kind.FILL_IN, stem, asked.kept(_variants(asked, asked.response(interaction), None)))


def _gaps(asked: Asked, interactions: list[Node]) -> Found:
    units = {id(node): node.text for node in _units(asked)}
    following = _following(asked.body)
    ordered = sorted(interactions, key=_own_number) if asked.is_ours else interactions
    instead, parts, choices = dict.fromkeys(units, ""), [], []
    for number, interaction in enumerate(ordered, start=1):
        instead[id(interaction)] = f"[[{number}]]"
        response = asked.response(interaction)
        if interaction.name == "inlineChoiceInteraction":
            parts.append(Part(CHOICE))
            choices += _inline(asked, interaction, response, number)
        elif response.is_number:
            unit = units.get(following.get(id(interaction), 0), "")
            parts.append(_number(asked, response, NUMBER, unit))
        else:
            parts.append(Part(WORDS))
            choices += _variants(asked, response, number)
    return Found(Kind.CLOZE, asked.stem(instead), asked.kept(choices), parts=tuple(parts), marking=asked.marking)


def _own_number(interaction: Node) -> int:
    number = interaction.get("responseIdentifier").rpartition("_")[2]
    return int(number) if number.isascii() and number.isdigit() else 0


def _units(asked: Asked) -> list[Node]:
    return [node for node in asked.body.find("span") if node.get("class") == UNIT] if asked.is_ours else []


def _following(body: Node) -> dict[int, int]:
    """From each element to the one that comes after it."""
    found: dict[int, int] = {}
    for node in body.walk():
        children = node.children
        found |= {id(each): id(after) for each, after in pairwise(children)}
    return found


def _inline(asked: Asked, interaction: Node, response: Response, number: int) -> list[Choice]:
    right = asked.key(response)
    return [
        Choice(
            asked.text(node), node.get("identifier") in right,
            asked.reason(response.identifier, node.get("identifier")), part=number,
        )
        for node in interaction.all("inlineChoice")
    ]  # fmt: skip


def _variants(asked: Asked, response: Response, number: int | None) -> list[Choice]:
    """Accepted wordings, and expected mistakes where the file tells them."""
    worth = dict(response.mapping) or asked.processing.accepted(response.identifier)
    most = max(worth.values(), default=0)
    for value in response.correct:
        worth[value] = max(worth.get(value, 0), most or 1)
    most = max(worth.values(), default=0)
    if most <= 0:
        raise NotHeld(_("It does not say what is right."))
    if response.has_case:
        asked.notes.append(_("In the bank capital letters mean nothing."))
    choices = []
    for text, earns in worth.items():
        reason = asked.reason(response.identifier, text, is_name=False)
        right = Choice(text.strip(), earns >= most, reason, part=number)
        choices.append(right)
        if 0 < earns < most:
            asked.notes.append(partly(right, round(100 * earns / most, 2)))
    return choices


def _number(asked: Asked, response: Response, kind: str, unit: str) -> Part:
    if not response.correct and not response.mapping and (span := asked.processing.span(response.identifier)):
        return _between(kind, span[0], span[1], unit)
    right = asked.key(response)
    value = number_of(right[0])
    if value is None:
        raise NotHeld(_("The bank cannot hold its number %(number)s.") % {"number": short(right[0])})
    if len(right) > 1:
        others = ", ".join(right[1:])
        asked.notes.append(_("Of several right numbers only the first is kept, not %(numbers)s.") % {"numbers": others})
    tolerance = asked.processing.tolerance(response.identifier, value)
    if tolerance.below == tolerance.above:
        return Part(kind, value=value, tolerance=_held(tolerance.below), unit=unit)
    part = _between(kind, value - tolerance.below, value + tolerance.above, unit)
    words = {"number": number_text(value), "middle": number_text(part.value)}
    asked.notes.append(
        _("More is tolerated on one side of %(number)s than on the other; in the bank it is around %(middle)s.") % words
    )
    return part


def _between(kind: str, low: Decimal, high: Decimal, unit: str) -> Part:
    low, high = sorted((low, high))
    return Part(kind, value=_held((low + high) / 2), tolerance=_held((high - low) / 2), unit=unit)


def _held(value: Decimal) -> Decimal:
    found = number_of(number_text(value))
    if found is None:
        raise NotHeld(_("The bank cannot hold its number %(number)s.") % {"number": value})
    return found
