"""When two texts say the same: whatever Wagtail's editor changes on the way makes no difference."""

import re
from functools import lru_cache

from courses.curriculum.markdown import to_html, to_markdown

NUMBER = re.compile(r"\s*(\d*)")


def plain(text: str) -> str:
    """Forms send two characters for the end of a line."""
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))


@lru_cache(maxsize=20_000)
def normal(text: str, rich: bool = False) -> str:
    """The same for two texts that say the same; those that are `rich` are Markdown."""
    return to_markdown(to_html(text)) if rich else plain(text)


def with_old_lines(old: str, new: str, rich: bool = False) -> str:
    """`new`, with the lines of `old` that say the same spelled as they were."""
    spelled = {key(line, rich): line for line in old.splitlines()}
    text = "\n".join(spelled.get(key(line, rich), line) for line in new.splitlines())
    return text if normal(text, rich) == normal(new, rich) else new


def key(line: str, rich: bool) -> tuple[str, str]:
    """A line of a list says its number, too."""
    return NUMBER.match(line)[1], normal(line, rich)
