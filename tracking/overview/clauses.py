"""Which clauses are missed most: counted answers of quizzes and marks of role-plays together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, F, Q, Sum

from people.models import User
from quizzes.models import Question
from quizzes.models.counted import CountedAnswer
from roleplays import scoring
from roleplays.models import Edition, Mark
from standards.models import Clause
from tracking.models import ClauseFigure, Source

YEAR = timedelta(days=365)
FEWEST = 10  # answers and marks, for a share to say anything

Counts = dict[tuple[int, str], list[int]]


@dataclass(frozen=True)
class Missed:
    """A clause: in quizzes and in role-plays (asked, missed), and what share is missed in the whole network."""

    clause: Clause
    quiz: tuple[int, int]
    role_play: tuple[int, int]
    network: float

    @property
    def asked(self) -> int:
        return self.quiz[0] + self.role_play[0]

    @property
    def percent(self) -> float:
        return share(self.quiz[0] + self.role_play[0], self.quiz[1] + self.role_play[1])

    @property
    def quiz_percent(self) -> float | None:
        return share(*self.quiz) if self.quiz[0] else None

    @property
    def role_play_percent(self) -> float | None:
        return share(*self.role_play) if self.role_play[0] else None


def share(asked: int, missed: int) -> float:
    return 100 * missed / asked if asked else 0.0


def missed_most(dealerships: Collection[int] | None) -> list[Missed]:
    """The clauses that were asked often enough, the most missed first; None for all dealerships."""
    everywhere = _sums(None)
    own = everywhere if dealerships is None else _sums(dealerships)
    clauses = {clause.code: clause for clause in Clause.objects.only("code", "area", "text_zh", "text_en")}
    network: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for (code, _source), (asked, missed) in everywhere.items():
        network[code][0] += asked
        network[code][1] += missed
    found = [
        Missed(
            clauses[code], own.get((code, Source.QUIZ), (0, 0)), own.get((code, Source.ROLE_PLAY), (0, 0)),
            share(*network[code]),
        )
        for code in sorted({code for code, _source in own})
        if code in clauses
    ]  # fmt: skip
    return sorted((each for each in found if each.asked >= FEWEST), key=lambda each: (-each.percent, each.clause.code))


@transaction.atomic
def count_clauses(at: datetime) -> int:
    """Count the last twelve months anew; how many rows that makes."""
    counts = {Source.QUIZ: _answers(at - YEAR, at), Source.ROLE_PLAY: _marks(at - YEAR, at)}
    ClauseFigure.objects.all().delete()
    rows = ClauseFigure.objects.bulk_create(
        (
            ClauseFigure(dealership_id=dealership, clause=code, source=source, asked=asked, missed=missed)
            for source, found in counts.items()
            for (dealership, code), (asked, missed) in found.items()
        ),
        batch_size=2000,
    )
    return len(rows)


def _answers(since: datetime, until: datetime) -> Counts:
    """Questions count for the clauses that they have now, in whichever wording they were asked."""
    rows = CountedAnswer.objects.filter(
        paper__person__in=User.objects.advisors(), is_scored=True, paper__attempt__submitted_at__gt=since,
        paper__attempt__submitted_at__lte=until,
    )  # fmt: skip
    missed = Count("pk", filter=Q(earned__lt=F("points")))
    counted = rows.order_by().values_list("paper__person__dealership", "wording__question")
    return _by_clause(counted.annotate(asked=Count("pk"), missed=missed), _clauses_of_questions())


def _marks(since: datetime, until: datetime) -> Counts:
    """Of released sessions; an item counts for the clauses that its edition names."""
    rows = Mark.objects.exclude(value__in=["", scoring.NOT_APPLICABLE]).filter(
        score_sheet__session__person__in=User.objects.advisors(), score_sheet__submitted_at__isnull=False,
        score_sheet__session__released_at__gt=since, score_sheet__session__released_at__lte=until,
    )  # fmt: skip
    missed = Count("pk", filter=~Q(value__in=[mark for mark in scoring.SHARES if scoring.is_full(mark)]))
    columns = ("score_sheet__session__person__dealership", "score_sheet__session__edition", "item")
    counted = rows.order_by().values_list(*columns).annotate(asked=Count("pk"), missed=missed)
    flat = ((dealership, (edition, item), asked, lost) for dealership, edition, item, asked, lost in counted)
    return _by_clause(flat, _clauses_of_items())


def _by_clause(rows, clauses_of: dict) -> Counts:
    found: Counts = defaultdict(lambda: [0, 0])
    for dealership, what, asked, missed in rows:
        for code in clauses_of.get(what, ()) if dealership else ():
            found[dealership, code][0] += asked
            found[dealership, code][1] += missed
    return found


def _clauses_of_questions() -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = defaultdict(set)
    rows = Question.objects.exclude(clauses=None).values_list("translation_key", "clauses__code")
    for key, code in rows:
        found[key].add(code)
    return found


def _clauses_of_items() -> dict[tuple[int, str], list[str]]:
    return dict(_items_with_clauses())


def _items_with_clauses() -> Iterator[tuple[tuple[int, str], list[str]]]:
    for edition in Edition.objects.all():
        for section in edition.content["sections"]:
            for item in section["items"]:
                yield (edition.pk, item["code"]), item["clauses"]


def _sums(dealerships: Collection[int] | None) -> dict[tuple[str, str], tuple[int, int]]:
    rows = (
        ClauseFigure.objects.all() if dealerships is None else ClauseFigure.objects.filter(dealership__in=dealerships)
    )
    sums = rows.order_by().values_list("clause", "source").annotate(Sum("asked"), Sum("missed"))
    return {(code, source): (asked, missed) for code, source, asked, missed in sums}
