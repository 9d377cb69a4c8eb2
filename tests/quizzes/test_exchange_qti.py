"""QTI 2.1 and 2.2: what we export is valid, and reads as it was written."""

from dataclasses import replace
from decimal import Decimal

import pytest
from lxml import etree

from quizzes.exchange.items import Choice, Item, Part, Picture, Place
from quizzes.exchange.qti import packing
from quizzes.scoring import Kind, Marking
from tests.quizzes.exchanged import whole_curriculum
from tests.quizzes.qti_packages import SCHEMAS, png, problems, schema, unzipped, zip_of

WRITE = {"v2p1": packing.write_2_1, "v2p2": packing.write_2_2}
CODES = {"zh": "zh-hans", "en": "en"}
AWKWARD = [
    "<b>&amp; ]]> %50%",
    "“引号”：；？",
    "first\nsecond",
    "one\n\nthree",
    "two  spaces",
    "<![CDATA[x]]>",
    "&lt;",
    "[[7]]",
    "c1",
    '"',
]
PICTURE = Picture.of("drive.png", png(333, 217), "The drive")
BASE = Item(
    Kind.SINGLE, "Stem?", explanation="Why.", code="P2-Q01", difficulty="hard", clauses=("P2-01",), language="en",
    status="trial", tags=("snow", "winter"),
)  # fmt: skip
NUMBER = Part("number", value=Decimal("1.5"), tolerance=Decimal("0.25"), unit="mm / Millimetre")


def kinds(marking: Marking) -> list[Item]:
    """Each kind with all that it can have."""
    right, wrong = Choice("Yes", True), Choice("No", False, "Not so.")
    partly = {"marking": marking}
    return [
        replace(BASE, choices=(wrong, right)),
        replace(BASE, kind=Kind.MULTIPLE, choices=(right, wrong, Choice("Well", True)), **partly),
        replace(BASE, kind=Kind.TRUE_FALSE, answer=False),
        replace(BASE, kind=Kind.ORDERING, choices=tuple(map(Choice, "dacb")), **partly),
        replace(
            BASE, kind=Kind.MATCHING, parts=(Part(text="nobody"),), **partly,
            choices=(Choice("a", match="x", reason="No."), Choice("b", match="y"), Choice("c", match="x")),
        ),
        replace(
            BASE, kind=Kind.CATEGORIES, parts=(Part(text="in"), Part(text="out"), Part(text="none")), **partly,
            choices=(Choice("a", part=2, reason="No."), Choice("b", part=1), Choice("c", part=2)),
        ),
        replace(BASE, kind=Kind.FILL_IN, numerals=True, choices=(wrong, right, Choice("yes, please", True))),
        replace(BASE, kind=Kind.NUMERIC, parts=(replace(NUMBER, kind=""),)),
        replace(BASE, kind=Kind.NUMERIC, parts=(Part(value=Decimal(-12)),)),
        replace(
            BASE, kind=Kind.CLOZE, stem="Then [[2]] of\n[[1]], [[4]] and [[3]]", numerals=True, **partly,
            parts=(Part("words"), Part("choice"), NUMBER, Part("number", value=Decimal(3))),
            choices=(
                Choice("one", True, part=1), Choice("eins", True, part=1), Choice("two", False, "No.", part=1),
                Choice("x", False, "Why x?", part=2), Choice("y", True, part=2),
            ),
        ),
        replace(
            BASE, kind=Kind.HOTSPOT, picture=PICTURE, **partly,
            places=(
                Place("door", "rectangle", "101,203 307,409", True), Place("wheel", "circle", "500,500 613,577", True),
                Place("roof", "polygon", "1,2 997,3 400,999", False, "It is sound."),
            ),
        ),
        replace(
            BASE, kind=Kind.DIALOGUE, parts=(Part(text="Late!"), Part(text="So dear?")), **partly,
            choices=(
                Choice("Sorry", True, part=1), Choice("So?", False, "Rude.", part=1),
                Choice("Pay", False, part=2), Choice("I explain", True, part=2),
            ),
        ),
        replace(BASE, kind=Kind.SHORT_ANSWER),
    ]  # fmt: skip


@pytest.fixture(scope="module", params=WRITE)
def version(request):
    return request.param


@pytest.fixture(scope="module")
def xsd(version):
    return schema(f"qti{version}/imsqti_{version}.xsd")


@pytest.mark.parametrize("language", CODES)
def test_the_whole_curriculum_is_valid_and_reads_as_it_was_written(version, xsd, language):
    items = [replace(item, language=CODES[language]) for item in whole_curriculum(language)]
    written = WRITE[version](items)
    assert written.left_out == ()
    found = {name: problems(xsd, data) for name, data in unzipped(written.data).items() if name.startswith("items/")}
    assert len(found) == len(items) > 400
    assert not any(found.values())
    reading = packing.read(written.data, CODES[language])
    assert reading.refused == []
    assert reading.items == items
    assert not any(item.notes for item in reading.items)


@pytest.mark.parametrize("marking", Marking)
@pytest.mark.parametrize("place", range(len(kinds(Marking.PARTIAL))))
def test_a_kind_with_all_that_it_can_have_is_valid_and_comes_back(version, xsd, place, marking):
    item = kinds(marking)[place]
    written = WRITE[version]([item])
    files = unzipped(written.data)
    assert problems(xsd, files["items/P2-Q01.xml"]) == []
    reading = packing.read(written.data, "en")
    assert (reading.items, reading.refused, reading.items[0].notes) == ([item], [], ())
    if item.picture:
        assert (reading.items[0].picture.data, reading.items[0].picture.alt) == (PICTURE.data, "The drive")


@pytest.mark.parametrize("text", AWKWARD)
def test_signs_that_mean_something_stay_words(version, text):
    item = replace(
        BASE, kind=Kind.FILL_IN, stem=text, explanation=text, tags=(),
        choices=(Choice(text.replace("\n", " "), True), Choice("wrong " + text.replace("\n", " "), False, text)),
    )  # fmt: skip
    assert packing.read(WRITE[version]([item]).data, "en").items == [item]
    other = replace(item, kind=Kind.MATCHING, choices=(Choice(text, match=f"{text} 2"), Choice("b", match="c")),
                    marking=Marking.PARTIAL)  # fmt: skip
    assert packing.read(WRITE[version]([other]).data, "en").items == [other]


def test_what_a_kind_is_worth_is_said_in_the_items_own_words():
    """Without our labels too: another system marks in part what is marked in part here, and only that."""
    for marking in Marking:
        for item in kinds(marking):
            files = unzipped(packing.write_2_1([item]).data)
            root = etree.fromstring(files["items/P2-Q01.xml"])
            names = {etree.QName(node).localname for node in root.iter("{*}mapResponse", "{*}sum")}
            is_partial = item.marking is Marking.PARTIAL
            assert bool(names) == (is_partial or item.kind is Kind.FILL_IN)


def test_a_number_is_marked_with_its_tolerance():
    item = replace(BASE, kind=Kind.NUMERIC, parts=(replace(NUMBER, kind=""),))
    root = etree.fromstring(unzipped(packing.write_2_1([item]).data)["items/P2-Q01.xml"])
    (equal,) = root.iter("{*}equal")
    assert (equal.get("toleranceMode"), equal.get("tolerance")) == ("absolute", "0.25 0.25")
    assert root.findtext("{*}responseDeclaration/{*}correctResponse/{*}value") == "1.5"


def test_a_place_that_somebody_moved_is_where_it_was_moved_to():
    item = next(each for each in kinds(Marking.PARTIAL) if each.kind is Kind.HOTSPOT)
    files = unzipped(packing.write_2_1([item]).data)
    moved = files["items/P2-Q01.xml"].replace(b'coords="34,44,102,89"', b'coords="0,0,333,217"')
    assert moved != files["items/P2-Q01.xml"]
    (found,) = packing.read(zip_of(files | {"items/P2-Q01.xml": moved}), "en").items
    assert [place.points for place in found.places] == ["0,0 1000,1000", "500,500 613,577", "1,2 997,3 400,999"]


def test_the_manifest_is_as_the_specification_says(version):
    items = [replace(each, code=f"P2-Q{number}") for number, each in enumerate(kinds(Marking.PARTIAL))]
    root = etree.fromstring(unzipped(WRITE[version](items).data)["imsmanifest.xml"])
    assert problems(etree.RelaxNG(etree.parse(SCHEMAS / "manifest.rng")), root) == []
    (picture,) = root.xpath("//*[local-name()='file'][starts-with(@href, 'images/')]/@href")
    assert picture in unzipped(WRITE[version](items).data)


def test_the_metadata_of_an_item_is_valid():
    root = etree.fromstring(unzipped(packing.write_2_1(kinds(Marking.PARTIAL)[:1]).data)["imsmanifest.xml"])
    (metadata,) = root.iter("{http://www.imsglobal.org/xsd/imsqti_metadata_v2p1}qtiMetadata")
    assert problems(schema("qtiv2p1/imsqti_metadata_v2p1.xsd"), metadata) == []


def test_the_same_questions_make_the_same_package():
    items = kinds(Marking.PARTIAL)[:1]
    assert packing.write_2_1(items).data == packing.write_2_1(items).data


def test_a_code_that_begins_with_a_digit_is_a_name_all_the_same(xsd, version):
    item = replace(kinds(Marking.PARTIAL)[0], code="5S-Q01")
    written = WRITE[version]([item])
    assert problems(xsd, unzipped(written.data)["items/5S-Q01.xml"]) == []
    assert packing.read(written.data, "en").items == [item]


def test_what_xml_cannot_say_is_left_out_by_name(version):
    item = replace(BASE, kind=Kind.TRUE_FALSE, stem="So\x07?", answer=True)
    assert [code for code, _why in WRITE[version]([item]).left_out] == ["P2-Q01"]


@pytest.mark.parametrize("place", range(len(kinds(Marking.PARTIAL))))
def test_each_kind_may_have_a_picture(version, xsd, place):
    item = replace(kinds(Marking.PARTIAL)[place], picture=PICTURE)
    written = WRITE[version]([item])
    files = unzipped(written.data)
    assert problems(xsd, files["items/P2-Q01.xml"]) == []
    (found,) = packing.read(written.data, "en").items
    assert found == item
    assert (found.picture.data, found.picture.alt) == (PICTURE.data, "The drive")


def test_what_somebody_wrote_about_a_right_option_is_not_lost(version):
    item = replace(BASE, choices=(Choice("Yes", True, "Well done."), Choice("No")))
    assert packing.read(WRITE[version]([item]).data, "en").items == [item]


def test_a_tag_that_would_be_read_as_something_else_is_named(version):
    written = WRITE[version]([replace(BASE, kind=Kind.TRUE_FALSE, answer=True, tags=("kind=single",))])
    assert [code for code, _note in written.notes] == ["P2-Q01"]


def test_a_picture_that_cannot_be_measured_leaves_its_question_out(version):
    item = next(each for each in kinds(Marking.PARTIAL) if each.kind is Kind.HOTSPOT)
    broken = replace(item, picture=Picture.of("drive.png", b"no picture"))
    ((code, why),) = WRITE[version]([broken]).left_out
    assert (code, "measured" in why) == ("P2-Q01", True)
