"""What people are to do by when, given to one person or to everybody of whom something is true."""

from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from certificates.models import Certification
from people.models import MANAGERS, Dealership, JobRole, Region, Role, Team, User
from people.scope import about_visible_people, places_of, standings
from tracking.due import Terms

# From the path of a place on a person's row (`people.scope`) to the paths of the same place on an assignment.
WHERE = {
    "team": ["team"],
    "dealership": ["dealership", "team__dealership"],
    "dealership__branch_of": ["dealership__branch_of", "team__dealership__branch_of"],
    "dealership__region": ["region", "dealership__region", "team__dealership__region"],
    "dealership__region__brand": ["region__brand", "dealership__region__brand", "team__dealership__region__brand"],
}


def managed_places(user) -> dict[str, set[int]]:
    """Where the user manages people, at their own place or at somebody's for whom they act."""
    return places_of(each for each in standings(user, timezone.localdate()) if each.role in MANAGERS)


class AssignmentQuerySet(models.QuerySet):
    def visible_to(self, user) -> "AssignmentQuerySet":
        """Those that the user gave, or that touch somebody whom the user may see."""
        touched = self.model._meta.get_field("duties").related_model.objects.filter(assignment=OuterRef("pk"))
        touches = Exists(touched.filter(about_visible_people(user, "person")))
        return self.filter(Q(owner=user) | self.model.within(user) | touches)

    def kept_by(self, user) -> "AssignmentQuerySet":
        """Those that the user may end: the own ones, and all whose reach lies within what the user manages."""
        return self.filter(Q(owner=user) | self.model.within(user))

    def open(self) -> "AssignmentQuerySet":
        return self.filter(ending__isnull=True)


class Assignment(models.Model):
    """An instruction. Whom it touches follows from its conditions each day, so those who join or move are caught."""

    key = models.UUIDField(unique=True, editable=False)  # of the form it was made with: sent twice, it is made once
    activity = models.UUIDField(_("course, module or activity"), null=True, blank=True)
    certification = models.ForeignKey(
        Certification, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("certification")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    job_role = models.CharField(_("job"), max_length=20, choices=JobRole, blank=True)
    dealership = models.ForeignKey(
        Dealership, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("dealership")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team"))
    hired_since = models.DateField(_("hired since"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    days = models.PositiveSmallIntegerField(
        _("days"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(730)]
    )
    from_hire = models.BooleanField(_("counted from hiring"), default=False)
    every_months = models.PositiveSmallIntegerField(
        _("again every … months"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    reason = models.CharField(_("reason"), max_length=200)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments_given")
    at = models.DateTimeField(_("assigned"))

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(activity__isnull=True) ^ Q(certification__isnull=True), name="assignment_is_of_one_thing"
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) ^ Q(days__isnull=True), name="assignment_has_one_due_date"
            ),
            models.CheckConstraint(
                condition=Q(dealership__isnull=True) | Q(region__isnull=True), name="assignment_has_one_place"
            ),
            models.CheckConstraint(
                condition=Q(job_role="") | Q(job_role__in=JobRole.values), name="assignment_job_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.reason}"

    def get_absolute_url(self) -> str:
        return reverse("tracking:assignment", args=[self.pk])

    @staticmethod
    def within(user) -> Q:
        """The condition on assignments whose whole reach the user manages."""
        if user.role == Role.ADMINISTRATOR:
            return Q(pk__isnull=False)  # an empty condition would vanish beside another one
        found = Q(pk__in=[])
        for path, ids in managed_places(user).items():
            for start in WHERE[path]:
                found |= Q(**{f"{start}__in": sorted(ids)})
        return found

    @property
    def terms(self) -> Terms:
        made_on = timezone.localtime(self.at).date()
        return Terms(made_on, self.due_on, self.days, self.from_hire, self.every_months)

    @property
    def is_ended(self) -> bool:
        return hasattr(self, "ending")

    def people(self) -> QuerySet:
        """Whom it touches now. Without a job it is for advisors: nobody thinks of the manager who gave it."""
        people = User.objects.active()
        if self.person_id:
            return people.filter(pk=self.person_id)
        conditions = {
            "job_role": self.job_role,
            "dealership": self.dealership_id,
            "dealership__region": self.region_id,
            "team": self.team_id,
            "hired_on__gte": self.hired_since,
            "role": "" if self.job_role else Role.ADVISOR,
        }
        return people.filter(**{name: value for name, value in conditions.items() if value})

    def end(self, by, at: datetime) -> "Ending":
        """Nobody has to do it any more; what was done stays in the record. A second call changes nothing."""
        return Ending.objects.get_or_create(assignment=self, defaults={"by": by, "at": at})[0]


class Ending(models.Model):
    """An assignment was ended."""

    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="ending")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"))

    def __str__(self) -> str:
        return f"{self.assignment} · {self.at}"
