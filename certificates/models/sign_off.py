"""The manager's word that somebody can do the job. Never changed: taking it back is a row of its own."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certificates.models.acts import Act
from certificates.models.locking import lock_person
from people.scope import about_visible_people


class SignOffQuerySet(models.QuerySet):
    def visible_to(self, user) -> "SignOffQuerySet":
        return self.filter(about_visible_people(user, "person"))

    def standing(self) -> "SignOffQuerySet":
        return self.filter(withdrawal=None)


class SignOff(models.Model):
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="sign_offs")
    certification = models.ForeignKey("certificates.Certification", models.PROTECT, related_name="sign_offs")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("signed off by"))
    at = models.DateTimeField(_("when"))
    comment = models.TextField(pgettext_lazy("sign-off", "comment"), blank=True)

    objects = SignOffQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["person", "certification"], name="sign_off_by_person")]
        constraints = [models.CheckConstraint(condition=~Q(person=F("by")), name="sign_off_not_of_oneself")]

    def __str__(self) -> str:
        return f"{self.person} · {self.certification} · {self.by}"

    @classmethod
    @transaction.atomic
    def give(cls, certification, person, by, at: datetime, comment: str = "") -> "SignOff":
        """One more, unless one stands already that counts now: a second click finds the first."""
        if not may_sign_off(by, person):
            raise PermissionDenied
        lock_person(person)
        given = cls.objects.standing().filter(person=person, certification=certification)
        first_day = certification.sign_offs_count_from(person, at)
        if first_day is not None:
            given = given.filter(at__gte=first_day)
        return given.first() or cls.objects.create(
            person=person, certification=certification, by=by, at=at, comment=comment
        )

    def withdraw(self, by, at: datetime, reason: str) -> "Withdrawal":
        """Once. Certificates that rest on it stay as they are: revoking one is a decision of its own."""
        if not may_sign_off(by, self.person):
            raise PermissionDenied
        return Withdrawal.objects.get_or_create(sign_off=self, defaults={"by": by, "at": at, "reason": reason})[0]


class Withdrawal(Act):
    sign_off = models.OneToOneField(SignOff, models.PROTECT, related_name="withdrawal")

    def __str__(self) -> str:
        return f"{self.sign_off} · {self.reason}"

    @property
    def person_id(self) -> int:
        return self.sign_off.person_id


def may_sign_off(user, person) -> bool:
    """Whoever manages a team, for the people they may see; nobody for themselves."""
    if not user.manages_team or user.pk == person.pk:
        return False
    return type(person).objects.visible_to(user).filter(pk=person.pk).exists()
