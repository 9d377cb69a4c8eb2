"""What courses keep of a person: the ledger stays, as figures of nobody; where somebody was reading goes."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from courses.models import LessonPosition
from people.privacy import Retention


def erase(person, at: dt.datetime) -> None:
    LessonPosition.objects.filter(person=person).delete()


def _positions(before: dt.datetime, really: bool) -> int:
    old = LessonPosition.objects.filter(at__lt=before)
    return old.delete()[0] if really else old.count()


RETENTIONS = [Retention("positions", _("Where in a lesson somebody was reading"), 400, _positions)]
