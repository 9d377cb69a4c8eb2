"""Whether an assessor still sees what others see: weighted kappa with co-assessors over the last double-scored ones.

A low figure raises a doubt and takes nothing away: it says that two differ, and not which of them is off.
"""

from datetime import datetime

from django.db.models import Count, Q

from roleplays.fairness.kappa import Kappa, Weights, cohen
from roleplays.models.marks import Mark
from roleplays.models.rights import CertifyingRight, Change
from roleplays.models.sessions import Session
from roleplays.scoring import SHARES

LAST = 10  # sessions
FEWEST_ITEMS = 60  # marked by both; with fewer the interval is wider than the doubt
LEAST = 0.6  # "moderate" ends at 0.60 (Landis and Koch 1977)


def watch(session: Session, at: datetime) -> None:
    """After a release: a doubt for each of several assessors whose agreement has fallen too low."""
    sheets = list(session.score_sheets.filter(decides=False).select_related("assessor"))
    for sheet in sheets if session.certifies and len(sheets) > 1 else ():
        found = agreement(sheet.assessor, at)
        if found and found.n >= FEWEST_ITEMS and found.value < LEAST and CertifyingRight.of(sheet.assessor, at):
            CertifyingRight.doubt(sheet.assessor, round(found.value, 4), found.n, at)


def agreement(assessor, at: datetime) -> Kappa | None:
    """On the last sessions since the right was won, or a doubt about it answered; each item with each co-assessor."""
    settled = CertifyingRight.objects.filter(person=assessor, at__lte=at, change__in=[Change.WON, Change.KEPT]).first()
    blind = Count("score_sheets", filter=Q(score_sheets__decides=False))
    sessions = Session.objects.role_plays().released().filter(released_at__lte=at).annotate(blind=blind)
    own = assessor.score_sheets.filter(decides=False).values("session")
    sessions = sessions.filter(pk__in=own, blind__gt=1)
    if settled:
        sessions = sessions.filter(released_at__gt=settled.at)
    chosen = list(sessions.order_by("-released_at", "-pk").values_list("pk", flat=True)[:LAST])
    return cohen(pairs(assessor.pk, chosen), Weights.QUADRATIC)


def pairs(assessor: int, sessions: list[int]) -> list[tuple[float, float]]:
    rows = Mark.objects.filter(score_sheet__session__in=sessions, score_sheet__decides=False, value__in=SHARES)
    rows = rows.exclude(value="").values_list("score_sheet__session", "item", "score_sheet__assessor", "value")
    own, others = {}, []
    for session, item, by, value in rows:
        if by == assessor:
            own[session, item] = float(SHARES[value])
        else:
            others.append(((session, item), float(SHARES[value])))
    return [(own[place], value) for place, value in others if place in own]
