"""Who is in the room when a performance is recorded, and who is in a recording."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from roleplays.models.sessions import Session


class InRecording(models.Model):
    """Somebody who can be heard or seen in a recording, and whose word is enough to delete it."""

    recording = models.ForeignKey("roleplays.Recording", models.CASCADE, related_name="people")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="in_recordings")

    class Meta:
        verbose_name = _("recording with me in it")
        verbose_name_plural = _("recordings with me in them")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["recording", "person"], name="in_recording_once")]

    def __str__(self) -> str:
        return f"{self.recording_id} · {self.person_id}"


class AlsoThere(models.Model):
    """Somebody in the room whom neither plan nor score sheets know: who plays the customer, who looks on."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="also_there")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="also_at_sessions")
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("session that somebody was at")
        verbose_name_plural = _("sessions that somebody was at")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="also_there_once")]

    def __str__(self) -> str:
        return f"{self.session_id} · {self.person_id}"


def keys_in(session: Session) -> set[int]:
    """Who can be heard: the advisor, who assesses on the spot, who plays the customer, and who was named besides."""
    people = {session.person_id}
    people |= set(session.score_sheets.filter(decides=False).values_list("assessor", flat=True))
    people |= set(session.also_there.values_list("person", flat=True))
    people |= set(
        Session.objects.filter(pk=session.pk, plan__player__isnull=False).values_list("plan__player", flat=True)
    )
    return people
