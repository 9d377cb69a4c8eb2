"""The five questions of a day: how many wait, or how far they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max, Min

from people.prepared import Prepared
from quizzes.models import Card, Drill
from quizzes.models.practice import FIVE, beginning_of


@dataclass(frozen=True)
class Five:
    total: int
    done: int

    @property
    def is_done(self) -> bool:
        return self.done == self.total


# Of all cards of a person, asked on the home page of each learner.
ENDS = Prepared(
    lambda person: (
        Card.objects.filter(person=person)
        .order_by()
        .values("person")
        .annotate(first_due=Min("due_at"), last_met=Max("met_at"))
        .values_list("first_due", "last_met")
    )
)


def five_of(person, day: date) -> Five | None:
    """None where nothing comes again today, which one query says."""
    if not has_some(person, day):
        return None
    drill = Drill.of_today(person, day)
    if drill:
        return Five(len(drill.paper), drill.answers.count())
    due = len(Card.objects.of(person).due(day).values_list("pk")[:FIVE])
    return Five(due, 0) if due else None


def has_some(person, day: date) -> bool:
    """Whether a card is due on that day or was answered on it."""
    begins, ends = beginning_of(day), beginning_of(day + timedelta(days=1))
    return any(
        (due is not None and due < ends) or (met is not None and met >= begins) for due, met in ENDS.rows(person.pk)
    )
