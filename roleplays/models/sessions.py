"""One performance: who, what, on which edition, and what came of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses import ledger
from courses.models import Outcome
from people import audit
from people.audit import Action
from roleplays import news, panel, passing
from roleplays.models.areas import Area
from roleplays.models.cards import Card, CardUse, cards_of
from roleplays.models.editions import Edition
from roleplays.models.opened import Opened
from roleplays.models.pages import Medium, RolePlayPage
from roleplays.models.refusals import SessionClosed
from roleplays.models.rights import certifies
from roleplays.models.session_queries import RUNNING, Kind, OfAreas, OfPeople, SessionQuerySet

if TYPE_CHECKING:
    from roleplays.models.score_sheets import ScoreSheet

TRIES = 5  # for a number that others take at the same moment


class Session(Opened):
    """One performance of a role-play by `person`. It keeps its edition and its pass mark for ever.

    `number` counts the tries of this person at this role-play; a cancelled session is none. `assessors` is how many
    sheets it takes. `outcome` and `percent` are what was released: what the sheets come to together, or the sheet of
    whoever decided between them. The audit of an area has an `area` in place of a person.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="role_play_sessions",
        verbose_name=_("advisor"),
    )
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="audits", verbose_name=_("area"))
    role_play = models.UUIDField(_("role-play"))
    kind = models.CharField(pgettext_lazy("session", "kind"), max_length=10, choices=Kind, default=Kind.ROLE_PLAY)
    number = models.PositiveSmallIntegerField(pgettext_lazy("role-play", "try"))
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="sessions", verbose_name=_("edition"))
    pass_mark = models.PositiveSmallIntegerField(_("pass mark in per cent"))
    time_limit = models.PositiveSmallIntegerField(_("time limit in minutes"))
    soft_limit = models.PositiveSmallIntegerField(_("soft limit in minutes"), null=True)
    section_minimum = models.PositiveSmallIntegerField(_("minimum by section in per cent"), null=True)
    self_assessment = models.BooleanField(_("self-assessment"), default=False)
    recording = models.CharField(_("recording"), max_length=5, choices=Medium, default=Medium.NONE)
    use = models.OneToOneField(CardUse, models.PROTECT, null=True, related_name="session")
    assessors = models.PositiveSmallIntegerField(_("assessors"), default=1)
    largest_difference = models.PositiveSmallIntegerField(_("largest difference"), default=10)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="sessions_opened", verbose_name=_("opened by")
    )
    opened_at = models.DateTimeField(_("opened"))
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    percent = models.DecimalField(_("score in per cent"), max_digits=5, decimal_places=2, null=True, blank=True)
    cancelled_at = models.DateTimeField(pgettext_lazy("time", "cancelled"), null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions_cancelled",
        verbose_name=_("cancelled by"),
    )
    cancelled_because = models.TextField(_("why it was cancelled"), blank=True)

    objects = OfPeople()
    audits = OfAreas()
    every = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("role-play", "session")
        verbose_name_plural = pgettext_lazy("role-play", "sessions")
        ordering = ["-opened_at", "-pk"]
        indexes = [models.Index(fields=["person", "role_play"], name="session_by_person_and_play")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role_play", "kind", "opened_by"], condition=RUNNING, name="session_open_once"
            ),
            models.UniqueConstraint(
                fields=["person", "role_play", "kind", "number"],
                condition=Q(cancelled_at=None),
                name="session_number_once",
            ),
            models.UniqueConstraint(
                fields=["area", "role_play", "opened_by"],
                condition=RUNNING & Q(area__isnull=False),
                name="session_of_area_open_once",
            ),
            models.UniqueConstraint(
                fields=["area", "role_play", "number"],
                condition=Q(cancelled_at=None, area__isnull=False),
                name="session_of_area_number_once",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, area=None) & ~Q(kind=Kind.AREA)
                | Q(person=None, area__isnull=False, kind=Kind.AREA),
                name="session_of_a_person_or_an_area",
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="session_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind__in=[Kind.ROLE_PLAY, Kind.PRACTICE]) | Q(assessors=1),
                name="session_at_work_has_one_assessor",
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
            models.CheckConstraint(condition=Q(assessors__gte=1), name="session_has_assessors"),
            models.CheckConstraint(condition=Q(recording__in=Medium.values), name="session_recording_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.area} · {self.edition.title} · {self.number}"

    @property
    def subject(self) -> str:
        """Who or what is looked at."""
        return self.person.called if self.person else str(self.area)

    @property
    def is_running(self) -> bool:
        return self.released_at is None and self.cancelled_at is None

    @property
    def is_at_work(self) -> bool:
        return self.kind == Kind.AT_WORK

    @property
    def mediums(self) -> list[str]:
        """What may be recorded; where pictures may, sound alone may too."""
        return {Medium.AUDIO: [Medium.AUDIO], Medium.VIDEO: [Medium.VIDEO, Medium.AUDIO]}.get(self.recording, [])

    @property
    def is_practice(self) -> bool:
        return self.kind == Kind.PRACTICE

    @property
    def certifies(self) -> bool:
        """Whether it counts, so that its assessors need the right to certify."""
        return self.kind == Kind.ROLE_PLAY

    @property
    def evidence(self) -> "Session":
        """What the ledger keeps as proof: what was seen at work is of another kind than a role-play."""
        return Observation(pk=self.pk) if self.is_at_work else self

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

    @property
    def card(self) -> Card | None:
        """The customer whom this advisor meets."""
        cards = cards_of(self.page) if self.page and (self.certifies or self.is_practice) else []
        key = self.use.card if self.use else self.role_play
        return next((card for card in cards if card.key == key), None)

    def waits_for_decision(self, sheets: "Sequence[ScoreSheet]") -> bool:
        """All are in, and nothing came of it: they differ."""
        submitted = [sheet for sheet in sheets if sheet.submitted_at]
        return self.is_running and len(submitted) == self.assessors

    def settle(self, at: datetime) -> None:
        """Release the session once its sheets decide. The caller's transaction holds the session's lock."""
        sheets = [sheet for sheet in self.score_sheets.prefetch_related("marks") if sheet.submitted_at]
        deciding = [sheet for sheet in sheets if sheet.decides]
        if not deciding and len(sheets) < self.assessors:
            return
        scores = [sheet.score() for sheet in deciding or sheets]
        decision = passing.decide(scores, self.largest_difference, self.section_minimum)
        if not decision.dispute:
            self._release(decision, at)

    @transaction.atomic
    def start(self, at: datetime) -> None:
        """The performance begins; a second start changes nothing."""
        self.lock_running()
        self.begin(at)

    def begin(self, at: datetime) -> None:
        """The same, for a caller whose transaction holds the session's lock."""
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
        self._give_card_back()
        apps.get_model("roleplays", "Recording").discard_of_cancelled(self, by, at)
        audit.record(by, Action.SESSION_CANCELLED, self, at=at)

    def _give_card_back(self) -> None:
        """Whoever has not begun to perform has not met the customer."""
        if self.use and self.started_at is None and not hasattr(self.use, "plan"):
            used, self.use = self.use, None
            self.save(update_fields=["use"])
            used.delete()

    def _release(self, decision: panel.Decision, at: datetime) -> None:
        """Give the advisor the result and write it in the ledger, unless it is practice; an area's is nobody's."""
        self.outcome = Outcome.PASSED if decision.passed else Outcome.FAILED
        self.percent, self.released_at = decision.percent, at
        changed = ["outcome", "percent", "released_at"]
        if self.certifies and not self._was_scored_with_right():
            self._becomes_practice(changed)
        else:
            self.save(update_fields=changed)
        audit.record(self.opened_by, Action.SCORE_RELEASED, self, at=at, percent=self.percent, outcome=self.outcome)
        if self.person is None:
            return
        if not self.is_practice:
            ledger.record(
                person=self.person,
                activity=self.role_play,
                outcome=self.outcome,
                score=self.percent,
                at=at,
                evidence=self.evidence,
            )
        news.tell(news.RELEASED, [self.person_id], key=f"{self.pk}", at=at, session=self.pk, role_play=self.role_play)

    def _was_scored_with_right(self) -> bool:
        """Each assessor had the right when they handed in, whatever has become of it since."""
        sheets = self.score_sheets.filter(submitted_at__isnull=False).select_related("assessor")
        return all(certifies(sheet.assessor, sheet.submitted_at) for sheet in sheets)

    def _becomes_practice(self, changed: list[str]) -> None:
        """Numbered among the practice of this person; where somebody else took the number just now, with the next."""
        self.kind = Kind.PRACTICE
        practice = Session.objects.filter(person=self.person, role_play=self.role_play, kind=Kind.PRACTICE)
        for _try in range(TRIES):
            self.number = (practice.aggregate(last=models.Max("number"))["last"] or 0) + 1
            try:
                with transaction.atomic():
                    return self.save(update_fields=[*changed, "kind", "number"])
            except IntegrityError:
                continue
        raise IntegrityError("no number was free")

    def lock_running(self) -> None:
        self.refresh_locked()
        if not self.is_running:
            raise SessionClosed

    def refresh_locked(self) -> None:
        self.refresh_from_db(from_queryset=Session.every.select_for_update())


class Observation(Session):
    """A session on the job, under the name by which the ledger and the certificates know it."""

    class Meta:
        proxy = True
