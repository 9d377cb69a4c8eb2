"""QTI 1.2: what Canvas is given, what comes back, and what Canvas and others write themselves."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from lxml import etree

from quizzes.exchange.items import Choice, Part
from quizzes.exchange.qti import packing
from quizzes.scoring import Kind, Marking
from tests.quizzes.exchanged import whole_curriculum
from tests.quizzes.qti_packages import (
    canvas_item,
    canvas_package,
    html,
    lid,
    manifest,
    png,
    said,
    scores,
    unzipped,
    zip_of,
)
from tests.quizzes.test_exchange_qti import AWKWARD, BASE, CODES, PICTURE, kinds

QTI = "{http://www.imsglobal.org/xsd/ims_qtiasiv1p2}"
YES_NO = lid("response1", {"11": "Yes", "12": "No"})
RIGHT, WRONG = Choice("Yes", True), Choice("No")
LEFT_OUT = ("mixture", "Places on a picture")


def read(*items: str, **files: bytes):
    return packing.read(canvas_package(*items, **files), "en")


def one(text: str, **files: bytes):
    reading = read(text, **files)
    assert reading.refused == []
    (found,) = reading.items
    return found


def written(*items):
    files = unzipped(packing.write_canvas(items).data)
    (name,) = [name for name in files if name.endswith("questions.xml")]
    return etree.fromstring(files[name])


def fields(item: etree._Element) -> dict[str, str]:
    return {row[0].text: row[1].text for row in item.iter(f"{QTI}qtimetadatafield")}


# --- The way out and back ---


@pytest.mark.parametrize("language", CODES)
def test_the_whole_curriculum_reads_as_it_was_written_but_for_what_is_left_out(language):
    items = [replace(item, language=CODES[language]) for item in whole_curriculum(language)]
    out = packing.write_canvas(items)
    assert len(out.left_out) < 10
    left = {code for code, _why in out.left_out}
    reading = packing.read(out.data, CODES[language])
    assert reading.refused == []
    assert reading.items == [item for item in items if item.code not in left]
    assert not any(item.notes for item in reading.items)


def carried(item) -> bool:
    return item.kind is not Kind.HOTSPOT and not (item.kind is Kind.CLOZE and len({p.kind for p in item.parts}) > 1)


@pytest.mark.parametrize("marking", Marking)
@pytest.mark.parametrize("place", range(len(kinds(Marking.PARTIAL))))
def test_a_kind_comes_back_with_all_that_it_can_have_or_is_left_out_by_name(place, marking):
    item = kinds(marking)[place]
    out = packing.write_canvas([item])
    if carried(item):
        assert packing.read(out.data, "en").items == [item]
    else:
        ((code, why),) = out.left_out
        assert code == "P2-Q01"
        assert any(words in why for words in LEFT_OUT)


GAPS = [
    replace(
        BASE, kind=Kind.CLOZE, stem="A [[2]] and\na [[1]].", marking=Marking.PARTIAL, numerals=True,
        parts=(Part("words"), Part("words")),
        choices=(
            Choice("mat", True, part=1), Choice("cover", True, part=2), Choice("mad", False, "A d.", part=1),
            Choice("seat cover", True, part=2),
        ),
    ),
    replace(
        BASE, kind=Kind.CLOZE, stem="A [[2]] and a [[1]].", marking=Marking.ALL_OR_NOTHING,
        parts=(Part("choice"), Part("choice")),
        choices=(
            Choice("mat", True, part=1), Choice("mad", False, "A d.", part=1), Choice("mat", False, part=2),
            Choice("cover", True, part=2),
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize("item", GAPS)
def test_gaps_of_one_sort_come_back(item):
    out = packing.write_canvas([item])
    assert packing.read(out.data, "en").items == [item]


@pytest.mark.parametrize("text", AWKWARD)
def test_signs_that_mean_something_stay_words(text):
    line = text.replace("\n", " ")
    item = replace(
        BASE, kind=Kind.MULTIPLE, stem=text, explanation=text, marking=Marking.PARTIAL,
        choices=(Choice(line, True), Choice(f"{line} 2", False, text)),
    )  # fmt: skip
    assert packing.read(packing.write_canvas([item]).data, "en").items == [item]


@pytest.mark.parametrize("item", [each for each in kinds(Marking.PARTIAL) if carried(each)], ids=lambda each: each.kind)
def test_each_kind_may_have_a_picture(item):
    item = replace(item, picture=PICTURE)
    out = packing.write_canvas([item])
    (found,) = packing.read(out.data, "en").items
    assert found == item
    assert (found.picture.data, found.picture.alt) == (PICTURE.data, "The drive")
    root = etree.fromstring(unzipped(out.data)["imsmanifest.xml"])
    assert root.xpath("//*[@type='webcontent']/@href") == [f"web_resources/images/{PICTURE.sha1}.png"]


def test_square_brackets_that_canvas_would_take_for_gaps_are_named():
    item = replace(GAPS[0], stem="A [[2]] and [one] [[1]].")
    ((_code, why),) = packing.write_canvas([item]).left_out
    assert "brackets" in why


def test_canvas_is_given_its_own_fields_and_files():
    files = unzipped(packing.write_canvas(kinds(Marking.PARTIAL)).data)
    root = etree.fromstring(files["imsmanifest.xml"])
    rows = {row.get("type"): row for row in root.iter("{*}resource")}
    assert set(rows) == {"imsqti_xmlv1p2", "associatedcontent/imscc_xmlv1p1/learning-application-resource"}
    hrefs = root.xpath("//*[local-name()='file']/@href")
    assert set(hrefs) == set(files) - {"imsmanifest.xml"}
    meta = etree.fromstring(files[next(name for name in files if name.endswith("assessment_meta.xml"))])
    assert meta.findtext("{*}title")
    assert float(meta.findtext("{*}points_possible")) == sum(map(carried, kinds(Marking.PARTIAL)))


TYPES = {
    Kind.SINGLE: "multiple_choice_question", Kind.MULTIPLE: "multiple_answers_question",
    Kind.TRUE_FALSE: "true_false_question", Kind.ORDERING: "ordering_question", Kind.MATCHING: "matching_question",
    Kind.CATEGORIES: "categorization_question", Kind.FILL_IN: "short_answer_question",
    Kind.NUMERIC: "numerical_question", Kind.DIALOGUE: "multiple_dropdowns_question",
    Kind.SHORT_ANSWER: "essay_question",
}  # fmt: skip


def test_each_kind_has_the_type_that_canvas_gives_it():
    for item in filter(carried, kinds(Marking.PARTIAL)):
        (node,) = written(item).iter(f"{QTI}item")
        assert fields(node)["question_type"] == TYPES[item.kind]
        assert fields(node)["points_possible"] == "1.0"


def test_every_answer_that_is_named_as_right_is_one_of_those_offered():
    for item in filter(carried, kinds(Marking.PARTIAL)):
        (node,) = written(item).iter(f"{QTI}item")
        offered = {
            (lid.get("ident"), label.get("ident"))
            for lid in node.iter(f"{QTI}response_lid")
            for label in lid.iter(f"{QTI}response_label")
        }
        named = {(each.get("respident"), each.text) for each in node.iter(f"{QTI}varequal")}
        assert not offered or (named and named <= offered)


def test_an_expected_mistake_is_no_right_answer_in_canvas():
    item = next(each for each in kinds(Marking.PARTIAL) if each.kind is Kind.FILL_IN)
    (node,) = written(item).iter(f"{QTI}item")
    assert {each.text for each in node.iter(f"{QTI}varequal")} == {"Yes", "yes, please"}
    assert "Not so." in fields(node)["service_academy"]


@pytest.mark.parametrize(
    "nonsense", ["{", "[]", "7", '{"mistakes": [[1]], "tags": 7, "unit": [], "code": null}', "[" * 99_999]
)
def test_our_own_field_may_hold_anything(nonsense):
    item = next(each for each in kinds(Marking.PARTIAL) if each.kind is Kind.FILL_IN)
    files = unzipped(packing.write_canvas([item]).data)
    name = next(name for name in files if name.endswith("questions.xml"))
    root = etree.fromstring(files[name])
    for row in root.iter(f"{QTI}qtimetadatafield"):
        if row[0].text == "service_academy":
            row[1].text = nonsense
    (found,) = packing.read(zip_of(files | {name: etree.tostring(root)}), "en").items
    assert (found.kind, found.code) == (Kind.FILL_IN, "P2-Q01")
    assert [choice.text for choice in found.choices] == ["Yes", "yes, please"]


def test_our_own_field_is_readable(tmp_path):
    (node,) = written(kinds(Marking.PARTIAL)[0]).iter(f"{QTI}item")
    assert json.loads(fields(node)["service_academy"])["code"] == "P2-Q01"


# --- As others write it ---


def fib(kind: str = "") -> str:
    sort = f' fibtype="{kind}"' if kind else ""
    label = '<response_label ident="answer1"/>'
    return (
        f'<response_str ident="response1" rcardinality="Single"><render_fib{sort}>{label}</render_fib></response_str>'
    )


def number(inside: str) -> str:
    score = '<setvar action="Set" varname="SCORE">100</setvar>'
    return f'<respcondition continue="No"><conditionvar>{inside}</conditionvar>{score}</respcondition>'


ALL = number(
    '<and><varequal respident="response1">1</varequal><not><varequal respident="response1">2</varequal></not>'
    '<varequal respident="response1">3</varequal></and>'
)
MARGIN = (
    '<or><varequal respident="response1">77.0</varequal><and><vargte respident="response1">70.0</vargte><varlte '
    'respident="response1">84.0</varlte></and></or>'
)
RANGE = '<vargte respident="response1">2</vargte><varlte respident="response1">5</varlte>'
COLOURS = lid("response_c1", {"1": "red", "2": "Red"}, head="c1") + lid(
    "response_c2", {"3": "blue", "4": "grey"}, head="c2"
)
HALVES = scores(("response_c1", "1"), points="50.00", action="Add") + scores(
    ("response_c2", "3"), points="50.00", action="Add"
)
POOL = {"7": "x", "8": "y", "9": "z"}
ORDERED = lid("response1", {"1": "b", "2": "a", "3": "c"}, "Ordered")

TAKEN = [
    (canvas_item("multiple_choice_question", html("Well?") + YES_NO, scores(("response1", "11"))),
     {"kind": Kind.SINGLE, "stem": "Well?", "choices": (RIGHT, WRONG)}),
    (canvas_item("true_false_question", html("So?") + lid("response1", {"1": "True", "2": "False"}),
                 scores(("response1", "2"))), {"kind": Kind.TRUE_FALSE, "answer": False}),
    (canvas_item("multiple_answers_question", html("Which?") +
                 lid("response1", {"1": "a", "2": "b", "3": "c"}, "Multiple"), ALL),
     {"kind": Kind.MULTIPLE, "choices": (Choice("a", True), Choice("b"), Choice("c", True)),
      "marking": Marking.ALL_OR_NOTHING}),
    (canvas_item("short_answer_question", html("What?") + fib(),
                 scores(("response1", "mat"), ("response1", "floor mat"))),
     {"kind": Kind.FILL_IN, "choices": (Choice("mat", True), Choice("floor mat", True))}),
    (canvas_item("fill_in_multiple_blanks_question", html("Roses are [c1], violets are [c2].") + COLOURS, HALVES),
     {"kind": Kind.CLOZE, "stem": "Roses are [[1]], violets are [[2]].", "parts": (Part("words"), Part("words")),
      "marking": Marking.PARTIAL,
      "choices": (Choice("red", True, part=1), Choice("Red", True, part=1), Choice("blue", True, part=2),
                  Choice("grey", True, part=2))}),
    (canvas_item("multiple_dropdowns_question", html("Violets are [c2], roses [c1].") + COLOURS, HALVES),
     {"kind": Kind.CLOZE, "stem": "Violets are [[1]], roses [[2]].", "parts": (Part("choice"), Part("choice")),
      "choices": (Choice("blue", True, part=1), Choice("grey", part=1), Choice("red", True, part=2),
                  Choice("Red", part=2))}),
    (canvas_item("matching_question",
                 html("Match.") + lid("response_1", POOL, head="a") + lid("response_2", POOL, head="b"),
                 scores(("response_1", "8"), points="50", action="Add") +
                 scores(("response_2", "7"), points="50", action="Add")),
     {"kind": Kind.MATCHING, "stem": "Match.", "parts": (Part(text="z"),), "marking": Marking.PARTIAL,
      "choices": (Choice("a", match="y"), Choice("b", match="x"))}),
    (canvas_item("numerical_question", html("How much?") + fib("Decimal"), number(MARGIN)),
     {"kind": Kind.NUMERIC, "parts": (Part(value=Decimal(77), tolerance=Decimal(7)),)}),
    (canvas_item("numerical_question", html("How much?") + fib("Decimal"), number(RANGE)),
     {"kind": Kind.NUMERIC, "parts": (Part(value=Decimal("3.5"), tolerance=Decimal("1.5")),)}),
    (canvas_item("essay_question", html("Tell.") + fib(),
                 "<respcondition><conditionvar><other/></conditionvar></respcondition>"),
     {"kind": Kind.SHORT_ANSWER, "stem": "Tell."}),
    (canvas_item("ordering_question", html("Order!") + ORDERED,
                 scores(("response1", "2"), ("response1", "1"), ("response1", "3"))),
     {"kind": Kind.ORDERING, "choices": (Choice("a"), Choice("b"), Choice("c"))}),
    (canvas_item("categorization_question", html("Sort.") + lid("in", POOL, "Multiple", "In") +
                 lid("out", POOL, "Multiple", "Out"),
                 scores(("in", "7"), ("in", "9"), points="50", action="Add") +
                 scores(("out", "8"), points="50", action="Add")),
     {"kind": Kind.CATEGORIES, "parts": (Part(text="In"), Part(text="Out")), "marking": Marking.PARTIAL,
      "choices": (Choice("x", part=1), Choice("y", part=2), Choice("z", part=1))}),
    (canvas_item("", html("Well?") + YES_NO, scores(("response1", "11"))), {"kind": Kind.SINGLE}),
    (canvas_item("", f"<flow>{html('How much?')}{fib('Integer')}</flow>", number(MARGIN)), {"kind": Kind.NUMERIC}),
    (canvas_item("", html("Tell.") + fib()), {"kind": Kind.SHORT_ANSWER}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "fields"), TAKEN)
def test_an_item_becomes_the_kind_that_it_is(text, fields):
    found = one(text)
    assert {name: getattr(found, name) for name in fields} == fields


def test_feedback_becomes_reasons_and_the_explanation():
    feedback = said("general_fb", "So it is.") + said("12_fb", "Look again.") + said("general_incorrect_fb", "Bad.")
    found = one(canvas_item("multiple_choice_question", html("Well?") + YES_NO, scores(("response1", "11")), feedback))
    assert found.choices == (RIGHT, Choice("No", False, "Look again."))
    assert found.explanation == "So it is."
    assert "feedback “Bad.”" in " ".join(found.notes)


@pytest.mark.parametrize("address", [
    "$IMS-CC-FILEBASE$/car.png", "%24IMS-CC-FILEBASE%24/car.png?canvas_download=1", "../car.png",
])  # fmt: skip
def test_a_picture_in_the_words_comes_along(address):
    words = html(f'Well?&lt;img src="{address}" alt="A car"&gt;'.replace('"', "&quot;"))
    found = one(canvas_item("multiple_choice_question", words + YES_NO, scores(("response1", "11"))), car=png())
    assert (found.stem, found.picture.data, found.picture.alt) == ("Well?", png(), "A car")


def test_the_picture_of_a_hot_spot_comes_along():
    spot = (
        '<response_xy ident="response1" rcardinality="Single">' + html("Where?") + "<render_hotspot><material>"
        '<matimage uri="$IMS-CC-FILEBASE$/car.png"/></material><response_label ident="response1" rarea="square">'
        "0.372,0.1376,0.616,0.4256</response_label></render_hotspot></response_xy>"
    )
    found = one(canvas_item("hot_spot_question", spot), car=png())
    assert (found.kind, found.stem, found.picture.data) == (Kind.HOTSPOT, "Where?", png())
    assert [place.points for place in found.places] == ["372,138 616,426"]
    (refused,) = read(canvas_item("hot_spot_question", spot)).refused
    assert "car.png" in refused.why


WELL = canvas_item("multiple_choice_question", html("Well?") + YES_NO, scores(("response1", "11")))
REFUSED = [
    *[(canvas_item(kind, html("x") + fib()), kind) for kind in (
        "calculated_question", "file_upload_question", "text_only_question", "formula_question", "strange_question",
    )],
    (canvas_item("multiple_choice_question", html("Well?") + YES_NO), "what is right"),
    (canvas_item("multiple_choice_question", html("Well?"), scores(("response1", "11"))), "nothing to be answered"),
    (canvas_item("multiple_choice_question", html("&lt;img src=a.png&gt;") + YES_NO, scores(("response1", "11"))),
     "a.png"),
    (canvas_item("multiple_choice_question", html("&lt;img src=a.png&gt;&lt;img src=b.png&gt;") + YES_NO,
                 scores(("response1", "11"))), "2 pictures"),
    (canvas_item("multiple_choice_question", html("&lt;video src=a.mp4&gt;&lt;/video&gt;") + YES_NO,
                 scores(("response1", "11"))), "video"),
    (canvas_item("multiple_choice_question", html("Well?") + lid("response1", {"11": "Yes", "12": "No"}).replace(
        "<mattext>No", '<mattext texttype="text/html">&lt;img src=car.png&gt;'), scores(("response1", "11"))), "img"),
    (canvas_item("fill_in_multiple_blanks_question", html("Roses are [c1].") + COLOURS, HALVES), "not the same"),
    (canvas_item("numerical_question", html("x") + fib("Decimal"), scores(("response1", "much"))), "number"),
    (canvas_item("short_answer_question", html("x") + fib()), "what is right"),
    (canvas_item("matching_question", html("x") + lid("response_1", POOL, head="a")), "exactly one"),
    (canvas_item("ordering_question", html("x") + ORDERED, scores(("response1", "1"))), "right order"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_what_the_bank_cannot_hold_is_named_and_the_others_are_read(text, why):
    reading = read(text, WELL)
    (refused,) = reading.refused
    assert why in refused.why
    assert [found.stem for found in reading.items] == ["Well?"]


def test_what_belongs_to_none_of_the_categories_is_named():
    text = canvas_item("categorization_question", html("Sort.") + lid("in", POOL, "Multiple", "In"),
                       scores(("in", "7"), points="100", action="Add"))  # fmt: skip
    assert "“z” belongs to none" in " ".join(one(text).notes)


def test_the_quiz_around_the_questions_is_named_once():
    reading = read(WELL, WELL.replace("Well?", "So?"))
    assert [found.notes for found in reading.items] == [("Of the test “Week 1” only the questions are kept.",), ()]


def test_of_a_course_the_questions_are_read_as_canvas_has_them_and_not_twice():
    """A course has each quiz twice: as every cartridge can have it, and as Canvas does."""
    quiz = unzipped(canvas_package(WELL))["a/a.xml"].decode()
    rows = (
        '<resource identifier="a" type="imsqti_xmlv1p2/imscc_xmlv1p1/assessment"><file href="a/assessment_qti.xml"/>'
        '<dependency identifierref="b"/></resource>',
        '<resource identifier="b" type="associatedcontent/imscc_xmlv1p1/learning-application-resource" '
        'href="a/assessment_meta.xml"><file href="a/assessment_meta.xml"/><file href="non_cc/a.xml.qti"/></resource>',
    )
    files = {
        "imsmanifest.xml": manifest(*rows), "a/assessment_qti.xml": quiz, "a/assessment_meta.xml": "<quiz/>",
        "non_cc/a.xml.qti": quiz.replace("Well?", "Well, Canvas?"),
    }  # fmt: skip
    assert [found.stem for found in packing.read(zip_of(files), "en").items] == ["Well, Canvas?"]


def test_a_bank_of_questions_is_read_too():
    bank = (
        unzipped(canvas_package(WELL))["a/a.xml"].decode().replace("assessment", "objectbank").replace("section", "s")
    )
    rows = '<resource identifier="b" type="associatedcontent/x" href="b.xml.qti"><file href="b.xml.qti"/></resource>'
    reading = packing.read(zip_of({"imsmanifest.xml": manifest(rows), "b.xml.qti": bank}), "en")
    assert len(reading.items) == 1
