"""Which reports are to be out by now, and who may still have them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime

from django.utils import timezone

from people.models import User
from tracking.models import Kind, Reminder, Report, Weekday
from tracking.models.report import Rhythm
from tracking.reminding.answering import Answering, managers_of_dealerships, regional_managers
from tracking.reminding.rules import DIGEST_KEEPS, digest_day


def reports(now: datetime, managers: Answering, regionals: Answering) -> Iterator[Reminder]:
    today = timezone.localdate(now)
    going = (
        Report.objects.going()
        .filter(owner__is_active=True)
        .select_related("owner")
        .prefetch_related("receivers")
        .order_by("pk")
    )
    for report in going:
        if day := day_of(report.rhythm, today):
            for person in still_receiving(report, managers, regionals):
                key = f"report:{report.pk}:{day.isoformat()}:{person.pk}"
                yield Reminder(key=key, person=person, kind=Kind.REPORT, report=report, at=now)


def day_of(rhythm: str, today: date) -> date | None:
    """The day of the report that is to be out by now, unless that is long ago."""
    if rhythm == Rhythm.WEEKLY:
        return digest_day(today, Weekday.MONDAY)
    return today.replace(day=1) if today.day <= 1 + DIGEST_KEEPS else None


def still_receiving(report: Report, managers: Answering, regionals: Answering) -> list[User]:
    """Of the receivers those who answer for the dealership today, while whoever ordered it does so too."""
    answering = set(answering_for(report.dealership_id, managers, regionals))
    if not (report.owner in answering or report.owner.role == "administrator"):
        return []
    return [person for person in report.receivers.all() if person.is_active and person in answering]


def answering_for(dealership: int, managers: Answering, regionals: Answering) -> list[User]:
    people: Iterable[User] = [*managers.get(dealership, ()), *regionals.get(dealership, ())]
    return list(dict.fromkeys(people))


def receiving(reports: Collection[int], now: datetime) -> dict[int, set[int]]:
    """By report who may have it at this moment; nobody where it was stopped."""
    found: dict[int, set[int]] = {pk: set() for pk in reports}
    if reports:
        managers, regionals = managers_of_dealerships(now), regional_managers(now)
        going = Report.objects.going().filter(pk__in=reports, owner__is_active=True).prefetch_related("receivers")
        for report in going.select_related("owner"):
            found[report.pk] = {person.pk for person in still_receiving(report, managers, regionals)}
    return found
