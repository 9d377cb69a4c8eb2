"""Consents, copies, erasures and retention dates: each is a row with who and when."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ConsentKind(models.TextChoices):
    SCORE = "score", _("My results by name on the sheet for the wall")
    PHOTOGRAPH = "photograph", _("Photographs of my role-plays")
    VOICE = "voice", _("Recordings of my voice")
    FACE = "face", _("Video on which my face is seen")


class Decision(models.TextChoices):
    GIVEN = "given", _("Agreed")
    WITHDRAWN = "withdrawn", _("Not agreed")


class Consent(models.Model):
    """One decision; the last of each kind holds. `version` is that of the text which the person had before them."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="consents")
    kind = models.CharField(_("what"), max_length=12, choices=ConsentKind)
    decision = models.CharField(_("decision"), max_length=10, choices=Decision)
    version = models.CharField(_("version of the text"), max_length=12)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["person", "kind", "at"], name="consent_by_person_and_kind")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ConsentKind.values), name="consent_kind_is_known"),
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="consent_decision_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.decision}"


def place_of_copy(copy: "Copy", filename: str) -> str:
    """Out of the folders whose files are served, under a name that nobody can guess."""
    return f"copies/{uuid.uuid4()}.zip"


class Copy(models.Model):
    """Everything about one person as a ZIP: asked for, in the making (`percent`), ready, and after some days gone."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="copies")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked for"))
    percent = models.PositiveSmallIntegerField(default=0)
    ready_at = models.DateTimeField(_("ready"), null=True)
    failed_at = models.DateTimeField(_("failed"), null=True)
    file = models.FileField(upload_to=place_of_copy, max_length=120, blank=True)

    class Meta:
        verbose_name = _("copy of somebody’s data")
        verbose_name_plural = _("copies of somebody’s data")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "asked_by"],
                condition=Q(ready_at=None, failed_at=None),
                name="copy_in_the_making_once",
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_going(self) -> bool:
        return self.ready_at is None and self.failed_at is None

    def discard(self) -> None:
        if self.file:
            self.file.delete(save=False)
        self.delete()


class Erasure(models.Model):
    """That somebody was erased, by whom and when; the person's row is left without anything that names them."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="erasure")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")

    def __str__(self) -> str:
        return str(self.person_id)


class RetentionPeriod(models.Model):
    """For how long a kind of thing is kept, where an administrator has said otherwise than the product."""

    kind = models.CharField(max_length=40, unique=True)
    days = models.PositiveIntegerField(_("days"))

    class Meta:
        verbose_name = _("retention date")
        verbose_name_plural = _("retention dates")

    def __str__(self) -> str:
        return f"{self.kind}: {self.days}"
