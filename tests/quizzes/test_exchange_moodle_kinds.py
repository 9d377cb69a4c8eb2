"""Moodle XML: what its types come to in the bank, its pictures, and what the bank cannot hold."""

import base64
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image

from quizzes.exchange import moodle
from quizzes.exchange.items import Choice, Item, Part, Picture, Place
from quizzes.scoring import Kind, Marking
from tests.quizzes.exchanged import curriculum


def drawn(width: int = 200, height: int = 100) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), "white").save(out, "PNG")
    return out.getvalue()


def question(name: str, inside: str, text: str = "Ask?", files: str = "") -> str:
    asked = f'<questiontext format="html"><text><![CDATA[{text}]]></text>{files}</questiontext>'
    return f'<question type="{name}">{asked}{inside}</question>'


def file(name: str = "a.png", data: bytes | None = None) -> str:
    said = base64.b64encode(drawn() if data is None else data).decode()
    return f'<file name="{name}" path="/" encoding="base64">{said}</file>'


def read(questions: str):
    return moodle.read(f"<?xml version='1.0'?>\n<quiz>{questions}</quiz>".encode(), "en")


def answer(text: str, fraction: object = 100, more: str = "", feedback: str = "") -> str:
    said = f"<feedback><text>{feedback}</text></feedback>" if feedback else ""
    return f'<answer fraction="{fraction}"><text>{text}</text>{more}{said}</answer>'


NUMBER = answer("12", more="<tolerance>0.5</tolerance>")
UNITS = "<units>" + "".join(
    f"<unit><multiplier>{m}</multiplier><unit_name>{u}</unit_name></unit>" for m, u in ((1, "mm"), (0.1, "cm"))
)
PAIRS = "".join(
    f"<subquestion format='html'><text>{text}</text><answer><text>{match}</text></answer></subquestion>"
    for text, match in (("a", "1"), ("b", "2"), ("", "3"))
)
BOXES = "".join(
    f"<dragbox><text>{text}</text><group>{group}</group></dragbox>"
    for text, group in (("cat", 1), ("dog", 1), ("red", 2), ("blue", 2))
)
DROPS = (
    "<drag><no>1</no><text>X</text><infinite/></drag>"
    "<drop><no>1</no><shape>circle</shape><coords>100,50;20</coords><choice>1</choice></drop>"
    "<drop><no>2</no><shape>rectangle</shape><coords>0,0;20,10</coords><choice>1</choice></drop>"
    "<drop><no>3</no><shape>polygon</shape><coords>0,0;200,0;200,100</coords><choice>1</choice></drop>"
)
CLOZE = (
    "Within {1:NUMERICAL:=3:0.5} minutes the {1:SHORTANSWER:=guest~=customer~%0%car#A car is no guest} is "
    "{1:MULTICHOICE:ignored#Never~=greeted}."
)

READ = [
    (
        question("shortanswer", answer("Ann") + answer("Bo\\*", 0, feedback="No")), Kind.FILL_IN,
        {"choices": (Choice("Ann", True), Choice("Bo*", False, "No"))},
    ),
    (
        question("numerical", NUMBER + UNITS + "</units>"), Kind.NUMERIC,
        {"parts": (Part(value=Decimal(12), tolerance=Decimal("0.5"), unit="mm"),)},
    ),
    (
        question("matching", PAIRS), Kind.MATCHING,
        {
            "choices": (Choice("a", match="1"), Choice("b", match="2")), "parts": (Part(text="3"),),
            "marking": Marking.PARTIAL,
        },
    ),
    (
        question("essay", "<graderinfo><text>Two points</text></graderinfo>"), Kind.SHORT_ANSWER,
        {"explanation": "Two points"},
    ),
    (
        question("cloze", "", CLOZE), Kind.CLOZE,
        {
            "stem": "Within [[1]] minutes the [[2]] is [[3]].",
            "parts": (Part("number", value=Decimal(3), tolerance=Decimal("0.5")), Part("words"), Part("choice")),
            "choices": (
                Choice("guest", True, part=2), Choice("customer", True, part=2),
                Choice("car", False, "A car is no guest", part=2), Choice("ignored", False, "Never", part=3),
                Choice("greeted", True, part=3),
            ),
        },
    ),
    (
        question("ddwtos", BOXES, "The [[2]] is [[3]]."), Kind.CLOZE,
        {
            "stem": "The [[1]] is [[2]].", "parts": (Part("choice"), Part("choice")),
            "choices": (
                Choice("cat", part=1), Choice("dog", True, part=1), Choice("red", True, part=2),
                Choice("blue", part=2),
            ),
        },
    ),
    (question("gapselect", BOXES.replace("dragbox", "selectoption"), "A [[1]]"), Kind.CLOZE, {"stem": "A [[1]]"}),
    (
        question("ddmarker", file() + DROPS), Kind.HOTSPOT,
        {
            "places": (
                Place("X 1", "circle", "500,500 600,500", True), Place("X 2", "rectangle", "0,0 100,100", True),
                Place("X 3", "polygon", "0,0 1000,0 1000,1000", True),
            ),
            "picture": Picture.of("a.png", drawn()),
        },
    ),
    (
        question("ordering", answer("a", 1) + "<gradingtype>ABSOLUTE_POSITION</gradingtype>"), Kind.ORDERING,
        {"marking": Marking.PARTIAL},
    ),
    (
        question("multichoice", "<single>0</single>" + answer("a", 100) + answer("b", -100)), Kind.MULTIPLE,
        {"marking": Marking.ALL_OR_NOTHING},
    ),
    (
        question(
            "multichoice", answer("a"), 'Look.<img src="@@PLUGINFILE@@/%C3%84%20b.png" alt="A">', file("Ä b.png")
        ),
        Kind.SINGLE, {"stem": "Look.", "picture": Picture.of("Ä b.png", drawn())},
    ),
    (
        "<question type='category'><category><text>$course$/top/Winter/Tyres</text></category></question>"
        + question("essay", ""), Kind.SHORT_ANSWER, {"tags": ("Tyres",)},
    ),
    (question("essay", "<hidden>1</hidden>"), Kind.SHORT_ANSWER, {"status": "retired"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "fields"), READ)
def test_a_type_of_moodles_becomes_a_kind_of_the_bank(text, kind, fields):
    reading = read(text)
    assert reading.refused == []
    (item,) = reading.items
    assert (item.kind, {name: getattr(item, name) for name in fields}) == (kind, fields)


IMG = '<img src="@@PLUGINFILE@@/a.png">'
REFUSED = [
    (question("numerical", answer("twelve")), "“twelve” is no number"),
    (question("numerical", NUMBER.replace("0.5", "few")), "“few” is no number"),
    (question("numerical", NUMBER + NUMBER), "2 are right"),
    (question("numerical", ""), "0 are right"),
    (question("numerical", answer("1.23456")), "is no number"),
    (question("cloze", "", "No gap"), "no gap"),
    (question("cloze", "", "A {1:SHORTANSWER:=a} and {1:KLINGON:=b}"), "no gap that can be read"),
    (question("cloze", "", "A {1:SHORTANSWER:=a"), "no gap that can be read"),
    (question("cloze", "", "A {1:MULTIRESPONSE:=a~=b}"), "several right options"),
    (question("cloze", "", "A {1:NUMERICAL:=x}"), "“x” is no number"),
    (question("cloze", "", "A [[1]] {1:SA:=x}"), "which is a gap in the bank"),
    (question("ddwtos", BOXES, "None"), "no gap"),
    (question("ddwtos", BOXES, "A [[9]]"), "does not have"),
    (question("ddmarker", DROPS), "no picture"),
    (question("ddmarker", file(data=b"") + DROPS), "is empty"),
    (question("ddmarker", file(data=b"none") + DROPS), "none that can be read"),
    (question("ddmarker", file() + DROPS.replace("<choice>1", "<choice>2", 1)), "several things"),
    (question("ddmarker", file() + DROPS.replace("100,50;20", "middle")), "no such outline"),
    (question("ddmarker", file() + DROPS.replace("circle", "heart")), "no such outline"),
    (question("essay", "", IMG), "not in the file"),
    (question("essay", "", IMG.replace("@@PLUGINFILE@@", "https://example.org")), "not in the file"),
    (question("essay", "", '<img src="data:image/png;base64,AAAA">'), "not in the file"),
    (question("essay", "", IMG + IMG, file()), "2 pictures"),
    (question("essay", "", IMG, "<file name='a.png' encoding='base64'>*</file>"), "is damaged"),
    (question("essay", "", "<video src='x'></video>"), "video"),
    (question("multichoice", answer("&lt;img src='x'&gt;")), "img"),
]


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_what_the_bank_cannot_hold_is_refused_with_its_line(text, why):
    reading = read(text)
    assert reading.items == []
    assert [(refused.place, why in refused.why) for refused in reading.refused] == [(2, True)], reading.refused


NOTED = [
    (question("shortanswer", answer("A*") + answer("Ann")), "stands for many wordings"),
    (question("shortanswer", answer("Ann") + answer("Bob", 50)), "“Bob” was worth 50 %"),
    (question("shortanswer", answer("Ann") + "<usecase>1</usecase>"), "Capitals counted"),
    (question("numerical", NUMBER + UNITS + "</units>"), "unit “cm”"),
    (question("numerical", NUMBER + answer("*", 0, feedback="No")), "feedback “No”"),
    (question("numerical", NUMBER + answer("13", 50)), "“13” was worth 50 %"),
    (question("cloze", "", "{1:SA:=a} {2:SA:=b}"), "Different weights of the gaps"),
    (question("cloze", "", "{1:SAC:=a}"), "In gap 1 capitals counted"),
    (question("cloze", "", "{1:SA:=a~%50%b}"), "“b” was worth 50 %"),
    (question("ddwtos", BOXES, "A [[1]]"), "each gap has its words"),
    (question("ddmarker", file() + DROPS), "are numbered"),
    (question("essay", file("b.png")), "file “b.png” in it is not kept"),
    (question("essay", "<responsetemplate><text>Dear</text></responsetemplate>"), "“Dear”"),
    (question("multichoice", "<single>0</single>" + answer("a") + answer("b", 0)), "takes away"),
]


@pytest.mark.parametrize(("text", "note"), NOTED)
def test_what_is_lost_on_the_way_is_said(text, note):
    (item,) = read(text).items
    assert note in " ".join(item.notes)


AWKWARD = [
    "<b>&amp; ]]> %50%",
    "“引号”：；？",
    "first\nsecond",
    "{1:SA:=x}",
    "a~b#c=d}e\\f",
    "&lt;",
    "*",
    "50% = half",
    "=",
    "~",
]


@pytest.mark.parametrize("text", AWKWARD)
def test_signs_stay_words_in_gaps_pairs_and_wordings(text):
    own = (Choice(text, True, part=1), Choice(f"{text} 2", False, f"why {text}", part=1))
    typed = [replace(choice, text=" ".join(choice.text.split())) for choice in own]  # it has one line
    both = (*typed, *(replace(choice, part=2) for choice in own))
    told = {"difficulty": "easy", "marking": Marking.PARTIAL}
    items = [
        Item(Kind.FILL_IN, text, tuple(replace(choice, part=None) for choice in own), code="A-1", difficulty="easy"),
        Item(Kind.MATCHING, text, (Choice(text, False, text, match=text),), code="A-2", **told),
        Item(Kind.CLOZE, f"{text} [[1]] {text} [[2]]", both, code="A-3", parts=(Part("words"), Part("choice")), **told),
        Item(
            Kind.DIALOGUE, text, (*own, *both[2:]), code="A-4", parts=(Part(text=text), Part(text=f"{text} 2")), **told
        ),
    ]
    reading = moodle.read(moodle.write(items).data, "")
    assert (reading.refused, reading.items) == ([], items)


def test_a_picture_goes_along_with_any_kind():
    picture = Picture.of("Wheel 轮.png", drawn(), 'A "wheel"')
    item = Item(Kind.TRUE_FALSE, "Sound?\nSay <so>.", answer=True, code="Q-1", picture=picture)
    (again,) = moodle.read(moodle.write([item]).data, "").items
    assert again == item
    assert (again.picture.name, again.picture.alt, again.picture.data) == (picture.name, picture.alt, picture.data)


@pytest.mark.parametrize("name", ["../../etc/passwd.png", "/etc/a.png", "C:\\a.png", "x" * 5000 + ".png"])
def test_a_files_name_leads_nowhere(name):
    (item,) = read(question("ddmarker", file(name) + DROPS)).items
    assert "/" not in item.picture.name
    assert "\\" not in item.picture.name
    assert len(item.picture.name) < 100
    assert item.picture.name.endswith(".png")


def test_the_zones_of_a_hotspot_are_those_of_its_places():
    item = curriculum("en", Kind.HOTSPOT)[0]
    data = moodle.write([item]).data.decode()
    bare = "\n".join(row for row in data.split("\n") if "<place " not in row)
    (again,) = moodle.read(bare.encode(), "").items
    right = [place for place in item.places if place.correct]
    assert [place.shape for place in again.places] == [place.shape for place in right]
    for place, was in zip(again.places, right, strict=True):
        if place.shape != "circle":  # its rim may be at another point
            numbers = [[int(n) for n in p.points.replace(",", " ").split()] for p in (place, was)]
            assert max(abs(a - b) for a, b in zip(*numbers, strict=True)) <= 2


def test_gaps_out_of_order_are_numbered_anew_and_that_is_said():
    own = (Choice("a", True, part=1), Choice("b", True, part=2))
    item = Item(Kind.CLOZE, "[[2]] [[1]]", own, code="Q-1", parts=(Part("words"), Part("words")))
    written = moodle.write([item])
    assert [code for code, _what in written.notes] == ["Q-1"]
    assert moodle.read(written.data, "").items[0].stem == "[[1]] [[2]]"
