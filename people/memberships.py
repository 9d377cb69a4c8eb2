"""Who works where as what, since when and until when; and who acts for whom.

The main membership is also on the person (`role`, `dealership`, `region`, `team`), where all of the product reads it;
its row here is the history of that. What somebody does elsewhere besides is a row only.
"""

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.organisation import Brand, Dealership, Region, Team

PLACES = ("brand", "region", "dealership", "team")


class MembershipQuerySet(models.QuerySet):
    def on(self, day: dt.date) -> "MembershipQuerySet":
        """Those that hold on `day`. The day of a move belongs to the new one."""
        return self.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gt=day))

    def open(self) -> "MembershipQuerySet":
        return self.filter(until=None)

    def main(self) -> "MembershipQuerySet":
        return self.filter(is_main=True)

    def besides(self) -> "MembershipQuerySet":
        return self.filter(is_main=False)

    def with_places(self) -> "MembershipQuerySet":
        return self.select_related(*PLACES)


class Membership(models.Model):
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    is_main = models.BooleanField(default=False)
    role = models.CharField(_("role"), max_length=20)
    brand = models.ForeignKey(Brand, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("brand"))
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    dealership = models.ForeignKey(
        Dealership, models.PROTECT, null=True, blank=True, related_name="memberships", verbose_name=_("dealership")
    )
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("team"))
    with_branches = models.BooleanField(_("branches included"), default=True)
    since = models.DateField(_("since"), null=True, blank=True)  # none where nobody knows
    until = models.DateField(_("until"), null=True, blank=True)  # the first day on which it no longer holds
    opened_by = models.ForeignKey("people.Import", models.SET_NULL, null=True, editable=False, related_name="opened")
    ended_by = models.ForeignKey("people.Import", models.SET_NULL, null=True, editable=False, related_name="ended")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["-is_main", F("since").desc(nulls_last=True), "-pk"]
        indexes = [models.Index(fields=["dealership", "is_main", "until"], name="membership_of_dealership")]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(is_main=True, until=None), name="membership_one_main_is_open"
            ),
            models.UniqueConstraint(
                fields=["person", "dealership"],
                condition=Q(is_main=False, until=None),
                name="membership_one_role_at_each_dealership",
                violation_error_message=_("This person has a role there already."),
            ),
            models.CheckConstraint(
                condition=Q(is_main=True)
                | Q(brand__isnull=False)
                | Q(region__isnull=False)
                | Q(dealership__isnull=False),
                name="membership_is_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(since=None) | Q(until__gte=F("since")), name="membership_ends_after_begin"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.place}" if self.place else self.get_role_display()

    def get_role_display(self) -> str:
        from people.models import Role

        return str(dict(Role.choices).get(self.role, self.role))

    @property
    def place(self) -> Brand | Region | Dealership | Team | None:
        """The narrowest of what is named."""
        return self.team or self.dealership or self.region or self.brand

    def end(self, on: dt.date) -> None:
        """Repeating it changes nothing."""
        if self.until is None or self.until > on:
            self.until = max(on, self.since) if self.since else on
            self.save(update_fields=["until"])


class DelegationQuerySet(models.QuerySet):
    def on(self, day: dt.date) -> "DelegationQuerySet":
        """Both days count; an end that was brought forward counts from the moment on."""
        return self.filter(first_day__lte=day, last_day__gte=day, revoked_at=None)


class Delegation(models.Model):
    """`delegate` acts for `person`: sees whom they see and does what they do, from the first day to the last."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="delegations", verbose_name=_("person")
    )
    delegate = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="acts_for", verbose_name=_("acts for them")
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    made_at = models.DateTimeField(editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        ordering = ["-last_day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="delegation_ends_after_begin",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(person=F("delegate")),
                name="delegation_is_to_somebody_else",
                violation_error_message=_("Nobody acts for themselves."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegate} → {self.person}"

    def clean(self) -> None:
        person = getattr(self, "person", None)
        if person and not (person.manages_team_themselves or person.scores_role_plays_themselves):
            raise ValidationError({"person": _("Only who manages or trains can have somebody act for them.")})
        if person and person.is_superuser:
            # Acting for an administrator would hand over everything there is.
            raise ValidationError({"person": _("Nobody acts for an administrator: make another one.")})

    def revoke(self, *, by: models.Model, at: dt.datetime) -> None:
        """From this moment on. Repeating it changes nothing."""
        if self.revoked_at is None:
            self.revoked_at, self.revoked_by = at, by
            self.save(update_fields=["revoked_at", "revoked_by"])


MAIN = ("role", "dealership_id", "region_id", "team_id")


@transaction.atomic
def follow(person: models.Model, on: dt.date) -> None:
    """Write into the history what the person's own row says. Repeating it changes nothing.

    Whoever has left has no open membership; what they were stays on their row, as the last that they were.
    """
    current = Membership.objects.filter(person=person).open()
    row = current.main().first()
    if not person.is_active:
        for each in current:
            each.end(on)
    elif row is None or any(getattr(row, name) != getattr(person, name) for name in MAIN):
        if row is not None:
            row.end(on)
        since = on if Membership.objects.filter(person=person).main().exists() else (person.hired_on or on)
        values = {name: getattr(person, name) for name in MAIN}
        Membership.objects.create(person=person, is_main=True, since=min(since, on), **values)
