"""Which attempts, and how an answer gets into one."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.apps import apps
from django.db import models
from django.utils.translation import gettext

from people.prepared import Prepared
from people.scope import about_visible_people
from quizzes.models.papers import QuestionAt
from quizzes.models.responses import Response
from quizzes.paper import Item

QUESTIONS_AT_MOST = 10_000
GRACE = timedelta(seconds=30)  # for an answer that was given in time and was on its way when the time ran out
REMEMBERED = 5  # attempts whose questions come last when a paper is drawn; their papers are long
CLOCKS = timedelta(seconds=2)  # how exactly a device knows the server's clock


class AttemptRefused(Exception):
    """What was asked of a quiz or an attempt cannot be; the message tells the learner why."""


class Over(AttemptRefused):
    def __init__(self) -> None:
        super().__init__(gettext("The attempt is over. This answer was not saved."))


class WordRefused(AttemptRefused):
    """The access word of a supervised sitting was missing or wrong."""


class AttemptQuerySet(models.QuerySet):
    def visible_to(self, user) -> AttemptQuerySet:
        return self.filter(about_visible_people(user, "person"))

    def sat_by(self, person) -> AttemptQuerySet:
        return self.filter(person=person.pk)

    def own(self, pk: int, person):
        """Raises DoesNotExist where the attempt is somebody else's."""
        attempt = only(self.model, OWN.objects(pk, person.pk))
        attempt.person = person
        return attempt

    def locked(self, pk: int):
        """For whoever submits it or follows it up. Raises DoesNotExist."""
        return only(self.model, LOCKED.objects(pk))

    def open(self) -> AttemptQuerySet:
        return self.filter(submitted_at__isnull=True)

    def submitted(self) -> AttemptQuerySet:
        return self.filter(submitted_at__isnull=False)

    def running_against_time(self, at: datetime) -> AttemptQuerySet:
        return self.open().filter(deadline__gt=at - GRACE)

    def overdue(self, at: datetime) -> AttemptQuerySet:
        """Those whose time is over, grace included, and that nobody has submitted."""
        return self.open().filter(deadline__lte=at - GRACE)

    def seen(self) -> dict[str, int]:
        """The questions of these attempts of one person, with the number of the latest that had them."""
        papers = list(self.order_by("-number").values_list("number", "paper")[:REMEMBERED])
        return {item["question"]: number for number, paper in reversed(papers) for item in paper}

    def save_answer(
        self,
        pk: int,
        person: int,
        position: int,
        answer: list[str],
        at: datetime,
        given_at: datetime | None = None,
        flag: bool = False,
    ) -> Response | None:
        """Keep the answer of that person in place of the one before, in two queries: of the paper only that question is
        read, and whatever is written is one statement, which is a transaction by itself.

        `given_at` is when the device took it, if it says so. None where another device gave a later one, which stays.
        Raises DoesNotExist, AttemptRefused, or AnswerRefused if it does not fit.
        """
        if not 1 <= position <= QUESTIONS_AT_MOST:
            raise self.model.DoesNotExist
        attempt = only(self.model, ASKED.objects(pk, person, position - 1))
        if attempt.item is None:
            raise self.model.DoesNotExist
        if not attempt.is_open_to(given_at, at):
            raise Over
        given = max(attempt.started_at, min(given_at or at, at))
        accepted = Item.from_json(attempt.item).accept(answer)
        flagged = given if flag else None
        response = Response(
            attempt=attempt, position=position, answer=accepted, saved_at=at, given_at=given, flagged_at=flagged
        )
        if response.put():
            return response
        if not self.open().filter(pk=pk).exists():  # submitted a moment ago
            raise Over
        return None


# Asked on every page of a running attempt.
OWN = Prepared(lambda pk, person: apps.get_model("quizzes.Attempt").objects.filter(pk=pk, person=person))
LOCKED = Prepared(lambda pk: apps.get_model("quizzes.Attempt").objects.filter(pk=pk).select_for_update())
GIVEN = Prepared(lambda attempt: Response.objects.filter(attempt=attempt))
# With one question of its paper, for whoever answers it.
ASKED = Prepared(
    lambda pk, person, index: (
        apps.get_model("quizzes.Attempt")
        .objects.filter(pk=pk, person=person)
        .annotate(item=QuestionAt(index))
        .only("submitted_at", "started_at", "deadline")
    )
)


def only(model: type[models.Model], found: list):
    if not found:
        raise model.DoesNotExist
    return found[0]
