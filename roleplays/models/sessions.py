"""One performance and what its assessor gave: session, score sheet, marks, and every tap that led to them."""

import hashlib
import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses import ledger
from courses.models import Outcome
from people.scope import about_visible_people
from roleplays import scoring
from roleplays.models.checksheets import Edition, IncompleteCheckSheet
from roleplays.models.pages import RolePlayPage

if TYPE_CHECKING:
    from roleplays.models.photographs import Photograph


class SelfAssessment(Exception):
    """Nobody scores their own performance."""


class SessionClosed(Exception):
    """The session is released or cancelled; nothing on it changes any more."""


class BlankItems(Exception):
    """A sheet was submitted with items that have no mark; `codes` names them in the order of the sheet."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


class MissingPhotographs(Exception):
    """A sheet was submitted without photographs that it needs; `codes` names the items in the order of the sheet."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes


class TooManyPhotographs(Exception):
    """An item has as many photographs as it may have."""


MOST_PHOTOGRAPHS = 10  # of one item


class Value(models.TextChoices):
    DONE = scoring.DONE, pgettext_lazy("mark", "Done")
    PARTLY = scoring.PARTLY, pgettext_lazy("mark", "Partly")
    NOT = scoring.NOT, pgettext_lazy("mark", "Not done")


RUNNING = Q(released_at=None, cancelled_at=None)


class SessionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "SessionQuerySet":
        return self.filter(about_visible_people(user, "person"))

    def running(self) -> "SessionQuerySet":
        return self.filter(RUNNING)

    def released(self) -> "SessionQuerySet":
        return self.filter(released_at__isnull=False)

    def assessed_by(self, user) -> "SessionQuerySet":
        return self.filter(score_sheets__assessor=user)

    def newest_first(self) -> "SessionQuerySet":
        return self.order_by("-opened_at", "-pk")


class Session(models.Model):
    """One performance of a role-play by `person`. It keeps its edition and its pass mark for ever.

    `number` counts the tries of this person at this role-play; a cancelled session is none. `outcome` and `percent` are
    what was released: the score sheet's, while one assessor scores a session.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="role_play_sessions", verbose_name=_("advisor")
    )
    role_play = models.UUIDField(_("role-play"))
    number = models.PositiveSmallIntegerField(pgettext_lazy("role-play", "try"))
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="sessions", verbose_name=_("edition"))
    pass_mark = models.PositiveSmallIntegerField(_("pass mark in per cent"))
    time_limit = models.PositiveSmallIntegerField(_("time limit in minutes"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="sessions_opened", verbose_name=_("opened by")
    )
    opened_at = models.DateTimeField(_("opened"))
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    percent = models.DecimalField(_("score in per cent"), max_digits=5, decimal_places=2, null=True, blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions_cancelled",
        verbose_name=_("cancelled by"),
    )
    cancelled_because = models.TextField(_("why it was cancelled"), blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("role-play", "session")
        verbose_name_plural = pgettext_lazy("role-play", "sessions")
        ordering = ["-opened_at", "-pk"]
        indexes = [models.Index(fields=["person", "role_play"], name="session_by_person_and_play")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role_play", "opened_by"], condition=RUNNING, name="session_open_once"
            ),
            models.UniqueConstraint(
                fields=["person", "role_play", "number"], condition=Q(cancelled_at=None), name="session_number_once"
            ),
            models.CheckConstraint(
                condition=Q(released_at=None) | Q(cancelled_at=None), name="session_not_released_and_cancelled"
            ),
            models.CheckConstraint(
                condition=Q(released_at=None, outcome="", percent=None)
                | Q(released_at__isnull=False, outcome__in=["passed", "failed"], percent__range=(0, 100)),
                name="session_released_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by=None)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
                name="session_cancelled_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(person=models.F("opened_by")), name="session_not_of_oneself"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.edition.title} · {self.number}"

    @property
    def is_running(self) -> bool:
        return self.released_at is None and self.cancelled_at is None

    @property
    def has_passed(self) -> bool:
        return self.outcome == Outcome.PASSED

    @cached_property
    def page(self) -> RolePlayPage | None:
        """The role-play in the active language, or in another one; None once it has been deleted."""
        page = RolePlayPage.objects.filter(translation_key=self.role_play).select_related("locale").first()
        return page.localized if page else None

    @property
    def title(self) -> str:
        return self.page.title if self.page else self.edition.title

    @classmethod
    @transaction.atomic
    def open(cls, role_play: RolePlayPage, person, by, at: datetime) -> "Session":
        """The running session of `person` at this role-play with `by` as assessor: a new one, or the one there is.

        Raises `SelfAssessment`, `IncompleteCheckSheet`. The lock on the person numbers the tries one by one.
        """
        if person.pk == by.pk:
            raise SelfAssessment
        type(person).objects.select_for_update().get(pk=person.pk)
        of_person = cls.objects.filter(person=person, role_play=role_play.translation_key)
        return of_person.running().filter(opened_by=by).first() or cls._open_another(
            of_person, role_play, person, by, at
        )

    @classmethod
    def _open_another(cls, of_person: SessionQuerySet, role_play: RolePlayPage, person, by, at: datetime) -> "Session":
        if role_play.check_sheet is None:
            raise IncompleteCheckSheet
        tries = of_person.filter(cancelled_at=None).aggregate(last=models.Max("number"))
        session = cls.objects.create(
            person=person,
            role_play=role_play.translation_key,
            number=(tries["last"] or 0) + 1,
            edition=role_play.check_sheet.edition(at),
            pass_mark=role_play.pass_mark,
            time_limit=role_play.time_limit,
            opened_by=by,
            opened_at=at,
        )
        session.score_sheets.create(assessor=by)
        return session

    @transaction.atomic
    def start(self, at: datetime) -> None:
        """The performance begins; a second start changes nothing."""
        self.lock_running()
        if self.started_at is None:
            self.started_at = at
            self.save(update_fields=["started_at"])

    @transaction.atomic
    def cancel(self, by, at: datetime, because: str = "") -> None:
        """For a session opened by mistake. Its taps stay as the record of it. Raises `SessionClosed` after release."""
        self.refresh_locked()
        if self.cancelled_at:
            return
        if self.released_at:
            raise SessionClosed
        self.cancelled_by, self.cancelled_at, self.cancelled_because = by, at, because
        self.save(update_fields=["cancelled_by", "cancelled_at", "cancelled_because"])

    def release(self, score: scoring.Score, at: datetime) -> None:
        """Give the advisor the result and write it in the ledger. The caller's transaction holds the session's lock."""
        self.outcome = Outcome.PASSED if score.passed else Outcome.FAILED
        self.percent, self.released_at = score.percent, at
        self.save(update_fields=["outcome", "percent", "released_at"])
        ledger.record(
            person=self.person, activity=self.role_play, outcome=self.outcome, score=self.percent, at=at, evidence=self
        )

    def lock_running(self) -> None:
        self.refresh_locked()
        if not self.is_running:
            raise SessionClosed

    def refresh_locked(self) -> None:
        self.refresh_from_db(from_queryset=Session.objects.select_for_update())


class ScoreSheetQuerySet(models.QuerySet):
    def of(self, assessor) -> "ScoreSheetQuerySet":
        """The sheets an assessor may open: their own, of people they may see."""
        return self.filter(about_visible_people(assessor, "session__person"), assessor=assessor)


class ScoreSheet(models.Model):
    """What one assessor gave. Each verb locks the session first, so that taps, undo and submission come one by one."""

    session = models.ForeignKey(
        Session, models.CASCADE, related_name="score_sheets", verbose_name=pgettext_lazy("role-play", "session")
    )
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="score_sheets", verbose_name=_("assessor")
    )
    comment = models.TextField(_("overall comment"), blank=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    percent = models.DecimalField(_("score in per cent"), max_digits=5, decimal_places=2, null=True, blank=True)

    objects = ScoreSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("score sheet")
        verbose_name_plural = _("score sheets")
        constraints = [
            models.UniqueConstraint(fields=["session", "assessor"], name="score_sheet_once_an_assessor"),
            models.CheckConstraint(
                condition=Q(submitted_at=None, percent=None) | Q(submitted_at__isnull=False, percent__range=(0, 100)),
                name="score_sheet_submitted_with_score",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session} · {self.assessor}"

    @property
    def values(self) -> dict[str, str]:
        """Item code → mark, of the items that have one."""
        return {mark.item: mark.value for mark in self.marks.all() if mark.value}

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
    def mark(
        self, item: str, value: str, at: datetime, key: uuid.UUID | None = None, device_at: datetime | None = None
    ) -> "Mark":
        """Mark an item of the edition ("done", "partly", "not", else `ValueError`); the first mark starts the clock.

        `key` names the tap: the same key again, or the value that stands already, changes nothing.
        """
        self.session.start(at)
        mark = self._mark_of(item, at)
        if mark.value != Value(value) and not self.taps.filter(key=key).exists():
            self.taps.create(key=key or uuid.uuid4(), item=item, value=value, at=at, device_at=device_at)
            mark.become(value, at)
        return mark

    @transaction.atomic
    def undo(self, at: datetime, key: uuid.UUID | None = None, device_at: datetime | None = None) -> "Mark | None":
        """Take back the last tap that stands; again takes back the one before. None when none is left."""
        self.session.lock_running()
        if known := self.taps.filter(key=key).first():
            return self.marks.get(item=known.item)
        last = self.taps.standing().last()
        if last is None:
            return None
        before = self.taps.standing().filter(item=last.item).exclude(pk=last.pk).last()
        value = before.value if before else ""
        self.taps.create(key=key or uuid.uuid4(), item=last.item, value=value, undoes=last, at=at, device_at=device_at)
        return self.marks.get(item=last.item).become(value, at)

    @transaction.atomic
    def comment_on(self, item: str, text: str, at: datetime) -> "Mark":
        self.session.lock_running()
        mark = self._mark_of(item, at)
        mark.comment, mark.at = text.strip(), at
        mark.save(update_fields=["comment", "at"])
        return mark

    @transaction.atomic
    def add_photograph(self, item: str, jpeg: bytes, by, at: datetime) -> "Photograph":
        """Keep what `photographs.as_jpeg` made as evidence for an item that asks for it (else `ValueError`).

        The same picture again changes nothing. Raises `TooManyPhotographs`.
        """
        self.session.lock_running()
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
    def submit(self, at: datetime, comment: str = "") -> Session:
        """Hand in the sheet and release the session. A second submission changes nothing.

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
        self.comment, self.percent, self.submitted_at = comment.strip(), score.percent, at
        self.save(update_fields=["comment", "percent", "submitted_at"])
        self.session.release(score, at)
        return self.session

    def _mark_of(self, item: str, at: datetime) -> "Mark":
        if not self.session.edition.has(item):
            raise ValueError(f"{item} is not on this sheet")
        return self.marks.get_or_create(item=item, defaults={"at": at})[0]


class Mark(models.Model):
    """How an item stands on a sheet; blank while it has only a comment, or when every tap on it was taken back."""

    score_sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="marks")
    item = models.CharField(pgettext_lazy("check sheet", "item"), max_length=16)
    value = models.CharField(pgettext_lazy("score sheet", "mark"), max_length=10, choices=Value, blank=True)
    comment = models.TextField(pgettext_lazy("score sheet", "comment"), blank=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = pgettext_lazy("score sheet", "mark")
        verbose_name_plural = pgettext_lazy("score sheet", "marks")
        constraints = [
            models.UniqueConstraint(fields=["score_sheet", "item"], name="mark_once_an_item"),
            models.CheckConstraint(condition=Q(value__in=["", *Value.values]), name="mark_value_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.get_value_display()}"

    def become(self, value: str, at: datetime) -> "Mark":
        self.value, self.at = value, at
        self.save(update_fields=["value", "at"])
        return self


class TapQuerySet(models.QuerySet):
    def standing(self) -> "TapQuerySet":
        """The marks that were not taken back, in their order."""
        return self.filter(undoes=None, undone_by=None).order_by("pk")


class Tap(models.Model):
    """One change of one item, as it happened. Rows are only added: an undo is a tap that names the tap it takes back.

    `key` comes from the device, so that a tap which is sent twice counts once. `device_at` is the device's clock, which
    may be wrong; `at` is the server's.
    """

    score_sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="taps")
    key = models.UUIDField(pgettext_lazy("tap", "key"), default=uuid.uuid4)
    item = models.CharField(pgettext_lazy("check sheet", "item"), max_length=16)
    value = models.CharField(pgettext_lazy("score sheet", "mark"), max_length=10, choices=Value, blank=True)
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by", verbose_name=_("takes back")
    )
    device_at = models.DateTimeField(_("device’s time"), null=True, blank=True)
    at = models.DateTimeField(_("when"))

    objects = TapQuerySet.as_manager()

    class Meta:
        verbose_name = _("tap")
        verbose_name_plural = _("taps")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["score_sheet", "key"], name="tap_counts_once"),
            models.CheckConstraint(
                condition=Q(value__in=Value.values) | Q(value="", undoes__isnull=False), name="tap_value_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.get_value_display()}"
