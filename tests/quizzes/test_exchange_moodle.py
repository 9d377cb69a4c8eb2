"""Moodle XML, as Moodle and people write it, and as nobody should."""

import pytest

from quizzes.exchange import moodle
from quizzes.exchange.items import LARGEST_FILE, Choice, Item, Unreadable
from quizzes.scoring import Kind, Marking
from tests.quizzes.exchanged import curriculum

QUESTION = """
<question type="multichoice">
  <name><text>Tomb</text></name>
  <questiontext format="html"><text><![CDATA[<p>Who is &amp; where?</p>]]></text></questiontext>
  <generalfeedback format="html"><text><![CDATA[<p>Nobody is.</p>]]></text></generalfeedback>
  <idnumber>P2-Q01</idnumber>
  <single>true</single>
  <answer fraction="100" format="html"><text>No one</text><feedback format="html"><text></text></feedback></answer>
  <answer fraction="0" format="html"><text>&lt;p&gt;Grant&lt;/p&gt;</text>
    <feedback format="html"><text>He is not.</text></feedback></answer>
  <tags><tag><text>hard</text></tag><tag><text>P2-01</text></tag></tags>
</question>"""
STATEMENT = '<question type="truefalse"><questiontext format="plain_text"><text>So?</text></questiontext>%s</question>'
AWKWARD = ["<b>&amp; ]]> %50%", "“引号”：；？", "first\nsecond", "<![CDATA[x]]>", "&lt;"]


def read(questions: str):
    return moodle.read(f"<?xml version='1.0'?>\n<quiz>{questions}</quiz>".encode(), "en")


def test_a_question_is_read_with_everything():
    (item,) = read(QUESTION).items
    choices = (Choice("No one", True), Choice("Grant", False, "He is not."))
    assert item == Item(
        Kind.SINGLE, "Who is & where?", choices, None, "Nobody is.", "P2-Q01", "hard", ("P2-01",), "en"
    )  # fmt: skip
    assert item.place == 3
    assert item.notes == ("The title “Tomb” is not kept.",)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_whole_curriculum_reads_as_it_was_written(language):
    items = curriculum(language)
    written = moodle.write(items)
    reading = moodle.read(written.data, language)
    assert (reading.refused, written.left_out) == ([], ())
    assert reading.items == list(items)
    assert not any(item.notes for item in reading.items)


@pytest.mark.parametrize("text", AWKWARD)
def test_signs_that_mean_something_stay_words(text):
    choices = (Choice(text, True), Choice(f"{text} 2", False, text))
    item = Item(Kind.MULTIPLE, text, choices, None, text, "P2-Q01", marking=Marking.ALL_OR_NOTHING)
    assert moodle.read(moodle.write([item]).data, "").items == [item]


def test_what_xml_cannot_say_is_left_out_by_name():
    item = Item(Kind.TRUE_FALSE, "So\x07?", answer=True, code="P2-Q01")
    assert [code for code, _why in moodle.write([item]).left_out] == ["P2-Q01"]


@pytest.mark.parametrize(
    "kind", ["description", "calculated", "calculatedmulti", "randomsamatch", "ddimageortext", "coderunner", ""]
)
def test_a_kind_that_the_bank_has_not_is_named_with_its_line(kind):
    reading = read(f"\n\n<question type='{kind}'><name><text>Odd</text></name></question>{QUESTION}")
    (refused,) = reading.refused
    assert (refused.place, refused.what, "no questions of the kind" in refused.why) == (4, "Odd", True)
    assert len(reading.items) == 1


NOTED = [
    (QUESTION.replace('fraction="0"', 'fraction="50"'), "worth 50 %"),
    (QUESTION.replace("<feedback format=\"html\"><text></text>", "<feedback><text>Well done</text>"), "right option"),
    (QUESTION.replace("<tag><text>hard", "<tag><text>a, b"), "tag “a, b”"),
    (QUESTION.replace("<single>", "<correctfeedback><text>Yes</text></correctfeedback><single>"), "together"),
    (QUESTION.replace("<single>", "<hint><text>Think</text></hint><single>"), "hints"),
    (QUESTION.replace("Who is", "<b>Who</b> is"), "Formatting"),
    (f"<question type='category'><category><text>top/a</text></category></question>{QUESTION}", "becomes the tag"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "note"), NOTED)
def test_what_is_lost_on_the_way_is_said(text, note):
    (item,) = read(text).items
    assert note in " ".join(item.notes)


def test_a_statement_is_explained_by_its_feedback():
    answers = (
        "<answer fraction='0'><text>true</text><feedback><text>Not so</text></feedback></answer>"
        "<answer fraction='100'><text>false</text><feedback><text>Right</text></feedback></answer>"
    )
    (item,) = read(STATEMENT % answers).items
    assert (item.answer, item.explanation, item.notes) == (False, "Right", ("The feedback “Not so” is not kept.",))


def test_scripts_are_neither_kept_nor_run():
    (item,) = read(QUESTION.replace("Who is", "<script>alert(1)</script>Who is")).items
    assert item.stem == "Who is & where?"
    assert "script" in item.notes[-1]


def test_a_fraction_that_is_no_number_is_refused():
    (refused,) = read(QUESTION.replace('fraction="0"', 'fraction="none"')).refused
    assert "no number" in refused.why


BOMB = b'<!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><quiz>&b;</quiz>'
THIEF = b'<!DOCTYPE quiz [<!ENTITY a SYSTEM "file:///etc/passwd">]><quiz>&a;</quiz>'


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "Line 1 is not sound XML"),
        (b"<quiz>\n<question>", "Line 2 is not sound XML"),
        (b"\xff\xfe\x00", "not sound XML"),
        (b"<?xml version='1.0' encoding='klingon'?><quiz/>", "encoding|sound"),
        (b"<html/>", "not Moodle"),
        (b"<quiz/>", "no question"),
        (b"<quiz>&undefined;</quiz>", "not sound XML"),
        (b"<!DOCTYPE quiz><quiz/>", "DOCTYPE"),
        (BOMB, "DOCTYPE"),
        (THIEF, "DOCTYPE"),
        (b"<quiz>" + b"<a>" * 100_000, "too deeply"),
        (b"x" * (LARGEST_FILE + 1), "20 MB"),
        (b"<quiz>" + b"<question type='essay'/>" * 10_001 + b"</quiz>", "5000 questions"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(data, why):
    with pytest.raises(Unreadable, match=why):
        moodle.read(data, "en")
