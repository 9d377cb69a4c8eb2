from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LoadedContent(models.Model):
    """What the curriculum loader last wrote for one key in one language, so that it writes only what changed."""

    kind = models.CharField(_("kind"), max_length=60)
    key = models.CharField(pgettext_lazy("content", "key"), max_length=300)
    language = models.CharField(_("language"), max_length=10, blank=True)
    digest = models.CharField(_("digest of the source"), max_length=64)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key", "language"], name="loaded_content_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.language}"
