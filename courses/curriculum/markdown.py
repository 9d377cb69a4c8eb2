"""The Markdown of the curriculum's files: what of it is allowed, its HTML for the CMS, and the way back.

It is CommonMark, and no more of it than Wagtail's editor keeps: paragraphs, `## ` headings, lists, `**bold**`, links,
and a backslash at the end of a line that breaks it. HTML has no meaning: it comes out as it was written.

One rule is ours. CommonMark asks which punctuation stands beside `**`, and so leaves 他说**“好”**就走 as it is, with
its asterisks. Here `**` begins bold where no space follows it, and ends it where none stands before it.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from html.parser import HTMLParser
from itertools import groupby
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, emphasis
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

# Which values of a file are Markdown: of blocks by their type, and those of a role-play. Every other text is plain.
OF_BLOCKS = {"text": "text", "callout": "text", "self_check": "answer"}
OF_ROLE_PLAYS = {"situation", "advisor_brief", "props", "hidden_facts", "reveal"}

TAGS = {tag: tag for tag in ("p", "h2", "ul", "ol", "li", "a")} | {"strong": "b"}
REFUSED = {
    "html_block": "HTML",
    "html_inline": "HTML",
    "image": "a picture",
    "fence": "code",
    "code_block": "code, which is what four spaces before a line make",
    "code_inline": "code",
    "blockquote_open": "a quotation",
    "hr": "a rule",
    "em_open": "italics",
    "softbreak": "a line in the middle of a paragraph; between paragraphs is a blank line",
}


def is_rich(data: dict[str, Any], name: str) -> bool:
    """Whether `data[name]`, of one or both languages, is Markdown."""
    return name in OF_ROLE_PLAYS or OF_BLOCKS.get(data.get("type", "")) == name


def to_html(text: str) -> str:
    return rendered(parser().parse(text))


def rendered(tokens: Sequence[Token]) -> str:
    return "".join(map(element, tokens))


def element(token: Token) -> str:
    if token.type == "inline":
        return rendered(token.children or [])
    if token.type in ("softbreak", "hardbreak"):
        return " " if token.type == "softbreak" else "<br/>"
    if token.hidden or token.tag not in TAGS:
        return escape(token.content, quote=False)
    tag = TAGS[token.tag]
    if token.nesting < 0:
        return f"</{tag}>"
    return f'<{tag} href="{escape(str(token.attrGet("href")))}">' if tag == "a" else f"<{tag}>"


def refused(text: str) -> Iterator[tuple[int, str]]:
    """What is not allowed in `text`: the line, counted from 0, and what stands there."""
    items: list[int] = []  # of each list item that is open, how many paragraphs it has
    line = 0
    for token in parser().parse(text):
        line = token.map[0] if token.map else line
        if token.type == "list_item_open":
            items.append(0)
        elif token.type == "list_item_close":
            items.pop()
        elif token.type == "heading_open" and (token.tag != "h2" or items):
            yield line, "a heading other than ## between paragraphs"
        elif token.type == "paragraph_open" and items:
            items[-1] += 1
            if items[-1] > 1:
                yield line, "a second paragraph in one item of a list"
        for part in (token, *(token.children or [])):
            if part.type in REFUSED:
                yield line, REFUSED[part.type]
            elif part.type == "text" and "**" in part.content:
                yield line, "** without its other end, or with a space inside"
            line += part.type in ("softbreak", "hardbreak")


@cache
def parser() -> MarkdownIt:
    found = MarkdownIt("commonmark")
    # Without `text_join` an escaped asterisk stays apart from one that is half of a bold.
    found.disable(["lheading", "reference", "text_join"])
    found.inline.ruler.at("emphasis", bold)
    found.core.ruler.push("tight", tight)
    return found


def bold(state: StateInline, silent: bool) -> bool:
    start, end = state.pos, state.pos + 2
    run = re.compile(r"\*+").match(state.src, start)
    if silent or not run or run.end() != end:
        return emphasis.tokenize(state, silent)
    opens = end < state.posMax and not state.src[end].isspace()
    closes = start > 0 and not state.src[start - 1].isspace()
    for _ in range(2):
        state.push("text", "", 0).content = "*"
        state.delimiters.append(Delimiter(ord("*"), 2, len(state.tokens) - 1, -1, opens, closes))
    state.pos = end
    return True


def tight(state: Any) -> None:
    """Blank lines between the items of a list make no difference."""
    inside = 0
    for token in state.tokens:
        inside += token.nesting if token.type.startswith("list_item") else 0
        if token.type.startswith("paragraph"):
            token.hidden = inside > 0


# --- The way back ----------------------------------------------------------------------------------------------------

SPACE = re.compile(r"[ \t\r\n\f]+")  # a no-break space is an author's and stays
SPECIAL = re.compile(r"[\\`*\[\]]|<(?=[a-zA-Z/!?])|&(?=#?\w+;)|(?<!\w)_|_(?!\w)")
# What begins a line as if it were a list, a heading, a quotation, a rule or code.
BEGINNING = re.compile(r"([-+](?=\s|$)|#{1,6}(?=\s|$)|>|--|~~~|=+$)|(\d{1,9})([.)])(?=\s|$)")
IN_ADDRESS = str.maketrans({char: f"%{ord(char):02X}" for char in " ()<>\\"})
BOLD = ("b", "strong")


class Run(NamedTuple):
    text: str
    bold: bool = False
    href: str = ""


class Block:
    """A paragraph, heading or item with its `runs`, or a list of items; an item may hold lists."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.runs: list[Run] = []
        self.parts: list[Block] = []


def to_markdown(html: str) -> str:
    """The same in Markdown; what Markdown here cannot say, such as an empty paragraph, is left out."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    return "\n\n".join("\n".join(lines) for lines in written(reader.top.parts))


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.top = Block("")
        self.open = [self.top]
        self.bold = 0
        self.href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("ul", "ol"):
            self.close_paragraph()
            self.begin(tag)
        elif tag == "li":
            self.begin(tag)
        elif tag in ("p", "h2"):
            self.close_paragraph()
            self.say("\n") if self.open[-1].tag == "li" else self.begin(tag)
        elif tag == "a":
            self.href = dict(attrs).get("href") or ""
        elif tag == "br":
            self.say("\n")
        self.bold += tag in BOLD

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol", "li", "p", "h2"):
            if tag in ("ul", "ol", "li"):
                self.close_paragraph()
            if len(self.open) > 1 and self.open[-1].tag == tag:
                self.open.pop()
        elif tag == "a":
            self.href = ""
        self.bold -= tag in BOLD and self.bold > 0

    def handle_data(self, data: str) -> None:
        self.say(SPACE.sub(" ", data))

    def say(self, text: str) -> None:
        if self.open[-1].tag in ("", "ul", "ol"):
            if not text.strip():
                return
            self.begin("p")
        self.open[-1].runs.append(Run(text, self.bold > 0, self.href))

    def begin(self, tag: str) -> None:
        block = Block(tag)
        self.open[-1].parts.append(block)
        self.open.append(block)

    def close_paragraph(self) -> None:
        if self.open[-1].tag in ("p", "h2"):
            self.open.pop()


def written(parts: list[Block]) -> Iterator[list[str]]:
    """The lines of each block that says something."""
    before, other = "", False
    for part in parts:
        lines: list[str] = []
        # A list right after a list of its kind has another mark, or else they would be one.
        mark = part.tag == before and not other
        if part.tag in ("ul", "ol"):
            lines = list(items(part, mark))
        elif text := inline(part.runs):
            lines = [heading(text)] if part.tag == "h2" else beginnings(text)
        if lines:
            before, other = part.tag, mark
            yield lines


def items(block: Block, other: bool) -> Iterator[str]:
    number = 0
    for item in block.parts:
        text = inline(item.runs)
        lines = beginnings(text) if text else []
        for nested in written(item.parts):
            lines += nested
        if lines:
            number += 1
            mark = ("* " if other else "- ") if block.tag == "ul" else f"{number}{')' if other else '.'} "
            yield mark + lines[0]
            yield from (" " * len(mark) + line for line in lines[1:])


def heading(text: str) -> str:
    line = "## " + text.replace("\\\n", " ")
    return re.sub(r"(?<= )(#+)$", r"\\\1", line)


def beginnings(text: str) -> list[str]:
    return [BEGINNING.sub(r"\2\\\1\3", line, count=1) if BEGINNING.match(line) else line for line in text.split("\n")]


def inline(runs: list[Run]) -> str:
    text = ""
    for href, parts in groupby(tidy(runs), lambda run: run.href):
        said = "".join(f"**{spelled(run.text)}**" if run.bold else spelled(run.text) for run in parts)
        if href:
            address = re.sub(r"&(?=#?\w+;)", r"\\&", href.translate(IN_ADDRESS))
            text = re.sub("!$", r"\\!", text)
            said = f"[{said}]({address})"
        text += said
    return text


def spelled(text: str) -> str:
    return SPECIAL.sub(r"\\\g<0>", text).replace("\xa0", "&nbsp;").replace("\n", "\\\n")


def tidy(runs: list[Run]) -> list[Run]:
    """Without the spaces that a browser does not show, each run as long as it can be, no space at an edge of bold."""
    chars = [one for run in joined(runs) for part in edges_apart(run) for one in characters(part)]
    kept: list[Run] = []
    for one, after in zip(chars, [*chars[1:], Run("\n")], strict=False):
        unseen = after.text in " \n" or not kept or kept[-1].text == "\n"
        if one.text != " " or not unseen:
            kept.append(one)
    while kept and kept[-1].text.isspace():
        kept.pop()
    while kept and kept[0].text.isspace():
        kept.pop(0)
    return joined(kept)


def joined(runs: list[Run]) -> list[Run]:
    groups = groupby(runs, lambda run: (run.bold, run.href))
    return [Run("".join(run.text for run in group), *key) for key, group in groups]


def edges_apart(run: Run) -> Iterator[Run]:
    if not run.bold:
        yield run
        return
    inner = run.text.strip()
    before, _, after = run.text.partition(inner) if inner else (run.text, "", "")
    yield from (Run(before, False, run.href), Run(inner, True, run.href), Run(after, False, run.href))


def characters(run: Run) -> list[Run]:
    return [run._replace(text=char) for char in run.text]
