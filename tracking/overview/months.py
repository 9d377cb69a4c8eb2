"""The trend: what stood at the end of each month, counted once it is over and daily until then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from certificates.models import Certificate, Certification
from people.models import Membership, Role
from tracking.models import MonthFigure

MONTHS = 24
SETTLING_DAYS = 3  # so long after its end a month is counted again: some results come late


@dataclass(frozen=True)
class Month:
    """`network` is the share of everybody, in per cent; `percent` that of the dealerships that were asked for."""

    first: date
    people: int
    certified: int
    network: float

    @property
    def percent(self) -> float:
        return 100 * self.certified / self.people if self.people else 0.0


def count_months(at: datetime, months: int = MONTHS) -> int:
    """Count the months that are missing, and those that can still change; how many rows that were."""
    today, written = timezone.localdate(at), 0
    for certification in Certification.objects.filter(is_offered=True):
        known = set(MonthFigure.objects.filter(certification=certification).values_list("month", flat=True).distinct())
        for number, first in enumerate(back_from(today, months)):
            last = min(today, after(first) - timedelta(days=1))
            if first not in known or number == 0 or (number == 1 and today.day <= SETTLING_DAYS):
                written += count_month(certification, first, last)
    return written


@transaction.atomic
def count_month(certification: Certification, first: date, last: date) -> int:
    """What stood on its last day, in place of what was counted before."""
    there = advisors_on(last)
    people = dict(there.values_list("dealership").annotate(Count("pk")))
    certified = dict(
        there.filter(Exists(held_on(certification, last, "person"))).values_list("dealership").annotate(Count("pk"))
    )
    MonthFigure.objects.filter(certification=certification, month=first).delete()
    rows = MonthFigure.objects.bulk_create(
        [
            MonthFigure(
                dealership_id=pk, certification=certification, month=first, people=n, certified=certified.get(pk, 0)
            )
            for pk, n in people.items()
        ],
        batch_size=1000,
    )
    return len(rows)


def advisors_on(day: date) -> QuerySet:
    """The memberships of those who worked as advisors at a dealership on that day."""
    rows = Membership.objects.main().on(day).filter(role=Role.ADVISOR)
    return rows.exclude(dealership=None).order_by()


def held_on(certification: Certification, day: date, person: str) -> QuerySet:
    """A certificate of the outer row's person that was in force on that day, by its own dates and a revocation."""
    end = timezone.make_aware(datetime.combine(day, time.max))
    return Certificate.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=day), Q(revocation=None) | Q(revocation__at__gt=end),
        person=OuterRef(person), certification=certification, awarded_on__lte=day,
    )  # fmt: skip


def trend(certification: Certification, dealerships: list[int] | None) -> list[Month]:
    """The last two years, the oldest first; `dealerships` None for all."""
    rows = MonthFigure.objects.filter(certification=certification)
    network = {first: (people, certified) for first, people, certified in _sums(rows)}
    own = network
    if dealerships is not None:
        own = {first: sums for first, *sums in _sums(rows.filter(dealership__in=dealerships))}
    shares = {first: 100 * certified / people if people else 0.0 for first, (people, certified) in network.items()}
    return [Month(first, *own[first], shares[first]) for first in sorted(own)[-MONTHS:]]


def network_median(certification: Certification) -> float | None:
    """The share of the dealership in the middle of all of them, in per cent, as it was counted last."""
    rows = MonthFigure.objects.filter(certification=certification, people__gt=0)
    last = rows.order_by("-month").values_list("month", flat=True).first()
    counted = rows.filter(month=last).order_by().values_list("certified", "people")
    shares = [100 * certified / people for certified, people in counted]
    return median(shares) if shares else None


def back_from(day: date, months: int) -> Iterator[date]:
    first = day.replace(day=1)
    for _ in range(months):
        yield first
        first = (first - timedelta(days=1)).replace(day=1)


def after(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _sums(rows: QuerySet) -> QuerySet:
    return rows.order_by().values_list("month").annotate(Sum("people"), Sum("certified"))
