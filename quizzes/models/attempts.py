"""One person's sitting of a quiz. The paper is frozen on start; the clock is the server's; submission happens once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
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
from quizzes import pace, scoring, tasks
from quizzes.models.answering import CLOCKS, GIVEN, GRACE, AttemptQuerySet, AttemptRefused
from quizzes.paper import Item, Reviewed, Shown

if TYPE_CHECKING:
    from quizzes.models.hand_marks import HandMark
    from quizzes.models.pages import QuizPage
    from quizzes.models.responses import Response


class Layout(models.TextChoices):
    ONE = "one", _("One question a page")
    ALL = "all", _("All questions on one page")


class Feedback(models.TextChoices):
    """When a person is shown what was right, and why."""

    EACH = "each", _("After each answer, for practice")
    SUBMISSION = "submission", _("After submission")
    CLOSING = "closing", _("After the quiz has closed")
    SCORE = "score", _("Never: the score only")


RESULT = ["submitted_at", "score", "percent", "outcome"]


class Attempt(models.Model):
    """`quiz` is the quiz page's translation_key; `paper` is a list of `quizzes.paper.Item` as JSON."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="attempts")
    quiz = models.UUIDField(_("quiz"))
    number = models.PositiveSmallIntegerField(_("number"))
    paper = models.JSONField(_("paper"))
    pass_mark = models.PositiveSmallIntegerField(_("pass mark in per cent"))
    layout = models.CharField(_("layout"), max_length=3, choices=Layout, default=Layout.ONE)
    feedback = models.CharField(_("feedback"), max_length=10, choices=Feedback, default=Feedback.SUBMISSION)
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
    _read: list[Response] | None = None
    # The question that was asked for, where the rest of the paper stayed in the database (`quizzes.models.reading`).
    position: int | None = None
    item: dict | None = None

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
                    score__isnull=False,  # said, because nothing compared with a number is no contradiction
                    percent__isnull=False,
                    score__gte=Decimal(0),
                    percent__gte=Decimal(0),
                    percent__lte=Decimal(100),
                    outcome__in=[Outcome.PASSED, Outcome.FAILED],
                )
                # Submitted, and a trainer has yet to read an answer.
                | Q(submitted_at__isnull=False, score__isnull=True, percent__isnull=True, outcome=""),
                name="attempt_result_when_submitted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.quiz} · {self.number}"

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None

    @property
    def is_pending(self) -> bool:
        """Whether it is submitted and has no result yet: a trainer has to read an answer first."""
        return self.is_submitted and not self.outcome

    @property
    def is_passed(self) -> bool:
        return self.outcome == Outcome.PASSED

    @cached_property
    def length(self) -> int:
        """How many questions it has."""
        return len(self.paper)

    @cached_property
    def items(self) -> list[Item]:
        return [Item.from_json(data) for data in self.paper]

    @property
    def points(self) -> int:
        """Those to be had: of questions on trial there are none."""
        return sum(item.points for item in self.items if item.is_scored)

    @property
    def ran_out(self) -> bool:
        """Whether it was the clock that submitted."""
        return self.is_submitted and self.submitted_at == self.deadline

    def is_overdue(self, at: datetime) -> bool:
        return self.deadline is not None and at >= self.deadline + GRACE

    def is_open_to(self, given_at: datetime | None, at: datetime) -> bool:
        """Whether an answer of that moment, which arrives now, still counts."""
        in_time = given_at is None or self.deadline is None or given_at <= self.deadline + CLOCKS
        return in_time and not self.is_submitted and not self.is_overdue(at)

    def goes_on(self, at: datetime) -> bool:
        """Whether there is time left, by more than two clocks may differ."""
        return not self.is_submitted and self.deadline is not None and at < self.deadline - CLOCKS

    def seconds_left(self, at: datetime) -> int | None:
        return None if self.deadline is None else max(0, ceil((self.deadline - at).total_seconds()))

    def minutes_left(self, at: datetime) -> int | None:
        """Begun minutes count as whole ones."""
        seconds = self.seconds_left(at)
        return None if seconds is None else ceil(seconds / 60)

    def has(self, position: int) -> bool:
        return 1 <= position <= self.length

    def read_responses(self) -> None:
        """Once, for a page that shows them several times over."""
        self._read = GIVEN.objects(self.pk)

    def _given(self) -> Iterable[Response]:
        return self.responses.all() if self._read is None else self._read

    def answers(self) -> dict[int, list[str]]:
        """By position, from 1 on, the answers that are not empty."""
        return {response.position: response.answer for response in self._given() if response.answer}

    def flagged(self) -> set[int]:
        """The positions that the person wants to look at again."""
        return {response.position for response in self._given() if response.flagged_at}

    def seconds_on(self) -> dict[int, int]:
        """By position, how long the person took for what is answered."""
        given = {row.position: row.given_at or row.saved_at for row in self._given() if row.answer}
        return pace.seconds_on(self.started_at, given)

    def checked(self) -> set[int]:
        """The positions where the person has been shown what is right."""
        return {response.position for response in self._given() if response.checked_at}

    def first_open(self) -> int | None:
        """The first position without an answer."""
        answers = self.answers()
        return next((n for n in range(1, self.length + 1) if n not in answers), None)

    def show(self, position: int, language: str, moved: str = "") -> Shown:
        item = self.item if self.position == position else self.paper[position - 1]
        return Item.from_json(item).show(position, self.answers().get(position, []), language, moved)

    def show_all(self, language: str) -> list[Shown]:
        answers = self.answers()
        return [item.show(n, answers.get(n, []), language) for n, item in enumerate(self.items, start=1)]

    def review(self, language: str) -> list[Reviewed]:
        answers, given = self.answers(), self._marks_by_hand()
        return [
            item.review(
                n, answers.get(n, []), language, *((mark.points, mark.comment) if (mark := given.get(n)) else ())
            )
            for n, item in enumerate(self.items, start=1)
        ]

    def marks(self) -> list[scoring.Mark]:
        """What each answer is worth, by position."""
        answers, given = self.answers(), self._marks_by_hand()
        return [
            item.mark(answers.get(n, []), given[n].points if n in given else None)
            for n, item in enumerate(self.items, start=1)
        ]

    def _marks_by_hand(self) -> dict[int, HandMark]:
        """By position; nobody is asked where nothing is read by anybody."""
        if not any(item.rules.is_read for item in self.items):
            return {}
        return {mark.position: mark for mark in self.hand_marks.all()}

    @classmethod
    def taken(cls, quiz: QuizPage, by) -> int:
        """How many attempts a person has begun."""
        return cls.objects.sat_by(by).filter(quiz=quiz.translation_key).count()

    @classmethod
    def start(cls, quiz: QuizPage, by, at: datetime, dice: Random | None = None, word: str = "") -> Attempt:
        """The attempt that is open, or a new one. Raises AttemptRefused where none may begin, or has questions.

        Whoever is inside stays inside: rules, dates and `word` are only asked of a new attempt.
        """
        mine = cls.objects.sat_by(by).filter(quiz=quiz.translation_key)
        # First of all: what another tab starts from here on is found in the way.
        history = quiz.attempts_of(by)
        going = next((attempt for attempt in history if not attempt.is_submitted), None)
        if going and not going.submit_if_overdue(at):
            return going
        ended_at = max((attempt.submitted_at for attempt in history if attempt.submitted_at), default=None)
        rules = quiz.admit(by, len(history), ended_at, word, at)
        paper = quiz.draw_paper(dice or SystemRandom(), mine.seen() if history else {})
        if not paper:
            raise AttemptRefused(gettext("This quiz has no questions yet."))
        try:
            return cls._create(quiz, by, at, len(history) + 1, paper, rules.deadline_of(at))
        except IntegrityError:
            return cls._started_elsewhere(mine)

    @classmethod
    @transaction.atomic
    def _create(
        cls, quiz: QuizPage, by, at: datetime, number: int, paper: list[dict], deadline: datetime | None
    ) -> Attempt:
        attempt = cls.objects.create(
            person=by,
            quiz=quiz.translation_key,
            number=number,
            paper=paper,
            pass_mark=quiz.pass_mark,
            layout=quiz.layout,
            feedback=quiz.feedback,
            started_at=at,
            deadline=deadline,
        )
        quiz.module.course.enrol(by=by, at=at)
        attempt._submit_by_itself()
        return attempt

    def _submit_by_itself(self) -> None:
        if self.deadline:
            tasks.submit_later(self.pk, self.deadline + GRACE)

    @transaction.atomic
    def last_until(self, deadline: datetime | None) -> None:
        """More time while it runs; never less."""
        attempt = Attempt.objects.select_for_update().get(pk=self.pk)
        if attempt.is_submitted or attempt.deadline is None or (deadline and deadline <= attempt.deadline):
            return
        attempt.deadline = deadline
        attempt.save(update_fields=["deadline"])
        attempt._submit_by_itself()

    @staticmethod
    def _started_elsewhere(mine: AttemptQuerySet) -> Attempt:
        """Another tab was quicker: both go on with its attempt."""
        going = mine.open().first()
        if going is None:
            raise AttemptRefused(gettext("You have just finished an attempt in another window."))
        return going

    def save_answer(self, position: int, answer: list[str], at: datetime, **how) -> Response | None:
        return Attempt.objects.save_answer(self.pk, self.person_id, position, answer, at, **how)

    @transaction.atomic
    def reveal(self, position: int, answer: list[str], at: datetime) -> bool:
        """Save the answer for good, if there is one; whether the person may now see what is right."""
        if self.feedback != Feedback.EACH:
            raise AttemptRefused(gettext("In this quiz nothing is shown before submission."))
        self.save_answer(position, answer, at)
        given = self.responses.filter(position=position).exclude(answer=[])
        given.filter(checked_at__isnull=True).update(checked_at=at)
        return given.exists()

    @transaction.atomic
    def submit(self, at: datetime) -> None:
        """Score what is saved and write the ledger; the second time nothing happens."""
        attempt = Attempt.objects.locked(self.pk)
        if not attempt.is_submitted:
            attempt.person = self.person
            attempt.read_responses()
            # Clocks are set back, and those of two servers differ: nothing ends before it began.
            attempt._conclude(max(attempt.started_at, min(at, attempt.deadline or at)))
        self.deadline = attempt.deadline
        for name in RESULT:
            setattr(self, name, getattr(attempt, name))

    def submit_if_overdue(self, at: datetime) -> bool:
        """Whether the attempt is over, which it is made to be when its time is: submitted at its deadline."""
        if not self.is_submitted and self.is_overdue(at):
            self.submit(at)
        return self.is_submitted

    def settle(self) -> None:
        """Score it and write the ledger, as of the submission: how long a trainer took is nobody's delay."""
        self._take([mark for item, mark in zip(self.items, self.marks(), strict=True) if item.is_scored])
        self.save(update_fields=RESULT)
        ledger.record(
            person=self.person,
            activity=self.quiz,
            outcome=self.outcome,
            score=self.percent,
            at=self.submitted_at,
            evidence=self,
        )

    def replace_item(self, position: int, item: Item) -> None:
        """Another key for one question of the paper, and the result that follows, where there is one already.

        Only what this question is worth changes: of the others, typed answers may have been erased.
        """
        before = self.marks()[position - 1].points
        self.paper[position - 1] = item.to_json()
        self.__dict__.pop("items", None)
        after = self.marks()[position - 1].points
        if self.outcome and item.is_scored and after != before:
            self._take([scoring.Mark(self.score - before + after, self.points)])

    def _take(self, marks: list[scoring.Mark]) -> None:
        result = scoring.result(marks, self.pass_mark)
        self.score, self.percent = result.score, result.percent
        self.outcome = Outcome.PASSED if result.passed else Outcome.FAILED

    def _conclude(self, at: datetime) -> None:
        self.submitted_at = at
        if unread := self._unread():
            self.save(update_fields=["submitted_at"])
            tasks.remember_later(self.pk)
            marks = self.hand_marks.model
            marks.objects.bulk_create(marks(attempt=self, position=position, asked_at=at) for position in unread)
        else:
            self.settle()
            tasks.follow_up_later(self.pk)

    def _unread(self) -> list[int]:
        """The positions of the answers that somebody has to read before there is a result."""
        answers = self.answers()
        return [
            position
            for position, item in enumerate(self.items, start=1)
            if item.is_scored and item.needs_reader(answers.get(position, []))
        ]
