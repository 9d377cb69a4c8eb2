"""How an item that we write is marked, in the words of QTI: response declarations and response processing."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from quizzes.exchange.markup import Node, tree
from quizzes.typed import number_text

FEEDBACK, EXPLANATION = "FEEDBACK", "EXPLANATION"


def base(base_type: str, value: object) -> Node:
    return tree("baseValue", str(value), baseType=base_type)


def variable(identifier: str) -> Node:
    return tree("variable", identifier=identifier)


def declared(
    identifier: str,
    cardinality: str,
    base_type: str,
    right: Sequence[str] = (),
    mapping: Iterable[tuple[str, int]] = (),
    **bounds: object,
) -> Node:
    """`mapping` has what each answer is worth, in points."""
    entries = [tree("mapEntry", mapKey=key, mappedValue=worth) for key, worth in mapping]
    return tree(
        "responseDeclaration",
        tree("correctResponse", *(tree("value", value) for value in right)) if right else None,
        tree("mapping", *entries, defaultValue=0, **bounds) if entries else None,
        identifier=identifier, cardinality=cardinality, baseType=base_type,
    )  # fmt: skip


def outcomes(most: int) -> list[Node]:
    def outcome(identifier: str, value: int) -> Node:
        default = tree("defaultValue", tree("value", str(value)))
        return tree("outcomeDeclaration", default, identifier=identifier, cardinality="single", baseType="float")

    feedback = tree("outcomeDeclaration", identifier=FEEDBACK, cardinality="multiple", baseType="identifier")
    return [outcome("SCORE", 0), outcome("MAXSCORE", most), feedback]


# --- What is right ---


def is_key(identifier: str) -> Node:
    return tree("match", variable(identifier), tree("correct", identifier=identifier))


def is_word(identifier: str, words: Sequence[str]) -> Node:
    tests = [tree("stringMatch", variable(identifier), base("string", word), caseSensitive="false") for word in words]
    return tests[0] if len(tests) == 1 else tree("or", *tests)


def is_number(identifier: str, tolerance: object) -> Node:
    around = number_text(tolerance) if tolerance else ""  # type: ignore[arg-type]
    said = {"toleranceMode": "absolute", "tolerance": f"{around} {around}"} if around else {"toleranceMode": "exact"}
    return tree("equal", variable(identifier), tree("correct", identifier=identifier), **said)


def follows(identifier: str, pair: tuple[str, str], places: int) -> Node:
    """Of an order: that the second stands right after the first, wherever that is."""

    def stands(key: str, place: int) -> Node:
        return tree("match", tree("index", variable(identifier), n=place), base("identifier", key))

    return tree("or", *(tree("and", stands(pair[0], n), stands(pair[1], n + 1)) for n in range(1, places)))


def neighbours(identifier: str, right: Sequence[str]) -> list[Node]:
    return [follows(identifier, pair, len(right)) for pair in pairwise(right)]


# --- What it earns, and what is said ---


def earned(condition: Node) -> Node:
    """One point, if the condition holds."""
    return when(condition, tree("setOutcomeValue", _sum(variable("SCORE"), base("float", 1)), identifier="SCORE"))


def all_or_nothing(conditions: Sequence[Node]) -> Node:
    condition = conditions[0] if len(conditions) == 1 else tree("and", *conditions)
    return when(condition, tree("setOutcomeValue", base("float", 1), identifier="SCORE"))


def mapped(identifier: str) -> Node:
    return tree("setOutcomeValue", tree("mapResponse", identifier=identifier), identifier="SCORE")


def _sum(*values: Node) -> Node:
    return tree("sum", *values)


def when(condition: Node, *then: Node) -> Node:
    return tree("responseCondition", tree("responseIf", condition, *then))


def told(responses: Sequence[str], explained: bool) -> list[Node]:
    """The feedback of each option that was chosen, and the explanation."""
    said = [variable(each) for each in responses]
    said += [base("identifier", EXPLANATION)] if explained else []
    return [tree("setOutcomeValue", tree("multiple", *said), identifier=FEEDBACK)] if said else []


def told_when(condition: Node, identifier: str) -> Node:
    more = tree("multiple", variable(FEEDBACK), base("identifier", identifier))
    return when(condition, tree("setOutcomeValue", more, identifier=FEEDBACK))


def lacks(identifier: str, pair: str) -> Node:
    return tree("not", tree("member", base("directedPair", pair), variable(identifier)))
