"""What quizzes keep of a person: chosen options stay, as figures; what they typed and what was said of it goes."""

import datetime as dt
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from people.privacy import Part
from people.privacy.copying import facts
from quizzes.models import Allowance, Attempt, Card, Drill, HandMark, Response, Unrevealed
from quizzes.scoring import Kind

TYPED = {Kind.FILL_IN, Kind.CLOZE, Kind.SHORT_ANSWER}


def export_of(person) -> Iterator[Part]:
    answers = Response.objects.filter(attempt__person=person).order_by("attempt", "position")
    yield Part("answers", _("Answers in quizzes"), [facts(answer) for answer in answers])


def erase(person, at: dt.datetime) -> None:
    """The result of an attempt was reckoned before and stays."""
    HandMark.objects.filter(attempt__person=person).update(comment="")
    Allowance.objects.filter(person=person).update(reason="")  # why somebody needs more time is theirs alone
    Card.objects.filter(person=person).delete()
    Unrevealed.objects.filter(attempt__person=person).delete()
    Drill.objects.filter(person=person).delete()
    for attempt in Attempt.objects.filter(person=person):
        typed = [number for number, item in enumerate(attempt.items, start=1) if item.kind in TYPED]
        if typed:
            attempt.responses.filter(position__in=typed).update(answer=[])
