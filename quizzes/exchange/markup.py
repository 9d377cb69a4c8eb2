"""XML as a tree that keeps words and elements in their order. A DOCTYPE is refused: nothing is expanded or fetched."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from quizzes.exchange.items import Unreadable

DEEPEST = 60
MOST_NODES = 1_000_000  # 200 for each of 5,000 questions
# What XML 1.0 has no way to say.
UNSAYABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
# What files have most often, in words; the rest as the parser says it.
PROBLEMS = {
    expat.errors.XML_ERROR_NO_ELEMENTS: gettext_lazy("it ends before its end"),
    expat.errors.XML_ERROR_UNCLOSED_TOKEN: gettext_lazy("an element is not closed"),
    expat.errors.XML_ERROR_TAG_MISMATCH: gettext_lazy("an element is closed by another’s end"),
    expat.errors.XML_ERROR_INVALID_TOKEN: gettext_lazy("a character stands where none may stand"),
    expat.errors.XML_ERROR_UNDEFINED_ENTITY: gettext_lazy("an entity is used that XML does not know"),
}
XML = "http://www.w3.org/XML/1998/namespace"


@dataclass(slots=True)
class Node:
    """An element. Names and attributes are without their namespaces, but for `xml:lang`."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    content: list["Node | str"] = field(default_factory=list)
    line: int = 0
    namespace: str = ""

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)

    @property
    def children(self) -> list["Node"]:
        return [each for each in self.content if isinstance(each, Node)]

    def all(self, *names: str) -> list["Node"]:
        return [child for child in self.children if child.name in names]

    def one(self, *path: str) -> "Node | None":
        """The first element at the end of a path of names."""
        here: Node | None = self
        for name in path:
            here = next(iter(here.all(name)), None) if here else None
        return here

    def walk(self) -> Iterator["Node"]:
        """Itself and all that is in it, in the order of the file."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(each for each in reversed(node.content) if isinstance(each, Node))

    def find(self, *names: str) -> list["Node"]:
        """All with one of the names, however deep, without itself."""
        return [node for node in self.walk() if node is not self and node.name in names]

    @property
    def text(self) -> str:
        """All words in it, as they stand in the file."""
        return "".join(each if isinstance(each, str) else each.text for each in self.content)

    def said(self, *path: str) -> str:
        found = self.one(*path)
        return found.text.strip() if found else ""


def tree(name: str, *content: "Node | str | None", **attributes: object) -> Node:
    """An element to be written. An attribute of None is left out; `lang` becomes `xml:lang`, `class_` class."""
    said = {key.rstrip("_"): str(value) for key, value in attributes.items() if value is not None}
    if "lang" in said:
        said["xml:lang"] = said.pop("lang")
    return Node(name, said, [each for each in content if each is not None and each != ""])


def parse(data: bytes) -> Node:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    top = Node("")
    open_nodes = [top]
    number = count(1)

    def refuse_doctype(*args: object) -> None:
        raise Unreadable(_("The file has a DOCTYPE, which is not read. Take it out."))

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(open_nodes) > DEEPEST:
            raise Unreadable(_("Line %(line)d is nested too deeply.") % {"line": parser.CurrentLineNumber})
        if next(number) > MOST_NODES:
            raise Unreadable(_("It has more than %(number)d elements.") % {"number": MOST_NODES})
        namespace, _space, local = name.rpartition(" ")
        said = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        node = Node(local, said, [], parser.CurrentLineNumber, namespace)
        open_nodes[-1].content.append(node)
        open_nodes.append(node)

    def end(_name: str) -> None:
        open_nodes.pop()

    def words(text: str) -> None:
        open_nodes[-1].content.append(text)

    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.EntityDeclHandler = refuse_doctype
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = words
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        said = expat.ErrorString(error.code)
        problem = {"line": error.lineno, "problem": PROBLEMS.get(said, said)}
        raise Unreadable(_("Line %(line)d is not sound XML: %(problem)s.") % problem) from error
    except (LookupError, ValueError) as error:
        raise Unreadable(_("The file's encoding is not known: save it as UTF-8.")) from error
    return top.children[0]


def written(root: Node) -> bytes:
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + "".join(_lines(root, 0))).encode()


def _lines(node: Node, depth: int) -> Iterator[str]:
    """Indented only where there are no words, so that no space is added to any."""
    attributes = "".join(
        f" {key}={quoteattr(value, {chr(10): '&#10;', chr(9): '&#9;'})}" for key, value in node.attributes.items()
    )
    indent = "  " * depth
    if not node.content:
        yield f"{indent}<{node.name}{attributes}/>\n"
    elif any(isinstance(each, str) for each in node.content):
        yield f"{indent}<{node.name}{attributes}>{_inside(node)}</{node.name}>\n"
    else:
        yield f"{indent}<{node.name}{attributes}>\n"
        for child in node.children:
            yield from _lines(child, depth + 1)
        yield f"{indent}</{node.name}>\n"


def _inside(node: Node) -> str:
    return "".join(escape(each) if isinstance(each, str) else _inline(each) for each in node.content)


def _inline(node: Node) -> str:
    attributes = "".join(f" {key}={quoteattr(value)}" for key, value in node.attributes.items())
    return f"<{node.name}{attributes}>{_inside(node)}</{node.name}>" if node.content else f"<{node.name}{attributes}/>"
