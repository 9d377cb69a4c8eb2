"""Markdown for the CMS and back: what an author writes, what Wagtail's editor makes of it, and what is not allowed."""

import pytest

from courses.curriculum.checking import read_all, texts
from courses.curriculum.loader import FOLDER
from courses.curriculum.markdown import is_rich, refused, to_html, to_markdown

PAIRS = [
    ("a", "<p>a</p>"),
    ("a\n\nb", "<p>a</p><p>b</p>"),
    ("## a\n\nb", "<h2>a</h2><p>b</p>"),
    ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
    ("1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"),
    ("- a\n  1. b\n     - c\n- d", "<ul><li>a<ol><li>b<ul><li>c</li></ul></li></ol></li><li>d</li></ul>"),
    ("- a\n\n* b\n\n- c", "<ul><li>a</li></ul><ul><li>b</li></ul><ul><li>c</li></ul>"),
    ("1. a\n\n1) b", "<ol><li>a</li></ol><ol><li>b</li></ol>"),
    ("a **b** c", "<p>a <b>b</b> c</p>"),
    ("[a **b**](/x?a=1&b=2)", '<p><a href="/x?a=1&amp;b=2">a <b>b</b></a></p>'),
    ("a\\\nb", "<p>a<br/>b</p>"),
    ("a & b < c", "<p>a &amp; b &lt; c</p>"),
    ("a&nbsp;b", "<p>a\xa0b</p>"),
]
BOLD = [
    ("**“词”**后", "<b>“词”</b>后"),
    ("他说**“好”**就走", "他说<b>“好”</b>就走"),
    ("前**（一）**后", "前<b>（一）</b>后"),
    ("**先说结论。**再说理由", "<b>先说结论。</b>再说理由"),
    ("要问：**“谁？”**，再**听**。", "要问：<b>“谁？”</b>，再<b>听</b>。"),
    ("**一**二**三**四", "<b>一</b>二<b>三</b>四"),
    ("**First.**Then", "<b>First.</b>Then"),
    ("say**“yes”**now", "say<b>“yes”</b>now"),
    ("(**a**)/**b**", "(<b>a</b>)/<b>b</b>"),
    ("**30°**左右", "<b>30°</b>左右"),
]
LITERAL = [
    *(
        "*",
        "**",
        "***a***",
        "_a_",
        "a_b",
        "`a`",
        "\\",
        "\\*",
        "[a](b)",
        "![a](b)",
        "<b>",
        "</p>",
        "<!-- a -->",
        "&amp;",
    ),
    *(
        "# a",
        "## a",
        "- a",
        "+ a",
        "* a",
        "1. a",
        "2) a",
        "> a",
        "---",
        "--",
        "***",
        "===",
        "~~~",
        "```",
        "-",
        "1.",
        "#",
    ),
    *("[a]: /b", "<https://a.b>", "a  b\\", "1 < 2 > 1", "2 ** 3", "a #"),
]


@pytest.mark.parametrize(("markdown", "html"), PAIRS)
def test_markdown_is_html_and_html_is_markdown(markdown, html):
    assert to_html(markdown) == html
    assert to_markdown(html) == markdown
    assert list(refused(markdown)) == []


@pytest.mark.parametrize(("markdown", "html"), BOLD)
def test_bold_stands_beside_any_punctuation(markdown, html):
    assert to_html(markdown) == f"<p>{html}</p>"
    assert to_markdown(f"<p>{html}</p>") == markdown


@pytest.mark.parametrize("text", LITERAL)
@pytest.mark.parametrize(
    "around", ["<p>{}</p>", "<h2>{}</h2>", "<ul><li>{}</li></ul>", "<p>a<br/>{}</p>", "<p>后<b>{}</b>后</p>"]
)
def test_what_looks_like_markdown_stays_what_it_is(text, around):
    shown = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    html = around.format(shown)
    assert to_html(to_markdown(html)) == html
    assert list(refused(to_markdown(html))) == []


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>a<b> b </b>c</p>", "a **b** c"),
        ("<p><b>a</b><b>b</b></p>", "**ab**"),
        ("<p><strong>a</strong></p>", "**a**"),
        ('<p><b>a <a href="/x">b</a></b></p>', "**a** [**b**](/x)"),
        ('<p>!<a href="/x y(1)">a</a></p>', "\\![a](/x%20y%281%29)"),
        ("<p>　a  b<br/></p><p> </p><p><b></b></p><ul><li></li></ul>", "a b"),
        ("<ul><li><p>a</p></li></ul>", "- a"),
        ("a", "a"),
        ("", ""),
    ],
)
def test_the_editors_habits_leave_no_trace(html, markdown):
    assert to_markdown(html) == markdown


def test_blank_lines_between_items_make_no_difference():
    assert to_html("- a\n\n- b") == to_html("- a\n- b")


@pytest.mark.parametrize(
    ("markdown", "line", "said"),
    [
        ("a\n\n<p>b</p>", 2, "HTML"),
        ("a <b>b</b>", 0, "HTML"),
        ("# a", 0, "a heading"),
        ("a\n\n### b", 2, "a heading"),
        ("- ## a", 0, "a heading"),
        ("![a](b.png)", 0, "a picture"),
        ("```\na\n```", 0, "code"),
        ("    a", 0, "code"),
        ("a `b`", 0, "code"),
        ("> a", 0, "a quotation"),
        ("a\n\n---", 2, "a rule"),
        ("a *b*", 0, "italics"),
        ("a\nb", 0, "a line in the middle"),
        ("- a\n\n  b", 2, "a second paragraph"),
        ("a\\\nb **c", 1, "** without its other end"),
        ("** a **", 0, "** without its other end"),
    ],
)
def test_everything_else_is_named_with_its_line(markdown, line, said):
    found = list(refused(markdown))
    assert found
    assert found[0][0] == line
    assert found[0][1].startswith(said)


def test_html_is_never_let_through():
    assert to_html("a <script>b</script>") == "<p>a &lt;script&gt;b&lt;/script&gt;</p>"
    assert "<script" not in to_html("<script>b</script>\n\n```\n<script>\n```\n\n[a](javascript:b)")


def test_what_is_markdown_is_known_by_its_name_and_its_blocks_type():
    assert is_rich({"type": "callout"}, "text")
    assert is_rich({"type": "self_check"}, "answer")
    assert is_rich({}, "situation")
    assert not is_rich({"type": "self_check"}, "question")
    assert not is_rich({"code": "P2-01"}, "text")


def test_every_text_of_the_curriculum_comes_back_as_it_is_written():
    sources, _ = read_all(FOLDER)
    written = [text for source in sources for text, _, rich in texts(source.data, []) if rich]
    assert len(written) > 600
    assert [text for text in written if to_markdown(to_html(text)) != text] == []
