"""The words of a part of an item as plain text, and what was lost on the way."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from quizzes.exchange.markup import Node, tree
from quizzes.exchange.words import BLOCKS, MEDIA, PLAIN, UNHEARD

BLOCK = BLOCKS | {"prompt", "simpleChoice", "contentBody", "section", "dl", "dt", "dd"}
IMAGES = ("img", "object")
# Elements of QTI that hold words and say nothing else.
FRAMES = PLAIN | {
    "itemBody", "prompt", "simpleChoice", "inlineChoice", "simpleAssociableChoice", "gapText", "modalFeedback",
    "contentBody", "feedbackInline", "feedbackBlock", "blockquote", "rubricBlock", "section",
}  # fmt: skip
SILENT = UNHEARD | {"stylesheet", "responseProcessing", "templateDeclaration", "catalogInfo"}


class Texts:
    """`exact` says that the spaces in the file are ours, and mean something."""

    def __init__(self, exact: bool) -> None:
        self.exact = exact
        self.tags: set[str] = set()
        self.images: list[Node] = []

    def __call__(self, node: Node | None, instead: Mapping[int, str] | None = None) -> str:
        """`instead` has other words for some elements in it, by `id`: a gap, or nothing."""
        if node is None:
            return ""
        parts: list[str] = []
        self._hear(node, instead or {}, parts)
        if self.exact:
            return "".join(parts).strip("\n")
        lines = [" ".join(line.split()) for line in "".join(parts).split("\n")]
        return "\n".join(line for line in lines if line)

    def _hear(self, node: Node, instead: Mapping[int, str], parts: list[str]) -> None:
        if id(node) in instead:
            parts.append(instead[id(node)])
            return
        if node.name in SILENT:
            self.tags |= {node.name} & UNHEARD
            return
        if node.name not in FRAMES:
            self.tags.add(node.name)
        if node.name in IMAGES:
            self.images.append(node)
            return
        if node.name in BLOCK:
            parts.append("\n")
        for each in node.content:
            if isinstance(each, Node):
                self._hear(each, instead, parts)
            elif not self.exact:
                parts.append(re.sub(r"\s+", " ", each))
            elif each.strip() or "\n" not in each:
                parts.append(each)
        if node.name in BLOCK and node.name != "br":
            parts.append("\n")

    @property
    def media(self) -> set[str]:
        return self.tags & (MEDIA | {"include"})

    def notes(self) -> list[str]:
        lost = self.tags - self.media
        return [_("Formatting is not kept: %(tags)s.") % {"tags": ", ".join(sorted(lost))}] if lost else []


def lines(text: str) -> list[Node | str]:
    """Plain text with its line breaks as elements, so that they are kept."""
    found: list[Node | str] = []
    for number, line in enumerate(text.split("\n")):
        if number:
            found.append(tree("br"))
        if line:
            found.append(line)
    return found


def paragraph(text: str) -> Node:
    return tree("p", *lines(text))
