"""One person's sitting of a quiz. The paper is frozen on start; the clock is the server's; submission happens once."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from math import ceil
from random import Random, SystemRandom
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from courses import ledger
from courses.models import Outcome
from people.scope import about_visible_people
from quizzes import scoring, tasks
from quizzes.paper import Item, Reviewed, Shown

if TYPE_CHECKING:
    from quizzes.models.pages import QuizPage

GRACE = timedelta(seconds=5)  # for an answer that was on its way when the time ran out


class AttemptRefused(Exception):
    """What was asked of a quiz or an attempt cannot be; the message tells the learner why."""


class AttemptQuerySet(models.QuerySet):
    def visible_to(self, user) -> AttemptQuerySet:
        return self.filter(about_visible_people(user, "person"))

    def sat_by(self, person) -> AttemptQuerySet:
        return self.filter(person=person.pk)

    def open(self) -> AttemptQuerySet:
        return self.filter(submitted_at__isnull=True)

    def submitted(self) -> AttemptQuerySet:
        return self.filter(submitted_at__isnull=False)


class Attempt(models.Model):
    """`quiz` is the quiz page's translation_key; `paper` is a list of `quizzes.paper.Item` as JSON."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="attempts")
    quiz = models.UUIDField(_("quiz"))
    number = models.PositiveSmallIntegerField(_("number"))
    paper = models.JSONField(_("paper"))
    pass_mark = models.PositiveSmallIntegerField(_("pass mark in per cent"))
    started_at = models.DateTimeField(_("started"))
    deadline = models.DateTimeField(_("deadline"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    score = models.DecimalField(_("points"), max_digits=8, decimal_places=2, null=True, blank=True)
    percent = models.DecimalField(_("score in per cent"), max_digits=5, decimal_places=2, null=True, blank=True)
    outcome = models.CharField(
        _("outcome"),
        max_length=10,
        blank=True,
        choices=[(Outcome.PASSED.value, Outcome.PASSED.label), (Outcome.FAILED.value, Outcome.FAILED.label)],
    )

    objects = AttemptQuerySet.as_manager()

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "quiz"], condition=Q(submitted_at__isnull=True), name="attempt_open_once"
            ),
            models.UniqueConstraint(fields=["person", "quiz", "number"], name="attempt_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="attempt_number_from_one"),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | Q(submitted_at__gte=F("started_at")),
                name="attempt_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, score__isnull=True, percent__isnull=True, outcome="")
                | Q(
                    submitted_at__isnull=False,
                    score__gte=Decimal(0),
                    percent__gte=Decimal(0),
                    percent__lte=Decimal(100),
                    outcome__in=[Outcome.PASSED, Outcome.FAILED],
                ),
                name="attempt_result_when_submitted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.quiz} · {self.number}"

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None

    @property
    def is_passed(self) -> bool:
        return self.outcome == Outcome.PASSED

    @cached_property
    def items(self) -> list[Item]:
        return [Item.from_json(data) for data in self.paper]

    @property
    def points(self) -> int:
        return sum(item.points for item in self.items)

    @property
    def ran_out(self) -> bool:
        """Whether it was the clock that submitted."""
        return self.is_submitted and self.submitted_at == self.deadline

    def is_overdue(self, at: datetime) -> bool:
        return self.deadline is not None and at >= self.deadline + GRACE

    def seconds_left(self, at: datetime) -> int | None:
        return None if self.deadline is None else max(0, ceil((self.deadline - at).total_seconds()))

    def minutes_left(self, at: datetime) -> int | None:
        """Begun minutes count as whole ones."""
        seconds = self.seconds_left(at)
        return None if seconds is None else ceil(seconds / 60)

    def has(self, position: int) -> bool:
        return 1 <= position <= len(self.items)

    def answers(self) -> dict[int, list[str]]:
        """By position, from 1 on, the answers that are not empty."""
        return {response.position: response.answer for response in self.responses.all() if response.answer}

    def first_open(self) -> int | None:
        """The first position without an answer."""
        answers = self.answers()
        return next((n for n in range(1, len(self.items) + 1) if n not in answers), None)

    def show(self, position: int, language: str, moved: str = "") -> Shown:
        return self.items[position - 1].show(position, self.answers().get(position, []), language, moved)

    def review(self, language: str) -> list[Reviewed]:
        answers = self.answers()
        return [item.review(n, answers.get(n, []), language) for n, item in enumerate(self.items, start=1)]

    @classmethod
    def taken(cls, quiz: QuizPage, by) -> int:
        """How many attempts a person has begun."""
        return cls.objects.sat_by(by).filter(quiz=quiz.translation_key).count()

    @classmethod
    def start(cls, quiz: QuizPage, by, at: datetime, dice: Random | None = None) -> Attempt:
        """The attempt that is open, or a new one. Raises AttemptRefused when there are none left, or no questions."""
        mine = cls.objects.sat_by(by).filter(quiz=quiz.translation_key)
        taken = cls.taken(quiz, by)  # first: what another tab starts from here on is found open, or found in the way
        going = mine.open().first()
        if going and not going.submit_if_overdue(at):
            return going
        if not quiz.allows(taken):
            raise AttemptRefused(gettext("You have used all the attempts that this quiz allows."))
        paper = quiz.draw_paper(dice or SystemRandom())
        if not paper:
            raise AttemptRefused(gettext("This quiz has no questions yet."))
        try:
            return cls._create(quiz, by, at, taken + 1, paper)
        except IntegrityError:
            return cls._started_elsewhere(mine)

    @classmethod
    @transaction.atomic
    def _create(cls, quiz: QuizPage, by, at: datetime, number: int, paper: list[dict]) -> Attempt:
        attempt = cls.objects.create(
            person=by,
            quiz=quiz.translation_key,
            number=number,
            paper=paper,
            pass_mark=quiz.pass_mark,
            started_at=at,
            deadline=quiz.deadline_of(at),
        )
        quiz.module.course.enrol(by=by, at=at)
        if attempt.deadline:
            tasks.submit_later(attempt.pk, attempt.deadline + GRACE)
        return attempt

    @staticmethod
    def _started_elsewhere(mine: AttemptQuerySet) -> Attempt:
        """Another tab was quicker: both go on with its attempt."""
        going = mine.open().first()
        if going is None:
            raise AttemptRefused(gettext("You have just finished an attempt in another window."))
        return going

    @transaction.atomic
    def save_answer(self, position: int, answer: list[str], at: datetime) -> Response:
        """Keep the answer in place of the one before. Raises AttemptRefused, or AnswerRefused if it does not fit."""
        attempt = Attempt.objects.select_for_update().get(pk=self.pk)
        if attempt.is_submitted or attempt.is_overdue(at):
            raise AttemptRefused(gettext("The attempt is over. This answer was not saved."))
        accepted = attempt.items[position - 1].accept(answer)
        return Response.objects.update_or_create(
            attempt=attempt, position=position, defaults={"answer": accepted, "saved_at": at}
        )[0]

    @transaction.atomic
    def submit(self, at: datetime) -> None:
        """Score what is saved and write the ledger; the second time nothing happens."""
        attempt = Attempt.objects.select_for_update().get(pk=self.pk)
        if not attempt.is_submitted:
            # Clocks are set back, and those of two servers differ: nothing ends before it began.
            attempt._conclude(max(attempt.started_at, min(at, attempt.deadline or at)))
        self.refresh_from_db()

    def submit_if_overdue(self, at: datetime) -> bool:
        """Whether the attempt is over, which it is made to be when its time is: submitted at its deadline."""
        if not self.is_submitted and self.is_overdue(at):
            self.submit(at)
        return self.is_submitted

    def _conclude(self, at: datetime) -> None:
        answers = self.answers()
        marks = [item.mark(answers.get(position, [])) for position, item in enumerate(self.items, start=1)]
        result = scoring.result(marks, self.pass_mark)
        self.submitted_at, self.score, self.percent = at, result.score, result.percent
        self.outcome = Outcome.PASSED if result.passed else Outcome.FAILED
        self.save(update_fields=["submitted_at", "score", "percent", "outcome"])
        tasks.count_later(self.pk)
        ledger.record(
            person=self.person, activity=self.quiz, outcome=self.outcome, score=self.percent, at=at, evidence=self
        )


class Response(models.Model):
    """The latest answer to one question of an attempt, as a list of option keys; an empty list is no answer."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="responses")
    position = models.PositiveSmallIntegerField(_("position"))
    answer = models.JSONField(_("answer"))
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["attempt", "position"], name="response_once")]

    def __str__(self) -> str:
        return f"{self.attempt} · {self.position}"
