"""What hangs on a planned session: who assesses, and from where it was moved."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PlannedAssessor(models.Model):
    plan = models.ForeignKey("Plan", models.CASCADE, related_name="assessors")
    assessor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="planned_assessments")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "assessor"], name="planned_assessor_once")]

    def __str__(self) -> str:
        return f"{self.plan} · {self.assessor}"


class Move(models.Model):
    """A plan was moved: where and when it had been, by whom and why."""

    plan = models.ForeignKey("Plan", models.CASCADE, related_name="moves")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))
    because = models.TextField(_("why"))
    starts_at = models.DateTimeField(pgettext_lazy("planned session", "begins"))
    place = models.CharField(pgettext_lazy("planned session", "place"), max_length=120)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.plan} · {self.at:%Y-%m-%d %H:%M}"
