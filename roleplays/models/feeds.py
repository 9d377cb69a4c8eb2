"""A private address under which a telephone subscribes to somebody's planned sessions."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people import audit
from people.audit import Action
from people.models import User

BYTES = 24  # of chance in an address


class FeedQuerySet(models.QuerySet):
    def open(self) -> "FeedQuerySet":
        return self.filter(revoked_at=None)

    def by_token(self, token: str) -> "FeedQuerySet":
        return self.filter(digest=digest_of(token))


class CalendarFeed(models.Model):
    """Only a keyed digest is kept, so that a copy of the database opens no calendar. A person has one at a time."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feeds")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"))
    revoked_at = models.DateTimeField(pgettext_lazy("calendar address", "ended"), null=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(revoked_at=None), name="calendar_feed_open_once")
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.made_at:%Y-%m-%d}"

    def is_at(self, token: str) -> bool:
        return self.digest == digest_of(token)

    @classmethod
    @transaction.atomic
    def renew(cls, person: User, at: datetime, request: HttpRequest | None = None) -> str:
        """The token of a new address; the one before ends. Nobody can be told it again."""
        cls._end(person, at)
        token = secrets.token_urlsafe(BYTES)
        feed = cls.objects.create(person=person, digest=digest_of(token), made_at=at)
        audit.record(person, Action.CALENDAR_OPENED, feed, at=at, request=request)
        return token

    @classmethod
    @transaction.atomic
    def revoke(cls, person: User, at: datetime, request: HttpRequest | None = None) -> None:
        """Twice is once."""
        for feed in cls._end(person, at):
            audit.record(person, Action.CALENDAR_ENDED, feed, at=at, request=request)

    @classmethod
    def _end(cls, person: User, at: datetime) -> list["CalendarFeed"]:
        """The lock on the person lets one tab at a time."""
        User.objects.select_for_update().get(pk=person.pk)
        ended = list(cls.objects.open().filter(person=person))
        cls.objects.filter(pk__in=[feed.pk for feed in ended]).update(revoked_at=at)
        return ended


def digest_of(token: str) -> str:
    return salted_hmac("roleplays.calendar", token, algorithm="sha256").hexdigest()
