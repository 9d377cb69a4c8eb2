"""HTML of other systems reduced to the plain text that the bank holds. Nothing of it is ever shown as HTML."""

import re
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

import nh3
from django.utils.translation import gettext as _

BLOCKS = {"p", "div", "br", "li", "ul", "ol", "tr", "table", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"}
KEPT = BLOCKS | {"img"}
PLAIN = {"p", "div", "br", "span"}
UNHEARD = {"script", "style", "title", "textarea", "noscript", "template"}
MEDIA = {"img", "svg", "video", "audio", "object", "embed", "iframe", "math", "canvas", "picture"}
LOOKS_LIKE_HTML = re.compile(
    r"<(/?[a-zA-Z][a-zA-Z0-9]*(\s[^<>]*)?/?|!--.*?--)>|&(#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);", re.S
)


@dataclass(frozen=True)
class Image:
    source: str
    alt: str


@dataclass
class Reduced:
    """`tags` said more than a paragraph: formatting that is lost, or media."""

    text: str = ""
    tags: set[str] = field(default_factory=set)
    images: list[Image] = field(default_factory=list)


class Tags(HTMLParser):
    """Which tags there are, before any is taken away."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.found.add(tag)


class Text(HTMLParser):
    """The words of HTML that is clean."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.images: list[Image] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag in BLOCKS:
            self.parts.append("\n")
        if tag == "img":
            own = dict(attrs)
            self.images.append(Image(own.get("src") or "", own.get("alt") or ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(re.sub(r"\s+", " ", data))


def reduced(html: str) -> Reduced:
    tags, text = Tags(), Text()
    tags.feed(html)
    tags.close()
    text.feed(nh3.clean(html, tags=KEPT, attributes={"img": {"src", "alt"}}, clean_content_tags=UNHEARD, link_rel=None))
    text.close()
    lines = [" ".join(line.split()) for line in "".join(text.parts).split("\n")]
    return Reduced("\n".join(line for line in lines if line), tags.found - PLAIN, text.images)


def is_html(text: str) -> bool:
    return bool(LOOKS_LIKE_HTML.search(text))


def as_html(text: str) -> str:
    """Plain text that means the same as HTML."""
    return escape(text, quote=False).replace("\n", "<br>")


@dataclass(frozen=True)
class Words:
    """What a file says somewhere, and in which of Moodle's formats."""

    text: str
    format: str = "moodle"


class Plain:
    """Words as plain text; remembers what was lost on the way."""

    def __init__(self) -> None:
        self.tags: set[str] = set()
        self.images: list[Image] = []
        self.markdown = False

    def __call__(self, words: Words | None) -> str:
        if words is None:
            return ""
        self.markdown |= words.format == "markdown"
        if words.format == "html" or (words.format == "moodle" and is_html(words.text)):
            found = reduced(words.text)
            self.tags |= found.tags
            self.images += found.images
            return found.text
        return words.text.strip()

    def notes(self) -> list[str]:
        notes = []
        if self.tags - MEDIA:
            notes.append(_("Formatting is not kept: %(tags)s.") % {"tags": ", ".join(sorted(self.tags - MEDIA))})
        if self.markdown:
            notes.append(_("Markdown stays as it is written."))
        return notes
