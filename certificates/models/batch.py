"""Many certificates as one file, made in the background."""

from datetime import datetime

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.making import Making


class Batch(Making):
    class Kind(models.TextChoices):
        PDF = "pdf", _("one PDF for printing")
        ZIP = "zip", _("signed PDFs in a ZIP")

    kind = models.CharField(_("as"), max_length=3, choices=Kind, default=Kind.PDF)
    certificates = models.JSONField(_("certificates"))
    left_out = models.JSONField(_("left out"), default=list)
    file = models.FileField(_("file"), upload_to="certificates/batches", blank=True)

    class Meta:
        verbose_name = _("batch")
        verbose_name_plural = _("batches")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", "done", "cancelled", "failed"]),
                name="batch_state_is_known",
            ),
            models.CheckConstraint(condition=Q(kind__in=["pdf", "zip"]), name="batch_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M} · {self.total}"

    def get_absolute_url(self) -> str:
        return reverse("certificates:batch", args=[self.pk])

    @property
    def total(self) -> int:
        return len(self.certificates)

    @classmethod
    @transaction.atomic
    def ask(cls, by, certificates: list[int], kind: str, at: datetime) -> "Batch":
        """Whoever asks twice for the same gets the one that is under way."""
        same = cls.objects.filter(by=by, kind=kind, state__in=[cls.State.WAITING, cls.State.RUNNING])
        for batch in same:
            if batch.certificates == certificates:
                return batch
        batch = cls.objects.create(by=by, certificates=certificates, kind=kind, asked_at=at, heard_at=at)
        batch.queue()
        return batch

    def queue(self) -> None:
        from certificates.tasks import make_batch

        transaction.on_commit(lambda: make_batch.enqueue(str(self.pk)))
