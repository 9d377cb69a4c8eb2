"""The right to certify, as the rows of how it was won, doubted and lost. What is in force follows from them."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from people import audit
from people.audit import Action
from people.models import User
from people.scope import about_visible_people

MONTHS = 12
VALID = timedelta(days=365)


class NoRight(Exception):
    """Somebody who may score practice only was to score what counts; `person` is who."""

    def __init__(self, person) -> None:
        super().__init__(str(person))
        self.person = person


class Change(models.TextChoices):
    """`drifted` and `kept` change nothing by themselves: a doubt, and a person's answer to it."""

    WON = "won", pgettext_lazy("right to certify", "Won")
    LOST = "lost", pgettext_lazy("right to certify", "Lost")
    DRIFTED = "drifted", pgettext_lazy("right to certify", "In doubt")
    KEPT = "kept", pgettext_lazy("right to certify", "Kept")


class RightQuerySet(models.QuerySet):
    def visible_to(self, user) -> "RightQuerySet":
        return self.filter(about_visible_people(user, "person"))

    def in_force(self, at: datetime) -> "RightQuerySet":
        """The row by which each person certifies at that moment: the last that won or lost it, if it won."""
        before = CertifyingRight.objects.filter(person=OuterRef("person"), at__lte=at)
        last = before.filter(change__in=[Change.WON, Change.LOST]).order_by("-at", "-pk").values("pk")[:1]
        return self.filter(change=Change.WON, until__gt=at, pk=Subquery(last))

    def in_doubt(self) -> "RightQuerySet":
        """Doubts that nothing has followed."""
        later = CertifyingRight.objects.filter(person=OuterRef("person")).order_by("-at", "-pk").values("pk")[:1]
        return self.filter(change=Change.DRIFTED, pk=Subquery(later))


class CertifyingRight(models.Model):
    """`calibration` and `kappa` of the machine's own rows; `by` and `reason` of a person's. Rows are only added."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="certifying_rights", verbose_name=_("assessor")
    )
    change = models.CharField(_("change"), max_length=8, choices=Change)
    at = models.DateTimeField(_("when"))
    until = models.DateTimeField(pgettext_lazy("right to certify", "until"), null=True, blank=True)
    calibration = models.ForeignKey(
        "Calibration", models.PROTECT, null=True, blank=True, related_name="rights", verbose_name=_("calibration")
    )
    kappa = models.FloatField(_("weighted kappa"), null=True, blank=True)
    items = models.PositiveIntegerField(_("items"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    reason = models.TextField(_("reason"), blank=True)

    objects = RightQuerySet.as_manager()

    class Meta:
        verbose_name = _("right to certify")
        verbose_name_plural = _("rights to certify")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["person", "at"], name="right_by_person")]
        constraints = [
            models.CheckConstraint(condition=Q(change__in=Change.values), name="right_change_is_known"),
            models.CheckConstraint(
                condition=Q(change=Change.WON, until__gt=F("at")) | (~Q(change=Change.WON) & Q(until=None)),
                name="right_won_until",
            ),
            models.CheckConstraint(
                condition=Q(calibration__isnull=False)
                | Q(change=Change.DRIFTED)
                | (Q(by__isnull=False) & ~Q(reason="")),
                name="right_has_its_reason",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person} · {self.get_change_display()} · {self.at:%Y-%m-%d}"

    @property
    def why(self) -> str:
        """In words for the log."""
        if self.reason:
            return self.reason
        said = {"items": self.items, "kappa": "–" if self.kappa is None else f"{self.kappa:.2f}"}
        if self.change == Change.DRIFTED:
            return gettext("Weighted kappa %(kappa)s with other assessors, on %(items)s items that both scored.") % said
        said["set"] = self.calibration.calibration_set.title
        if self.change == Change.WON:
            return gettext("Weighted kappa %(kappa)s against gold on %(items)s items of “%(set)s”.") % said
        return gettext("Only weighted kappa %(kappa)s against gold on %(items)s items of “%(set)s”.") % said

    @classmethod
    def of(cls, person, at: datetime) -> "CertifyingRight | None":
        return cls.objects.filter(person=person).in_force(at).first()

    @classmethod
    @transaction.atomic
    def from_calibration(cls, calibration, suffices: bool, at: datetime) -> "CertifyingRight | None":
        """Won for twelve months, or lost if there was one: the last set counts. Nothing to lose leaves no row."""
        if not suffices and cls.of(calibration.person, at) is None:
            return None
        row = cls.objects.create(
            person=calibration.person, calibration=calibration, at=at, kappa=calibration.kappa, items=calibration.items,
            change=Change.WON if suffices else Change.LOST, until=at + VALID if suffices else None,
        )  # fmt: skip
        action = Action.RIGHT_WON if suffices else Action.RIGHT_LOST
        audit.record(calibration.person, action, calibration.person, at=at)
        return row

    @classmethod
    def doubt(cls, person, kappa: float, items: int, at: datetime) -> None:
        """Once, until a person has answered."""
        if not cls.objects.filter(person=person).in_doubt().exists():
            cls.objects.create(person=person, change=Change.DRIFTED, kappa=kappa, items=items, at=at)

    @classmethod
    @transaction.atomic
    def decide(cls, person, change: str, by, reason: str, at: datetime) -> "CertifyingRight | None":
        """A lead trainer takes the right away, or lets a doubt rest. None where there is nothing to decide."""
        User.objects.select_for_update().get(pk=person.pk)
        doubted = cls.objects.filter(person=person).in_doubt().exists()
        if cls.of(person, at) is None or (change == Change.KEPT and not doubted):
            return None
        row = cls.objects.create(person=person, change=change, by=by, reason=reason.strip(), at=at)
        audit.record(by, Action.RIGHT_LOST if change == Change.LOST else Action.RIGHT_KEPT, person, at=at)
        return row


def certifies(person, at: datetime) -> bool:
    return CertifyingRight.of(person, at) is not None


def without_right(people: Iterable, at: datetime) -> list:
    """Those of them who may score practice only, in their order, in one query."""
    people = list(people)
    rows = CertifyingRight.objects.filter(person__in=[each.pk for each in people]).in_force(at)
    certifying = set(rows.values_list("person", flat=True))
    return [each for each in people if each.pk not in certifying]
