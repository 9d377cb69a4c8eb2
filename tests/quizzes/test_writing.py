"""What makes a question no question, and what makes it a poor one."""

from decimal import Decimal

import pytest

from quizzes.scoring import Kind
from quizzes.writing import Draft, DraftOption, DraftPart, DraftRegion, advice, errors


def options(*texts: str, part: int | None = None) -> list[DraftOption]:
    """A star marks what is right."""
    return [DraftOption(text.lstrip("*"), text.startswith("*"), part) for text in texts]


SOUND = [
    Draft(Kind.SINGLE, "Who?", "So.", options=options("*You", "I")),
    Draft(Kind.MATCHING, "Which?", "So.", options=[DraftOption("a", match="1"), DraftOption("b", match="2")]),
    Draft(
        Kind.CATEGORIES, "Where?", "So.", options=[*options("a", part=1), *options("b", part=2)],
        parts=[DraftPart(text="x"), DraftPart(text="y")],
    ),
    Draft(Kind.FILL_IN, "What?", "So.", options=options("*walk-round")),
    Draft(Kind.NUMERIC, "How many?", "So.", parts=[DraftPart(value=Decimal(3))]),
    Draft(Kind.CLOZE, "A [[1]] b", "So.", options=options("*x", part=1), parts=[DraftPart("words")]),
    Draft(
        Kind.HOTSPOT, "Where?", "So.", has_picture=True,
        regions=[DraftRegion("a", "rectangle", "1,1 2,2", True), DraftRegion("b", "circle", "5,5 6,6", False)],
    ),
    Draft(Kind.DIALOGUE, "Go on", "So.", options=options("*a", "b", part=1), parts=[DraftPart(text="Hello")]),
    Draft(Kind.SHORT_ANSWER, "Why?", "So."),
]  # fmt: skip


@pytest.mark.parametrize("draft", SOUND, ids=lambda draft: draft.kind.value)
def test_a_sound_question_has_neither_error_nor_advice(draft):
    assert errors(draft) == []
    assert advice(draft) == []


BROKEN = [
    Draft(Kind.SINGLE, "Who?", options=options("*a", "*b")),
    Draft(Kind.SINGLE, "Who?", options=options("a", "b")),
    Draft(Kind.MATCHING, "Which?", options=options("a", "b")),
    Draft(
        Kind.CATEGORIES, "Where?", options=options("a", "b", part=3), parts=[DraftPart(text="x"), DraftPart(text="y")]
    ),
    Draft(Kind.FILL_IN, "What?", options=options("a")),
    Draft(Kind.NUMERIC, "How many?"),
    Draft(Kind.CLOZE, "A [[1]] b [[1]]", options=options("*x", part=1), parts=[DraftPart("words")]),
    Draft(Kind.CLOZE, "A [[1]]", options=options("*x", part=1), parts=[DraftPart("choice")]),
    Draft(Kind.CLOZE, "A [[1]]", parts=[DraftPart("number")]),
    Draft(Kind.HOTSPOT, "Where?", regions=[DraftRegion("a", "polygon", "1,1 2,2", True)]),
    Draft(Kind.DIALOGUE, "Go on", options=options("*a", "*b", part=1), parts=[DraftPart(text="Hello")]),
    Draft(Kind.SHORT_ANSWER, "Why?", options=options("*a")),
]


@pytest.mark.parametrize("draft", BROKEN)
def test_what_cannot_be_asked_is_an_error(draft):
    assert errors(draft)


POOR = [
    ("Which?", options("*a", "All of the above"), "So.", "all of the above"),
    ("哪一项？", options("*微笑", "以上都对"), "So.", "all of the above"),
    ("Which?", options("*The advisor greets at once and walks round the car", "He waits"), "So.", "much longer"),
    ("Which is not right?", options("*a", "b"), "So.", "NOT"),
    ("下列哪项不属于接待流程？", options("*a", "b"), "So.", "NOT"),
    ("Which?", options("*a", "b"), "", "no explanation"),
    ("Which?", options("*a", "Ａ"), "So.", "the same"),
]


@pytest.mark.parametrize(("stem", "choices", "explanation", "words"), POOR)
def test_what_is_poor_is_advised_about(stem, choices, explanation, words):
    draft = Draft(Kind.SINGLE, stem, explanation, options=choices)
    assert errors(draft) == []
    assert words in " ".join(advice(draft))


@pytest.mark.parametrize(
    "stem", ["Which is NOT right?", "下列哪项**不**属于接待流程？", "下列哪项【不】属于接待流程？"]
)
def test_a_negative_that_is_marked_is_well(stem):
    assert advice(Draft(Kind.SINGLE, stem, "So.", options=options("*a", "b"))) == []
