"""What a learner did, each thing once: the rows behind every progress bar, certificate and report.

Rows name pages by `translation_key`, so a record does not hang on a language.
"""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.scope import about_visible_people


class Outcome(models.TextChoices):
    COMPLETED = "completed", _("Completed")
    PASSED = "passed", _("Passed")
    FAILED = "failed", _("Failed")


class LedgerQuerySet(models.QuerySet):
    def visible_to(self, user) -> "LedgerQuerySet":
        return self.filter(about_visible_people(user, "person"))

    def done(self) -> "LedgerQuerySet":
        return self.filter(outcome__in=(Outcome.COMPLETED, Outcome.PASSED))


class LedgerEntry(models.Model):
    """One activity finished by one person, with the row that proves it. Written once, never changed."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="ledger")
    activity = models.UUIDField(_("activity"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    score = models.DecimalField(_("score in per cent"), max_digits=5, decimal_places=2, null=True, blank=True)
    at = models.DateTimeField(_("when"))
    evidence_kind = models.CharField(_("kind of evidence"), max_length=40, blank=True)
    evidence_id = models.CharField(_("evidence"), max_length=40, blank=True)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["person", "activity", "outcome"], name="ledger_by_person_and_activity")]
        constraints = [
            models.UniqueConstraint(
                fields=["evidence_kind", "evidence_id"], condition=~Q(evidence_kind=""), name="ledger_evidence_once"
            ),
            models.UniqueConstraint(
                fields=["person", "activity"], condition=Q(evidence_kind=""), name="ledger_completion_once"
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__gte=Decimal(0), score__lte=Decimal(100)),
                name="ledger_score_is_per_cent",
            ),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="ledger_outcome_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.activity} · {self.get_outcome_display()}"


class Enrolment(models.Model):
    """A person began a course."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="enrolments")
    course = models.UUIDField(_("course"))
    at = models.DateTimeField(_("when"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "course"], name="enrolment_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.course}"


class LessonPosition(models.Model):
    """Where in a lesson a person was reading, as the id of the block."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="lesson_positions")
    lesson = models.UUIDField(_("lesson"))
    block = models.CharField(_("block"), max_length=40)
    at = models.DateTimeField(_("when"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "lesson"], name="lesson_position_once")]

    def __str__(self) -> str:
        return f"{self.person} · {self.lesson} · {self.block}"
