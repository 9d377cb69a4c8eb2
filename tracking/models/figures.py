"""Narrow rows for whoever looks at many dealerships: counted daily from what other apps own, and at any time anew."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certificates.models import Certification
from people.models import Dealership


class MonthFigure(models.Model):
    """Of a dealership at the end of a month, or today of the one that is running: its advisors, and who was certified.

    `month` is its first day.
    """

    dealership = models.ForeignKey(Dealership, models.CASCADE, related_name="+")
    certification = models.ForeignKey(Certification, models.CASCADE, related_name="+")
    month = models.DateField(_("month"))
    people = models.PositiveIntegerField(_("advisors"))
    certified = models.PositiveIntegerField(_("certified"))

    class Meta:
        ordering = ["month", "dealership"]
        constraints = [
            models.UniqueConstraint(fields=["certification", "month", "dealership"], name="month_figure_once"),
            models.CheckConstraint(condition=Q(certified__lte=F("people")), name="month_figure_is_a_part"),
        ]

    def __str__(self) -> str:
        return f"{self.dealership} · {self.month:%Y-%m} · {self.certified}/{self.people}"


class Source(models.TextChoices):
    QUIZ = "quiz", _("Quizzes")
    ROLE_PLAY = "role_play", _("Role-plays")


class ClauseFigure(models.Model):
    """How often the advisors of a dealership were asked for a clause in the last twelve months, and missed it."""

    dealership = models.ForeignKey(Dealership, models.CASCADE, related_name="+")
    clause = models.CharField(_("clause"), max_length=8)
    source = models.CharField(_("evidence"), max_length=10, choices=Source)
    asked = models.PositiveIntegerField(_("asked"))
    missed = models.PositiveIntegerField(_("missed"))

    class Meta:
        ordering = ["dealership", "clause", "source"]
        constraints = [
            models.UniqueConstraint(fields=["dealership", "clause", "source"], name="clause_figure_once"),
            models.CheckConstraint(condition=Q(missed__lte=F("asked")), name="clause_figure_is_a_part"),
            models.CheckConstraint(condition=Q(source__in=Source.values), name="clause_figure_source_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.dealership} · {self.clause} · {self.missed}/{self.asked}"


class Minimum(models.Model):
    """How many certified advisors a dealership needs. A row for each time that somebody said so; the last holds."""

    dealership = models.ForeignKey(Dealership, models.CASCADE, related_name="minima")
    certification = models.ForeignKey(Certification, models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField(_("certified advisors, at least"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("minimum of certified advisors")
        verbose_name_plural = _("minima of certified advisors")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["certification", "dealership", "-at"], name="minimum_of_dealership")]

    def __str__(self) -> str:
        return f"{self.dealership} · {self.certification} · {self.number}"

    @classmethod
    def say(cls, dealership: Dealership, certification: Certification, number: int, by, at: datetime) -> "Minimum":
        """A second time the same changes neither who nor when."""
        last = cls.objects.filter(dealership=dealership, certification=certification).first()
        if last and last.number == number:
            return last
        return cls.objects.create(dealership=dealership, certification=certification, number=number, by=by, at=at)

    @classmethod
    def of_each(cls, certification: Certification) -> dict[int, int]:
        """By dealership, what was said last."""
        rows = cls.objects.filter(certification=certification).order_by("at", "pk")
        return dict(rows.values_list("dealership_id", "number"))


class ForecastRates(models.Model):
    """What the past of a network says about its next months: `tracking.forecast.rates.Rates` as data."""

    certification = models.ForeignKey(Certification, models.CASCADE, related_name="+")
    on = models.DateField(_("as of"))
    figures = models.JSONField(_("figures"))

    class Meta:
        ordering = ["-on"]
        constraints = [models.UniqueConstraint(fields=["certification", "on"], name="forecast_rates_once_a_day")]

    def __str__(self) -> str:
        return f"{self.certification} · {self.on}"
