"""The auditor's pack of a dealership, on its way and ready."""

from __future__ import annotations

from datetime import datetime

from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.making import Making
from people.models import Dealership


class Pack(Making):
    """`people` are those of whom it tells, so that it goes when one of them is erased."""

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="+", verbose_name=_("dealership"))
    total = models.PositiveIntegerField(_("records"), default=0)
    people = models.JSONField(default=list)
    size = models.PositiveBigIntegerField(_("size"), default=0)
    digest = models.CharField("SHA-256", max_length=64, blank=True)
    file = models.FileField(_("file"), upload_to="tracking/packs", blank=True)

    class Meta:
        verbose_name = _("auditor’s pack")
        verbose_name_plural = _("auditor’s packs")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", "done", "cancelled", "failed"]), name="pack_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dealership} · {self.asked_at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("tracking:pack", args=[self.pk])

    @property
    def file_name(self) -> str:
        return f"pack-{self.dealership.code}-{timezone.localdate(self.asked_at)}.zip"

    @classmethod
    @transaction.atomic
    def ask(cls, by, dealership: Dealership, at: datetime) -> Pack:
        """Whoever asks twice gets the one that is under way."""
        same = cls.objects.filter(by=by, dealership=dealership, state__in=[cls.State.WAITING, cls.State.RUNNING])
        if going := same.first():
            return going
        pack = cls.objects.create(by=by, dealership=dealership, asked_at=at, heard_at=at)
        pack.queue()
        return pack

    def queue(self) -> None:
        from tracking.tasks import make_pack

        transaction.on_commit(lambda: make_pack.enqueue(str(self.pk)))

    @classmethod
    def discard(cls, packs: models.QuerySet) -> int:
        """Rows now, files after commit."""
        for each in (found := list(packs)):
            storage, name = each.file.storage, each.file.name
            each.delete()
            if name:
                transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))
        return len(found)
