"""Which sessions there are: those of people, which is what a list means by itself, and the audits of areas."""

from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import pgettext_lazy

from people.scope import about_led_places, about_visible_people
from roleplays.models.pages import Medium

RUNNING = Q(released_at=None, cancelled_at=None)


class Kind(models.TextChoices):
    """A role-play before a trainer, the same behaviour seen on the service drive, or an area and nobody's behaviour.

    They are counted apart. Practice is a role-play that counts for nothing: of whoever scores it no right to certify
    is asked.
    """

    ROLE_PLAY = "role_play", pgettext_lazy("session", "Role-play")
    AT_WORK = "at_work", pgettext_lazy("session", "On the job")
    PRACTICE = "practice", pgettext_lazy("session", "Practice")
    AREA = "area", pgettext_lazy("session", "Audit of an area")


class SessionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "SessionQuerySet":
        return self.filter(about_visible_people(user, "person"))

    def role_plays(self) -> "SessionQuerySet":
        return self.filter(kind=Kind.ROLE_PLAY)

    def running(self) -> "SessionQuerySet":
        return self.filter(RUNNING)

    def released(self) -> "SessionQuerySet":
        return self.filter(released_at__isnull=False)

    def assessed_by(self, user) -> "SessionQuerySet":
        """Those whose sheet `user` has still to hand in."""
        return self.filter(score_sheets__assessor=user, score_sheets__submitted_at=None)

    def recorded_with(self, user) -> "SessionQuerySet":
        """Those that may be recorded and that the user is at: performs, assesses, plays the customer, or looks on."""
        part = Q(person=user.pk) | Q(score_sheets__assessor=user.pk) | Q(plan__player=user.pk)
        return self.exclude(recording=Medium.NONE).filter(part | Q(also_there__person=user.pk)).distinct()

    def with_places_left(self) -> "SessionQuerySet":
        """Those that another assessor may join."""
        return self.annotate(joined=Count("score_sheets")).filter(joined__lt=F("assessors"))

    def in_dispute(self) -> "SessionQuerySet":
        """Those of which all sheets are in and differ, and nobody has begun to decide."""
        handed_in = Count("score_sheets", filter=Q(score_sheets__submitted_at__isnull=False))
        sheets = self.running().annotate(joined=Count("score_sheets"), handed_in=handed_in)
        return sheets.filter(joined=F("assessors"), handed_in=F("assessors"))

    def newest_first(self) -> "SessionQuerySet":
        return self.order_by("-opened_at", "-pk")


class AuditQuerySet(SessionQuerySet):
    def visible_to(self, user) -> "AuditQuerySet":
        """As their areas are."""
        return self.filter(about_led_places(user, "area__dealership"))


class OfPeople(models.Manager.from_queryset(SessionQuerySet)):
    """The default, so that no list of performances ever holds the audit of an area."""

    def get_queryset(self) -> SessionQuerySet:
        return super().get_queryset().filter(area=None)


class OfAreas(models.Manager.from_queryset(AuditQuerySet)):
    def get_queryset(self) -> AuditQuerySet:
        return super().get_queryset().filter(area__isnull=False)
