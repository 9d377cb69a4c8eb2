"""Who may see what, in words and as data: every address of the website has exactly one rule.

Each app states its own in `<app>/rules_of_access.py`, the website's are beside the list of its addresses; both are
found by name, because `people` knows nobody above. An address without a rule fails the suite, and so does a rule that
the views do not keep. Whom somebody may see is said in `people.scope`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from fnmatch import fnmatchcase
from importlib import import_module
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

Words = str | Promise


class Who(Enum):
    """Who may ask at all; for everybody else the address does not exist (404), or leads to sign-in."""

    ANYBODY = "anybody"
    SIGNED_IN = "signed_in"
    ASSESSORS = "assessors"
    OBSERVERS = "observers"
    LEADERS = "leaders"
    RESPONSIBLE = "responsible"
    DELEGATORS = "delegators"
    AUTHORS = "authors"
    ADMINISTRATORS = "administrators"

    @property
    def words(self) -> Words:
        return WHO[self]

    def includes(self, person: Any) -> bool:
        if self is Who.ANYBODY:
            return True
        return bool(person.is_authenticated and person.is_active and ASKED[self](person))


WHO: dict[Who, Words] = {
    Who.ANYBODY: _("Anybody, signed in or not"),
    Who.SIGNED_IN: _("Everybody who is signed in"),
    Who.ASSESSORS: _("Trainers and administrators"),
    Who.OBSERVERS: _("Trainers, managers, regional managers, and administrators"),
    Who.LEADERS: _("Managers, regional managers, and administrators; and who acts for one of them"),
    Who.RESPONSIBLE: _("Trainers, managers, regional managers, and administrators; and who acts for one of them"),
    Who.DELEGATORS: _("Trainers, managers and regional managers themselves"),
    Who.AUTHORS: _("Trainers and administrators, in the administration area"),
    Who.ADMINISTRATORS: _("Administrators"),
}
ASKED: dict[Who, Callable[[Any], bool]] = {
    Who.SIGNED_IN: lambda person: True,
    Who.ASSESSORS: lambda person: person.scores_role_plays,
    Who.OBSERVERS: lambda person: person.observes_at_work,
    Who.LEADERS: lambda person: person.manages_team,
    Who.RESPONSIBLE: lambda person: person.scores_role_plays or person.manages_team,
    Who.DELEGATORS: lambda person: person.may_name_a_delegate,
    Who.AUTHORS: lambda person: person.writes_content,
    Who.ADMINISTRATORS: lambda person: person.role == "administrator",
}


class About(Enum):
    """Whose data is shown to them."""

    NOBODY = "nobody"
    ONESELF = "oneself"
    ASSESSED = "assessed"
    VISIBLE = "visible"
    CERTIFIED = "certified"
    EVERYBODY = "everybody"

    @property
    def words(self) -> Words:
        return ABOUT[self]


ABOUT: dict[About, Words] = {
    About.NOBODY: _("no data of people"),
    About.ONESELF: _("only their own"),
    About.ASSESSED: _("people they may see, and only what they score themselves"),
    About.VISIBLE: _("their own, and that of the people they may see"),
    About.CERTIFIED: _("what stands on one certificate, for whoever has its code"),
    About.EVERYBODY: _("everybody’s"),
}


@dataclass(frozen=True)
class Rule:
    """`names` are those of addresses, or of families of them (`wagtailimages:*`). `why` says why it is so.

    `trail`: looking at somebody else's, or taking it away, is written into the audit trail.
    """

    names: tuple[str, ...]
    who: Who
    about: About
    what: Words
    why: Words
    trail: bool = False


def statement() -> list[Rule]:
    """All rules, in the order of the apps and the website last."""
    return [rule for module in modules() for rule in module.RULES]


def modules() -> Iterator[Any]:
    for app in apps.get_app_configs():
        if module_has_submodule(app.module, "rules_of_access"):
            yield import_module(f"{app.name}.rules_of_access")
    yield import_module(f"{settings.ROOT_URLCONF.rpartition('.')[0]}.rules_of_access")


def rule_of(name: str, rules: list[Rule] | None = None) -> Rule | None:
    """The one that names the address, or else the family; of two families the one that says more."""
    found = [
        (pattern == name, len(pattern), number, rule)
        for number, rule in enumerate(statement() if rules is None else rules)
        for pattern in rule.names
        if fnmatchcase(name, pattern)
    ]
    return max(found, key=lambda each: each[:3])[3] if found else None


def as_markdown() -> str:
    """The statement for the documentation, in both languages."""
    parts = []
    for language in ("zh-hans", "en"):
        with override(language):
            parts.append(f"# {_('Who may see what')}\n\n" + "".join(_section(who) for who in Who))
    return "\n".join(parts)


def _section(who: Who) -> str:
    rules = [rule for rule in statement() if rule.who is who]
    head = [_("What they may open"), _("Whose data"), _("Why"), _("In the audit trail")]
    lines = [f"| {' | '.join(map(str, head))} |", "|---|---|---|---|"]
    for rule in rules:
        lines.append(f"| {rule.what} | {rule.about.words} | {rule.why} | {_('yes') if rule.trail else '–'} |")
    return f"## {who.words}\n\n" + "\n".join(lines) + "\n\n" if rules else ""
