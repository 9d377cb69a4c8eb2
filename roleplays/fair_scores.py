"""What a performance would have been given by assessors of average severity. No result follows from it.

Only where the design allows it: a performance that several assessors scored, each of them linked with others.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from roleplays import passing
from roleplays.fairness.severity import fair_scores, severities
from roleplays.models import ScoreSheet, Session

LINKED = 3  # performances that an assessor shares with others; a severity from fewer is mostly the performance
Given = tuple[int, int, float]


@dataclass(frozen=True)
class FairScore:
    """`raw` and `fair` in per cent, of the sheets that were given blind; `vetoed` fails whatever the score."""

    session: Session
    raw: float
    fair: float
    vetoed: bool = False

    @property
    def difference(self) -> float:
        return self.fair - self.raw

    @property
    def changes_nothing(self) -> bool:
        """To the place that is shown."""
        return abs(self.difference) < 0.05

    @property
    def crosses(self) -> bool:
        mark = self.session.pass_mark
        return (self.raw >= mark) != (self.fair >= mark)

    @property
    def changes_side(self) -> bool:
        return self.crosses and not self.vetoed

    @property
    def words(self) -> str:
        if not self.changes_side:
            return ""
        if self.fair >= self.session.pass_mark:
            return _("Would pass before assessors of average severity.")
        return _("Would fail before assessors of average severity.")


def found_in(sheets: Sequence[ScoreSheet]) -> list[FairScore]:
    """Of the released blind sheets of one role-play; who would change side comes first, then the newest."""
    session_of = {sheet.session_id: sheet.session for sheet in sheets}
    given = [(sheet.session_id, sheet.assessor_id, float(sheet.percent)) for sheet in sheets]
    rows = [FairScore(session_of[pk], *scores) for pk, scores in adjusted(given).items()]
    vetoed = vetoed_of(row.session.pk for row in rows if row.crosses)
    rows = [FairScore(row.session, row.raw, row.fair, row.session.pk in vetoed) for row in rows]
    newest = sorted(rows, key=lambda row: (row.session.released_at, row.session.pk), reverse=True)
    return sorted(newest, key=lambda row: not row.changes_side)


def adjusted(given: Sequence[Given]) -> dict[int, tuple[float, float]]:
    """By performance the raw and the adjusted score. Left out is one of which any assessor is hardly linked."""
    shared = shared_performances(given)
    loose = {session for session, assessor, _percent in given if shared[assessor] < LINKED}
    linked = [each for each in given if each[0] not in loose]
    return fair_scores(linked, severities(linked))


def shared_performances(given: Sequence[Given]) -> Counter[int]:
    """By assessor, how many performances they scored together with somebody."""
    together: dict[int, set[int]] = defaultdict(set)
    for session, assessor, _percent in given:
        together[session].add(assessor)
    return Counter(each for assessors in together.values() if len(assessors) > 1 for each in assessors)


def vetoed_of(sessions: Iterable[int]) -> set[int]:
    """Those in which somebody missed a critical item, or found a section below its minimum."""
    blind = ScoreSheet.objects.filter(session__in=list(sessions), decides=False)
    found = set()
    for sheet in blind.select_related("session__edition").prefetch_related("marks"):
        score = sheet.score()
        if score.missed_critical or passing.below(score, sheet.session.section_minimum):
            found.add(sheet.session_id)
    return found


def of_session(session: Session) -> FairScore | None:
    """For the page of one result, in a fixed number of queries."""
    blind = ScoreSheet.objects.filter(decides=False, session__kind=session.kind, session__role_play=session.role_play)
    if not session.certifies or blind.filter(session=session).count() < 2:
        return None
    given = blind.filter(session__released_at__isnull=False).values_list("session", "assessor", "percent")
    scores = adjusted([(pk, assessor, float(percent)) for pk, assessor, percent in given]).get(session.pk)
    if scores is None:
        return None
    row = FairScore(session, *scores)
    return FairScore(session, *scores, bool(row.crosses and vetoed_of([session.pk])))
