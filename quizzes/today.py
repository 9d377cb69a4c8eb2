"""The five questions of a day: how many wait, or how far they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from quizzes.models import Card, Drill
from quizzes.models.practice import FIVE


@dataclass(frozen=True)
class Five:
    total: int
    done: int

    @property
    def is_done(self) -> bool:
        return self.done == self.total


def five_of(person, day: date) -> Five | None:
    """None where nothing comes again today, which one query says."""
    if not Card.objects.of(person).of_day(day).exists():
        return None
    drill = Drill.of_today(person, day)
    if drill:
        return Five(len(drill.paper), drill.answers.count())
    due = len(Card.objects.of(person).due(day).values_list("pk")[:FIVE])
    return Five(due, 0) if due else None
