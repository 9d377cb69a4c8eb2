"""Recordings whose time is over, and what a fault has left of those that were deleted. The timekeeper's work."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from people.privacy import consents, retention
from roleplays.models import Because, Medium, Recording
from roleplays.models.recordings import ASKED, DAYS_TO_FINISH, discard_all


def recordings_before(before: dt.datetime, really: bool) -> int:
    """Those whose own day has come, and where the time was shortened since, those that are too old for it now."""
    at = before + dt.timedelta(days=retention.days()["recordings"])
    over = Recording.objects.kept().filter(Q(keep_until__lte=timezone.localdate(at)) | Q(started_at__lt=before))
    return discard_all(over, Because.RETENTION, None, at) if really else over.count()


def tidy(at: dt.datetime) -> int:
    """What never arrived whole, what somebody in it says no to, and files of deleted ones; how many recordings went."""
    for left in Recording.objects.filter(deleted_at__isnull=False, files_gone_at=None):
        left.remove_files(at)
    kept = Recording.objects.kept()
    late = kept.filter(finished_at=None, heard_at__lt=at - dt.timedelta(days=DAYS_TO_FINISH))
    gone = discard_all(late, Because.UNFINISHED, None, at)
    return gone + sum(_refused(medium, at) for medium in (Medium.AUDIO, Medium.VIDEO))


def _refused(medium: str, at: dt.datetime) -> int:
    """A withdrawal deletes at once; this is for one that came in the very moment in which somebody joined."""
    kept = Recording.objects.kept().filter(medium=medium)
    people = set(kept.values_list("people__person", flat=True)) - {None}
    unwilling = {person for kind in ASKED[medium] for person in consents.who_said_no(people, kind)}
    return discard_all(kept.filter(people__person__in=unwilling).distinct(), Because.WITHDRAWN, None, at)
