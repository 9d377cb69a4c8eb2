"""Reminders in the app: the list of one person, and how many are unread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from people.models import User
from tracking.models import Reminder
from tracking.reminding.words import lines_of, url_of

RELATED = (
    "certificate",
    "duty__assignment__certification",
    "duty__person",
    "dealership",
    "person__region",
    "report__dealership",
)


@dataclass(frozen=True)
class Notice:
    reminder: Reminder
    text: str
    url: str


def reminders_of(person: User):
    return Reminder.objects.filter(person=person).select_related(*RELATED)


def unread_of(person: User):
    return Reminder.objects.filter(person=person, read_at=None)


def how_many_unread() -> Coalesce:
    """For the query that finds who is signed in."""
    unread = Reminder.objects.filter(person=OuterRef("pk"), read_at=None).order_by().values("person")
    return Coalesce(Subquery(unread.annotate(number=Count("pk")).values("number")), 0)


def notices(reminders: Iterable[Reminder], on: date) -> list[Notice]:
    reminders = list(reminders)
    texts = lines_of(reminders, on)
    return [Notice(each, text, url_of(each)) for each, text in zip(reminders, texts, strict=True)]
