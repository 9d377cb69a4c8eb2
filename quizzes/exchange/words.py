"""HTML of other systems reduced to the plain text that the bank holds. Nothing of it is ever shown as HTML."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

from django.utils.translation import gettext as _

BLOCKS = {"p", "div", "br", "li", "ul", "ol", "tr", "table", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"}
PLAIN = {"p", "div", "br", "span"}
UNHEARD = {"script", "style", "title", "head"}
MEDIA = {"img", "svg", "video", "audio", "object", "embed", "iframe", "math", "canvas", "picture"}
LOOKS_LIKE_HTML = re.compile(
    r"<(/?[a-zA-Z][a-zA-Z0-9]*(\s[^<>]*)?/?|!--.*?--)>|&(#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);", re.S
)


class Reducer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.tags: set[str] = set()
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.add(tag)
        self.silent += tag in UNHEARD
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in UNHEARD and self.silent > 0
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(re.sub(r"\s+", " ", data))


def reduced(html: str) -> tuple[str, set[str]]:
    """The text, and the tags that said more than a paragraph: formatting that is lost, or media."""
    reducer = Reducer()
    reducer.feed(html)
    reducer.close()
    lines = [" ".join(line.split()) for line in "".join(reducer.parts).split("\n")]
    return "\n".join(line for line in lines if line), reducer.tags - PLAIN


def is_html(text: str) -> bool:
    return bool(LOOKS_LIKE_HTML.search(text))


@dataclass(frozen=True)
class Words:
    """What a file says somewhere, and in which of Moodle's formats."""

    text: str
    format: str = "moodle"


class Plain:
    """Words as plain text; remembers what was lost on the way."""

    def __init__(self) -> None:
        self.tags: set[str] = set()
        self.markdown = False

    def __call__(self, words: Words | None) -> str:
        if words is None:
            return ""
        self.markdown |= words.format == "markdown"
        if words.format == "html" or (words.format == "moodle" and is_html(words.text)):
            text, tags = reduced(words.text)
            self.tags |= tags
            return text
        return words.text.strip()

    def notes(self) -> list[str]:
        notes = []
        if self.tags:
            notes.append(_("Formatting is not kept: %(tags)s.") % {"tags": ", ".join(sorted(self.tags))})
        if self.markdown:
            notes.append(_("Markdown stays as it is written."))
        return notes
