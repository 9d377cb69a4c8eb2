"""Texts as the files write them, and when two of them say the same: whatever Wagtail's editor changes on the way makes
no difference.
"""

import re
from functools import lru_cache
from html import escape
from html.parser import HTMLParser

BLOCKS = {"p", "h2", "ul", "ol", "li"}
SAME_TAG = {"strong": "b", "em": "i"}
IS_HTML = re.compile(r"\s*<(p|h2|ul|ol|li|b|a)[\s>]", re.IGNORECASE)
SPACE = re.compile(r"[ \t\r\n\f]+")  # a no-break space is an author's and stays
AROUND_BLOCKS = re.compile(r" ?(</?(?:p|h2|ul|ol|li)>) ?")


def html(text: str) -> str:
    """One line for each outermost element, without the attributes and the spelling that are the editor's own."""
    if not IS_HTML.match(text):
        return plain(text)
    reader = Elements()
    reader.feed(text)
    reader.close()
    lines = (AROUND_BLOCKS.sub(r"\1", line).strip() for line in reader.lines)
    return "\n".join(line.replace("\xa0", "&nbsp;") for line in lines if line)


def plain(text: str) -> str:
    """Forms send two characters for the end of a line."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))


@lru_cache(maxsize=20_000)
def normal(text: str) -> str:
    """The same for two texts that say the same."""
    return html(text)


def with_old_lines(old: str, new: str) -> str:
    """`new`, with the lines of `old` that say the same spelled as they were."""
    spelled = {normal(line): line for line in old.splitlines()}
    return "\n".join(spelled.get(normal(line), line) for line in new.splitlines())


class Elements(HTMLParser):
    """Collects `lines`, one for each outermost element."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = [""]
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kept = sorted((name, value or "") for name, value in attrs if name != "data-block-key")
        said = "".join(f' {name}="{escape(value)}"' for name, value in kept)
        self.lines[-1] += f"<{SAME_TAG.get(tag, tag)}{said}>"
        self.depth += tag in BLOCKS

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.lines[-1] += f"<{tag}>"

    def handle_endtag(self, tag: str) -> None:
        self.lines[-1] += f"</{SAME_TAG.get(tag, tag)}>"
        self.depth -= tag in BLOCKS
        if tag in BLOCKS and self.depth <= 0:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        self.lines[-1] += SPACE.sub(" ", escape(data, quote=False))
