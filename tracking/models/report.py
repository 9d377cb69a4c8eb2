"""A report by mail: which tables of a dealership, how often, as what, and to whom."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Dealership
from people.tables import named


class Rhythm(models.TextChoices):
    WEEKLY = "weekly", _("each Monday")
    MONTHLY = "monthly", _("on the first of the month")


class Form(models.TextChoices):
    XLSX = "xlsx", _("Excel")
    CSV = "csv", _("CSV")
    PDF = "pdf", _("PDF")


class ReportQuerySet(models.QuerySet):
    def going(self) -> ReportQuerySet:
        return self.filter(ending__isnull=True)


class Report(models.Model):
    """What stands in it is looked up anew for each receiver, as far as they may see on the day it goes out."""

    key = models.UUIDField(unique=True)  # of the form it was made with: sent twice, it is made once
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="+", verbose_name=_("dealership"))
    tables = models.JSONField(_("tables"))
    rhythm = models.CharField(_("how often"), max_length=7, choices=Rhythm)
    form = models.CharField(_("as"), max_length=4, choices=Form)
    receivers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", verbose_name=_("receivers"))
    at = models.DateTimeField(_("made"))

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(rhythm__in=Rhythm.values), name="report_rhythm_is_known"),
            models.CheckConstraint(condition=Q(form__in=Form.values), name="report_form_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.dealership} · {self.get_rhythm_display()}"

    @property
    def titles(self) -> list[str]:
        return [str(table.title) for name in self.tables if (table := named(name))]

    def end(self, by, at: datetime) -> ReportEnding:
        """Nothing more goes out. A second call changes nothing."""
        return ReportEnding.objects.get_or_create(report=self, defaults={"by": by, "at": at})[0]


class ReportEnding(models.Model):
    """A report was stopped."""

    report = models.OneToOneField(Report, models.PROTECT, related_name="ending")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    def __str__(self) -> str:
        return f"{self.report} · {self.at}"
