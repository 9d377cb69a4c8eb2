"""One code that was given to one person, and what became of it."""

import datetime as dt

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.invitations.codes import digest, new_code

LASTS = dt.timedelta(days=14)


class InvitationQuerySet(models.QuerySet):
    def unused(self) -> "InvitationQuerySet":
        return self.filter(used_at=None, revoked_at=None)

    def good(self, at: dt.datetime) -> "InvitationQuerySet":
        """Whose code opens the door at that moment."""
        return self.unused().filter(expires_at__gt=at, person__is_active=True)

    def by_code(self, code: str) -> "InvitationQuerySet":
        return self.filter(code_digest=digest(code))

    def revoke(self, *, by: models.Model | None, at: dt.datetime) -> int:
        return self.unused().update(revoked_at=at, revoked_by=by)


class Invitation(models.Model):
    class Channel(models.TextChoices):
        SHEET = "sheet", _("Printed sheet")
        SCREEN = "screen", _("Shown on a screen")
        MAIL = "mail", pgettext_lazy("channel", "Email")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="invitations")
    code_digest = models.CharField(max_length=64, unique=True)
    channel = models.CharField(max_length=10, choices=Channel)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(used_at=None, revoked_at=None), name="invitation_one_is_unused"
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(revoked_at=None), name="invitation_used_or_revoked_not_both"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=["sheet", "screen", "mail"]), name="invitation_channel_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.at:%Y-%m-%d}"

    @property
    def state(self) -> str:
        return "used" if self.used_at else "revoked" if self.revoked_at else "open"


@transaction.atomic
def invite(people: list[models.Model], *, by: models.Model, at: dt.datetime, channel: str) -> list[tuple]:
    """A new code for each, of which only the digest is kept; the one before no longer works. (person, code) each."""
    pairs = [(person, new_code()) for person in people]
    # In one order, so that two managers who invite the same people wait for each other, and not in a circle.
    list(get_user_model().objects.select_for_update().filter(pk__in=[each.pk for each in people]).order_by("pk"))
    Invitation.objects.filter(person__in=people).revoke(by=by, at=at)
    Invitation.objects.bulk_create(
        Invitation(person=person, code_digest=digest(code), channel=channel, by=by, at=at, expires_at=at + LASTS)
        for person, code in pairs
    )
    return pairs
