"""What the pages of courses say, each in its own language, in the shape that the files have."""

from collections.abc import Callable
from typing import Any

from wagtail.blocks import StreamBlock, StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.models import Page
from wagtail.rich_text import RichText, expand_db_html

from courses.curriculum.export.texts import plain
from courses.curriculum.markdown import to_markdown
from courses.models import CoursePage, LessonPage, ModulePage, Picture

PathOf = Callable[[Picture | None], str]

NAMES = {
    CoursePage: ("slug", "title", "summary", "audience"),
    ModulePage: ("slug", "title", "summary", "purpose"),
}
BLOCKS = (
    *("text", "image", "talk_script", "standard_table"),
    *("do_dont", "callout", "self_check", "flash_cards"),
)


def own_fields(page: Page, names: tuple[str, ...]) -> dict:
    return {name: said(getattr(page, name)) for name in names}


def own_clauses(of: Any) -> frozenset[str]:
    return frozenset(clause.code for clause in of.clauses.all())


def own_lesson(page: LessonPage, path_of: PathOf) -> dict:
    own = own_fields(page, ("slug", "title", "summary", "minutes"))
    blocks = [own_block(block, path_of) for block in page.body if block.block_type in BLOCKS]
    return own | {"clauses": own_clauses(page), "body": blocks}


def own_block(block: StreamBlock, path_of: PathOf) -> dict:
    kind: dict = {"type": block.block_type, "_id": block.id}
    value = block.value
    if block.block_type == "text":
        return kind | {"text": said(value)}
    if block.block_type == "image":
        return kind | {"file": path_of(value["image"]), "alt": said(value["alt"]), "caption": said(value["caption"])}
    return kind | {name: said(part) for name, part in value.items()}


def said(value: Any) -> Any:
    match value:
        case RichText():
            return rich(value.source)
        case StructValue() | dict():
            return {name: said(part) for name, part in value.items()}
        case ListValue() | StreamValue() | list():
            return [said(part) for part in value]
        case str():
            return plain(value)
        case None:
            return ""
    return value


def rich(source: str) -> str:
    """Links to pages are by number, which is another one elsewhere: the files have the address."""
    return to_markdown(expand_db_html(source) if "linktype=" in source else source)


def both(record: Any, name: str) -> dict[str, str]:
    """The two columns of a record whose languages stand in one row."""
    return {language: said(getattr(record, f"{name}_{language}")) for language in ("zh", "en")}
