"""News of role-plays as notices: told in the transaction in which it happens, sent with everything else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from people.models import User
from roleplays import news
from roleplays.models import Kind as SessionKind
from tracking.models import Kind, Reminder


def remind(*, what: str, people: Iterable[int], key: str, at: datetime, facts: dict[str, Any], **sent: Any) -> None:
    """A notice for each of `people`; the same news twice is told once."""
    from tracking.reminding.planning import World, write  # it words its messages with this module

    readers = User.objects.active().filter(pk__in=people).order_by("pk")
    wanted = [
        Reminder(key=f"role-play:{what}:{key}:{reader.pk}", person=reader, kind=Kind.ROLE_PLAY,
                 figures=facts | {"what": what}, at=at)
        for reader in readers
    ]  # fmt: skip
    if wanted:
        write(World.at(at), wanted)


def titles_of(reminders: Sequence[Reminder]) -> dict[str, str]:
    """Of the role-plays that they are about, in the active language."""
    keys = {each.figures["role_play"] for each in reminders if each.kind == Kind.ROLE_PLAY}
    if not keys:
        return {}
    pages = Page.objects.filter(translation_key__in=keys, locale=Locale.get_active())
    return {str(key): title for key, title in pages.values_list("translation_key", "title")}


def line_of(reminder: Reminder, titles: dict[str, str]) -> str:
    facts = reminder.figures
    title = titles.get(facts["role_play"], "—")
    said = {
        "title": f"{title} · {SessionKind.PRACTICE.label}" if facts.get("kind") == SessionKind.PRACTICE else title,
        "name": facts.get("person", ""),
        "place": facts.get("place", ""),
    }
    if "starts_at" in facts:
        moment = parse_datetime(facts["starts_at"])
        said["when"] = date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT") if moment else ""
    return TEXTS[facts["what"]]() % said


TEXTS = {
    news.PLANNED: lambda: _("“%(title)s” is planned with you: %(when)s, %(place)s."),
    news.MOVED: lambda: _("“%(title)s” has been moved to %(when)s, %(place)s."),
    news.CALLED_OFF: lambda: _("“%(title)s” on %(when)s is cancelled."),
    news.RELEASED: lambda: _("The result of “%(title)s” is out."),
    news.OBJECTED: lambda: _("%(name)s objects to the result of “%(title)s”: an answer is asked of you."),
    news.ANSWERED: lambda: _("The objection to the result of “%(title)s” is answered."),
}


def url_of(reminder: Reminder) -> str:
    facts = reminder.figures
    if "plan" in facts:
        return reverse("roleplays:plan", args=[facts["plan"]])
    return reverse("roleplays:result", args=[facts["session"]])
