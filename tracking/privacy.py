"""What the team keeps of a person: duties stay as figures; reasons of excuses go, and packs that tell of them."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from people.privacy import Part, Retention
from people.privacy.copying import facts
from tracking.models.duty import Excuse
from tracking.models.pack import Pack


def export_of(person) -> Iterator[Part]:
    yield Part(
        "excuses", _("Why you were excused"), [facts(each) for each in Excuse.objects.filter(duty__person=person)]
    )


def erase(person, at: dt.datetime) -> None:
    Excuse.objects.filter(duty__person=person).update(reason="")
    told_of = [pk for pk, people in Pack.objects.values_list("pk", "people") if person.pk in people]
    Pack.discard(Pack.objects.filter(pk__in=told_of))


def _packs(before: dt.datetime, really: bool) -> int:
    old = Pack.objects.filter(asked_at__lt=before)
    return Pack.discard(old) if really else old.count()


RETENTIONS = [Retention("packs", _("Auditor’s packs"), 30, _packs)]
