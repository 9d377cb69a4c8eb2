"""Dates at which things go: said by the product, changed by administrators, carried out every day."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people import audit, privacy
from people.audit import Action
from people.audit.records import AuditOrigin
from people.importing.records import Import
from people.models import User
from people.privacy.erasing import NotErasable, erase
from people.privacy.records import Copy, RetentionPeriod


def retentions() -> list[privacy.Retention]:
    return [*OWN, *(each for some in privacy.asked("RETENTIONS") for each in some)]


def days() -> dict[str, int]:
    """By kind, for how long it is kept."""
    said = dict(RetentionPeriod.objects.values_list("kind", "days"))
    return {each.kind: said.get(each.kind, each.days) for each in retentions()}


def carry_out(at: dt.datetime, *, really: bool = True) -> dict[str, int]:
    """By kind, how much went, or would go. Each kind is a transaction of its own: a fault in one holds up no other."""
    kept, gone = days(), {}
    for each in retentions():
        with transaction.atomic():
            gone[each.kind] = each.carry_out(at - dt.timedelta(days=kept[each.kind]), really)
    if really and any(gone.values()):
        audit.record(None, Action.RETENTION_CARRIED_OUT, at=at, **gone)
    return gone


def _origins(before: dt.datetime, really: bool) -> int:
    old = AuditOrigin.objects.filter(entry__at__lt=before)
    return old.delete()[0] if really else old.count()


def _copies(before: dt.datetime, really: bool) -> int:
    old = list(Copy.objects.filter(asked_at__lt=before))
    for copy in old if really else []:
        copy.discard()
    return len(old)


def _imports(before: dt.datetime, really: bool) -> int:
    """What the files said; that there was an import, and its figures, stays."""
    old = Import.objects.filter(at__lt=before).exclude(rows=[], changes=[])
    return old.update(rows=[], changes=[]) if really else old.count()


def _leavers(before: dt.datetime, really: bool) -> int:
    """Whose last place of work ended before."""
    gone = User.objects.filter(is_active=False, erasure=None, memberships__isnull=False)
    gone = gone.exclude(memberships__until=None).exclude(memberships__until__gte=before.date()).distinct()
    if not really:
        return gone.count()
    done, at = 0, before + dt.timedelta(days=days()["leavers"])
    for person in gone:
        try:
            erase(person, by=None, at=at)
            done += 1
        except NotErasable:
            continue
    return done


OWN = [
    privacy.Retention("copies", _("Copies of somebody’s data"), 7, _copies),
    privacy.Retention("origins", _("Addresses and devices in the audit trail"), 365, _origins),
    privacy.Retention("imports", _("What imported files said"), 365, _imports),
    privacy.Retention("leavers", _("People who have left: erased, their certificates kept as proof"), 1825, _leavers),
]
