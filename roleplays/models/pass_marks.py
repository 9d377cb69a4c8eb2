"""Where the pass mark of a role-play lies, as rows: who set it, from which day, and why. No machine writes here."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people import audit
from people.audit import Action
from roleplays.models.editions import Edition


class RowsStay(Exception):
    """A pass mark is not changed: a later one takes its place."""


class PassMarkQuerySet(models.QuerySet):
    def on(self, role_play: UUID, at: datetime) -> "PassMarkQuerySet":
        """Those that were set by then and are in force that day; the one that holds comes first."""
        day = timezone.localdate(at)
        known = self.filter(role_play=role_play, at__lte=at, in_force_from__lte=day)
        return known.order_by("-in_force_from", "-at", "-pk")


class PassMark(models.Model):
    """`advised` is what borderline regression and the Angoff sheet came to when it was set."""

    role_play = models.UUIDField(_("role-play"))
    percent = models.PositiveSmallIntegerField(
        _("pass mark in per cent"), validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    in_force_from = models.DateField(_("in force from"))
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"))
    advised = models.JSONField(_("advised"), default=dict, blank=True)

    objects = PassMarkQuerySet.as_manager()

    class Meta:
        verbose_name = _("pass mark")
        verbose_name_plural = _("pass marks")
        ordering = ["-in_force_from", "-at", "-pk"]
        indexes = [models.Index(fields=["role_play", "in_force_from"], name="pass_mark_by_role_play")]
        constraints = [
            models.CheckConstraint(condition=Q(percent__range=(1, 100)), name="pass_mark_is_a_percentage"),
            models.CheckConstraint(condition=~Q(reason=""), name="pass_mark_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.percent} % · {self.in_force_from}"

    def save(self, *args, **kwargs) -> None:
        if self.pk is not None:
            raise RowsStay
        super().save(*args, **kwargs)

    @classmethod
    def of(cls, role_play, at: datetime) -> int:
        """Of a page: what was set, or what its author wrote as long as nothing was."""
        row = cls.objects.on(role_play.translation_key, at).first()
        return row.percent if row else role_play.pass_mark

    @classmethod
    @transaction.atomic
    def decide(
        cls, role_play, *, percent: int, in_force_from, reason: str, by, at: datetime, advised: dict
    ) -> "PassMark":
        row = cls.objects.create(
            role_play=role_play.translation_key, percent=percent, in_force_from=in_force_from, reason=reason.strip(),
            by=by, at=at, advised=advised,
        )  # fmt: skip
        audit.record(by, Action.PASS_MARK_SET, role_play, at=at, percent=percent)
        return row


class Estimates(models.Model):
    """What one judge of an Angoff sheet expects of a just competent advisor: item code → per cent who would do it.

    A judge who thinks again writes another row; the last one counts.
    """

    role_play = models.UUIDField(_("role-play"))
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="estimates", verbose_name=_("edition"))
    judge = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="estimates",
        verbose_name=pgettext_lazy("Angoff", "judge"),
    )
    values = models.JSONField(_("estimates"))
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("estimates of a judge")
        verbose_name_plural = _("estimates of judges")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["role_play", "edition"], name="estimates_by_role_play")]

    def __str__(self) -> str:
        return f"{self.judge} · {self.at:%Y-%m-%d}"
