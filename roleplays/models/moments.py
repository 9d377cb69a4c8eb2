"""A comment tied to a moment of a recording. It stays as words when the recording is deleted, as other comments do."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from roleplays.models.recordings import Recording

LONGEST_MOMENT = 1000


class MomentQuerySet(models.QuerySet):
    def visible_to(self, user) -> "MomentQuerySet":
        """One's own; those of others once the result is out, so that assessors stay blind to each other."""
        seen = Recording.objects.of_what_is_seen_by(user)
        return self.filter(Q(author=user.pk) | Q(recording__session__released_at__isnull=False), recording__in=seen)


class Moment(models.Model):
    recording = models.ForeignKey(Recording, models.PROTECT, related_name="moments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="moments")
    milliseconds = models.PositiveIntegerField(_("moment in milliseconds"))
    text = models.CharField(pgettext_lazy("moment", "comment"), max_length=LONGEST_MOMENT)
    at = models.DateTimeField(_("when"))

    objects = MomentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment on a moment")
        verbose_name_plural = _("comments on moments")
        ordering = ["milliseconds", "pk"]

    def __str__(self) -> str:
        return f"{self.recording_id} · {self.face}"

    @property
    def place(self) -> str:
        """In seconds, as addresses and scripts have it in every language."""
        return f"{self.milliseconds / 1000:g}"

    @property
    def face(self) -> str:
        minutes, seconds = divmod(self.milliseconds // 1000, 60)
        return f"{minutes:02}:{seconds:02}"
