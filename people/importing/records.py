"""One import: the file as it was read, what it changed, and whether that still stands."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Import(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("Not imported yet")
        RUNNING = "running", _("Being imported")
        COMMITTED = "committed", _("Imported")
        UNDONE = "undone", _("Undone")

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="imports")
    at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    begun_at = models.DateTimeField(null=True)  # the commit, as long as it runs
    problem = models.TextField(blank=True)  # why the last commit wrote nothing
    headings = models.JSONField(default=list)
    fields = models.JSONField(default=list)  # of each heading; "" is not read
    rows = models.JSONField(default=list)  # [number, cells]; empty once imported
    absent_leave = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)  # by kind, once imported
    changes = models.JSONField(default=list)  # {"person", "kind", "before", "after"}, once imported

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name
