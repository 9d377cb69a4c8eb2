"""How many of each dealership's advisors may serve customers today; two queries for any number of people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from certificates.models import Certificate, Certification, DeltaRequirement, Suspension
from people.models import Dealership
from tracking.models import Minimum

# Where nobody has said how many certified advisors a dealership needs: this share of those who work there.
USUAL_SHARE = 0.6
ENOUGH, AT_RISK, TOO_FEW = "valid", "due", "overdue"
WORST_FIRST = (TOO_FEW, AT_RISK, ENOUGH)


@dataclass(frozen=True)
class Coverage:
    """`expiring` are those of the certified whose certificate is in its last days."""

    dealership: Dealership
    people: int
    certified: int
    expiring: int
    minimum: int
    is_usual: bool  # nobody has said the minimum

    @property
    def percent(self) -> int:
        return round(100 * self.certified / self.people) if self.people else 0

    @property
    def state(self) -> str:
        if self.certified < self.minimum:
            return TOO_FEW
        return AT_RISK if self.certified - self.expiring < self.minimum else ENOUGH


def coverage(certification: Certification, people: QuerySet, on: date) -> list[Coverage]:
    """Of each dealership where any of `people` works, the worst first."""
    working = dict(people.exclude(dealership=None).order_by().values_list("dealership").annotate(Count("pk")))
    holding = {pk: counts for pk, *counts in _holding(certification, people, on)}
    dealerships = Dealership.objects.filter(pk__in=list(working)).select_related("region")
    said = Minimum.of_each(certification)
    found = [
        Coverage(each, working[each.pk], *holding.get(each.pk, (0, 0)), *minimum_of(each.pk, working[each.pk], said))
        for each in dealerships
    ]
    return sorted(found, key=lambda each: (WORST_FIRST.index(each.state), each.percent, each.dealership.code))


def minimum_of(dealership: int, people: int, said: dict[int, int]) -> tuple[int, bool]:
    """The number, and whether it is only the usual one."""
    if dealership in said:
        return said[dealership], False
    return ceil(USUAL_SHARE * people), True


def in_force(certificates: QuerySet, certification: Certification, on: date) -> QuerySet:
    """Those by which somebody is certified on a day, by what rows say now.

    Whoever asks of some people has narrowed `certificates` to them already: PostgreSQL keeps to the order where so
    much is joined, and a few people are to be found before the certificates of all are.
    """
    suspended = Suspension.objects.filter(certificate=OuterRef("pk"), lifting=None)
    missed = DeltaRequirement.objects.filter(
        certification=OuterRef("certification"), in_force_from__gt=OuterRef("awarded_on"), due_on__lt=on
    )
    lasting = Q(valid_until=None) | Q(valid_until__gte=on)
    rows = certificates.newest().not_revoked().filter(lasting, certification=certification)
    return rows.exclude(Exists(suspended)).exclude(Exists(missed))


def _holding(certification: Certification, people: QuerySet, on: date) -> QuerySet:
    last = on + timedelta(days=certification.renewal_window_days - 1)
    rows = in_force(Certificate.objects.filter(person__in=people), certification, on)
    rows = rows.order_by().values_list("person__dealership")
    return rows.annotate(held=Count("pk"), ending=Count("pk", filter=Q(valid_until__lte=last)))
