"""Where everybody stood on a day: today for a forecast, a day in the past for what is learnt from it and for its test.

Each in the same few queries for any number of people.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from certificates.models import Certificate, Certification, Requirement
from certificates.models.requirement import activities_of
from certificates.validity import grace_ends, window_opens
from courses.models import LedgerEntry, Outcome
from people.models import Membership, Role
from tracking.forecast.curves import Staff
from tracking.forecast.rates import BEGUN, CLOSE, LAPSED, LONG_LAPSED, NEW, SLOW, WEEKS

RECENTLY = timedelta(days=120)  # whoever passed something scored since then is close to the certificate
NEW_DAYS, BEGUN_DAYS = 8 * 7, 26 * 7


@dataclass(frozen=True)
class Employed:
    """A membership as an advisor; `until` is the first day on which it no longer holds."""

    person: int
    dealership: int
    since: date | None
    until: date | None


@dataclass(frozen=True)
class Stand:
    """Of one person on a day: `ends` is the week in which the certificate ends; `name` a class, "" for holders."""

    name: str
    ends: int | None = None
    is_renewing: bool = False


Chains = dict[int, list[tuple[date, date | None]]]


def employed(since: date, until: date) -> list[Employed]:
    """Who was an advisor on any day from `since` to `until`."""
    rows = Membership.objects.main().filter(role=Role.ADVISOR, dealership__isnull=False)
    rows = rows.filter(Q(since=None) | Q(since__lte=until), Q(until=None) | Q(until__gt=since)).order_by()
    return [Employed(*row) for row in rows.values_list("person_id", "dealership_id", "since", "until")]


def chains(certification: Certification, until: date) -> Chains:
    """By person the days of award and of the end of their certificates, the oldest first."""
    end = timezone.make_aware(datetime.combine(until, time.max))
    rows = Certificate.objects.filter(certification=certification, awarded_on__lte=until)
    rows = rows.filter(Q(revocation=None) | Q(revocation__at__gt=end)).order_by("number")
    found: Chains = defaultdict(list)
    for person, awarded, ends in rows.values_list("person_id", "awarded_on", "valid_until"):
        found[person].append((awarded, ends))
    return found


def passes(certification: Certification, on: date) -> dict[int, date]:
    """By person the last day on which they passed something scored of either road, if that is recent."""
    end = timezone.make_aware(datetime.combine(on, time.max))
    rows = LedgerEntry.objects.exclude(evidence_kind="").filter(
        activity__in=scored(certification), at__gt=end - RECENTLY, at__lte=end, outcome=Outcome.PASSED
    )
    found: dict[int, date] = {}
    for person, at in rows.order_by("at").values_list("person_id", "at"):
        found[person] = at.date()
    return found


def scored(certification: Certification) -> set[UUID]:
    asked = list(Requirement.objects.filter(certification=certification, page__isnull=False).select_related("page"))
    single = [each for each in asked if each.is_for_one_activity]
    return {key for keys in activities_of(single).values() for key in keys}


def stand_of(
    hired: date | None,
    chain: list[tuple[date, date | None]],
    passed: date | None,
    certification: Certification,
    on: date,
) -> Stand:
    """`chain` are the certificates awarded by that day."""
    if not chain:
        days = (on - hired).days if hired else BEGUN_DAYS
        return Stand(CLOSE if passed else NEW if days < NEW_DAYS else BEGUN if days < BEGUN_DAYS else SLOW)
    awarded, until = chain[-1]
    if until is None:
        return Stand("")
    if until < on:
        return Stand(LAPSED if on <= grace_ends(until, certification.grace_days) else LONG_LAPSED)
    opens = max(window_opens(until, certification.renewal_window_days), awarded + timedelta(days=1))
    weeks = (until - on).days // 7
    return Stand("", weeks if weeks <= WEEKS else None, bool(passed and passed >= opens))


def staffs(certification: Certification, on: date, dealerships: Iterable[int] | None = None) -> list[Staff]:
    """Each dealership as it was on that day, in the order of their keys."""
    held, passed = chains(certification, on), passes(certification, on)
    wanted = None if dealerships is None else set(dealerships)
    groups: dict[int, tuple[Counter, Counter, Counter]] = defaultdict(lambda: (Counter(), Counter(), Counter()))
    for each in employed(on, on):
        if wanted is None or each.dealership in wanted:
            stand = stand_of(each.since, held.get(each.person, []), passed.get(each.person), certification, on)
            holders, renewing, others = groups[each.dealership]
            if stand.name:
                others[stand.name] += 1
            else:
                (renewing if stand.is_renewing else holders)[stand.ends] += 1
    return [Staff(dealership, *groups[dealership]) for dealership in sorted(groups)]
