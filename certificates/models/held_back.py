"""Awards that are earned and wait: what they would say holds characters that none of our fonts can draw."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certificates.models.certificate import Certificate
from people.scope import about_visible_people


class HeldBackQuerySet(models.QuerySet):
    def visible_to(self, user) -> "HeldBackQuerySet":
        return self.filter(about_visible_people(user, "person"))

    def waiting(self) -> "HeldBackQuerySet":
        """Those that no certificate has followed, of people who are still here."""
        followed = Certificate.objects.filter(
            person=OuterRef("person"), certification=OuterRef("certification"), awarded_at__gt=OuterRef("at")
        )
        return self.filter(~Exists(followed), person__is_active=True, certification__is_offered=True)


class HeldBack(models.Model):
    """Over as soon as the certificate is there: once the name is corrected, the next round awards it."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="held_back")
    certification = models.ForeignKey("certificates.Certification", models.CASCADE, related_name="held_back")
    characters = models.CharField(_("characters that cannot be drawn"), max_length=255)
    at = models.DateTimeField(pgettext_lazy("held back", "since"))

    objects = HeldBackQuerySet.as_manager()

    class Meta:
        verbose_name = _("award that waits")
        verbose_name_plural = _("awards that wait")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.certification} · {self.characters}"

    @classmethod
    def because_of(cls, characters: set[str], person, certification, at: datetime) -> "HeldBack":
        """One for as long as the same characters stand in the way; call it while the person is locked."""
        text = " ".join(sorted(characters))[:255]
        standing = cls.objects.waiting().filter(person=person, certification=certification)
        if same := standing.filter(characters=text).first():
            return same
        standing.delete()
        return cls.objects.create(person=person, certification=certification, characters=text, at=at)
