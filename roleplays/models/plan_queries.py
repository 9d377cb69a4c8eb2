"""Which planned sessions there are, and for whom."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from people.scope import about_visible_people
from roleplays.models.plan_parts import PlannedAssessor

STANDING = Q(cancelled_at=None)


class PlanQuerySet(models.QuerySet):
    def open_to(self, user) -> "PlanQuerySet":
        """Those in which the user takes part, and for whoever scores or leads, those of people whom they may see."""
        concerned = self.model.objects.concerning(user).values("pk")
        if not user.observes_at_work:
            return self.filter(pk__in=concerned)
        return self.filter(Q(pk__in=concerned) | Q(pk__in=self.model.objects.of_people_of(user)))

    def of_people_of(self, user) -> "PlanQuerySet":
        """A condition of its own: an administrator's is empty, and an empty one vanishes behind an `or`."""
        return self.filter(about_visible_people(user, "person")).values("pk")

    def concerning(self, user) -> "PlanQuerySet":
        assessed = PlannedAssessor.objects.filter(assessor=user.pk).values("plan")
        return self.filter(Q(person=user.pk) | Q(player=user.pk) | Q(pk__in=assessed))

    def playing_the_customer(self, user) -> "PlanQuerySet":
        """Whose card the user may read: whoever plays or assesses, and scores people of theirs; never the performer."""
        part = Q(player=user.pk) | Q(assessors__assessor=user.pk)
        if user.scores_role_plays:
            part |= Q(pk__in=self.model.objects.of_people_of(user))
        return self.exclude(person=user.pk).filter(part).distinct()

    def standing(self) -> "PlanQuerySet":
        return self.filter(STANDING)

    def ahead(self, at: datetime) -> "PlanQuerySet":
        """Not cancelled, and not over: what was never begun stays until its day has passed."""
        waits = Q(session=None, ends_at__gt=at - timedelta(hours=12))
        return self.standing().filter(
            waits | Q(session__released_at=None, session__cancelled_at=None, session__isnull=False)
        )

    def overlapping(self, starts_at: datetime, ends_at: datetime) -> "PlanQuerySet":
        return self.standing().filter(starts_at__lt=ends_at, ends_at__gt=starts_at)

    def soonest_first(self) -> "PlanQuerySet":
        return self.order_by("starts_at", "pk")
