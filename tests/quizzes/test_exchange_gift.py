"""GIFT: read as the 51 files of GIFT-grammar-PEG.js expect, written so that it reads the same."""

import json
from pathlib import Path

import pytest

from quizzes.exchange import gift
from quizzes.exchange.items import LARGEST_FILE, Choice, Item, Unreadable
from quizzes.scoring import Kind
from tests.quizzes.exchanged import curriculum

FOLDER = Path(__file__).parent / "gift"
FILES = sorted(path.stem for path in FOLDER.glob("*.gift"))
AWKWARD = "a~b=c#d{e}f:g\\h \\n // [html] -> %50% <b>not bold</b> “引号”：；？"


def words(each) -> dict | None:
    # Their grammar sets a blank between the gap and what follows it; we leave the words as they are.
    return each and {"format": each.format, "text": each.text.replace("_____.", "_____ .")}


def as_expected(node: gift.Node) -> dict:
    """A node in the shape of the expected results."""
    found: dict = {"type": node.type, "title": node.title}
    if node.type != "Category":
        found |= {"stem": words(node.stem), "id": node.id, "tags": node.tags or None}
    if node.type not in ("Category", "Description"):
        found["globalFeedback"] = words(node.feedback)
    if node.type in ("MC", "Short"):
        found["choices"] = [
            {"isCorrect": a.is_right, "weight": a.weight, "text": words(a.text), "feedback": words(a.feedback)}
            for a in node.answers
        ]
    if node.type == "TF":
        found |= {"isTrue": node.is_true, "trueFeedback": words(node.if_wrong), "falseFeedback": words(node.if_right)}
    if node.type == "Matching":
        found["matchPairs"] = [{"subquestion": a, "subanswer": b} for a, b in node.pairs]
    return found


def as_told(expected: dict, keys) -> dict:
    """The expected result without what the node does not say; numbers are not read, for no question holds them."""
    told = {key: expected.get(key) for key in keys}
    if "matchPairs" in told:
        told["matchPairs"] = [pair | {"subquestion": pair["subquestion"]["text"]} for pair in told["matchPairs"]]
    return told


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_read_as_its_authors_expect(name):
    expected = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    found = [as_expected(node) for node in gift.parse((FOLDER / f"{name}.gift").read_text(encoding="utf-8"))]
    assert found == [as_told(each, node) for each, node in zip(expected, found, strict=True)]


def test_there_are_fifty_one_files():
    assert len(FILES) == 51


@pytest.mark.parametrize("name", FILES)
def test_every_question_of_a_file_is_taken_or_refused_by_name(name):
    reading = gift.read((FOLDER / f"{name}.gift").read_bytes(), "en") if name not in NOTHING else None
    expected = [each for each in json.loads((FOLDER / f"{name}.json").read_text()) if each["type"] != "Category"]
    assert len(expected) == (len(reading.items) + len(reading.refused) if reading else 0)


NOTHING = ("category1", "categorySpecialCharacter")


def read(text: str):
    return gift.read(text.encode(), "en")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_whole_curriculum_reads_as_it_was_written(language):
    items = curriculum(language)
    written = gift.write(items)
    reading = gift.read(written.data, language)
    assert (reading.refused, written.left_out) == ([], ())
    assert reading.items == list(items)
    assert not any(item.notes for item in reading.items)


@pytest.mark.parametrize("kind", [Kind.SINGLE, Kind.MULTIPLE, Kind.ORDERING, Kind.TRUE_FALSE])
@pytest.mark.parametrize("text", [AWKWARD, "%50%", "[html]x", "#", "=", "\\", "\\\\n", "{}", "first\nsecond", ">3 ALL"])
def test_signs_that_mean_something_stay_words(kind, text):
    reason = "" if kind is Kind.ORDERING else f"why {text}"
    choices = (Choice(text, kind is not Kind.ORDERING), Choice(f"{text} 2", False, reason), Choice("3", False, reason))
    is_statement = kind is Kind.TRUE_FALSE
    item = Item(kind, text, () if is_statement else choices, True if is_statement else None, text, "P2-Q01", "easy")
    assert gift.read(gift.write([item]).data, "").items == [item]


def test_an_item_that_gift_takes_for_a_comment_is_left_out_by_name():
    item = Item(Kind.ORDERING, "Order", (Choice("// a"), Choice("b"), Choice("c")), code="P2-Q01")
    assert [code for code, _why in gift.write([item]).left_out] == ["P2-Q01"]


REFUSED = [
    ("Match {=a -> b =c -> d}", "matching"),
    ("Who? {=Ann =Bob}", "short answer"),
    ("How many? {#3:1}", "numeric"),
    ("Tell me {}", "essay"),
    ("Read this.", "description"),
    ("Who? {=Ann ~Bob", "never closed"),
    ("Who? =Ann ~Bob}", "never closed"),
    ("Who? {=Ann ~Bob} and who? {=Ann ~Bob}", "second pair of braces"),
    ('[html]Which? <img src\\="x"> {=a ~b}', "picture"),
    ("Who? {Ann ~Bob}", "do not begin with"),
]


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_what_the_bank_cannot_hold_is_named_with_its_line(text, why):
    reading = read(f"// a comment\n\n{text}\n\nSky is blue.{{T####Look up.}}\n")
    assert [(refused.place, why in refused.why) for refused in reading.refused] == [(3, True)]
    assert [item.stem for item in reading.items] == ["Sky is blue."]


NOTED = [
    ("Who? {=Ann ~%50%Bob}", "worth 50 %"),
    ("Who? {~%80%Ann ~%20%Bob ~Cy}", "Different weights"),
    ("Who? {=Ann#well done ~Bob}", "feedback to the right option"),
    ("// [tag:history]\nWho? {=Ann ~Bob}", "tag “history”"),
    ("::Tomb::Who? {=Ann ~Bob}", "title “Tomb”"),
    ("$CATEGORY: top/a\n\nWho? {=Ann ~Bob}", "category “top/a”"),
    ("[html]<b>Who?</b> {=Ann ~Bob}", "Formatting"),
    ("[markdown]*Who?* {=Ann ~Bob}", "Markdown"),
    ("So it is.{F#not so#it is}", "“not so”"),
]


@pytest.mark.parametrize(("text", "note"), NOTED)
def test_what_is_lost_on_the_way_is_said(text, note):
    (item,) = read(text).items
    assert note in " ".join(item.notes)


def test_html_becomes_text():
    (item,) = read("[html]<p>Who &amp; why?</p><p>Say.</p> {=<i>Ann</i>\\nLee ~[plain]a <b> c}").items
    assert item.stem == "Who & why?\nSay."
    assert [choice.text for choice in item.choices] == ["Ann Lee", "a <b> c"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no question"),
        (b"// only a comment", "no question"),
        ("Où? {=à ~b}".encode("latin-1"), "Line 1 is not UTF-8"),
        (b"PK\x03\x04\x00\x00", "no text file"),
        (b"x" * (LARGEST_FILE + 1), "20 MB"),
        (b"a {T}\n\n" * 10_001, "5000 questions"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data, why):
    with pytest.raises(Unreadable, match=why):
        gift.read(data, "en")


def test_a_file_of_windows_is_read():
    reading = gift.read("\ufeffWho?{=Ann\r\n~Bob}\r\n\r\nSo?{T}\r\n".encode(), "en")
    assert [item.place for item in reading.items] == [1, 4]
