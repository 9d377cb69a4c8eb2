"""What released performances say about a check sheet and its assessors. In the same few queries for any number of them.

Only sheets that were given blind count: what a third decided had the others before it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from people.models import User
from roleplays import scoring
from roleplays.fairness import kappa
from roleplays.fairness.severity import Assessor, severities
from roleplays.fairness.standard_setting import ENOUGH, Line, borderline_regression
from roleplays.models import Mark, ScoreSheet, Session
from roleplays.reliability import PanelReliability, panels
from roleplays.sheets import Item

ENOUGH_PERFORMANCES = 5  # below it a share of agreement is mostly chance
OFTEN = 0.8  # assessors who agree on less than this share of an item's performances read it differently
SAFE_SEVERITY = 5.0  # percentage points that may decide between passing and failing


@dataclass(frozen=True)
class Overview:
    role_play: UUID
    released: int
    doubly: int


@dataclass(frozen=True)
class ItemAgreement:
    """`same` is the share of performances in which all assessors gave the item the same mark."""

    item: Item
    count: int
    same: float
    kappa: float | None

    @property
    def is_enough(self) -> bool:
        return self.count >= ENOUGH_PERFORMANCES

    @property
    def percent(self) -> float:
        return 100 * self.same

    @property
    def advice(self) -> str:
        if not self.is_enough or self.same >= OFTEN:
            return ""
        if self.item.critical:
            return _("A critical item that assessors see differently: whether somebody passes hangs on who looks.")
        return _("Assessors often differ here. Watch a performance together and say what “done” looks like.")


@dataclass(frozen=True)
class AssessorFigures:
    """`name` is empty for somebody whom the reader may not see."""

    name: str
    figures: Assessor

    @property
    def advice(self) -> str:
        severity, error = self.figures.severity, self.figures.error
        if severity is None or error is None or abs(severity) < max(SAFE_SEVERITY, 2 * error):
            return ""
        return _("Scores more severely than the others.") if severity < 0 else _("Scores more mildly than the others.")


@dataclass(frozen=True)
class PairAgreement:
    first: str
    second: str
    found: kappa.Kappa


@dataclass(frozen=True)
class Figures:
    """`line` leads from global ratings to scores; its cut advises, a person sets the pass mark."""

    released: int
    doubly: int
    items: list[ItemAgreement]
    pairs: list[PairAgreement]
    assessors: list[AssessorFigures]
    ratings: list[tuple[int, float]]
    line: Line | None
    panels: list[PanelReliability]

    @property
    def has_line(self) -> bool:
        return self.line is not None and self.line.n >= ENOUGH


def overview(reader: User) -> list[Overview]:
    """For each role-play that has been performed."""
    sheets = Count("score_sheets", filter=Q(score_sheets__decides=False))
    found: dict[UUID, list[int]] = defaultdict(list)
    sessions = Session.objects.visible_to(reader).role_plays().released().annotate(sheets=sheets).order_by()
    for role_play, number in sessions.values_list("role_play", "sheets"):
        found[role_play].append(number)
    return [Overview(key, len(numbers), sum(number > 1 for number in numbers)) for key, numbers in found.items()]


def blind_sheets(role_play: UUID, reader: User) -> list[ScoreSheet]:
    """Of released performances that the reader may see, with their sessions."""
    sessions = Session.objects.visible_to(reader).role_plays().released().filter(role_play=role_play)
    sheets = ScoreSheet.objects.filter(session__in=sessions, decides=False)
    return list(sheets.select_related("session__edition", "session__person"))


def figures(role_play: UUID, reader: User, sheets: list[ScoreSheet] | None = None) -> Figures:
    sheets = blind_sheets(role_play, reader) if sheets is None else sheets
    by_session: dict[int, list[ScoreSheet]] = defaultdict(list)
    for sheet in sheets:
        by_session[sheet.session_id].append(sheet)
    doubly = [each for each in by_session.values() if len(each) > 1]
    marks = marks_of([sheet for each in doubly for sheet in each])
    scores = [(sheet.session_id, sheet.assessor_id, float(sheet.percent)) for sheet in sheets]
    names = names_of({sheet.assessor_id for sheet in sheets}, reader)
    ratings = [(sheet.rating, float(sheet.percent)) for sheet in sheets if sheet.rating]
    return Figures(
        released=len(by_session),
        doubly=len(doubly),
        items=item_agreements(doubly, marks),
        pairs=pair_agreements(doubly, marks, names),
        assessors=[AssessorFigures(names.get(who, ""), each) for who, each in severities(scores).items()],
        ratings=ratings,
        line=borderline_regression(ratings),
        panels=panels(doubly, marks, names, ENOUGH_PERFORMANCES),
    )


def marks_of(sheets: Sequence[ScoreSheet]) -> dict[int, dict[str, float]]:
    """By sheet and item, what the mark is worth."""
    found: dict[int, dict[str, float]] = defaultdict(dict)
    worth = [value for value in scoring.SHARES if value]
    rows = Mark.objects.filter(score_sheet__in=[sheet.pk for sheet in sheets], value__in=worth)
    for sheet, item, value in rows.values_list("score_sheet", "item", "value"):
        found[sheet][item] = float(scoring.SHARES[value])
    return found


def item_agreements(doubly: list[list[ScoreSheet]], marks: dict[int, dict[str, float]]) -> list[ItemAgreement]:
    """In the order of the newest edition; an item that is no longer on it is left out."""
    if not doubly:
        return []
    newest = max((sheets[0].session.edition for sheets in doubly), key=lambda edition: edition.number)
    found = []
    for item in newest.items:
        rows = [[marks[sheet.pk].get(item.code) for sheet in sheets] for sheets in doubly]
        rated = [row for row in rows if None not in row]
        if rated:
            same = sum(len(set(row)) == 1 for row in rated) / len(rated)
            overall = kappa.fleiss(rated)
            found.append(ItemAgreement(item, len(rated), same, overall.value if overall else None))
    return found


def pair_agreements(
    doubly: list[list[ScoreSheet]], marks: dict[int, dict[str, float]], names: dict[int, str]
) -> list[PairAgreement]:
    """Of every two assessors who may both be named, over all items that both marked, with quadratic weights."""
    both: dict[tuple[int, int], list[tuple[float, float]]] = defaultdict(list)
    for sheets in doubly:
        for a, b in combinations(sorted(sheets, key=lambda sheet: sheet.assessor_id), 2):
            first, second = marks[a.pk], marks[b.pk]
            both[a.assessor_id, b.assessor_id] += [(first[code], second[code]) for code in first if code in second]
    return [
        PairAgreement(names[a], names[b], found)
        for (a, b), pairs in both.items()
        if a in names and b in names and (found := kappa.cohen(pairs, kappa.Weights.QUADRATIC))
    ]


def names_of(assessors: set[int], reader: User) -> dict[int, str]:
    return dict(User.objects.visible_to(reader).filter(pk__in=assessors).values_list("pk", "name"))
