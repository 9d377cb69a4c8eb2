"""What a package says of itself: which files are items, and what each is filed under."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from quizzes.exchange.items import Item
from quizzes.exchange.labels import DIFFICULTIES, tags_of
from quizzes.exchange.markup import Node, tree
from quizzes.exchange.packages import Package
from quizzes.exchange.qti.writing import TAGS, identifier_of

LOM_DIFFICULTIES = {
    "very easy": "easy", "easy": "easy", "medium": "medium", "difficult": "hard", "very difficult": "hard",
}  # fmt: skip
OF_BANK = {"easy": "easy", "medium": "medium", "hard": "difficult"}
CP, LOM = "http://www.imsglobal.org/xsd/imscp_v1p1", "http://ltsc.ieee.org/xsd/LOM"
XSI = "http://www.w3.org/2001/XMLSchema-instance"


@dataclass
class Resource:
    """`files` are names in the package; `tags` what it is filed under."""

    identifier: str
    type: str
    file: str
    files: list[str] = field(default_factory=list)
    needs: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)

    @property
    def is_item(self) -> bool:
        return "item" in self.type and "qti" in self.type

    @property
    def is_test(self) -> bool:
        return "qti" in self.type and not self.is_item


def resources_of(manifest: Node, package: Package, name: str) -> list[Resource]:
    return [_resource(node, package, name) for group in manifest.find("resources") for node in group.all("resource")]


def _resource(node: Node, package: Package, name: str) -> Resource:
    files = [package.resolve(each.get("href"), name) for each in node.all("file")]
    href = package.resolve(node.get("href"), name) if node.get("href") else next(iter(files), "")
    return Resource(
        node.get("identifier"), node.get("type").lower(), href, [each for each in files if each],
        [each.get("identifierref") for each in node.all("dependency")], _tags(node),
    )  # fmt: skip


def _tags(node: Node) -> list[str]:
    metadata = node.one("metadata")
    if metadata is None:
        return []
    tags = [each.text.strip() for keyword in metadata.find("keyword") for each in _words(keyword)]
    if not set(tags) & set(DIFFICULTIES):
        said = [value.text.strip().lower() for each in metadata.find("difficulty") for value in each.find("value")]
        tags += [LOM_DIFFICULTIES[value] for value in said if value in LOM_DIFFICULTIES]
    return tags


def _words(keyword: Node) -> list[Node]:
    return keyword.find("string", "langstring") or [keyword]


# --- Writing ---


@dataclass(frozen=True)
class Version:
    """How one version of QTI names things."""

    number: str

    @property
    def letters(self) -> str:
        return "v" + self.number.replace(".", "p")

    @property
    def namespace(self) -> str:
        return f"http://www.imsglobal.org/xsd/imsqti_{self.letters}"

    @property
    def schema(self) -> str:
        return f"http://www.imsglobal.org/xsd/qti/qti{self.letters}/imsqti_{self.letters}.xsd"

    @property
    def metadata(self) -> str:
        return f"http://www.imsglobal.org/xsd/imsqti_metadata_{self.letters}"

    @property
    def type(self) -> str:
        return f"imsqti_item_xml{self.letters}"


@dataclass(frozen=True)
class Packed:
    """An item in its package."""

    item: Item
    node: Node
    file: str
    picture: str = ""


def manifest_of(packed: Iterable[Packed], version: Version) -> Node:
    schema_locations = {
        CP: f"http://www.imsglobal.org/xsd/qti/qti{version.letters}/qti{version.letters}_imscpv1p2_v1p0.xsd",
        LOM: "http://www.imsglobal.org/xsd/imsmd_loose_v1p3p2.xsd",
        version.metadata: f"http://www.imsglobal.org/xsd/qti/qti{version.letters}/imsqti_metadata_{version.letters}.xsd",
    }
    return tree(
        "manifest",
        tree("metadata", tree("schema", f"QTIv{version.number} Package"), tree("schemaversion", "1.0.0")),
        tree("organizations"),
        tree("resources", *(_item_resource(each, version) for each in packed)),
        **{"xmlns": CP, "xmlns:xsi": XSI},
        **{"xsi:schemaLocation": " ".join(part for pair in schema_locations.items() for part in pair)},
        identifier="MANIFEST-QUESTIONS",
    )  # fmt: skip


def _item_resource(packed: Packed, version: Version) -> Node:
    item = packed.item
    return tree(
        "resource",
        tree("metadata", _lom(item), _qti_metadata(packed.node, version)),
        tree("file", href=packed.file),
        tree("file", href=packed.picture) if packed.picture else None,
        identifier=f"RES-{identifier_of(item.code)}", type=version.type, href=packed.file,
    )  # fmt: skip


def _lom(item: Item) -> Node:
    language = TAGS.get(item.language, item.language) or "en"

    def string(words: str) -> Node:
        return tree("string", words, language=language)

    educational = None
    if item.difficulty in OF_BANK:
        said = tree("difficulty", tree("source", "LOMv1.0"), tree("value", OF_BANK[item.difficulty]))
        educational = tree("educational", said)
    return tree(
        "lom",
        tree(
            "general",
            tree("identifier", tree("catalog", "code"), tree("entry", item.code)),
            tree("title", string(item.code)),
            tree("language", language),
            *(tree("keyword", string(tag)) for tag in tags_of(item)),
        ),
        educational,
        xmlns=LOM,
    )  # fmt: skip


def _qti_metadata(node: Node, version: Version) -> Node:
    kinds = dict.fromkeys(each.name for each in node.walk() if each.name.endswith("Interaction"))
    return tree(
        "qtiMetadata",
        tree("timeDependent", "false"),
        *(tree("interactionType", kind) for kind in kinds),
        tree("feedbackType", "nonadaptive" if node.all("modalFeedback") else "none"),
        tree("solutionAvailable", "true" if node.find("correctResponse") else "false"),
        xmlns=version.metadata,
    )
