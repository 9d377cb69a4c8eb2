"""A trainer scores the gold performances of a set, blind to the reference until all are handed in."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import User
from roleplays import scoring
from roleplays.fairness.against_gold import Nearness, nearness
from roleplays.models.gold import CalibrationSet, GoldPerformance
from roleplays.models.marks import Value
from roleplays.models.refusals import BlankItems
from roleplays.models.rights import CertifyingRight

REST = timedelta(days=90)  # before the same set again: its reasons have been read


class NotYet(Exception):
    """This set was handed in lately, or its author is who wants to be measured by it."""


class HandedIn(Exception):
    """Nothing on it changes any more."""


class Calibration(models.Model):
    """`kappa` against gold, with quadratic weights, over the `items` of all performances; None where not defined."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="calibrations", verbose_name=_("assessor")
    )
    calibration_set = models.ForeignKey(
        CalibrationSet, models.PROTECT, related_name="calibrations", verbose_name=_("calibration set")
    )
    begun_at = models.DateTimeField(_("begun"))
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    kappa = models.FloatField(_("weighted kappa"), null=True, blank=True)
    items = models.PositiveIntegerField(_("items"), null=True, blank=True)

    class Meta:
        verbose_name = _("calibration")
        verbose_name_plural = _("calibrations")
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "calibration_set"], condition=Q(submitted_at=None), name="calibration_open_once"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, kappa=None, items=None)
                | Q(submitted_at__isnull=False, items__isnull=False),
                name="calibration_counted_when_submitted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.calibration_set} · {self.begun_at:%Y-%m-%d}"

    @classmethod
    @transaction.atomic
    def begin(cls, calibration_set: CalibrationSet, person, at: datetime) -> "Calibration":
        """The one that is open, or a new one. Raises `NotYet`."""
        User.objects.select_for_update().get(pk=person.pk)
        of_person = cls.objects.filter(person=person, calibration_set=calibration_set)
        if own := of_person.filter(submitted_at=None).first():
            return own
        if free_from(calibration_set, person, at) > at or is_author(calibration_set, person):
            raise NotYet
        own = cls.objects.create(person=person, calibration_set=calibration_set, begun_at=at)
        CalibrationSheet.objects.bulk_create(
            CalibrationSheet(calibration=own, performance=gold, place=place)
            for place, gold in enumerate(calibration_set.performances, start=1)
        )
        return own

    @transaction.atomic
    def submit(self, at: datetime) -> Nearness:
        """Hand in all sheets, and with them win or lose the right. A second time changes nothing.

        Raises `BlankItems`.
        """
        self.refresh_from_db(from_queryset=Calibration.objects.select_for_update())
        sheets = self.in_order()
        if blanks := [code for sheet in sheets for code in sheet.blanks]:
            raise BlankItems(tuple(blanks))
        found = nearness([(sheet.performance.values, sheet.values) for sheet in sheets])
        if self.submitted_at is None:
            self.submitted_at, self.items = at, found.items
            self.kappa = round(found.kappa.value, 4) if found.kappa else None
            self.save(update_fields=["submitted_at", "kappa", "items"])
            CertifyingRight.from_calibration(self, found.suffices, at)
        return found

    def in_order(self) -> list["CalibrationSheet"]:
        related = self.sheets.select_related("performance__edition").prefetch_related("marks", "performance__marks")
        return list(related.order_by("place"))


class CalibrationSheet(models.Model):
    calibration = models.ForeignKey(Calibration, models.CASCADE, related_name="sheets")
    performance = models.ForeignKey(GoldPerformance, models.PROTECT, related_name="sheets")
    place = models.PositiveSmallIntegerField(_("place"))

    class Meta:
        verbose_name = _("calibration sheet")
        verbose_name_plural = _("calibration sheets")
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["calibration", "place"], name="calibration_sheet_once_a_place")]

    def __str__(self) -> str:
        return f"{self.calibration} · {self.place}"

    @property
    def values(self) -> dict[str, str]:
        return {mark.item: mark.value for mark in self.marks.all() if mark.value}

    @property
    def blanks(self) -> tuple[str, ...]:
        sections = [section.for_scoring() for section in self.performance.edition.sections]
        return scoring.blank_codes(sections, self.values)

    @transaction.atomic
    def put(self, item: str, at: datetime, **said: str) -> "CalibrationMark":
        """A mark (`value`, with a `reason` where it is left out), or a `comment`, as the edition allows (`ValueError`).

        Raises `HandedIn`.
        """
        calibration = Calibration.objects.select_for_update().get(pk=self.calibration_id)
        if calibration.submitted_at:
            raise HandedIn
        asked = self.performance.edition.item(item)
        value = said.get("value")
        if asked is None or (value is not None and not asked.allows(value)):
            raise ValueError(f"{item} cannot be {value}")
        if value == Value.NOT_APPLICABLE and not said.get("reason", "").strip():
            raise ValueError(f"{item} needs a reason")
        told = {name: text.strip() for name, text in said.items()}
        return self.marks.update_or_create(item=item, defaults=told | {"at": at})[0]


class CalibrationMark(models.Model):
    sheet = models.ForeignKey(CalibrationSheet, models.CASCADE, related_name="marks")
    item = models.CharField(pgettext_lazy("check sheet", "item"), max_length=16)
    value = models.CharField(pgettext_lazy("score sheet", "mark"), max_length=10, choices=Value, blank=True)
    reason = models.TextField(_("why it is not applicable"), blank=True)
    comment = models.TextField(pgettext_lazy("score sheet", "comment"), blank=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = pgettext_lazy("calibration", "mark")
        verbose_name_plural = pgettext_lazy("calibration", "marks")
        constraints = [
            models.UniqueConstraint(fields=["sheet", "item"], name="calibration_mark_once_an_item"),
            models.CheckConstraint(
                condition=Q(value__in=["", *Value.values]), name="calibration_mark_value_is_known"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.item}: {self.get_value_display()}"


def free_from(calibration_set: CalibrationSet, person, at: datetime) -> datetime:
    """From when the person may score the set; `at` where nothing stands against it."""
    handed_in = calibration_set.calibrations.filter(person=person, submitted_at__isnull=False)
    last = handed_in.order_by("-submitted_at").values_list("submitted_at", flat=True).first()
    return max(at, last + REST) if last else at


def is_author(calibration_set: CalibrationSet, person) -> bool:
    """Whoever published a performance of the set knows its reference."""
    return calibration_set.members.filter(performance__published_by=person.pk).exists()
