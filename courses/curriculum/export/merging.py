"""A file with new data and its old face: comments, order, quotes and lines of what did not change stay as they are."""

import re
from functools import lru_cache
from io import StringIO
from typing import Any

import yaml
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedBase, CommentedMap, CommentedSeq
from ruamel.yaml.error import CommentMark
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString, ScalarString
from ruamel.yaml.tokens import CommentToken

from courses.curriculum.checking import LOADER
from courses.curriculum.export.joining import places
from courses.curriculum.export.texts import normal, with_old_lines
from courses.curriculum.markdown import is_rich

LINE = 120  # what is longer stands on a line of its own
SEQUENCE_UNDER_KEY = re.compile(r"^( *)[^\s#-][^\n]*:\n( *)- ", re.MULTILINE)


def same(old: Any, new: Any, rich: bool = False) -> bool:
    """Whether a file that says `old` need not change to say `new`. A set is a list in any order."""
    if isinstance(new, dict):
        return isinstance(old, dict) and all(
            same(old.get(name), new.get(name), rich or is_rich(new, name)) for name in old.keys() | new.keys()
        )
    if isinstance(new, frozenset):
        return isinstance(old, list) and len(old) == len(new) and frozenset(old) == new
    if isinstance(new, list):
        return isinstance(old, list) and len(old) == len(new) and all(map(same, old, new))
    if isinstance(new, str):
        return isinstance(old, str) and normal(old, rich) == normal(new, rich)
    # What is not said is not so.
    return old == new or (old in (None, False) and new in (None, False))


def merged(text: str, new: Any) -> str:
    """The file `text` with everything changed in which it differs from `new`."""
    file = round_trip(text)
    tree = file.load(text)
    return dumped(file, merge(tree, new))


def written(new: Any) -> str:
    """A new file."""
    return dumped(round_trip("[" if isinstance(new, dict) else "- "), fresh(new))


def round_trip(text: str) -> YAML:
    """ruamel's round trip, indenting lists as `text` does."""
    file = YAML()
    file.preserve_quotes, file.width = True, 10**6
    found = SEQUENCE_UNDER_KEY.search(text)
    offset = len(found[2]) - len(found[1]) if found else 0 if text.lstrip().startswith("- ") else 2
    if re.search(r"^- ", text, re.MULTILINE):  # a file that is a list
        offset = 0
    file.indent(mapping=2, sequence=offset + 2, offset=offset)
    return file


def dumped(file: YAML, tree: Any) -> str:
    out = StringIO()
    file.dump(tree, out)
    return out.getvalue()


def merge(old: Any, new: Any, inline: bool = False, rich: bool = False) -> Any:
    """What stands in the tree instead of `old`, which is `old` itself wherever it can be."""
    if same(old, new, rich):
        return old
    if isinstance(old, CommentedMap) and isinstance(new, dict):
        return merge_map(old, new, rich)
    if isinstance(old, CommentedSeq) and isinstance(new, list | frozenset):
        return merge_list(old, in_old_order(old, new))
    return fresh(new, inline, old, rich)


def merge_map(old: CommentedMap, new: dict, rich: bool = False) -> CommentedMap:
    if any("\n" in value or (rich and len(value) > LINE) for value in new.values() if isinstance(value, str)):
        old.fa.set_block_style()
    inline = bool(old.fa.flow_style())
    for name in [name for name in old if name not in new and old[name] is not False]:
        remove(old, name)
    for number, (name, value) in enumerate(new.items()):
        of_name = rich or is_rich(new, name)
        if name in old:
            replace(old, name, merge(old[name], value, inline, of_name))
        elif value is not False:
            add(old, new, number, name, fresh(value, inline, rich=of_name))
    return old


def add(tree: CommentedMap, new: dict, number: int, name: str, node: Any) -> None:
    """`name` comes after what is before it in `new`; the comment that stood there stands after it."""
    before = [other for other in list(new)[:number] if other in tree]
    if not before:
        tree.insert(0, name, node)
        return
    lines = take_tail(tree, before[-1])
    tree.insert(list(tree).index(before[-1]) + 1, name, node)
    put_tail(tree, name, lines)


def merge_list(old: CommentedSeq, new: list) -> CommentedSeq:
    inline = bool(old.fa.flow_style())
    found = places(new, old)
    nodes = [
        fresh(value, inline) if place is None else merge(old[place], value, inline)
        for value, place in zip(new, found, strict=True)
    ]
    if found == list(range(len(old))):
        for n, node in enumerate(nodes):
            replace(old, n, node)
    else:
        replace_all(old, nodes, found)
    return old


def replace_all(seq: CommentedSeq, nodes: list, found: list[int | None]) -> None:
    """New content for a list: a comment goes with the part that it stands before."""
    heads = [take_head(seq, n) for n in range(len(seq))]
    end = take_tail(seq, len(seq) - 1) if len(seq) else []
    between = heads[-1][:1] if len(heads) > 1 and heads[-1][:1] == [""] else []
    seq.ca.items.clear()
    seq[:] = nodes
    for n, place in enumerate(found):
        head = heads[place] if place else between
        if n and head:
            put_tail(seq, n - 1, head)
    if nodes:
        put_tail(seq, len(nodes) - 1, end)


def in_old_order(old: list, new: list | frozenset) -> list:
    if isinstance(new, list):
        return new
    return [one for one in old if one in new] + sorted(one for one in new if one not in old)


# --- Comments: ruamel keeps them behind the last text before them, or before the next part ---------------------------


def take_head(seq: CommentedSeq, n: int) -> list[str]:
    """The lines of comment and the blank lines before part `n`."""
    if not n:
        return []
    entry = seq.ca.items.get(n)
    tokens = entry[1] if entry and entry[1] else []
    lines = [(" " * token.start_mark.column + token.value).rstrip() for token in tokens]
    return take_tail(seq, n - 1) + lines


def take_tail(tree: CommentedBase, name: Any) -> list[str]:
    """The lines behind `tree[name]`; a comment on its own last line stays."""
    tree, name = last_text(tree, name)
    token = token_of(tree, name)
    if not token:
        return []
    if isinstance(tree[name], LiteralScalarString):
        own, rest = "", token.value
    else:
        own, _, rest = token.value.partition("\n")
    set_token(tree, name, CommentToken(own + "\n", token.start_mark, None) if own else None)
    return rest.splitlines()


def put_tail(tree: CommentedBase, name: Any, lines: list[str]) -> None:
    tree, name = last_text(tree, name)
    if not lines:
        return
    token = token_of(tree, name)
    own = token.value if token else "" if isinstance(tree[name], LiteralScalarString) else "\n"
    mark = token.start_mark if token else CommentMark(0)
    set_token(tree, name, CommentToken(own + "\n".join(lines) + "\n", mark, None))


def last_text(tree: CommentedBase, name: Any) -> tuple[CommentedBase, Any]:
    """The innermost map or list with the last text of `tree[name]`, and its name there."""
    value = tree[name]
    while isinstance(value, CommentedBase) and value and not value.fa.flow_style():
        tree, name = value, (list(value)[-1] if isinstance(value, CommentedMap) else len(value) - 1)
        value = tree[name]
    return tree, name


def token_of(tree: CommentedBase, name: Any) -> CommentToken | None:
    if isinstance(tree[name], CommentedBase):
        return (tree[name].ca.comment or [None])[0]
    return tree.ca.items.get(name, [None] * 4)[slot(tree)]


def set_token(tree: CommentedBase, name: Any, token: CommentToken | None) -> None:
    if isinstance(tree[name], CommentedBase):
        tree[name].ca.comment = [token, None] if token else None
        tree.ca.items.pop(name, None)
    else:
        tree.ca.items.setdefault(name, [None] * 4)[slot(tree)] = token


def slot(tree: CommentedBase) -> int:
    return 2 if isinstance(tree, CommentedMap) else 0


def replace(tree: CommentedBase, name: Any, node: Any) -> None:
    """Another text or list, with the comment that stands behind it."""
    if node is tree[name]:
        return
    lines = take_tail(tree, name)
    own = token_of(tree, name)
    if own and not isinstance(tree[name], CommentedBase) and isinstance(node, CommentedBase | LiteralScalarString):
        lines = [own.value.rstrip("\n"), *lines]
        set_token(tree, name, None)
    tree[name] = node
    put_tail(tree, name, lines)


def remove(tree: CommentedMap, name: str) -> None:
    """A comment behind what is taken away goes behind what is before it."""
    lines, number = take_tail(tree, name), list(tree).index(name)
    if number:
        put_tail(tree, list(tree)[number - 1], lines)
    tree.ca.items.pop(name, None)
    del tree[name]


# --- What is new -----------------------------------------------------------------------------------------------------


def fresh(value: Any, inline: bool = False, like: Any = None, rich: bool = False) -> Any:
    """A node for `value`: what is short in both languages on one line, everything else as a block."""
    if isinstance(value, dict):
        short = fits_on_a_line(value)
        node = CommentedMap()
        for name, part in value.items():
            node[name] = fresh(part, inline or short, rich=rich or is_rich(value, name))
        return styled(node, inline or short)
    if isinstance(value, list | frozenset):
        parts = sorted(value) if isinstance(value, frozenset) else value
        flat = inline or not any(isinstance(part, dict) for part in parts)
        return styled(CommentedSeq([fresh(part, flat) for part in parts]), flat)
    return scalar(value, inline, like, rich) if isinstance(value, str) else value


def styled(node: Any, inline: bool) -> Any:
    node.fa.set_flow_style() if inline else node.fa.set_block_style()
    return node


def fits_on_a_line(value: dict) -> bool:
    if not all(isinstance(part, str | int | float) for part in value.values()) or len(value) > 2:
        return False
    return len(str(value)) <= LINE and "\n" not in "".join(map(str, value.values()))


def scalar(text: str, inline: bool, like: Any, rich: bool) -> Any:
    if isinstance(like, str):
        text = with_old_lines(like, text, rich)
    if ("\n" in text or (rich and len(text) > LINE)) and not inline:
        return LiteralScalarString(text)
    if isinstance(like, ScalarString) and not isinstance(like, LiteralScalarString):
        return type(like)(text)
    return text if may_be_plain(text, inline) else DoubleQuotedScalarString(text)


@lru_cache(maxsize=10_000)
def may_be_plain(text: str, inline: bool) -> bool:
    """Whether both libraries read `text` without quotes as itself."""
    node = CommentedMap({"k": text})
    styled(node, inline)
    line = dumped(round_trip(""), node).strip()
    said = f"{{k: {text}}}" if inline else f"k: {text}"
    try:
        return line == said and yaml.load(said, LOADER) == {"k": text}  # noqa: S506 - a safe loader
    except yaml.YAMLError:
        return False
