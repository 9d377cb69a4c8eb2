"""The photographs of a score sheet: evidence for items that ask for it. They never have a public address."""

import uuid

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.scope import about_led_places, about_visible_people
from roleplays.models.score_sheets import ScoreSheet
from roleplays.models.sessions import Kind


def place_of(photograph: "Photograph", filename: str) -> str:
    """Out of the folders whose files are served, under a name that nobody can guess; the sender's name is dropped."""
    return f"photographs/{photograph.score_sheet_id}/{uuid.uuid4()}.jpg"


class PhotographQuerySet(models.QuerySet):
    def visible_to(self, user) -> "PhotographQuerySet":
        """As the score sheet is: its assessor's, of whoever decides, and once released, of all who see its subject."""
        may_see = Q(score_sheet__session__released_at__isnull=False)
        if user.observes_at_work:
            may_see |= Q(score_sheet__assessor=user, score_sheet__session__kind__in=(Kind.AT_WORK, Kind.AREA))
        if user.scores_role_plays:
            deciding = ScoreSheet.objects.filter(assessor=user, decides=True)
            may_see |= Q(score_sheet__assessor=user) | Q(score_sheet__session__in=deciding.values("session"))
        about = about_visible_people(user, "score_sheet__session__person")
        about |= about_led_places(user, "score_sheet__session__area__dealership")
        return self.filter(about, may_see)


class Photograph(models.Model):
    """`sha256` is the file's: the same picture sent twice is one, and nobody can exchange it unnoticed."""

    score_sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="photographs")
    item = models.CharField(pgettext_lazy("check sheet", "item"), max_length=16)
    file = models.FileField(_("file"), upload_to=place_of, max_length=120)
    sha256 = models.CharField("SHA-256", max_length=64)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="photographs", verbose_name=_("taken by")
    )
    at = models.DateTimeField(_("when"))

    objects = PhotographQuerySet.as_manager()

    class Meta:
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["score_sheet", "item", "sha256"], name="photograph_once_an_item")
        ]

    def __str__(self) -> str:
        return f"{self.item} · {self.pk}"

    @property
    def etag(self) -> str:
        return f'"{self.sha256}"'

    @transaction.atomic
    def discard(self) -> None:
        """Only before the sheet is handed in. Raises `SessionClosed`."""
        self.score_sheet.lock_open()
        storage, name = self.file.storage, self.file.name
        self.delete()
        transaction.on_commit(lambda: storage.delete(name))
