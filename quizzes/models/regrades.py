"""Marking again after a key was corrected: who decided it, when and why, and what it did to each attempt."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses import ledger
from courses.models import Outcome
from people import audit
from people.audit import Action
from quizzes.models.attempts import Attempt
from quizzes.models.counted import CountedPaper
from quizzes.paper import Item
from quizzes.rekeying import Reworded, rekeyed

LONGEST_REASON = 1000


class Regrade(models.Model):
    """`question` is the question's translation_key, `item` the question with its corrected key as it was decided on."""

    question = models.UUIDField(_("question"))
    item = models.JSONField(_("question as it was then"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"))
    reason = models.TextField(_("reason"), max_length=LONGEST_REASON)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("regrade")
        verbose_name_plural = _("regrades")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="regrade_says_why"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=F("at")), name="regrade_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["question", "-at"], name="regrade_of_question")]

    def __str__(self) -> str:
        return f"{self.question} · {self.at:%Y-%m-%d}"

    @transaction.atomic
    def carry_out(self, attempt_pk: int, at: datetime) -> Regraded | None:
        """One attempt: paper, result, ledger and statistics together; None where there is nothing to change."""
        attempt = Attempt.objects.select_for_update().get(pk=attempt_pk)
        position = position_of(attempt, str(self.question))
        if position is None or self.regraded.filter(attempt=attempt).exists():
            return None
        before = attempt.items[position - 1]
        try:
            after = rekeyed(before, Item.from_json(self.item))
        except Reworded:
            return None
        return None if after == before else self._put(attempt, position, before, after, at)

    def _put(self, attempt: Attempt, position: int, before: Item, after: Item, at: datetime) -> Regraded:
        row = Regraded(regrade=self, attempt=attempt, position=position, item_before=before.to_json(), at=at)
        row.remember("before", attempt)
        attempt.replace_item(position, after)
        attempt.save(update_fields=["paper", "score", "percent", "outcome"])
        row.remember("after", attempt)
        row.save()
        if row.is_other_result:
            ledger.correct(
                instead_of=attempt, outcome=attempt.outcome, score=attempt.percent, evidence=row,
                by=self.by, at=at, reason=self.reason,
            )  # fmt: skip
            audit.record(self.by, Action.SCORE_CHANGED, row, at=at, before=row.percent_before, after=row.percent_after)
        if attempt.outcome:
            CountedPaper.count(attempt)
        return row

    def finish(self, at: datetime) -> None:
        Regrade.objects.filter(pk=self.pk, finished_at=None).update(finished_at=max(at, self.at))


class Regraded(models.Model):
    """What a regrade did to one attempt; without results where it had none yet: going on, or waiting for a trainer."""

    regrade = models.ForeignKey(Regrade, models.PROTECT, related_name="regraded")
    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="regraded")
    position = models.PositiveSmallIntegerField(_("position"))
    item_before = models.JSONField(_("question as it stood on the paper"))
    at = models.DateTimeField(_("when"))
    score_before = models.DecimalField(_("points before"), max_digits=8, decimal_places=2, null=True)
    score_after = models.DecimalField(_("points now"), max_digits=8, decimal_places=2, null=True)
    percent_before = models.DecimalField(_("per cent before"), max_digits=5, decimal_places=2, null=True)
    percent_after = models.DecimalField(_("per cent now"), max_digits=5, decimal_places=2, null=True)
    outcome_before = models.CharField(_("outcome before"), max_length=10, blank=True)
    outcome_after = models.CharField(_("outcome now"), max_length=10, blank=True)

    class Meta:
        verbose_name = _("regraded attempt")
        verbose_name_plural = _("regraded attempts")
        ordering = ["regrade", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["regrade", "attempt"], name="regraded_once"),
            models.CheckConstraint(
                condition=Q(outcome_before="", percent_before__isnull=True)
                | Q(outcome_before__in=[Outcome.PASSED, Outcome.FAILED], percent_before__isnull=False),
                name="regraded_before_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(outcome_after="", percent_after__isnull=True)
                | Q(outcome_after__in=[Outcome.PASSED, Outcome.FAILED], percent_after__isnull=False),
                name="regraded_after_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attempt_id} · {self.percent_before} → {self.percent_after}"

    @property
    def is_other_result(self) -> bool:
        return (self.percent_before, self.outcome_before) != (self.percent_after, self.outcome_after)

    def remember(self, when: str, attempt: Attempt) -> None:
        for name in ("score", "percent", "outcome"):
            setattr(self, f"{name}_{when}", getattr(attempt, name))


def position_of(attempt: Attempt, question: str) -> int | None:
    """Where on the paper the question stands, from 1 on."""
    return next((n for n, row in enumerate(attempt.paper, start=1) if row["question"] == question), None)
