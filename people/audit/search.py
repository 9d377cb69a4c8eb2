"""Finding entries: by person, action, object and time; newest first, page by page without counting."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.audit.actions import Action
from people.audit.records import AuditEntry, AuditQuerySet
from people.sheets import Value

PAGE = 100
MOST_PEOPLE = 50
DATE = forms.DateInput(attrs={"type": "date"})


class SearchForm(forms.Form):
    who = forms.CharField(label=_("Who or whom"), required=False, max_length=80)
    action = forms.ChoiceField(label=_("What"), required=False, choices=[("", _("Everything")), *Action.choices])
    thing = forms.CharField(label=_("Object, such as a number"), required=False, max_length=40)
    first = forms.DateField(label=pgettext_lazy("period", "From"), required=False, widget=DATE)
    last = forms.DateField(label=pgettext_lazy("period", "To"), required=False, widget=DATE)
    before = forms.RegexField(r"^[0-9T:.Z-]{20,40},[0-9]{1,18}$", required=False, widget=forms.HiddenInput)

    def clean_before(self) -> str:
        try:
            if before := self.cleaned_data["before"]:
                dt.datetime.fromisoformat(before.partition(",")[0])
        except ValueError as error:
            raise forms.ValidationError(_("This is no place in the trail.")) from error
        return before


@dataclass(frozen=True)
class Line:
    """An entry as it is shown: with the names that people have now."""

    entry: AuditEntry
    actor: str
    person: str
    address: str
    device: str
    details: str


def found(asked: dict[str, Any]) -> AuditQuerySet:
    entries = AuditEntry.objects.order_by("-at", "-pk")
    if who := (asked.get("who") or "").strip():
        people = people_called(who)
        entries = entries.filter(Q(actor__in=people) | Q(person__in=people))
    if asked.get("action"):
        entries = entries.filter(action=asked["action"])
    if asked.get("thing"):
        entries = entries.filter(key=asked["thing"].strip())
    if asked.get("first"):
        entries = entries.filter(at__gte=midnight(asked["first"]))
    if asked.get("last"):
        entries = entries.filter(at__lt=midnight(asked["last"] + dt.timedelta(days=1)))
    return entries


def page_of(entries: AuditQuerySet, before: str) -> tuple[list[AuditEntry], str]:
    """A page of entries and where the next begins ("" at the end); `before` is where this one does."""
    if before:
        moment, _, pk = before.rpartition(",")
        at = dt.datetime.fromisoformat(moment)
        # The first half is what an index can answer.
        entries = entries.filter(at__lte=at).filter(Q(at__lt=at) | Q(pk__lt=int(pk)))
    some = list(entries.select_related("origin")[: PAGE + 1])
    if len(some) <= PAGE:
        return some, ""
    last = some[PAGE - 1]
    return some[:PAGE], f"{last.at.astimezone(dt.UTC).isoformat().replace('+00:00', 'Z')},{last.pk}"


def lines(entries: list[AuditEntry]) -> list[Line]:
    from people.models import User

    pks = {pk for entry in entries for pk in (entry.actor, entry.person) if pk}
    names = {
        pk: f"{name} ({number})"
        for pk, name, number in User.objects.filter(pk__in=pks).values_list("pk", "name", "employee_number")
    }
    return [_line(entry, names) for entry in entries]


def heading() -> list[str]:
    return [
        str(each)
        for each in (
            _("number"), _("when"), _("who"), _("what"), _("whom"), _("kind of object"), _("object"), _("details"),
            _("address"), _("device"), "SHA-256",
        )
    ]  # fmt: skip


def values(entries: AuditQuerySet) -> Iterator[list[Value]]:
    """For a file: the newest first, with the hash, so that a file can be held against the chain."""
    for some in _pages(entries):
        for line in lines(some):
            entry = line.entry
            at = timezone.localtime(entry.at).isoformat(sep=" ", timespec="seconds")
            yield [
                entry.number, at, line.actor, entry.label, line.person, entry.kind, entry.key, line.details,
                line.address, line.device, entry.hash,
            ]  # fmt: skip


def _pages(entries: AuditQuerySet) -> Iterable[list[AuditEntry]]:
    before = ""
    while True:
        some, before = page_of(entries, before)
        yield some
        if not before:
            return


def _line(entry: AuditEntry, names: dict[int, str]) -> Line:
    origin = getattr(entry, "origin", None)
    content = origin.content if origin else {}
    told = entry.details | ({"tried": content["tried"]} if "tried" in content else {})
    return Line(
        entry,
        names.get(entry.actor, f"#{entry.actor}") if entry.actor else "–",
        names.get(entry.person, f"#{entry.person}") if entry.person else "–",
        content.get("address", ""),
        content.get("device", ""),
        " · ".join(f"{name}: {value}" for name, value in told.items()),
    )


def people_called(who: str) -> list[int]:
    """A few at most: very many would make no search. By part of the name, by the whole number, or by `#` and the id."""
    from people.models import User

    if who.startswith("#") and who[1:].isdigit():
        return [int(who[1:])]
    called = Q(employee_number__iexact=who) | Q(name__icontains=who) | Q(name_latin__icontains=who)
    return list(User.objects.filter(called).values_list("pk", flat=True)[:MOST_PEOPLE])


def midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
