"""A file of questions on its way into the bank: what it would do, and how far that is."""

from __future__ import annotations

import zlib
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class QuestionImport(models.Model):
    """`rows` is the dry run as it is shown: place, code, language, words, verdict and reasons.

    Once all is done, rows and content go; what was done to the bank stands in the bank's own log.
    """

    class State(models.TextChoices):
        READING = "reading", _("Being read")
        UNREADABLE = "unreadable", _("Refused as a whole")
        DRAFT = "draft", _("Not imported yet")
        RUNNING = "running", _("Being imported")
        DONE = "done", _("Imported")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    format = models.CharField(max_length=20)
    language = models.CharField(max_length=10, blank=True)
    content = models.BinaryField()
    state = models.CharField(max_length=10, choices=State, default=State.READING)
    begun_at = models.DateTimeField(null=True)  # of reading or importing, as long as it runs
    problem = models.TextField(blank=True)  # why it was not read, or why the last attempt wrote nothing
    without_refused = models.BooleanField(default=False)
    fingerprint = models.CharField(max_length=64, blank=True)
    rows = models.JSONField(default=list)
    counts = models.JSONField(default=dict)  # by verdict

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["reading", "unreadable", "draft", "running", "done"]),
                name="question_import_state_is_known",
            )
        ]

    def __str__(self) -> str:
        return self.file_name

    @classmethod
    def of(cls, data: bytes, *, by, at: datetime, file_name: str, format: str, language: str) -> QuestionImport:  # noqa: A002
        """In place of the one that the person had not finished."""
        cls.objects.filter(by=by).exclude(state__in=[cls.State.RUNNING, cls.State.DONE]).delete()
        return cls.objects.create(
            by=by, at=at, file_name=file_name[-200:], format=format, language=language, content=zlib.compress(data),
            begun_at=at,
        )  # fmt: skip

    @property
    def data(self) -> bytes:
        return zlib.decompress(bytes(self.content))

    @property
    def told(self) -> str:
        """Under which name its progress is told."""
        return f"questions-{self.pk}"

    def count(self, verdict: str) -> int:
        return self.counts.get(verdict, 0)
