"""An item of QTI 1.2 while it is read: its fields, its words, its conditions and its feedback."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from math import isfinite

from django.utils.translation import gettext as _

from quizzes.exchange.items import Choice, Picture, Unreadable, feedback_notes, has_media, number_of, short
from quizzes.exchange.markup import Node, parse, tree
from quizzes.exchange.qti.asking import NotHeld
from quizzes.exchange.qti.texts import Texts
from quizzes.exchange.words import MEDIA, Plain, Words

QUIZ = "service-academy-questions"  # what we call the quiz around the questions
BASE = "$IMS-CC-FILEBASE$"  # what Canvas calls the files of a course
OURS = "service_academy"  # the field in which an export of ours says what Canvas has no field for
GENERAL, CORRECT = "general_fb", "correct_fb"
BRACKETS = re.compile(r"\[([^\[\]]+)\]")


@dataclass
class Condition:
    """`equals` are (response, value) that have to be, without those that must not."""

    equals: list[tuple[str, str]]
    score: float
    is_added: bool
    feedback: list[str]
    node: Node

    def bound(self, *names: str) -> Decimal | None:
        for node in self.node.find(*names):
            if (number := number_of(node.text)) is not None:
                return number
        return None


@dataclass
class Asked12:
    node: Node
    picture: Callable[[str], Picture | None]
    notes: list[str] = field(default_factory=list)
    told: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.plain, self.asks = Plain(), Plain()
        self.exact, self.exactly_asks = Texts(exact=True), Texts(exact=True)
        self.fields = {
            field.said("fieldlabel"): field.said("fieldentry") for field in self.node.find("qtimetadatafield")
        }
        self.ours = _said(self.fields.get(OURS, ""))
        self.presentation = self.node.one("presentation") or Node("presentation")
        self.conditions = [_condition(each) for each in self.node.find("respcondition")]
        self.feedback = {each.get("ident"): self.words(each) for each in self.node.all("itemfeedback")}

    # --- Words ---

    def words(self, node: Node | None, is_stem: bool = False) -> str:
        """What the materials in it say, and nothing of responses in it."""
        if node is None:
            return ""
        found = [self._mattext(each, is_stem) for each in _materials(node)]
        return "\n".join(text for text in found if text)

    def _mattext(self, node: Node, is_stem: bool) -> str:
        is_html = node.get("texttype", "text/plain").lower() in ("text/html", "text/xhtml")
        if node.children:
            return Texts(exact=False)(node)
        if is_html and self.ours:
            try:
                reader = self.exactly_asks if is_stem else self.exact
                return reader(parse(f"<div>{node.text}</div>".encode()))
            except Unreadable:
                pass  # somebody has edited it since
        return (self.asks if is_stem else self.plain)(Words(node.text, "html" if is_html else "plain"))

    def stem(self) -> str:
        """What stands before the responses."""
        heads = []
        for node in self._flat(self.presentation):
            if node.name == "material":
                heads.append(self.words(node, is_stem=True))
            elif node.name.startswith("response_") and node.name != "response_label" and len(self.responses()) == 1:
                heads += [self.words(each, is_stem=True) for each in node.all("material")]
        return "\n".join(text for text in heads if text)

    def _flat(self, node: Node) -> list[Node]:
        """Without the flows that only arrange."""
        found = []
        for child in node.children:
            found += self._flat(child) if child.name == "flow" else [child]
        return found

    def responses(self) -> list[Node]:
        return self.presentation.find("response_lid", "response_str", "response_num", "response_xy", "response_grp")

    def labels(self, response: Node) -> dict[str, str]:
        return {each.get("ident"): self.words(each) for each in response.find("response_label")}

    # --- What is right ---

    @property
    def scoring(self) -> list[Condition]:
        return [each for each in self.conditions if each.score > 0]

    def right(self, response: str) -> list[str]:
        """The values of a response that earn something, in the order of the file."""
        return [value for each in self.scoring for name, value in each.equals if name == response]

    def weights(self, response: str) -> dict[str, float]:
        """What each single answer earns, in per cent of the most that one does."""
        most = max((each.score for each in self.scoring), default=0)
        found: dict[str, float] = {}
        for each in self.scoring:
            for name, value in each.equals:
                if name == response:
                    found[value] = max(found.get(value, 0), 100 * each.score / most)
        return found

    @property
    def is_in_part(self) -> bool:
        return sum(each.is_added for each in self.scoring) > 1

    # --- What is said ---

    def reason(self, response: str, value: str) -> str:
        name = f"{value}_fb"
        linked = [
            feedback
            for each in self.conditions
            if (response, value) in each.equals and len(each.equals) == 1
            for feedback in each.feedback
        ]
        identifier = name if name in self.feedback else next(iter(linked), "")
        if identifier in (GENERAL, CORRECT):
            return ""
        self.told.add(identifier)
        return self.feedback.get(identifier, "")

    def kept(self, choices: list[Choice]) -> tuple[Choice, ...]:
        if self.ours:
            return tuple(choices)
        found, notes = feedback_notes(tuple(choices))
        self.notes += notes
        return found

    def explanation(self) -> str:
        left = {name: words for name, words in self.feedback.items() if name not in self.told and words}
        right = [name for each in self.scoring for name in each.feedback]
        chosen = next((name for name in (GENERAL, CORRECT, *right, *left) if name in left), "")
        words = left.pop(chosen, "")
        self.notes += [
            _("The feedback “%(words)s” is not kept.") % {"words": short(said)}
            for said in dict.fromkeys(left.values())
            if said != words
        ]
        return words

    def shown(self, own: Picture | None) -> Picture | None:
        """The one picture of the question: in its words, beside them, or its own to mark places on."""
        media = (self.plain.tags | self.exact.tags | (self.asks.tags | self.exactly_asks.tags) - {"img"}) & MEDIA
        media |= {each.name for each in self.node.find("mataudio", "matvideo", "matapplet")}
        if media:
            raise NotHeld(has_media(sorted(media)))
        found = [(image.source, image.alt) for image in self.asks.images]
        found += [(image.get("src"), image.get("alt")) for image in self.exactly_asks.images]
        found += [(image.get("uri"), image.get("label")) for image in self.node.find("matimage")]
        if len(found) > 1:
            raise NotHeld(_("It has %(number)d pictures; a question of the bank has one.") % {"number": len(found)})
        if own or not found:
            return own
        address, alt = found[0]
        picture = self.picture(address)
        if picture is None:
            raise NotHeld(_("Its picture “%(name)s” is not in the package.") % {"name": short(address or "?")})
        return replace(picture, alt=alt) if alt else picture

    def lost_words(self) -> list[str]:
        self.plain.tags |= self.asks.tags
        return self.plain.notes()


def qti_field(label: str, entry: str) -> Node:
    return tree("qtimetadatafield", tree("fieldlabel", label), tree("fieldentry", entry))


def _said(text: str) -> dict[str, object]:
    """What an export of ours wrote; nothing where somebody has changed it into something else."""
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _materials(node: Node) -> list[Node]:
    found = []
    for child in node.children:
        if child.name == "mattext":
            found.append(child)
        elif not child.name.startswith(("response_", "render_")) or child.name == "response_label":
            found += _materials(child)
    return found


def _condition(node: Node) -> Condition:
    score, is_added = 0.0, False
    for each in node.all("setvar"):
        try:
            worth = float(each.text)
        except ValueError:
            continue
        score += worth if isfinite(worth) else 0
        is_added |= each.get("action") == "Add"
    feedback = [each.get("linkrefid") for each in node.all("displayfeedback")]
    variables = node.one("conditionvar") or Node("conditionvar")
    return Condition(list(_equals(variables)), score, is_added, feedback, node)


def _equals(node: Node) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for child in node.children:
        if child.name in ("varequal", "varsubset"):
            found.append((child.get("respident"), child.text.strip()))
        elif child.name != "not":
            found += _equals(child)
    return found
