"""Two languages become one: what each page says in its own language is joined into the shape of a file.

The file as it is helps: a part that one author added or moved in one language finds its place by the parts around it.
Plain data in, plain data out. In it, two names are for this module only and leave no trace in the result: `_key` joins
the languages of a part, and `_id` recognises in the CMS what the file calls so.
"""

from collections.abc import Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Any

from courses.curriculum.export.texts import normal
from courses.curriculum.markdown import is_rich

# What is no text in either language, but the same in both.
SHARED = {
    *("key", "code", "slug", "type", "kind", "speaker", "clause", "difficulty", "scale"),
    *("marking", "status", "shape", "points"),
    *("draw_from", "questions", "modules", "activities", "courses"),
}
# What names a part of a list, so that it is recognised whatever else changes.
NAMES = ("code", "quiz", "_id")
PRIVATE = ("_key", "_id")
Label = Hashable


class Join:
    """Joins the languages of one thing; afterwards `behind` names those for which another author's change is new."""

    def __init__(self) -> None:
        self.behind: set[str] = set()

    def __call__(self, zh: Any, en: Any, file_zh: Any = None, file_en: Any = None, name: str = "") -> Any:
        known = zh if zh is not None else en
        if isinstance(known, dict):
            return self.maps(zh or {}, en or {}, file_zh or {}, file_en or {})
        if isinstance(known, str) and name not in SHARED:
            return {"zh": zh or "", "en": en or ""}
        if isinstance(known, list) and name not in SHARED:
            return self.lists(zh or [], en or [], file_zh or [], file_en or [])
        return self.shared(zh, en, file_zh)

    def shared(self, zh: Any, en: Any, file: Any) -> Any:
        """One of two values that should be the same: the one that somebody changed."""
        if zh is None or en is None or zh == en:
            return en if zh is None else zh
        chosen = en if alike(zh, file) else zh
        self.behind |= {language for language, value in (("zh", zh), ("en", en)) if value != chosen}
        return chosen

    def maps(self, zh: dict, en: dict, file_zh: dict, file_en: dict) -> dict:
        names = [name for name in woven(list(zh), list(en)) if name not in PRIVATE]
        joined = {name: self(zh.get(name), en.get(name), file_zh.get(name), file_en.get(name), name) for name in names}
        return {name: value for name, value in joined.items() if value not in ({"zh": "", "en": ""}, "", None)}

    def lists(self, zh: list, en: list, file_zh: list, file_en: list) -> list:
        in_zh, in_en = labelled(zh, file_zh), labelled(en, file_en)
        main, other = (list(in_en), list(in_zh)) if moved(in_en) and not moved(in_zh) else (list(in_zh), list(in_en))
        return [self.row(in_zh.get(label), in_en.get(label), file_zh, file_en) for label in woven(main, other)]

    def row(self, zh: "Part | None", en: "Part | None", file_zh: list, file_en: list) -> Any:
        place = next((part.place for part in (zh, en) if part and part.place is not None), None)
        was = (None, None) if place is None else (file_zh[place], file_en[place])
        return self(zh and zh.value, en and en.value, *was)


class Part:
    """One of a list in one language; `place` is where it stands in the file's list."""

    def __init__(self, value: Any, place: int | None) -> None:
        self.value, self.place = value, place


def labelled(parts: list, file: list) -> dict[Label, Part]:
    """By a label that it has in common with its counterpart in the other language, each part."""
    found: dict[Label, Part] = {}
    before: Label = None
    for part, place in zip(parts, places(parts, file), strict=True):
        label: Label = place
        if place is None:
            numbers = (("new", before, kind(part), n) for n in range(len(parts)))
            label = next(label for label in numbers if label not in found)
        else:
            before = place
        if isinstance(part, dict):
            label = next((("key", part[name]) for name in ("_key", "code") if name in part), label)
        found[label] = Part(part, place)
    return found


def moved(parts: dict[Label, Part]) -> bool:
    known = [part.place for part in parts.values() if part.place is not None]
    return known != sorted(known)


def places(new: Sequence, old: Sequence) -> list[int | None]:
    """For each of `new` the index of what it is, or was before it was edited, in `old`."""
    found: list[int | None] = [None] * len(new)
    for name in (*NAMES, None):
        free: dict[Hashable, list[int]] = {}
        for m, part in enumerate(old):
            if m not in found and (seen := identity(part, name)) is not None:
                free.setdefault(seen, []).append(m)
        for n, part in enumerate(new):
            if found[n] is None and free.get(seen := identity(part, name)):
                found[n] = free[seen].pop(0)
    for start, stop in gaps_of(found):
        first = found[start - 1] + 1 if start else 0
        last = found[stop] if stop < len(new) else len(old)
        between = [m for m in range(first, last) if m not in found]
        for a, b in pairs([kind(old[m]) for m in between], [kind(part) for part in new[start:stop]]):
            found[start + b] = between[a]
    return found


def gaps_of(found: list[int | None]) -> Iterator[tuple[int, int]]:
    """Where runs of None begin and end."""
    start = None
    for n, place in enumerate([*found, 0]):
        if place is None and start is None:
            start = n
        elif place is not None and start is not None:
            yield start, n
            start = None


def pairs(old: list, new: list) -> Iterator[tuple[int, int]]:
    for match in SequenceMatcher(a=old, b=new, autojunk=False).get_matching_blocks():
        yield from ((match.a + n, match.b + n) for n in range(match.size))


def identity(part: Any, name: str | None) -> Hashable:
    if name is None:
        return fingerprint(part)
    return part.get(name) if isinstance(part, dict) else None


def fingerprint(value: Any, rich: bool = False) -> Hashable:
    if isinstance(value, dict):
        said = [(name, part) for name, part in value.items() if name not in PRIVATE and part]
        return frozenset((name, fingerprint(part, rich or is_rich(value, name))) for name, part in said)
    if isinstance(value, list):
        return tuple(fingerprint(part) for part in value)
    return normal(value, rich) if isinstance(value, str) else value


def alike(one: Any, other: Any) -> bool:
    if isinstance(one, frozenset):
        return one == frozenset(other or ())
    return fingerprint(one) == fingerprint(other)


def kind(part: Any) -> str:
    return part.get("type", "") if isinstance(part, dict) else ""


def woven(main: list, other: list) -> list:
    """`main`, with what only `other` has after what stands before it there."""
    order = list(main)
    for n, one in enumerate(other):
        if one not in order:
            order.insert(order.index(other[n - 1]) + 1 if n else 0, one)
    return order


def agreed(zh: list, en: list, file: list) -> list:
    """One order out of two: what either author added is in it, what either took away is not."""
    main, other = (en, zh) if zh == file else (zh, en)
    return woven(
        [one for one in main if one in other or one not in file],
        [one for one in other if one in main or one not in file],
    )


def gaps(data: Any) -> int:
    """How many texts are there in one language only."""
    if isinstance(data, dict):
        if set(data) == {"zh", "en"}:
            return bool(data["zh"]) != bool(data["en"])
        return sum(gaps(value) for value in data.values())
    return sum(gaps(value) for value in data) if isinstance(data, list) else 0
