"""QTI 2.1, 2.2 and 3.0 as other systems write it: what becomes a question, what is noted, and what is refused."""

import re
from decimal import Decimal

import pytest

from quizzes.exchange.items import Choice, Part, Place
from quizzes.exchange.qti import packing
from quizzes.scoring import Kind, Marking
from tests.quizzes.qti_packages import (
    by_template,
    choices,
    declared,
    item,
    manifest,
    mapped,
    mapping,
    package,
    png,
    resource,
    zip_of,
)

RIGHT, WRONG = Choice("Yes", True), Choice("No")
CHOICE = '<choiceInteraction responseIdentifier="R" maxChoices="%s"><prompt>Well?</prompt>%s</choiceInteraction>'
YES = CHOICE % (1, choices("Yes", "No"))
ENTRY = '<textEntryInteraction responseIdentifier="%s"/>'


def read(*items: str, language: str = "en", **more):
    return packing.read(package(*items, **more), language)


def body(inside: str, **attributes: str) -> str:
    return f"<itemBody>{inside}</itemBody>"


def one(text: str, **more):
    reading = read(text, **more)
    assert reading.refused == []
    (found,) = reading.items
    return found


def associable(*texts: str, most: int = 1, first: str = "A") -> str:
    return "".join(
        f'<simpleAssociableChoice identifier="{first}{n}" matchMax="{most}">{text}</simpleAssociableChoice>'
        for n, text in enumerate(texts, start=1)
    )


def matching(left: str, right: str) -> str:
    return (
        '<matchInteraction responseIdentifier="R" maxAssociations="9"><prompt>What fits?</prompt>'
        f"<simpleMatchSet>{left}</simpleMatchSet><simpleMatchSet>{right}</simpleMatchSet></matchInteraction>"
    )


EARNS = '<setOutcomeValue identifier="SCORE"><baseValue baseType="float">1</baseValue></setOutcomeValue>'


def processed(condition: str) -> str:
    branch = f"<responseCondition><responseIf>{condition}{EARNS}</responseIf></responseCondition>"
    return f"<responseProcessing>{branch}</responseProcessing>"


def equal(tolerance: str) -> str:
    return processed(f'<equal {tolerance}><variable identifier="R"/><correct identifier="R"/></equal>')


PICTURE = '<object type="image/png" data="car.png" width="400" height="200">A car</object>'
SPOTS = (
    '<hotspotChoice identifier="A" shape="rect" coords="40,20,80,60" hotspotLabel="door"/>'
    '<hotspotChoice identifier="B" shape="circle" coords="200,100,20"/>'
    '<hotspotChoice identifier="C" shape="poly" coords="0,0,40,0,40,20,0,0" aria-label="roof"/>'
    '<hotspotChoice identifier="D" shape="default" coords=""/>'
)
AREAS = (
    '<areaMapping defaultValue="0"><areaMapEntry shape="circle" coords="200,100,20" mappedValue="1"/>'
    '<areaMapEntry shape="ellipse" coords="100,100,40,20" mappedValue="-1"/></areaMapping>'
)
GAP = (
    '<gapMatchInteraction responseIdentifier="R"><gapText identifier="W" matchMax="1">winter</gapText>'
    '<gapText identifier="S" matchMax="1">summer</gapText><blockquote><p>Now is the <gap identifier="G1"/> and this '
    'the <gap identifier="G2"/>.</p></blockquote></gapMatchInteraction>'
)


def compared(name: str, base: str, value: str) -> str:
    return f'<{name}><variable identifier="R"/><baseValue baseType="{base}">{value}</baseValue></{name}>'


NUMBER_BETWEEN = processed(f"<and>{compared('gte', 'float', '2')}{compared('lte', 'float', '5')}</and>")
STRINGS = processed(
    f"<or>{compared('stringMatch', 'string', 'mat')}{compared('stringMatch', 'string', 'floor mat')}</or>"
)

# The item, and which of its fields are what.
TAKEN = [
    (declared("A") + body(YES) + by_template("match_correct"),
     {"kind": Kind.SINGLE, "stem": "Well?", "choices": (RIGHT, WRONG), "marking": None}),
    (declared("A") + body("<p>First.</p>" + YES), {"kind": Kind.SINGLE, "stem": "First.\nWell?"}),
    (declared([], more=mapping(A=2, B=0)) + body(YES) + by_template("map_response"),
     {"kind": Kind.SINGLE, "choices": (RIGHT, WRONG)}),
    (declared("A") + body(CHOICE % (1, choices("True", "False"))), {"kind": Kind.TRUE_FALSE, "answer": True}),
    (declared("B") + body(CHOICE % (1, choices("对", "错"))), {"kind": Kind.TRUE_FALSE, "answer": False}),
    (declared(["A", "C"], cardinality="multiple") + body(CHOICE % (0, choices("a", "b", "c"))) +
     by_template("match_correct"),
     {"kind": Kind.MULTIPLE, "choices": (Choice("a", True), Choice("b"), Choice("c", True)),
      "marking": Marking.ALL_OR_NOTHING}),
    (declared(["A", "C"], cardinality="multiple", more=mapping(A=1, C=1, B=-1)) +
     body(CHOICE % (0, choices("a", "b", "c"))) + by_template("map_response.xml"),
     {"kind": Kind.MULTIPLE, "choices": (Choice("a", True), Choice("b"), Choice("c", True)),
      "marking": Marking.PARTIAL}),
    (declared(["C", "A", "B"], cardinality="ordered") +
     body(f'<orderInteraction responseIdentifier="R"><prompt>Order!</prompt>{choices("a", "b", "c")}'
          "</orderInteraction>"),
     {"kind": Kind.ORDERING, "stem": "Order!", "choices": (Choice("c"), Choice("a"), Choice("b"))}),
    (declared(["A1 B2", "A2 B1"], "directedPair", "multiple") +
     body(matching(associable("a", "b"), associable("x", "y", "z", first="B"))),
     {"kind": Kind.MATCHING, "stem": "What fits?", "parts": (Part(text="z"),),
      "choices": (Choice("a", match="y"), Choice("b", match="x"))}),
    (declared(["A1 B1", "A2 B1", "A3 B2"], "directedPair", "multiple") +
     body(matching(associable("a", "b", "c"), associable("in", "out", most=3, first="B"))),
     {"kind": Kind.CATEGORIES, "parts": (Part(text="in"), Part(text="out")),
      "choices": (Choice("a", part=1), Choice("b", part=1), Choice("c", part=2))}),
    (declared(["A1 B1", "A1 B2", "A2 B3"], "directedPair", "multiple") +
     body(matching(associable("in", "out", most=3), associable("a", "b", "c", first="B"))),
     {"kind": Kind.CATEGORIES, "parts": (Part(text="in"), Part(text="out")),
      "choices": (Choice("a", part=1), Choice("b", part=1), Choice("c", part=2))}),
    (declared(["A1 A4", "A2 A3"], "pair", "multiple") +
     body(f'<associateInteraction responseIdentifier="R">{associable(*"abcde")}</associateInteraction>'),
     {"kind": Kind.MATCHING, "parts": (Part(text="e"),), "choices": (Choice("a", match="d"), Choice("b", match="c"))}),
    (declared(["W G1", "S G2"], "directedPair", "multiple") + body(GAP),
     {"kind": Kind.CLOZE, "stem": "Now is the [[1]] and this the [[2]].", "parts": (Part("choice"), Part("choice")),
      "choices": (Choice("winter", True, part=1), Choice("summer", part=1), Choice("winter", part=2),
                  Choice("summer", True, part=2))}),
    (declared("mat", "string", more=mapped({"mat": 1, "floor mat": 1, "mad": 0})) +
     body(f"<p>What is it? {ENTRY % 'R'}</p>") + by_template("map_response"),
     {"kind": Kind.FILL_IN, "stem": "What is it?",
      "choices": (Choice("mat", True), Choice("floor mat", True), Choice("mad"))}),
    (declared([], "string") + body(f"<p>What is it? {ENTRY % 'R'}.</p>") + STRINGS,
     {"kind": Kind.FILL_IN, "choices": (Choice("mat", True), Choice("floor mat", True))}),
    (declared("mat", "string") + body(f"<p>A {ENTRY % 'R'} is on the floor.</p>"),
     {"kind": Kind.CLOZE, "stem": "A [[1]] is on the floor.", "parts": (Part("words"),),
      "choices": (Choice("mat", True, part=1),)}),
    (declared("1.5", "float") + body(f"<p>How much? {ENTRY % 'R'}</p>") +
     equal('toleranceMode="absolute" tolerance="0.25 0.25"'),
     {"kind": Kind.NUMERIC, "parts": (Part(value=Decimal("1.5"), tolerance=Decimal("0.25")),)}),
    (declared("200", "integer") + body(f"<p>How much? {ENTRY % 'R'}</p>") +
     equal('toleranceMode="relative" tolerance="5 5"'),
     {"kind": Kind.NUMERIC, "parts": (Part(value=Decimal(200), tolerance=Decimal(10)),)}),
    (declared([], "float") + body(f"<p>How much? {ENTRY % 'R'}</p>") + NUMBER_BETWEEN,
     {"kind": Kind.NUMERIC, "parts": (Part(value=Decimal("3.5"), tolerance=Decimal("1.5")),)}),
    (declared("A") + declared("3", "integer", name="S") + body(
        f'<p>On <inlineChoiceInteraction responseIdentifier="R">{choices("ice", "fire", name="inlineChoice")}'
        f"</inlineChoiceInteraction> for {ENTRY % 'S'} days</p>"),
     {"kind": Kind.CLOZE, "stem": "On [[1]] for [[2]] days",
      "parts": (Part("choice"), Part("number", value=Decimal(3))),
      "choices": (Choice("ice", True, part=1), Choice("fire", part=1))}),
    (declared([], "string") + body('<extendedTextInteraction responseIdentifier="R"><prompt>Tell.</prompt>'
                                   "</extendedTextInteraction>"),
     {"kind": Kind.SHORT_ANSWER, "stem": "Tell."}),
    (declared("A", cardinality="multiple") + body(
        f'<hotspotInteraction responseIdentifier="R" maxChoices="1"><prompt>Where?</prompt>{PICTURE}{SPOTS}'
        "</hotspotInteraction>"),
     {"kind": Kind.HOTSPOT, "stem": "Where?",
      "places": (Place("door", "rectangle", "100,100 200,300", True), Place("Place 2", "circle", "500,500 550,500"),
                 Place("roof", "polygon", "0,0 100,0 100,100"))}),
    (declared([], "point", more=AREAS) + body(
        f'<selectPointInteraction responseIdentifier="R" maxChoices="1">{PICTURE}</selectPointInteraction>') +
     by_template("map_response_point"),
     {"kind": Kind.HOTSPOT, "marking": Marking.PARTIAL}),
]  # fmt: skip


@pytest.mark.parametrize("version", ["2.1", "2.2"])
@pytest.mark.parametrize(("text", "fields"), TAKEN)
def test_an_interaction_becomes_the_kind_that_it_is(text, fields, version):
    found = one(item(text, version), version=version, car=png())
    assert {name: getattr(found, name) for name in fields} == fields


KEBAB = re.compile("[A-Z]")
HTML = {"p", "object", "blockquote"}


def in_words_of_3(text: str) -> str:
    """The same item with the spellings of QTI 3."""

    def kebab(name: str) -> str:
        return KEBAB.sub(lambda sign: "-" + sign[0].lower(), name)

    def tag(found: re.Match) -> str:
        slash, name, rest = found[1], found[2], found[3]
        rest = re.sub(r'([a-zA-Z:-]+)="', lambda each: kebab(each[1]) + '="', rest)
        return f"<{slash}{name if name in HTML else 'qti-' + kebab(name)}{rest}>"

    return re.sub(r"<(/?)([a-zA-Z]+)([^>]*)>", tag, text)


@pytest.mark.parametrize(("text", "fields"), TAKEN)
def test_the_same_is_read_from_qti_3(text, fields):
    text = in_words_of_3(item(text, "3.0"))
    assert "qti-assessment-item" in text
    assert "responseIdentifier" not in text
    found = one(text, version="3.0", car=png())
    assert {name: getattr(found, name) for name in fields} == fields


def test_a_picture_comes_along_with_its_description():
    found = one(item(TAKEN[-2][0]), car=png())
    assert (found.picture.data, found.picture.name, found.picture.alt) == (png(), "car.png", "A car")


PICTURED = [
    body('<p>See: <img src="car.png" alt="A car"/></p>' + YES),
    body('<p><object data="car.png" type="image/png">A car</object></p>' + YES),
    body(YES.replace("Well?", 'Well?<img src="car.png" alt="A car"/>')),
]


@pytest.mark.parametrize("text", PICTURED)
def test_a_picture_in_the_words_comes_along(text):
    found = one(item(declared("A") + text), car=png())
    assert (found.picture.data, found.picture.alt) == (png(), "A car")
    assert found.stem in ("See:\nWell?", "Well?")


def test_an_item_that_says_no_language_is_refused_where_nobody_else_says_it():
    reading = read(item(BASE), item(BASE, **{"xml:lang": "zh-Hans"}), language="")
    ((refused,), (found,)) = reading.refused, reading.items
    assert "in which language" in refused.why
    assert found.language == "zh-hans"


def told(identifier: str, words: str) -> str:
    return (
        f'<modalFeedback outcomeIdentifier="F" identifier="{identifier}" showHide="show"><p>{words}</p></modalFeedback>'
    )


def sets(value: str, feedback: str) -> str:
    return (
        f'<responseCondition><responseIf><match><variable identifier="R"/><baseValue baseType="identifier">{value}'
        '</baseValue></match><setOutcomeValue identifier="F"><baseValue baseType="identifier">'
        f"{feedback}</baseValue></setOutcomeValue></responseIf></responseCondition>"
    )


BASE = declared("A") + body(YES)
FEEDBACK = [
    (BASE + told("B", "Look again."), (RIGHT, Choice("No", False, "Look again.")), ""),
    (BASE + f"<responseProcessing>{sets('B', 'x1')}</responseProcessing>" + told("x1", "Look.") +
     told("general", "So."),
     (RIGHT, Choice("No", False, "Look.")), "So."),
    (BASE.replace("No<", '<span>No</span><feedbackInline outcomeIdentifier="F" identifier="B" showHide="show">Not so.'
                  "</feedbackInline><"), (RIGHT, Choice("No", False, "Not so.")), ""),
    (BASE + told("incorrect", "Bad.") + told("correct", "Good."), (RIGHT, WRONG), "Good."),
    (declared("B") + body(CHOICE % (1, choices("True", "False"))) + told("A", "No.") + told("B", "Yes."), (), "Yes."),
    (BASE.replace("<itemBody>", '<itemBody><rubricBlock view="scorer"><p>For you.</p></rubricBlock>'),
     (RIGHT, WRONG), "For you."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted", "explanation"), FEEDBACK)
def test_feedback_becomes_reasons_and_the_explanation(text, wanted, explanation):
    found = one(item(text))
    assert (found.choices, found.explanation, found.stem) == (wanted, explanation, "Well?")


LOM = (
    '<metadata><lom xmlns="http://ltsc.ieee.org/xsd/LOM"><general>'
    "<keyword><string>P2-01</string></keyword><keyword><string>winter</string></keyword></general><educational>"
    "<difficulty><source>LOMv1.0</source><value>very difficult</value></difficulty></educational></lom></metadata>"
)


def test_what_the_manifest_says_is_kept():
    found = one(item(BASE, identifier="P2-Q01"), metadata=LOM)
    assert (found.code, found.difficulty, found.clauses, found.tags) == ("P2-Q01", "hard", ("P2-01",), ("winter",))


@pytest.mark.parametrize(("said", "language"), [
    ("zh-CN", "zh-hans"), ("zh-Hans", "zh-hans"), ("en-US", "en"), ("fr", "en"), ("zh-TW", "en"),
])  # fmt: skip
def test_an_item_is_in_the_language_that_it_says_and_the_bank_has(said, language):
    assert one(item(BASE, **{"xml:lang": said})).language == language


def rubric(text: str) -> str:
    return BASE.replace("<itemBody>", f'<itemBody><rubricBlock view="candidate"><p>{text}</p></rubricBlock>')


NOTED = [
    (item(BASE, title="Greeting"), "title “Greeting”"),
    (item(BASE.replace("Well", "<strong>Well</strong>")), "Formatting is not kept: strong"),
    (item(BASE + told("general", "So.") + told("other", "And so.")), "feedback “And so.”"),
    (item(rubric("Take your time.")), "feedback “Take your time.”"),
    (item(BASE + told("A", "Well done.")), "right option “Yes”"),
    (item(BASE + by_template("mine")), "own rules of marking"),
    (item(BASE + "<responseProcessing><exitResponse/></responseProcessing>"), "own rules of marking"),
    (item(BASE, **{"xml:lang": "zh-CN"}), "in “zh-CN”"),
    (item(declared("A", more=mapping(A=1, B=0.5)) + body(YES) + by_template("map_response")), "worth 50 %"),
    (item(declared(["A"], cardinality="multiple", more=mapping(A=1)) + body(CHOICE % (0, choices("a", "b"))) +
          by_template("map_response")), "takes away"),
    (item(declared(["3", "4"], "float") + body(f"<p>How many? {ENTRY % 'R'}</p>")), "not 4"),
    (item(declared("10", "float") + body(f"<p>How many? {ENTRY % 'R'}</p>") +
          equal('toleranceMode="absolute" tolerance="1 2"')), "around 10.5"),
    (item(declared("x", "string", more='<mapping defaultValue="0"><mapEntry mapKey="x" mappedValue="1" '
                   'caseSensitive="true"/></mapping>') + body(f"<p>Which? {ENTRY % 'R'}</p>")), "capital letters"),
    (item('<stylesheet href="a.css" type="text/css"/>' + BASE), "stylesheet"),
    (item(declared("A", cardinality="multiple") + body(
        f'<hotspotInteraction responseIdentifier="R" maxChoices="1">{PICTURE}{SPOTS}</hotspotInteraction>')),
     "no names"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "note"), NOTED)
def test_what_is_lost_on_the_way_is_said(text, note):
    assert note in " ".join(one(text, car=png()).notes)


def test_nothing_is_noted_of_an_item_that_is_kept_whole():
    assert one(item(BASE + by_template("match_correct"))).notes == ()


def alone(name: str) -> str:
    return item(declared("A") + body(f'<{name} responseIdentifier="R"/>'))


REFUSED = [
    *[(alone(f"{name}Interaction"), f"{name}Interaction") for name in (
        "custom", "portableCustom", "drawing", "upload", "slider", "media", "hottext", "graphicOrder",
        "graphicAssociate", "graphicGapMatch", "positionObject", "endAttempt",
    )],
    (item(BASE, adaptive="true"), "adaptive"),
    (item('<templateDeclaration identifier="T" cardinality="single" baseType="integer"/>' + BASE), "template"),
    (item(declared("A") + body("<p>Read this.</p>")), "nothing to be answered"),
    (item(declared("A") + body(YES + YES)), "several things at once"),
    (item(declared([]) + body(YES)), "what is right"),
    (item(declared("Z") + body(YES)), "which it does not have"),
    (item(body(YES)), "does not declare"),
    (item(declared("A", more='<mapping><mapEntry mapKey="A" mappedValue="much"/></mapping>') + body(YES)), "no number"),
    (item(declared("A", more='<mapping><mapEntry mapKey="A" mappedValue="nan"/></mapping>') + body(YES)), "no number"),
    (item(declared(["A", "B"], cardinality="ordered") + body(
        f'<orderInteraction responseIdentifier="R">{choices("a", "b", "c")}</orderInteraction>')), "right order"),
    (item(declared(["A1 B1"], "directedPair", "multiple") + body(
        matching(associable("a", "b"), associable("x", "y", first="B")))), "exactly one"),
    (item(declared(["A1 C9"], "directedPair", "multiple") + body(
        matching(associable("a", "b"), associable("x", "y", first="B")))), "A1 C9"),
    (item(declared("W G1", "directedPair", "multiple") + body(GAP)), "exactly one"),
    (item(declared("W G1", "directedPair", "multiple") + body(GAP.replace("gapText", "gapImg"))), "pictures"),
    (item(declared("many", "float") + body(f"<p>How many? {ENTRY % 'R'}</p>")), "number many"),
    (item(declared("0.00001", "float") + body(f"<p>How many? {ENTRY % 'R'}</p>")), "number 0.00001"),
    (item(declared("A") + body("<p><img src='a.png' alt=''/></p>" + YES)), "a.png"),
    (item(declared("A") + body("<p><img src='car.png' alt=''/><img src='car.png' alt=''/></p>" + YES)), "2 pictures"),
    (item(declared("A") + body("<p><object data='car.png' type='video/mp4'/></p>" + YES)), "object"),
    (item(declared("A") + body("<p><math><mi>x</mi></math></p>" + YES)), "math"),
    (item(declared("A") + body(YES.replace(">Yes", "><img src='car.png' alt=''/>"))), "img"),
    (item(declared("A") + '<assessmentStimulusRef identifier="s" href="s.xml"/>' + body(YES)), "beside it"),
    (item(declared("A") + body(f'<hotspotInteraction responseIdentifier="R">{PICTURE.replace("car", "no")}{SPOTS}'
                               "</hotspotInteraction>")), "no.png"),
    (item(declared("A") + body(f'<hotspotInteraction responseIdentifier="R">{PICTURE}'
                               '<hotspotChoice identifier="A" shape="star" coords="1,2"/></hotspotInteraction>')),
     "star"),
    (item(declared("A") + body(f'<hotspotInteraction responseIdentifier="R">{PICTURE}'
                               '<hotspotChoice identifier="A" shape="rect" coords="a,b"/></hotspotInteraction>')),
     "a,b"),
    (item(declared("1 2", "point") + body(
        f'<selectPointInteraction responseIdentifier="R">{PICTURE}</selectPointInteraction>')), "no area"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_what_the_bank_cannot_hold_is_named_and_the_others_are_read(text, why):
    reading = read(text, item(BASE), car=png())
    (refused,) = reading.refused
    assert why in refused.why
    assert refused.place == 1
    assert [found.place for found in reading.items] == [2]


def test_a_broken_item_is_refused_by_its_name_and_the_others_are_read():
    reading = read("<assessmentItem", "<!DOCTYPE a><assessmentItem/>", "<html/>", item(BASE))
    assert [(each.place, each.what) for each in reading.refused] == [(1, "q1.xml"), (2, "q2.xml"), (3, "q3.xml")]
    assert [each.why.split(":")[0] for each in reading.refused] == [
        "Line 1 is not sound XML", "The file has a DOCTYPE, which is not read. Take it out.", "It is no item of QTI",
    ]  # fmt: skip
    assert len(reading.items) == 1


def test_what_is_in_a_package_besides_questions_is_said_once():
    files = {
        "imsmanifest.xml": manifest(
            resource("test.xml", "imsqti_test_xmlv2p1"), resource("tool.xml", "imsbasiclti_xmlv1p0"),
            resource("q1.xml", "imsqti_item_xmlv2p1"), resource("q2.xml", "imsqti_item_xmlv2p1"),
            resource("gone.xml", "imsqti_item_xmlv2p1"), resource("car.png", "webcontent"),
        ),
        "test.xml": '<assessmentTest identifier="t" title="Winter"/>', "tool.xml": "<tool/>", "car.png": png(),
        "q1.xml": item(BASE), "q2.xml": item(BASE),
    }  # fmt: skip
    reading = packing.read(zip_of(files), "en")
    first, second = reading.items
    assert first.notes == (
        "Of the test “Winter” only the questions are kept.",
        "Not kept, for it is no question: imsbasiclti_xmlv1p0.",
    )
    assert second.notes == ()
    assert [(each.what, each.why) for each in reading.refused] == [("r-gone.xml", "Its file is not in the package.")]


def test_files_in_folders_are_found_from_where_they_are_named():
    files = {
        "export/imsmanifest.xml": manifest(resource("items/q%201.xml", "imsqti_item_xmlv2p1")),
        "export/items/q 1.xml": item(TAKEN[-2][0].replace("car.png", "../images/car.png")),
        "export/images/car.png": png(),
    }
    (found,) = packing.read(zip_of(files), "en").items
    assert found.picture.data == png()


def test_scripts_are_neither_kept_nor_run():
    found = one(item(BASE.replace("Well?", "<script>alert(1)</script>Well?")))
    assert found.stem == "Well?"
    assert "script" in " ".join(found.notes)
