"""The regular work, done by one machine at a time however many there are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from certificates.models import award_everybody, award_held_back
from people.privacy import retention
from quizzes.remembering import remember_revealed
from quizzes.tasks import submit_all_overdue
from roleplays.tidying import tidy
from tracking.assigning.catching import catch_all
from tracking.figures import count_figures
from tracking.models import Lease
from tracking.reminding.delivering import deliver
from tracking.reminding.planning import plan

LONGEST = timedelta(minutes=30)
AGAIN = timedelta(hours=1)


def tick(now: Callable[[], datetime]) -> str:
    """Everything that is to be done by now, in one sentence; nothing where another machine is at it."""
    if not take_lease("tick", now()):
        return "Another one is at it."
    try:
        ended = submit_all_overdue(now())
        remember_revealed(now())
        today = timezone.localtime(now()).date()
        award_what_waits(now())
        tidy(now())
        caught, planned = catch_all(today), plan(now())
        sent = deliver(now)
        once_a_day("retention", retention.carry_out, now())
        once_a_day("figures", count_figures, now())
    finally:
        give_back("tick", now())
    return f"{caught} duties, {planned} reminders, {sent} messages sent, {ended} attempts ended."


def award_what_waits(now: datetime) -> None:
    """No result tells that time in the job is served, or that a name was corrected."""
    award_held_back(now)
    once_a_day("award", award_everybody, now)


@transaction.atomic
def take_lease(name: str, now: datetime) -> bool:
    """Whether it is ours. One that was not given back, because its machine died, ends by itself."""
    Lease.objects.get_or_create(name=name, defaults={"until": now})
    return bool(Lease.objects.filter(name=name, until__lte=now).update(until=now + LONGEST))


def once_a_day(name: str, work: Callable[[datetime], object], now: datetime) -> None:
    """Where it fails, or its machine dies, again in an hour; the rounds until then do everything else."""
    Lease.objects.get_or_create(name=name, defaults={"until": now})
    if Lease.objects.filter(name=name, until__lte=now).update(until=now + AGAIN):
        work(now)
        Lease.objects.filter(name=name).update(until=now + timedelta(days=1))


def give_back(name: str, now: datetime) -> None:
    Lease.objects.filter(name=name).update(until=now)
