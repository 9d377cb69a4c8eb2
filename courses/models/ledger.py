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


DONE = (Outcome.COMPLETED, Outcome.PASSED)

# The evidence of what somebody was seen to do at work: it finishes no activity of a course.
AT_WORK = "roleplays.observation"


class LedgerQuerySet(models.QuerySet):
    def standing(self) -> "LedgerQuerySet":
        """Without what a later entry corrects."""
        return self.filter(correction__isnull=True)

    def visible_to(self, user) -> "LedgerQuerySet":
        return self.filter(about_visible_people(user, "person"))

    def in_courses(self) -> "LedgerQuerySet":
        return self.exclude(evidence_kind=AT_WORK)

    def at_work(self) -> "LedgerQuerySet":
        return self.filter(evidence_kind=AT_WORK)

    def done(self) -> "LedgerQuerySet":
        return self.filter(outcome__in=DONE)


class StandingManager(models.Manager.from_queryset(LedgerQuerySet)):
    def get_queryset(self) -> LedgerQuerySet:
        return super().get_queryset().standing()


class LedgerEntry(models.Model):
    """One activity finished by one person, with the row that proves it. Written once, never changed.

    What turns out to be wrong is not changed either: a later entry takes its place, and a `Correction` says so.
    `objects` are the entries that stand, which every reader means; `every` has the corrected ones too.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="ledger")
    activity = models.UUIDField(_("activity"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    score = models.DecimalField(_("score in per cent"), max_digits=5, decimal_places=2, null=True, blank=True)
    at = models.DateTimeField(_("when"))
    evidence_kind = models.CharField(_("kind of evidence"), max_length=40, blank=True)
    evidence_id = models.CharField(_("evidence"), max_length=40, blank=True)

    objects = StandingManager()
    every = LedgerQuerySet.as_manager()

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

    @property
    def is_done(self) -> bool:
        return self.outcome in DONE


class Correction(models.Model):
    """An entry that another one takes the place of: by whom, when and why."""

    entry = models.OneToOneField(LedgerEntry, models.PROTECT, related_name="correction", verbose_name=_("corrected"))
    by_entry = models.OneToOneField(
        LedgerEntry, models.PROTECT, related_name="corrects", verbose_name=_("by the entry")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"))
    reason = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("correction of the ledger")
        verbose_name_plural = _("corrections of the ledger")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(entry=models.F("by_entry")), name="correction_is_another_entry"),
            models.CheckConstraint(condition=~Q(reason=""), name="correction_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.entry} → {self.by_entry}"


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
