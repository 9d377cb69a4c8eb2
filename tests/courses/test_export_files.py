"""Text in, text out: what the export does with a file, with the two languages, and with the editor's HTML."""

from difflib import unified_diff

import pytest
import yaml

from courses.curriculum.export.joining import Join, agreed, gaps, places, woven
from courses.curriculum.export.merging import merged, same, written
from courses.curriculum.export.texts import normal
from courses.curriculum.markdown import to_markdown

FILE = """\
# top
key: q   # the key
clauses: [P2-01, P2-02]
questions:
  # about A
  - code: A
    stem:
      zh: 一
      en: "one: x"
    clauses: [P1-01]

  # about B
  # two lines
  - code: B
    stem: {zh: 二, en: 'two, yes'}
    props:
      zh: |-
        a

        * b
      en: x

  # about C
  - code: C
    clauses: [P1-01]
  # about D
  - code: D
    e: y  # of e
    # the end of D
z: 1
"""


def change(edit) -> list[str]:
    """The lines that differ after `edit` has changed the data; the new text must say what the data say."""
    data = yaml.safe_load(FILE)
    edit(data["questions"])
    text = merged(FILE, data)
    assert same(yaml.safe_load(text), data)
    lines = unified_diff(FILE.splitlines(), text.splitlines(), n=0, lineterm="")
    return [line for line in lines if line[:3] not in ("---", "+++") and line[:2] != "@@"]


def test_nothing_changed_is_nothing_written():
    assert change(lambda questions: None) == []


def test_quotes_stay_as_they_were():
    assert change(lambda questions: questions[1]["stem"].update(en="three")) == [
        "-    stem: {zh: 二, en: 'two, yes'}",
        "+    stem: {zh: 二, en: 'three'}",
    ]


def test_quotes_come_where_they_are_needed():
    def edit(questions):
        questions[0]["stem"]["zh"] = "是: 一"
        questions[3]["e"] = "Yes"

    assert change(edit) == ["-      zh: 一", '+      zh: "是: 一"', "-    e: y  # of e", '+    e: "Yes" # of e']


def test_several_paragraphs_are_a_block_and_the_comment_behind_them_stays():
    assert change(lambda questions: questions[1]["props"].update(en="x\n\ny")) == [
        "-      en: x",
        "+      en: |-",
        "+        x",
        "+",
        "+        y",
    ]


def test_of_several_paragraphs_only_the_changed_one_changes():
    assert change(lambda questions: questions[1]["props"].update(zh="c\n\n- b")) == [
        "-        a",
        "+        c",
    ]


def test_a_long_paragraph_is_a_block():
    assert change(lambda questions: questions[1]["props"].update(en="x" * 121)) == [
        "-      en: x",
        "+      en: |-",
        f"+        {'x' * 121}",
    ]


def test_a_part_goes_with_its_comment():
    assert change(lambda questions: questions.pop(1)) == [f"-{line}" for line in FILE.splitlines()[11:22]]


def test_the_comment_behind_the_last_part_stays_behind_the_list():
    assert change(lambda questions: questions.append({"code": "E", "clauses": ["P1-01"]})) == [
        "+  - code: E",
        "+    clauses: [P1-01]",
    ]


def test_parts_are_moved_with_their_comments():
    text = merged(FILE, yaml.safe_load(FILE) | {"questions": yaml.safe_load(FILE)["questions"][::-1]})
    assert text.index("# about C") < text.index("code: C") < text.index("# about B") < text.index("code: B")


def test_a_new_name_stands_where_it_belongs():
    def edit(questions):
        questions[1] = {"code": "B", "key": "b"} | questions[1]

    assert change(edit) == ["+    key: b"]


def test_a_name_that_is_gone_leaves_the_comment_behind_it():
    assert change(lambda questions: questions[1].pop("props")) == [
        "-    props:", "-      zh: |-", "-        a", "-", "-        * b", "-      en: x",
    ]  # fmt: skip


def test_a_file_laid_out_by_a_program_keeps_its_indents():
    text = "a:\n- b: 1\n  c: 2\n- b: 3\n"
    assert merged(text, {"a": [{"b": 1, "c": 4}, {"b": 3}]}) == "a:\n- b: 1\n  c: 4\n- b: 3\n"


def test_what_is_not_said_is_not_so():
    assert same({"a": 1}, {"a": 1, "photo": False})
    assert not same({"a": 1}, {"a": 1, "photo": True})


def test_the_order_of_a_set_is_the_files():
    assert merged("clauses: [B, A, C]\n", {"clauses": frozenset("DBC")}) == "clauses: [B, C, D]\n"


@pytest.mark.parametrize(
    "text", ["Yes", "12:30", "2026-01-01", "a, b", "[x]", "a: b", "# a", " - ", "“a”", "她说：“好”"]
)
def test_a_new_file_says_what_it_should(text):
    data = {"t": {"zh": text.strip(), "en": text.strip() + "\nb"}, "l": [{"zh": text.strip(), "en": "x"}]}
    assert yaml.safe_load(written(data)) == data


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p>a</p><p>b</p>", '<p data-block-key="x">a</p>\n  <p data-block-key="y">b</p>\n'),
        ("<p>a &amp; b</p>", "<p>a &#38; b</p>"),
        ("<p>a&nbsp;b</p>", "<p>a\xa0b</p>"),
        ("<ul><li>a</li></ul>", "<ul>\n<li> a </li>\n</ul>"),
        ("<p><b>a</b></p>", "<p><strong>a</strong></p>"),
        ("<p>a</p>", "<p>a</p><p></p>"),
    ],
)
def test_the_editors_html_in_another_spelling(one, other):
    assert to_markdown(one) == to_markdown(other)


@pytest.mark.parametrize(("one", "other"), [("<p>a b</p>", "<p>ab</p>"), ("<p>a</p>", "<h2>a</h2>")])
def test_other_html(one, other):
    assert to_markdown(one) != to_markdown(other)


@pytest.mark.parametrize(
    ("one", "other"), [("- a\n- b", "* a\n\n* b"), ("1. a\n2. b", "1. a\n1. b"), ("a & b", "a &amp; b")]
)
def test_the_same_markdown_in_another_spelling(one, other):
    assert normal(one, rich=True) == normal(other, rich=True)
    assert normal(one) != normal(other)


def test_the_ends_of_lines_are_the_forms():
    assert normal("a\nb") == normal("a \r\nb\r\n")


def join(zh, en, file=((), ())):
    return Join()(list(zh), list(en), list(file[0]), list(file[1]))


def both(*pairs):
    return [{"zh": zh, "en": en} for zh, en in pairs]


def test_lists_are_joined_by_what_the_file_knows_of_them():
    file = (["一", "二", "三"], ["one", "two", "three"])
    assert join(["一", "新", "二", "三"], file[1], file) == both(
        ("一", "one"), ("新", ""), ("二", "two"), ("三", "three")
    )
    assert join(["一", "二改", "三"], ["one", "two", "3"], file) == both(("一", "one"), ("二改", "two"), ("三", "3"))


def test_what_one_language_lost_is_an_empty_text():
    file = (["一", "二"], ["one", "two"])
    assert join(["二"], ["one", "two"], file) == both(("", "one"), ("二", "two"))


def test_the_order_is_that_of_the_language_which_was_moved():
    file = (["一", "二", "三"], ["one", "two", "three"])
    moved = both(("三", "three"), ("一", "one"), ("二", "two"))
    assert join(["三", "一", "二"], file[1], file) == moved
    assert join(file[0], ["three", "one", "two"], file) == moved


def test_without_a_file_lists_are_joined_by_place():
    assert join(["一", "二"], ["one"]) == both(("一", "one"), ("二", ""))


def test_a_thing_in_one_language_is_written_with_gaps():
    joined = Join()({"code": "A", "points": 2, "title": "一", "note": ""}, None)
    assert joined == {"code": "A", "points": 2, "title": {"zh": "一", "en": ""}}
    assert gaps(joined) == 1


def test_the_language_that_does_not_say_what_the_file_will_say_is_behind():
    join = Join()
    assert join({"minutes": 6}, {"minutes": 9}, {"minutes": 6}, {"minutes": 6}) == {"minutes": 9}
    assert join.behind == {"zh"}


def test_places_are_found_by_code_then_by_content_then_between_them():
    old = [{"code": "A", "t": 1}, {"t": 2}, {"t": 3}]
    assert places([{"code": "A", "t": 9}, {"t": 8}, {"t": 3}], old) == [0, 1, 2]
    assert places([{"t": 3}, {"code": "A", "t": 9}], old) == [2, 0]
    assert places([{"t": 7}], []) == [None]


def test_orders_are_agreed():
    assert woven([1, 3], [1, 2, 3]) == [1, 2, 3]
    assert agreed([1, 2, 3, 4], [1, 2, 3], [1, 2, 3]) == [1, 2, 3, 4]
    assert agreed([1, 3], [1, 2, 3], [1, 2, 3]) == [1, 3]
    assert agreed([1, 9, 2], [1, 2, 8], [1, 2]) == [1, 9, 2, 8]
    assert agreed([1, 2], [2, 1], [1, 2]) == [2, 1]
