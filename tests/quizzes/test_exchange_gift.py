"""GIFT: read as the 51 files of GIFT-grammar-PEG.js expect, written so that it reads the same."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from quizzes.exchange import gift
from quizzes.exchange.items import IN_PART, LARGEST_FILE, Choice, Item, Part, Unreadable
from quizzes.scoring import Kind, Marking
from tests.quizzes.exchanged import curriculum

HELD = tuple(kind for kind in Kind if kind not in (Kind.CLOZE, Kind.HOTSPOT, Kind.DIALOGUE))
PAIRS = (Kind.MATCHING, Kind.CATEGORIES)

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
        found["matchPairs"] = [{"subquestion": words(a) or "", "subanswer": b} for a, b in node.pairs]
    if node.type == "Numerical":
        found["choices"] = number(node.number) if node.number else [
            {
                "isCorrect": a.is_right, "weight": a.weight, "feedback": words(a.feedback),
                "text": number(a.number) if a.number else words(a.text),
            }
            for a in node.answers
        ]  # fmt: skip
    return found


def number(each: gift.Number) -> dict:
    if each.form == "high-low":
        return {"type": each.form, "numberLow": float(each.ends[0]), "numberHigh": float(each.ends[1])}
    around = {"range": float(each.tolerance)} if each.form == "range" else {}
    return {"type": each.form, "number": float(each.value)} | around


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_read_as_its_authors_expect(name):
    expected = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    found = [as_expected(node) for node in gift.parse((FOLDER / f"{name}.gift").read_text(encoding="utf-8"))]
    assert found == [{key: each.get(key) for key in node} for each, node in zip(expected, found, strict=True)]


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
    items = curriculum(language, *HELD)
    written = gift.write(items)
    reading = gift.read(written.data, language)
    assert (reading.refused, written.left_out) == ([], ())
    assert reading.items == [held(item) for item in items]
    assert not any(item.notes for item in reading.items)
    assert {code for code, _what in written.notes} == {item.code for item in items if held(item) != item}


def held(item: Item) -> Item:
    """Pairs have no place for reasons."""
    choices = tuple(replace(each, reason="") if item.kind in PAIRS else each for each in item.choices)
    return replace(item, choices=choices)


ABSENT = [kind for kind in Kind if kind not in HELD]


@pytest.mark.parametrize("kind", ABSENT)
def test_what_gift_cannot_carry_is_left_out_by_name(kind):
    items = curriculum("en", kind)
    assert items
    assert [(code, "GIFT has no" in why) for code, why in gift.write(items).left_out] == [
        (item.code, True) for item in items
    ]


@pytest.mark.parametrize("kind", [Kind.SINGLE, Kind.MULTIPLE, Kind.ORDERING, Kind.TRUE_FALSE])
@pytest.mark.parametrize("text", [AWKWARD, "%50%", "[html]x", "#", "=", "\\", "\\\\n", "{}", "first\nsecond", ">3 ALL"])
def test_signs_that_mean_something_stay_words(kind, text):
    reason = "" if kind is Kind.ORDERING else f"why {text}"
    choices = (Choice(text, kind is not Kind.ORDERING), Choice(f"{text} 2", False, reason), Choice("3", False, reason))
    is_statement = kind is Kind.TRUE_FALSE
    marking = Marking.ALL_OR_NOTHING if kind in IN_PART else None
    own = () if is_statement else choices
    item = Item(kind, text, own, True if is_statement else None, text, "P2-Q01", "easy", marking=marking)
    assert gift.read(gift.write([item]).data, "").items == [item]


@pytest.mark.parametrize("text", [AWKWARD, "*", "a*b", "\\*", "[html]x", "%50%", "->", "first\nsecond", "=", "#"])
def test_signs_stay_words_where_something_is_typed_or_matched(text):
    wording = text.replace("->", "to")
    choices = (Choice(wording, True), Choice(f"{wording} 2", False, f"why {wording}"))
    typed = Item(Kind.FILL_IN, text, choices, None, text, "P2-Q01", "easy")
    pairs = tuple(Choice(f"{n}", match=f"{n} {text}") for n in range(3))
    matched = Item(
        Kind.MATCHING, text, pairs, None, text, "P2-Q02", "easy", parts=(Part(text=text),), marking=Marking.PARTIAL
    )
    assert gift.read(gift.write([typed, matched]).data, "").items == [typed, matched]


def test_an_option_with_an_arrow_is_left_out_by_name():
    item = Item(Kind.MATCHING, "Match", (Choice("a -> b", match="c"),), code="P2-Q01")
    typed = Item(Kind.FILL_IN, "Fill in", (Choice("a -> b", True),), code="P2-Q02")
    assert [code for code, _why in gift.write([item, typed]).left_out] == ["P2-Q01", "P2-Q02"]


def test_tags_of_every_kind_come_back():
    item = Item(
        Kind.FILL_IN, "Who?", (Choice("Ann", True),), code="P2-Q01", difficulty="hard", clauses=("P2-01",),
        numerals=True, status="retired", tags=("[a]\\b", "冬天 winter"),
    )  # fmt: skip
    assert gift.read(gift.write([item]).data, "").items == [item]


def test_a_tag_that_would_be_read_as_something_else_is_named():
    written = gift.write([Item(Kind.TRUE_FALSE, "So?", answer=True, code="Q-1", tags=("easy", "marking=x"))])
    assert [what for _code, what in written.notes] == [
        "The tag “easy” is not kept.", "The tag “marking=x” is not kept.",
    ]  # fmt: skip


def test_an_item_that_gift_takes_for_a_comment_is_left_out_by_name():
    item = Item(Kind.ORDERING, "Order", (Choice("// a"), Choice("b"), Choice("c")), code="P2-Q01")
    assert [code for code, _why in gift.write([item]).left_out] == ["P2-Q01"]


REFUSED = [
    ("Read this.", "description"),
    ("How many? {#three}", "is no number"),
    ("How many? {#=3:x}", "is no number"),
    ("How many? {#5..1}", "is no number"),
    ("How many? {#}", "names none"),
    ("How many? {#=3 =4}", "2 are right"),
    ("How many? {#=%50%3}", "0 are right"),
    ("How many? {#0.12345}", "is no number"),
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
    ("// [tag:one, two]\nWho? {=Ann ~Bob}", "tag “one, two”"),
    ("::Tomb::Who? {=Ann ~Bob}", "title “Tomb”"),
    ("$CATEGORY: top/a\n\nWho? {=Ann ~Bob}", "category “top/a” becomes the tag"),
    ("[html]<b>Who?</b> {=Ann ~Bob}", "Formatting"),
    ("[markdown]*Who?* {=Ann ~Bob}", "Markdown"),
    ("So it is.{F#not so#it is}", "“not so”"),
    ("Who? {=Ann =%50%Bob}", "worth 50 %"),
    ("Who? {=Ann#well done =%0%Bob}", "feedback to the right option"),
    ("Who? {=Ann =%0%*#No}", "stands for many wordings"),
    ("Who? {=Ann =A*}", "stands for many wordings"),
    ("How many? {#=3 =%50%4 ~#No}", "“4” was worth 50 %"),
    ("How many? {#=3 =%50%4 ~#No}", "feedback “No”"),
    ("Who? {~%50%Ann ~%50%Bob ~Cy}", "takes away"),
]


@pytest.mark.parametrize(("text", "note"), NOTED)
def test_what_is_lost_on_the_way_is_said(text, note):
    (item,) = read(text).items
    assert note in " ".join(item.notes)


READ = [
    ("How many? {#3:1}", Kind.NUMERIC, {"parts": (Part(value=Decimal(3), tolerance=Decimal(1)),)}),
    ("How many? {#2..4}", Kind.NUMERIC, {"parts": (Part(value=Decimal(3), tolerance=Decimal(1)),)}),
    ("How many? {#=%100%3}", Kind.NUMERIC, {"parts": (Part(value=Decimal(3)),)}),
    (
        "// [tag:unit=min / h]\nHow many? {#3}", Kind.NUMERIC, {"parts": (Part(value=Decimal(3), unit="min / h"),)},
    ),
    ("Who? {=Ann}", Kind.FILL_IN, {"choices": (Choice("Ann", True),)}),
    ("Who? {=Ann =%0%Bo\\\\*#No}", Kind.FILL_IN, {"choices": (Choice("Ann", True), Choice("Bo*", reason="No"))}),
    ("Say. {}", Kind.SHORT_ANSWER, {}),
    ("Say. {####Like so.}", Kind.SHORT_ANSWER, {"explanation": "Like so."}),
    (
        "Match {=a -> 1 =b -> 2 = -> 3}", Kind.MATCHING,
        {"choices": (Choice("a", match="1"), Choice("b", match="2")), "parts": (Part(text="3"),)},
    ),
    (
        "// [tag:kind=categories]\nSort {= -> 2 =a -> 1 =b -> 2}", Kind.CATEGORIES,
        {"choices": (Choice("a", part=2), Choice("b", part=1)), "parts": (Part(text="2"), Part(text="1"))},
    ),
    ("Who {=Ann ~Bob} sat?", Kind.SINGLE, {"stem": "Who _____ sat?"}),
    ("Order {>3 ALL\na\nb\nc\n}", Kind.ORDERING, {"marking": Marking.PARTIAL}),
    ("Who? {~%50%Ann ~%50%Bob ~%-100%Cy}", Kind.MULTIPLE, {"marking": Marking.ALL_OR_NOTHING}),
    ("Who? {~%50%Ann ~%50%Bob ~%-50%Cy}", Kind.MULTIPLE, {"marking": Marking.PARTIAL}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "fields"), READ)
def test_a_type_of_gift_becomes_a_kind_of_the_bank(text, kind, fields):
    (item,) = read(text).items
    assert (item.kind, {name: getattr(item, name) for name in fields}) == (kind, fields)


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
