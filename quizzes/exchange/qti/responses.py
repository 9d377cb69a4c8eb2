"""What an item says is right: its response declarations, and what its response processing does with them."""

from dataclasses import dataclass, field
from decimal import Decimal
from math import isfinite

from quizzes.exchange.items import number_of
from quizzes.exchange.markup import Node

# What we follow, or can leave aside without another result. The rest is an item's own rule of marking.
FOLLOWED = {
    "responseProcessing", "responseCondition", "responseIf", "responseElseIf", "responseElse", "match", "variable",
    "correct", "setOutcomeValue", "baseValue", "mapResponse", "mapResponsePoint", "isNull", "not", "and", "or",
    "equal", "stringMatch", "member", "multiple", "sum", "contains", "gte", "lte", "equalRounded",
}  # fmt: skip
IN_PART = ("mapResponse", "mapResponsePoint", "sum")
CONDITIONS = ("match", "stringMatch", "member", "equal")
TEMPLATES = {
    "match_correct": False, "map_response": True, "map_response_point": True, "cc2_match": False,
    "cc2_match_basic": False, "cc2_map_response": True,
}  # fmt: skip


@dataclass
class Area:
    shape: str
    coords: str
    value: float


@dataclass
class Response:
    """`mapping` has what each answer is worth, in the order of the file."""

    identifier: str
    cardinality: str = "single"
    base_type: str = ""
    correct: list[str] = field(default_factory=list)
    mapping: dict[str, float] = field(default_factory=dict)
    areas: list[Area] = field(default_factory=list)
    has_case: bool = False

    @property
    def is_number(self) -> bool:
        return self.base_type in ("float", "integer")


def responses_of(item: Node) -> dict[str, Response]:
    """Raises ValueError where a number is none."""
    return {node.get("identifier"): _response(node) for node in item.all("responseDeclaration")}


def _response(node: Node) -> Response:
    values = node.one("correctResponse")
    found = Response(node.get("identifier"), node.get("cardinality", "single"), node.get("baseType"))
    found.correct = [" ".join(each.text.split()) for each in values.all("value")] if values else []
    if found.base_type == "string" and values:
        found.correct = [each.text.strip("\n") for each in values.all("value")]
    if mapping := node.one("mapping"):
        entries = mapping.all("mapEntry")
        found.mapping = {each.get("mapKey"): _worth(each) for each in entries}
        found.has_case = any(each.get("caseSensitive") == "true" for each in entries)
    if mapping := node.one("areaMapping"):
        found.areas = [
            Area(each.get("shape"), each.get("coords"), _worth(each)) for each in mapping.all("areaMapEntry")
        ]
    return found


def _worth(entry: Node) -> float:
    value = float(entry.get("mappedValue") or 0)
    if not isfinite(value):
        raise ValueError(value)
    return value


@dataclass(frozen=True)
class Tolerance:
    """How far below and above the right number is right as well."""

    below: Decimal
    above: Decimal


class Processing:
    def __init__(self, item: Node) -> None:
        self.node = item.one("responseProcessing") or Node("responseProcessing")
        self.template = self.node.get("template").rstrip("/").rpartition("/")[2].removesuffix(".xml").lower()

    @property
    def is_in_part(self) -> bool:
        """Whether a part of the answer can earn a part of the points."""
        return TEMPLATES.get(self.template, bool(self.node.find(*IN_PART)))

    @property
    def is_own(self) -> bool:
        """Whether it marks by a rule that goes beyond key and mapping."""
        if self.template and self.template not in TEMPLATES:
            return True
        return any(node.name not in FOLLOWED for node in self.node.walk())

    def accepted(self, identifier: str) -> dict[str, float]:
        """Words that are compared with an answer one by one: 1 if that earns something, else 0."""
        found: dict[str, float] = {}
        for branch in self.node.find("responseIf", "responseElseIf"):
            earns = any(self._earns(each) for each in branch.find("setOutcomeValue"))
            for condition in _conditions(branch, "stringMatch", "match", "equal"):
                value = condition.one("baseValue")
                if value and _about(condition) == identifier:
                    found[value.text.strip("\n")] = max(found.get(value.text.strip("\n"), 0), float(earns))
        return found

    def tolerance(self, identifier: str, value: Decimal) -> Tolerance:
        for equal in self.node.find("equal"):
            if _about(equal) != identifier:
                continue
            mode, given = equal.get("toleranceMode", "exact"), equal.get("tolerance").split()
            numbers = [number for each in given[:2] if (number := number_of(each)) is not None]
            if mode == "exact" or not numbers:
                continue
            below, above = numbers[0], numbers[-1]
            if mode == "relative":
                below, above = abs(value) * below / 100, abs(value) * above / 100
            return Tolerance(below, above)
        for rounded in self.node.find("equalRounded"):
            if _about(rounded) == identifier and rounded.get("roundingMode", "decimalPlaces") == "decimalPlaces":
                places = number_of(rounded.get("figures"))
                half = Decimal(5).scaleb(-int(places or 0) - 1)
                return Tolerance(half, half)
        return Tolerance(Decimal(0), Decimal(0))

    def span(self, identifier: str) -> tuple[Decimal, Decimal] | None:
        """Of a number that only has to lie between two: both."""
        ends = []
        for name in ("gte", "lte"):
            nodes = [node for node in self.node.find(name) if _about(node) == identifier and node.one("baseValue")]
            numbers = [number for node in nodes if (number := number_of(node.said("baseValue"))) is not None]
            ends += numbers[:1]
        return (ends[0], ends[1]) if len(ends) == 2 else None

    def feedback(self) -> dict[str, list[tuple[str, str]]]:
        """Which feedback is for which answers: (response, value) by the feedback's identifier."""
        found: dict[str, list[tuple[str, str]]] = {}
        for branch in self.node.find("responseIf", "responseElseIf"):
            said = [
                value.text.strip()
                for each in branch.find("setOutcomeValue")
                if not self._earns(each)
                for value in each.find("baseValue")
                if value.get("baseType") == "identifier"
            ]
            answers = [
                (_about(condition), value.text.strip("\n"))
                for condition in _conditions(branch, *CONDITIONS)
                if (value := condition.one("baseValue"))
            ]
            for identifier in said:
                found.setdefault(identifier, []).extend(answers)
        return found

    def _earns(self, node: Node) -> bool:
        if node.get("identifier") not in ("SCORE", "score") and not node.get("identifier").startswith("SCORE"):
            return False
        return any(number_of(value.text) not in (None, Decimal(0)) for value in node.find("baseValue"))


def _conditions(branch: Node, *names: str) -> list[Node]:
    """Those of the branch itself, without what its outcome values or inner branches say."""
    heads = [each for each in branch.children if each.name not in ("setOutcomeValue", "responseCondition")]
    return [node for head in heads for node in head.walk() if node.name in names]


def _about(node: Node) -> str:
    variables = node.find("variable")
    return variables[0].get("identifier") if variables else ""
