"""An assignment as one person has it. Whether it is done is read from the record, never written here."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from people.scope import about_visible_people
from tracking.models.assignment import Assignment


class DutyQuerySet(models.QuerySet):
    def visible_to(self, user) -> "DutyQuerySet":
        return self.filter(about_visible_people(user, "person"))

    def held(self) -> "DutyQuerySet":
        """Of assignments that still stand, for people whom they still touch; of several rounds the last."""
        later = Duty.objects.filter(
            assignment=models.OuterRef("assignment"),
            person=models.OuterRef("person"),
            round__gt=models.OuterRef("round"),
        )
        held = self.filter(assignment__ending__isnull=True, released_on__isnull=True, person__is_active=True)
        return held.exclude(models.Exists(later))

    def with_all(self) -> "DutyQuerySet":
        return self.select_related("assignment__certification", "person__dealership", "excuse__by")


class Duty(models.Model):
    """One person, one assignment, one round of it.

    Only results after `counts_after` count: a second round is done anew. Who moves away is released, and held again
    on coming back.
    """

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="duties")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="duties")
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    assigned_on = models.DateField(_("assigned on"))
    due_on = models.DateField(_("due on"))
    counts_after = models.DateTimeField(_("results count after"), null=True, blank=True)
    released_on = models.DateField(_("released on"), null=True, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "person", "round"], name="duty_once"),
            models.CheckConstraint(condition=Q(round__gte=1), name="duty_round_counts_from_one"),
            models.CheckConstraint(condition=Q(due_on__gte=F("assigned_on")), name="duty_is_due_after_it_is_assigned"),
        ]
        indexes = [models.Index(fields=["person", "due_on"], name="duty_of_person_by_day")]

    def __str__(self) -> str:
        return f"{self.person} · {self.assignment} · {self.round}"

    def excuse_from(self, by, at: datetime, reason: str) -> "Excuse":
        """Once; a second call changes neither who nor why."""
        return Excuse.objects.get_or_create(duty=self, defaults={"by": by, "at": at, "reason": reason})[0]

    def ask_again(self) -> None:
        """The excuse no longer holds."""
        Excuse.objects.filter(duty=self).delete()


class Excuse(models.Model):
    """Somebody need not do it, for a reason that can be read."""

    duty = models.OneToOneField(Duty, models.PROTECT, related_name="excuse")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))
    reason = models.CharField(_("reason"), max_length=200)

    def __str__(self) -> str:
        return f"{self.duty} · {self.reason}"


def duties_of(people: QuerySet | list) -> DutyQuerySet:
    return Duty.objects.held().filter(person__in=people)
