"""Answers that somebody has to read: what is asked of the trainers, and what they gave."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.scope import about_visible_people
from quizzes import tasks
from quizzes.models.attempts import Attempt

LONGEST_COMMENT = 1000


class HandMarkQuerySet(models.QuerySet):
    def to_be_read_by(self, user) -> HandMarkQuerySet:
        """Answers of the people whom a trainer may see; nobody marks their own."""
        if not user.scores_role_plays:
            return self.none()
        return self.filter(about_visible_people(user, "attempt__person")).exclude(attempt__person=user.pk)

    def open(self) -> HandMarkQuerySet:
        return self.filter(given_at__isnull=True)


class HandMark(models.Model):
    """The points of one answer of a submitted attempt. Until they are given, the attempt has no result."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="hand_marks")
    position = models.PositiveSmallIntegerField(_("position"))
    asked_at = models.DateTimeField(_("submitted"))
    points = models.DecimalField(_("points"), max_digits=6, decimal_places=2, null=True, blank=True)
    comment = models.TextField(
        pgettext_lazy("mark", "comment"), blank=True, validators=[MaxLengthValidator(LONGEST_COMMENT)]
    )
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("marked by")
    )
    given_at = models.DateTimeField(_("marked"), null=True, blank=True)

    objects = HandMarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to be marked")
        verbose_name_plural = _("answers to be marked")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["attempt", "position"], name="hand_mark_once"),
            models.CheckConstraint(
                condition=Q(points__isnull=True, given_by__isnull=True, given_at__isnull=True)
                | Q(points__gte=Decimal(0), given_by__isnull=False, given_at__isnull=False),
                name="hand_mark_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(given_at__isnull=True) | Q(given_at__gte=F("asked_at")), name="hand_mark_after_it_was_asked"
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(given_at__isnull=True), name="hand_mark_open"),
        ]

    def __str__(self) -> str:
        return f"{self.attempt} · {self.position}"

    @property
    def item(self):
        return self.attempt.items[self.position - 1]

    @property
    def answer(self) -> str:
        return "".join(self.attempt.answers().get(self.position, []))

    @transaction.atomic
    def give(self, points: Decimal, comment: str, by, at: datetime) -> bool:
        """Whether it was this that gave the points: what another trainer gave first stays.

        With the last of an attempt's marks the attempt has its result, and the ledger its row.
        """
        attempt = Attempt.objects.select_for_update().get(pk=self.attempt_id)
        given = attempt.hand_marks.open().filter(pk=self.pk)
        points = max(Decimal(0), min(points, Decimal(self.item.points)))
        at = max(at, self.asked_at)
        if not given.update(points=points, comment=comment.strip(), given_by=by, given_at=at):
            return False
        if not attempt.hand_marks.open().exists():
            attempt.settle()
            tasks.count_later(attempt.pk)
        self.refresh_from_db()
        return True
