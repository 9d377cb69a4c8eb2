import pytest

from quizzes.exchange import aiken
from quizzes.exchange.items import Choice, Item, Unreadable
from quizzes.scoring import Kind
from tests.quizzes.exchanged import curriculum

GOOD = "What is right?\nA. This\nB) That\nANSWER: B\n"


def test_a_question_is_read():
    (item,) = aiken.read(GOOD.encode(), "en").items
    assert (item.stem, item.choices) == ("What is right?", (Choice("This"), Choice("That", correct=True)))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_aiken_can_hold_of_the_curriculum_reads_as_it_was_written(language):
    items = curriculum(language)
    written = aiken.write(items)
    found = [(item.stem, [(c.text, c.correct) for c in item.choices]) for item in aiken.read(written.data, "").items]
    held = [item for item in items if item.kind is Kind.SINGLE]
    assert found == [(item.stem, [(c.text, c.correct) for c in item.choices]) for item in held]
    assert [code for code, _ in written.left_out] == [item.code for item in items if item.kind is not Kind.SINGLE]


@pytest.mark.parametrize("text", ["two\nlines", "A. looks like an option", "ANSWER: A"])
def test_words_that_aiken_would_mistake_are_left_out_by_name(text):
    item = Item(Kind.SINGLE, text, (Choice("This", correct=True), Choice("That")), code="P2-Q01")
    assert [code for code, _ in aiken.write([item]).left_out] == ["P2-Q01"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Who?\nA. Ann\nB. Bob\n", "No line ANSWER"),
        ("Who?\nA. Ann\nC. Bob\nANSWER: A\n", "in this order"),
        ("Who?\nA. Ann\nB. Bob\nANSWER: C\n", "does not have"),
        ("Who?\nANSWER: A\n", "in this order"),
        ("Who?\n", "No line ANSWER"),
    ],
)
def test_a_question_that_is_not_whole_is_refused_with_its_line(text, why):
    reading = aiken.read(f"\n{text}\n{GOOD}".encode() if "ANSWER" in text else f"{GOOD}\n{text}".encode(), "en")
    (refused,) = reading.refused
    assert (refused.place, why in refused.why) == (2 if "ANSWER" in text else 6, True)
    assert len(reading.items) == 1


def test_an_empty_file_says_so():
    with pytest.raises(Unreadable, match="no question"):
        aiken.read(b"\n\n", "en")
