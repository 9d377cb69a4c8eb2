"""An item of QTI 2.1, 2.2 or 3.0 as a question of the bank."""

import re
from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from quizzes.exchange.items import Item, Picture, code_among, short
from quizzes.exchange.labels import labels_of
from quizzes.exchange.markup import Node
from quizzes.exchange.qti import areas, interactions, typed
from quizzes.exchange.qti.asking import Asked, Found, NotHeld
from quizzes.scoring import Kind

ALONE: dict[str, Callable[[Asked, Node], Found]] = {
    "choiceInteraction": interactions.choice,
    "orderInteraction": interactions.order,
    "matchInteraction": interactions.match,
    "associateInteraction": interactions.associate,
    "gapMatchInteraction": interactions.gap_match,
    "hotspotInteraction": areas.hotspot,
    "selectPointInteraction": areas.select_point,
    "extendedTextInteraction": typed.written,
}
IN_TEXT = {"textEntryInteraction", "inlineChoiceInteraction"}
TEMPLATED = ("templateDeclaration", "templateProcessing")
BESIDE = ("assessmentStimulusRef", "companionMaterialsInfo")
LANGUAGES = {"zh": "zh-hans", "en": "en"}
TRADITIONAL = {"hant", "tw", "hk", "mo"}
WORDS_OF_3 = re.compile(r"-([a-z])")


def in_words_of_2(node: Node) -> None:
    """QTI 3 has the elements of QTI 2 with other spellings: qti-choice-interaction is choiceInteraction."""
    for each in node.walk():
        each.name = _camel(each.name.removeprefix("qti-")) if each.name.startswith("qti-") else each.name
        each.attributes = {
            key if key.startswith(("data-", "aria-")) else _camel(key): value for key, value in each.attributes.items()
        }


def _camel(name: str) -> str:
    return WORDS_OF_3.sub(lambda found: found[1].upper(), name)


def item_of(
    node: Node, tags: Iterable[str], picture: Callable[[str], Picture | None], language: str, place: int
) -> Item:
    """Raises NotHeld. `tags` are what the manifest files it under."""
    asked = Asked(node, picture, _hint(node))
    found = _found(asked)
    explanation = asked.explanation()
    shown = asked.pictures(found)
    labels = labels_of(tags)
    code = node.get("title") if asked.is_ours else code_among(node.get("identifier"), node.get("title"))
    notes = [*asked.notes, *labels.notes, *_lost(asked, found, code), *asked.lost_words()]
    said, spoken = _language(node)
    if said and spoken and spoken != language:
        notes.append(_("The file says that it is in “%(language)s”.") % {"language": said})
    marking = (labels.marking or found.marking) if found.marking else None
    return Item(
        found.kind, found.stem, found.choices, found.answer, explanation, code,
        language=spoken or language, parts=found.parts, places=found.places, picture=shown, marking=marking,
        place=place, notes=tuple(dict.fromkeys(notes)), **labels.filed,
    )  # fmt: skip


def _hint(node: Node) -> Kind | None:
    body = node.one("itemBody")
    said = [token.removeprefix("kind-") for token in body.get("class").split()] if body else []
    return next((kind for kind in Kind if kind.value in said), None)


def _language(node: Node) -> tuple[str, str]:
    """As the file says it, and as the bank does; "" if it does not."""
    said = node.get("lang")
    parts = said.lower().split("-")
    return said, "" if TRADITIONAL & set(parts) else LANGUAGES.get(parts[0], "")


def _found(asked: Asked) -> Found:
    if asked.node.get("adaptive") == "true":
        raise NotHeld(_("It is adaptive: what it asks next follows from what was answered. The bank has no such."))
    if asked.node.find(*BESIDE):
        raise NotHeld(_("It asks about a text that stands beside it, which the bank does not keep."))
    if asked.node.find(*TEMPLATED):
        raise NotHeld(_("It is made by a template, with other values each time. The bank has no such."))
    nodes = [each for each in asked.body.walk() if each.name.endswith("Interaction")]
    names = {each.name for each in nodes}
    if not nodes:
        raise NotHeld(_("It has nothing to be answered."))
    if unknown := sorted(names - set(ALONE) - IN_TEXT):
        raise NotHeld(_("The bank has no questions of the kind “%(kind)s”.") % {"kind": ", ".join(unknown)})
    if names <= IN_TEXT:
        return typed.typed(asked, nodes)
    if names == {"choiceInteraction"} and asked.hint is Kind.DIALOGUE:
        return interactions.dialogue(asked, nodes)
    if len(nodes) > 1:
        raise NotHeld(_("It asks several things at once: %(kinds)s.") % {"kinds": ", ".join(sorted(names))})
    return ALONE[nodes[0].name](asked, nodes[0])


def _lost(asked: Asked, found: Found, code: str) -> list[str]:
    notes = []
    title = asked.node.get("title").strip()
    if title and title not in (code, found.stem):
        notes.append(_("The title “%(title)s” is not kept.") % {"title": short(title)})
    if asked.processing.is_own and not asked.is_ours:
        notes.append(_("Its own rules of marking are not kept: only what is right, and whether in part."))
    if asked.node.find("stylesheet"):
        notes.append(_("Its stylesheet is not kept."))
    return notes
