"""What one assessor gave, from the first tap to submission."""

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.scope import about_led_places, about_visible_people
from roleplays import chain, folding, scoring
from roleplays.models import drift
from roleplays.models.events import in_time
from roleplays.models.recorded import Recorded
from roleplays.models.refusals import BlankItems, MissingPhotographs, TooManyPhotographs
from roleplays.models.sessions import Kind, Session

if TYPE_CHECKING:
    from roleplays.models.photographs import Photograph

MOST_PHOTOGRAPHS = 10  # of one item


class Rating(models.IntegerChoices):
    """The assessor's impression of the whole, apart from the items; what borderline regression needs."""

    POOR = 1, _("Poor: customers would not come back")
    BORDERLINE = 2, _("Borderline: neither clearly good enough nor clearly not")
    SOUND = 3, _("Sound: ready for customers")
    GOOD = 4, _("Good: customers notice")
    EXCELLENT = 5, _("Excellent: an example to others")


class ScoreSheetQuerySet(models.QuerySet):
    def of(self, assessor) -> "ScoreSheetQuerySet":
        """The sheets an assessor may open: their own, of people they may see and places where they lead or train."""
        about = about_visible_people(assessor, "session__person")
        about |= about_led_places(assessor, "session__area__dealership")
        own = self.filter(about, assessor=assessor)
        return own if assessor.scores_role_plays else own.filter(session__kind__in=(Kind.AT_WORK, Kind.AREA))


class ScoreSheet(Recorded):
    """What one assessor gave. `sealed_number` and `seal` are the last event when it was handed in, and its receipt."""

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="score_sheets", verbose_name=pgettext_lazy("role-play", "session")
    )
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="score_sheets", verbose_name=_("assessor")
    )
    decides = models.BooleanField(
        _("decides"), default=False, help_text=_("Of a third assessor, between sheets that differ.")
    )
    rating = models.PositiveSmallIntegerField(_("overall impression"), choices=Rating, null=True, blank=True)
    comment = models.TextField(_("overall comment"), blank=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    percent = models.DecimalField(_("score in per cent"), max_digits=5, decimal_places=2, null=True, blank=True)
    sealed_number = models.PositiveIntegerField(_("last event"), null=True, blank=True)
    seal = models.CharField(_("seal"), max_length=64, blank=True)

    objects = ScoreSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("score sheet")
        verbose_name_plural = _("score sheets")
        ordering = ["pk"]  # PostgreSQL promises no order, and the first sheet's reasons go to whoever decides
        constraints = [
            models.UniqueConstraint(fields=["session", "assessor"], name="score_sheet_once_an_assessor"),
            models.UniqueConstraint(fields=["session"], condition=Q(decides=True), name="score_sheet_decides_once"),
            models.CheckConstraint(
                condition=Q(rating=None) | Q(rating__range=(1, 5)), name="score_sheet_rating_one_to_five"
            ),
            models.CheckConstraint(
                condition=Q(submitted_at=None, percent=None) | Q(submitted_at__isnull=False, percent__range=(0, 100)),
                name="score_sheet_submitted_with_score",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session} · {self.assessor}"

    @property
    def is_open(self) -> bool:
        return self.submitted_at is None and self.session.is_running

    @property
    def values(self) -> dict[str, str]:
        """Item code → mark, of the items that have one."""
        return {mark.item: mark.value for mark in self.marks.all() if mark.value}

    @property
    def reasons(self) -> dict[str, str]:
        """Item code → why it is not applicable."""
        return {mark.item: mark.reason for mark in self.marks.all() if mark.reason}

    @property
    def blanks(self) -> tuple[str, ...]:
        return self.score().blanks

    def score(self) -> scoring.Score:
        return self.session.edition.score(self.values, self.session.pass_mark)

    @property
    def unproven(self) -> tuple[str, ...]:
        """The codes of the items that need a photograph, as they are marked, and have none."""
        values, shown = self.values, {photograph.item for photograph in self.photographs.all()}
        items = self.session.edition.items
        return tuple(i.code for i in items if i.needs_photograph(values.get(i.code, "")) and i.code not in shown)

    @transaction.atomic
    def add_photograph(self, item: str, jpeg: bytes, by, at: datetime) -> "Photograph":
        """Keep what `photographs.as_jpeg` made as evidence for an item that asks for it (else `ValueError`).

        The same picture again changes nothing. Raises `TooManyPhotographs`.
        """
        self.lock_open()
        asked = self.session.edition.item(item)
        if asked is None or not asked.photo:
            raise ValueError(f"{item} asks for no photograph")
        taken = self.photographs.filter(item=item)
        sha256 = hashlib.sha256(jpeg).hexdigest()
        if known := taken.filter(sha256=sha256).first():
            return known
        if taken.count() >= MOST_PHOTOGRAPHS:
            raise TooManyPhotographs
        file = ContentFile(jpeg, name="photograph.jpg")
        return self.photographs.create(item=item, file=file, sha256=sha256, taken_by=by, at=at)

    @transaction.atomic
    def submit(self, at: datetime, comment: str = "", rating: int | None = None) -> Session:
        """Hand in the sheet, and release the session if its sheets decide now. A second submission changes nothing.

        Raises `BlankItems`, `MissingPhotographs`.
        """
        self.session.refresh_locked()
        self.refresh_from_db(fields=["submitted_at"])
        if self.submitted_at:
            return self.session
        self.session.lock_running()
        score = self.score()
        if score.blanks:
            raise BlankItems(score.blanks)
        if missing := self.unproven:
            raise MissingPhotographs(missing)
        self.comment, self.rating, self.percent, self.submitted_at = comment.strip(), rating, score.percent, at
        self.sealed_number, self.seal = self.sealed()
        self.save(update_fields=["comment", "rating", "percent", "submitted_at", "sealed_number", "seal"])
        self.session.settle(at)
        if self.session.released_at:
            drift.watch(self.session, at)
        return self.session

    def findings(self) -> list[chain.Finding]:
        """What is wrong with the chain of this sheet's events."""
        sealed = None if self.sealed_number is None else (self.sealed_number, self.seal)
        return chain.check([event.kept for event in self.events.all()], sealed)

    def differing(self) -> list[str]:
        """The items whose mark does not follow from the events."""
        marks = {mark.item: mark.value for mark in self.marks.all()}
        folded = folding.fold(in_time(self.events.all()))
        items = {*marks, *folded}
        return sorted(item for item in items if marks.get(item, "") != (folded[item].value if item in folded else ""))
