"""What a question is filed under, as tags: other systems keep tags, and hand them back.

Beside plain tags there are those that say something for which those systems have no field: `marking=partial`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from quizzes.exchange.items import IN_PART, Item, short
from quizzes.scoring import Kind, Marking

DIFFICULTIES = ("easy", "medium", "hard")
STATUSES = ("draft", "trial", "ready", "retired")
CLAUSE = re.compile(r"[A-Z0-9]{2}-\d{2,3}")
LONGEST_TAG = 50
SAYING = re.compile(r"(kind|marking|numerals|status|unit\d{0,2})=(.*)", re.S)
KNOWN = {
    "kind": [kind.value for kind in Kind],
    "marking": [marking.value for marking in Marking],
    "numerals": ["yes"],
    "status": STATUSES,
}


@dataclass
class Labels:
    difficulty: str = ""
    clauses: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    said: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def kind(self) -> Kind | None:
        return Kind(self.said["kind"]) if "kind" in self.said else None

    @property
    def marking(self) -> Marking | None:
        return Marking(self.said["marking"]) if "marking" in self.said else None

    @property
    def numerals(self) -> bool | None:
        return True if "numerals" in self.said else None

    @property
    def filed(self) -> dict:
        """The fields of an item that tags alone decide."""
        own = {"difficulty": self.difficulty, "clauses": self.clauses, "tags": self.tags}
        return own | {"status": self.said.get("status", ""), "numerals": self.numerals}


@dataclass
class Category:
    """The bank has no folders: the last part of the path becomes a tag, if it can be one."""

    path: str = ""
    is_said: bool = False

    @property
    def tag(self) -> str:
        name = " ".join(self.path.replace("//", "\0").rpartition("/")[2].replace("\0", "/").split())
        return name if name not in ("top", "") and is_plain(name) else ""

    def note(self) -> list[str]:
        """Once, of the first question in it."""
        if self.is_said or self.path.strip("$/") in ("", "course$/top", "system$/top"):
            return []
        self.is_said = True
        if self.tag:
            return [
                _("The category “%(title)s” becomes the tag “%(tag)s”.") % {"title": short(self.path), "tag": self.tag}
            ]
        return [_("The category “%(title)s” is not kept.") % {"title": short(self.path)}]


def labels_of(tags: Iterable[str]) -> Labels:
    found, clauses, plain = Labels(), [], []
    for tag in (" ".join(tag.split()) for tag in tags):
        saying = SAYING.fullmatch(tag)
        if saying and saying[2] in KNOWN.get(saying[1], [saying[2]]):
            found.said[saying[1]] = saying[2]
        elif tag in DIFFICULTIES:
            found.difficulty = tag
        elif CLAUSE.fullmatch(tag):
            clauses.append(tag)
        elif is_plain(tag):
            plain.append(tag)
        elif tag:
            found.notes.append(_("The tag “%(tag)s” is not kept.") % {"tag": short(tag)})
    found.clauses, found.tags = tuple(clauses), tuple(sorted(set(plain)))
    return found


def is_plain(tag: str) -> bool:
    """Whether it can be a tag of the bank, and nothing else is meant by it."""
    if not tag or len(tag) > LONGEST_TAG or re.search("[,，、;；\n]", tag):
        return False
    return not (tag in DIFFICULTIES or CLAUSE.fullmatch(tag) or SAYING.fullmatch(tag))


def tags_of(item: Item, *said: str) -> list[str]:
    """As `labels_of` reads them. `said` are sayings that the format needs, such as `kind=categories`."""
    sayings = [*said]
    if item.kind in IN_PART and item.marking:
        sayings.append(f"marking={item.marking.value}")
    if item.numerals:
        sayings.append("numerals=yes")
    if item.status and item.status != "ready":
        sayings.append(f"status={item.status}")
    tags = [item.difficulty, *item.clauses, *item.tags, *sayings]
    return [tag for tag in tags if tag]


def lost_tags(item: Item) -> list[str]:
    """What to say of tags that would be read as something else."""
    lost = [tag for tag in item.tags if not is_plain(tag)]
    return [_("The tag “%(tag)s” is not kept.") % {"tag": short(tag)} for tag in lost]
