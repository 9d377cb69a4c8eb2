"""The way out: claimed, handed over, sent. Everything that waits for one reader goes in one message.

A crash before the handing over loses and repeats nothing. A crash in the moment between handing over and hearing the
answer leaves “unknown”: it is not sent again, because it may have arrived; in the app the message stands in any case.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import override

from tracking.models import Channel, Delivery, Reminder, ReminderPlan, Sending
from tracking.reminding import mail, robots
from tracking.reminding.outcome import Refused, Unclear
from tracking.reminding.planning import still_true
from tracking.reminding.rules import is_quiet, next_try
from tracking.reminding.words import Message, message_for
from tracking.reporting.writing import attachments

STALE = timedelta(minutes=15)


def deliver(now: Callable[[], datetime]) -> int:
    """Everything that may go out now; returns how many messages went. `now` is a clock: sending takes time."""
    take_up_again(now())
    if not (everything := by_reader(now())):
        return 0
    plans = {plan.dealership_id: plan for plan in ReminderPlan.objects.select_related("dealership")}
    number = 0
    for waiting in everything:
        plan = plan_of(waiting[0].reminder, plans)
        if not quiet(plan, now()):
            number += deliver_together(waiting, plan, now)
    return number


def take_up_again(now: datetime) -> None:
    """After a crash: what nobody had handed over waits again, what was handed over stays unknown."""
    old = Delivery.objects.filter(changed_at__lt=now - STALE)
    old.filter(state=Sending.CLAIMED).update(state=Sending.WAITING, claim=None, changed_at=now)
    old.filter(state=Sending.HANDED).update(state=Sending.UNKNOWN, changed_at=now)


def by_reader(now: datetime) -> list[list[Delivery]]:
    """The oldest first, together for each person's mail and each dealership's robot."""
    waiting = Delivery.objects.filter(state=Sending.WAITING, not_before__lte=now).order_by("pk")
    rest = "reminder__report__dealership", "reminder__report__owner", "reminder__dealership"
    duty = "reminder__duty__assignment__certification", "reminder__duty__person"
    related = "reminder__person__dealership", "reminder__person__region", "reminder__certificate__person"
    found: dict[tuple, list[Delivery]] = defaultdict(list)
    for each in waiting.select_related(*related, *rest, *duty):
        found[each.channel, each.reminder.person_id or each.reminder.dealership_id].append(each)
    return list(found.values())


def plan_of(reminder: Reminder, plans: dict[int, ReminderPlan]) -> ReminderPlan:
    place = reminder.person.dealership if reminder.person else reminder.dealership
    return plans.get(place.pk if place else 0) or ReminderPlan(dealership=place)


def quiet(plan: ReminderPlan, now: datetime) -> bool:
    local = now.astimezone(ZoneInfo(plan.time_zone)).time()
    return is_quiet(local, plan.quiet_from, plan.quiet_until)


def deliver_together(waiting: list[Delivery], plan: ReminderPlan, now: Callable[[], datetime]) -> int:
    claimed = claim(waiting, now())
    today = now().astimezone(ZoneInfo(plan.time_zone)).date()
    true = still_true([each.reminder for each in claimed], today, now())
    settle([each for each in claimed if each.reminder_id not in true], Sending.DROPPED, now())
    claimed = [each for each in claimed if each.reminder_id in true]
    if not claimed:
        return 0
    message = with_files(message_for([each.reminder for each in claimed], today), claimed, now())
    settle(claimed, Sending.HANDED, now())
    try:
        hand_over(claimed[0], plan, message)
    except Refused as trouble:
        again_later(claimed, str(trouble), now())
    except Unclear as trouble:
        settle(claimed, Sending.UNKNOWN, now(), str(trouble))
    else:
        settle(claimed, Sending.SENT, now())
        return 1
    return 0


def with_files(message: Message, deliveries: list[Delivery], now: datetime) -> Message:
    """What reports bring along, in the reader's language."""
    reports = [each.reminder for each in deliveries if each.reminder.report]
    if not reports:
        return message
    with override(reports[0].person.language):
        return replace(message, files=[file for each in reports for file in attachments(each.report, each.person, now)])


def claim(waiting: list[Delivery], now: datetime) -> list[Delivery]:
    """Those of `waiting` that nobody else has claimed; the database decides between two."""
    mine = uuid.uuid4()
    still = Delivery.objects.filter(pk__in=[each.pk for each in waiting], state=Sending.WAITING)
    still.update(state=Sending.CLAIMED, claim=mine, changed_at=now)
    got = set(Delivery.objects.filter(claim=mine).values_list("pk", flat=True))
    return [each for each in waiting if each.pk in got]


def hand_over(first: Delivery, plan: ReminderPlan, message) -> None:
    if first.channel == Channel.MAIL:
        mail.send(first.reminder.person.email, message, settings.DEFAULT_FROM_EMAIL)
    else:
        robots.send(plan, message)


def settle(deliveries: list[Delivery], state: str, now: datetime, trouble: str = "") -> None:
    Delivery.objects.filter(pk__in=[each.pk for each in deliveries]).update(
        state=state, changed_at=now, trouble=trouble[:200]
    )


def again_later(deliveries: list[Delivery], trouble: str, now: datetime) -> None:
    for each in deliveries:
        each.attempts += 1
        later = next_try(now, each.attempts)
        each.state = Sending.WAITING if later else Sending.FAILED
        each.not_before, each.changed_at, each.trouble, each.claim = later or now, now, trouble[:200], None
    Delivery.objects.bulk_update(deliveries, ["state", "attempts", "not_before", "changed_at", "trouble", "claim"])
