"""Who is to be reminded of what by now. Each message has a key, so planning can be repeated at any time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from certificates.models import Certificate
from people.models import Dealership, User
from tracking import due
from tracking.assigning.standing import Held, stand
from tracking.models import Channel, Delivery, Duty, Kind, Reminder, ReminderPlan, Weekday
from tracking.reminding.answering import managers_of_dealerships, regional_managers
from tracking.reminding.rules import MOST_DAYS, digest_day, level_of
from tracking.reporting.planning import receiving, reports

AT_ONCE = 500
EXPIRED_SINCE = 14
EXPIRING_DAYS, DUE_DAYS = 30, 7


@dataclass(frozen=True)
class World:
    """The plans of all dealerships, who answers for each of them and for its region, and today's date in each."""

    plans: dict[int, ReminderPlan]
    managers: dict[int, list[User]]
    regionals: dict[int, list[User]]
    now: datetime

    @classmethod
    def at(cls, now: datetime) -> World:
        own = {plan.dealership_id: plan for plan in ReminderPlan.objects.all()}
        plans = {each.pk: own.get(each.pk) or ReminderPlan(dealership=each) for each in Dealership.objects.all()}
        return cls(plans, managers_of_dealerships(now), regional_managers(now), now)

    def today(self, dealership: int) -> date:
        return self.now.astimezone(ZoneInfo(self.plans[dealership].time_zone)).date()


def plan(now: datetime) -> int:
    """Writes what is new, each with its deliveries; returns how many."""
    world = World.at(now)
    certificates = list(ending_certificates(now))
    held = open_duties(now)
    wanted = [*of_certificates(world, certificates), *of_duties(world, held), *digests(world, certificates, held)]
    wanted += reports(now, world.managers, world.regionals)
    return sum(write(world, wanted[start : start + AT_ONCE]) for start in range(0, len(wanted), AT_ONCE))


@transaction.atomic
def write(world: World, wanted: list[Reminder]) -> int:
    known = set(Reminder.objects.filter(key__in=[each.key for each in wanted]).values_list("key", flat=True))
    new = list({each.key: each for each in wanted if each.key not in known}.values())
    Reminder.objects.bulk_create(new)
    moments = {"not_before": world.now, "changed_at": world.now}
    ways = [Delivery(reminder=each, channel=way, **moments) for each in new if (way := channel_of(world, each))]
    Delivery.objects.bulk_create(ways)
    return len(new)


def channel_of(world: World, reminder: Reminder) -> str:
    if reminder.person is None:
        return Channel.ROBOT
    if reminder.kind == Kind.REPORT:
        return Channel.MAIL if reminder.person.email else ""
    mine = world.plans.get(reminder.person.dealership_id)
    return Channel.MAIL if reminder.person.email and (mine is None or mine.by_mail) else ""


def ending_certificates(now: datetime) -> QuerySet:
    """The newest of each person and certification, if it ends within a year or ended lately."""
    newer = Certificate.objects.filter(
        person=OuterRef("person"), certification=OuterRef("certification"), number__gt=OuterRef("number")
    )
    days = now.date() - timedelta(days=EXPIRED_SINCE), now.date() + timedelta(days=MOST_DAYS)
    ending = Certificate.objects.filter(valid_until__range=days, person__is_active=True, revocation=None)
    ending = ending.filter(certification__is_offered=True, person__dealership__isnull=False)
    return ending.exclude(Exists(newer)).select_related("person").order_by("pk")


def open_duties(now: datetime) -> list[Held]:
    """What is overdue or due within the longest notice that a dealership can give."""
    last = now.date() + timedelta(days=61)
    duties = Duty.objects.held().filter(due_on__lte=last, excuse=None, person__dealership__isnull=False).with_all()
    return [each for each in stand(duties, now.date()) if each.is_open]


def of_certificates(world: World, certificates: Iterable[Certificate]) -> Iterator[Reminder]:
    for each in certificates:
        place = each.person.dealership_id
        left = (each.valid_until - world.today(place)).days
        level = level_of(left, world.plans[place].levels)
        if level is not None:
            yield Reminder(key=f"expiry:{each.pk}:{level}", person=each.person, kind=Kind.EXPIRY, **about(world, each))
        elif left < 0:
            yield Reminder(key=f"expired:{each.pk}", person=each.person, kind=Kind.EXPIRED, **about(world, each))


def of_duties(world: World, held: Iterable[Held]) -> Iterator[Reminder]:
    for each in held:
        duty, place = each.duty, each.duty.person.dealership_id
        mine = world.plans[place]
        left = (duty.due_on - world.today(place)).days
        rest = {"duty": duty, "at": world.now}
        if 0 <= left <= mine.soon_days:
            yield Reminder(key=f"soon:{duty.pk}", person=duty.person, kind=Kind.SOON, **rest)
        if left < 0:
            yield Reminder(key=f"overdue:{duty.pk}", person=duty.person, kind=Kind.OVERDUE, **rest)
        for key, reader in told_of_overdue(world, place, -left, besides=duty.person_id):
            yield Reminder(key=f"escalation:{duty.pk}:{key}", kind=Kind.ESCALATION, **reader, **rest)


def digests(world: World, certificates: Iterable[Certificate], held: Iterable[Held]) -> Iterator[Reminder]:
    figures = figures_of(world, certificates, held)
    yield from regional_digests(world, figures)
    for place, mine in world.plans.items():
        day = digest_day(world.today(place), mine.digest_on)
        if day and figures[place]:
            for key, reader in readers(world, place):
                rest = {"kind": Kind.DIGEST, "figures": dict(figures[place]), "at": world.now}
                yield Reminder(key=f"digest:{day.isoformat()}:{place}:{key}", **reader, **rest)


def figures_of(world: World, certificates: Iterable[Certificate], held: Iterable[Held]) -> dict[int, Counter]:
    """By dealership: how many people's certificates have ended or end, how many duties are overdue or due."""
    figures: dict[int, Counter] = defaultdict(Counter)
    for each in certificates:
        place = each.person.dealership_id
        left = (each.valid_until - world.today(place)).days
        if left <= EXPIRING_DAYS:
            figures[place]["expired" if left < 0 else "expiring"] += 1
    for one in held:
        place = one.duty.person.dealership_id
        left = (one.duty.due_on - world.today(place)).days
        if left <= DUE_DAYS:
            figures[place][due.OVERDUE if left < 0 else due.DUE] += 1
    return figures


def regional_digests(world: World, figures: dict[int, Counter]) -> Iterator[Reminder]:
    """One for each regional manager of all their dealerships, on the day that nobody there has moved."""
    day = digest_day(timezone.localdate(world.now), Weekday.MONDAY)
    sums: dict[User, Counter] = defaultdict(Counter)
    for place, regionals in world.regionals.items():
        for regional in regionals:
            sums[regional].update(figures.get(place, Counter()))
    for regional, found in sums.items():
        if day and found:
            rest = {"kind": Kind.DIGEST, "figures": dict(found), "at": world.now}
            yield Reminder(key=f"digest:{day.isoformat()}:region:{regional.pk}", person=regional, **rest)


def told_of_overdue(world: World, place: int, days: int, besides: int) -> Iterator[tuple[str, dict]]:
    """First who manages the dealership, later the region; where nobody manages it, the region at once."""
    mine = world.plans[place]
    if days >= 1 and days >= mine.escalate_days:
        yield from readers(world, place, besides)
    further = mine.escalate_further_days if world.managers.get(place) else mine.escalate_days
    if days >= 1 and days >= further:
        yield from told(world.regionals.get(place, ()), place, besides)


def readers(world: World, place: int, besides: int | None = None) -> Iterator[tuple[str, dict]]:
    """Who hears of a dealership: its managers, and its group if it has a robot."""
    yield from told(world.managers.get(place, ()), place, besides)
    if world.plans[place].has_robot:
        yield "robot", {"dealership_id": place}


def told(people: Iterable[User], place: int, besides: int | None) -> Iterator[tuple[str, dict]]:
    for each in people:
        if each.pk != besides:
            yield str(each.pk), {"person": each, "dealership_id": place}


def about(world: World, certificate: Certificate) -> dict:
    return {"certificate": certificate, "at": world.now}


def still_true(reminders: Iterable[Reminder], on: date, now: datetime) -> set[int]:
    """The ids of those whose matter is as it was: nothing is sent after it is done."""
    reminders = list(reminders)
    newer = Certificate.objects.filter(
        person=OuterRef("person"), certification=OuterRef("certification"), number__gt=OuterRef("number")
    )
    wanted = Certificate.objects.filter(pk__in=[each.certificate_id for each in reminders if each.certificate_id])
    certificates = set(
        wanted.filter(Q(revocation=None), person__is_active=True).exclude(Exists(newer)).values_list("pk", flat=True)
    )
    asked = Duty.objects.held().filter(pk__in=[each.duty_id for each in reminders if each.duty_id], excuse=None)
    receivers = receiving({each.report_id for each in reminders if each.report_id}, now)
    duties = {each.duty.pk for each in stand(list(asked.with_all()), on) if each.is_open}
    return {
        each.pk
        for each in reminders
        if (each.certificate_id is None or each.certificate_id in certificates)
        and (each.duty_id is None or each.duty_id in duties)
        and (each.person is None or each.person.is_active)
        and (each.report_id is None or each.person_id in receivers[each.report_id])
    }
