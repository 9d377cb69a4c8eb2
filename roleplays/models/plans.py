"""A session that is planned: where, when, who performs, who plays the customer, who assesses."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people import audit
from people.audit import Action
from roleplays import news, running
from roleplays.models.cards import Card, CardUse, cards_of, deal_for
from roleplays.models.pages import Medium, RolePlayPage
from roleplays.models.plan_parts import PlannedAssessor
from roleplays.models.plan_queries import STANDING, PlanQuerySet
from roleplays.models.refusals import SelfAssessment, SessionClosed
from roleplays.models.rights import NoRight, without_right
from roleplays.models.session_queries import Kind
from roleplays.models.sessions import Session


class NotAnAssessor(Exception):
    """Only whoever is planned as an assessor begins the performance."""


class Plan(models.Model):
    """`uid` and `sequence` are those of the calendar file; a change raises the latter. `use` is the customer dealt."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="planned_sessions", verbose_name=_("advisor")
    )
    role_play = models.UUIDField(_("role-play"))
    kind = models.CharField(pgettext_lazy("session", "kind"), max_length=10, choices=Kind, default=Kind.ROLE_PLAY)
    place = models.CharField(pgettext_lazy("planned session", "place"), max_length=120)
    starts_at = models.DateTimeField(pgettext_lazy("planned session", "begins"))
    ends_at = models.DateTimeField(pgettext_lazy("planned session", "ends"))
    player = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="planned_customers",
        verbose_name=_("plays the customer"),
    )
    use = models.OneToOneField(CardUse, models.PROTECT, null=True, related_name="plan")
    session = models.OneToOneField(Session, models.PROTECT, null=True, related_name="plan")
    prepared_at = models.DateTimeField(_("preparation began"), null=True)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(_("planned"))
    changed_at = models.DateTimeField(_("changed"))
    cancelled_at = models.DateTimeField(pgettext_lazy("time", "cancelled"), null=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    cancelled_because = models.TextField(_("why it was cancelled"), blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("planned session")
        verbose_name_plural = _("planned sessions")
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["person", "starts_at"], name="plan_by_person"),
            models.Index(fields=["starts_at", "ends_at"], name="plan_by_time"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "starts_at"], condition=STANDING, name="plan_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.ROLE_PLAY) | Q(kind=Kind.PRACTICE, use=None), name="plan_role_play_or_practice"
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="plan_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(player=F("person")), name="plan_customer_is_another"),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by=None)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False, session=None),
                name="plan_cancelled_by_somebody_before_it_began",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person} · {self.starts_at:%Y-%m-%d %H:%M}"

    @cached_property
    def page(self) -> RolePlayPage | None:
        page = RolePlayPage.objects.filter(translation_key=self.role_play).select_related("locale").first()
        return page.localized if page else None

    @property
    def title(self) -> str:
        title = self.page.title if self.page else "—"
        return f"{title} · {self.get_kind_display()}" if self.is_practice else title

    @property
    def is_open(self) -> bool:
        """It may still be moved, cancelled and begun."""
        return self.session_id is None and self.cancelled_at is None

    @property
    def is_practice(self) -> bool:
        return self.kind == Kind.PRACTICE

    @property
    def recording(self) -> str:
        """What its session will allow to be recorded."""
        return Medium.NONE if self.is_practice or self.page is None else self.page.recording

    @property
    def has_card(self) -> bool:
        return bool(self.use_id or (self.is_practice and self.page and self.page.has_customer))

    @property
    def card(self) -> Card | None:
        """Who practises meets the first customer, and none is used up."""
        cards = cards_of(self.page) if self.page and self.has_card else []
        key = self.use.card if self.use else self.role_play
        return next((card for card in cards if card.key == key), None)

    @property
    def limits(self) -> running.Limits:
        page = self.page or RolePlayPage()
        return running.Limits(page.preparation_minutes, page.time_limit, page.soft_limit)

    def clock(self, now: datetime) -> running.Clock:
        return running.clock(self.limits, self.prepared_at, self.session.started_at if self.session else None, now)

    @classmethod
    @transaction.atomic
    def make(
        cls, role_play: RolePlayPage, person, by, at: datetime, *, starts_at: datetime, place: str,
        assessors: Sequence, player=None, kind: str = Kind.ROLE_PLAY,
    ) -> "Plan":  # fmt: skip
        """A plan, told to whoever takes part. Made twice, it is the one there is. Practice asks for no right.

        Raises `SelfAssessment`, `NoRight`, `EveryCardUsed`. The lock on the person deals one customer at a time.
        """
        if person.pk in {each.pk for each in [*assessors, player] if each}:
            raise SelfAssessment
        if kind == Kind.ROLE_PLAY and (lacking := without_right(assessors, starts_at)):
            raise NoRight(lacking[0])
        type(person).objects.select_for_update().get(pk=person.pk)
        if same := cls.objects.standing().filter(person=person, starts_at=starts_at).first():
            return same
        limits = running.Limits(role_play.preparation_minutes, role_play.time_limit)
        plan = cls.objects.create(
            person=person, role_play=role_play.translation_key, kind=kind, place=place.strip(), starts_at=starts_at,
            ends_at=running.ends(starts_at, limits), player=player, planned_by=by, planned_at=at, changed_at=at,
            use=deal_for(role_play, person, starts_at) if kind == Kind.ROLE_PLAY else None,
        )  # fmt: skip
        PlannedAssessor.objects.bulk_create(PlannedAssessor(plan=plan, assessor=each) for each in assessors)
        plan.tell(news.PLANNED, by, at)
        return plan

    @transaction.atomic
    def move(self, by, at: datetime, *, starts_at: datetime, place: str, because: str) -> None:
        """To another time or place; the same again changes nothing.

        Raises `SessionClosed`, and `EveryCardUsed` if the customer is not free yet at the new time.
        """
        self._lock_open()
        was = (self.starts_at, self.place)
        if was == (starts_at, place.strip()):
            return
        self.moves.create(by=by, at=at, because=because, starts_at=was[0], place=was[1])
        self.ends_at += starts_at - self.starts_at
        self.starts_at, self.place = starts_at, place.strip()
        self._deal_again()
        self._changed(at, "starts_at", "ends_at", "place", "use")
        self.tell(news.MOVED, by, at)

    @transaction.atomic
    def cancel(self, by, at: datetime, because: str) -> None:
        """Its customer is as if never given; a second time changes nothing. Raises `SessionClosed` once begun."""
        self.refresh_from_db(from_queryset=Plan.objects.select_for_update())
        if self.cancelled_at:
            return
        if self.session_id:
            raise SessionClosed
        use, self.use = self.use, None
        self.cancelled_by, self.cancelled_at, self.cancelled_because = by, at, because
        self._changed(at, "cancelled_by", "cancelled_at", "cancelled_because", "use")
        if use:
            use.delete()
        audit.record(by, Action.SESSION_CANCELLED, self, at=at)
        self.tell(news.CALLED_OFF, by, at)

    @transaction.atomic
    def prepare(self, by, at: datetime) -> None:
        """The advisor reads the brief from now on; a second time changes nothing. Raises `SessionClosed`."""
        self._lock_open()
        self._check_assessor(by)
        if self.prepared_at is None:
            self.prepared_at = at
            self.save(update_fields=["prepared_at"])

    @transaction.atomic
    def begin(self, by, at: datetime) -> Session:
        """The session, with a sheet for each planned assessor; begun twice it is the same.

        Where the assessor is still at this role-play by another plan, it is that session, and this plan waits.
        Whoever has lost the right to certify since leaves their place to somebody else. Raises `NotAnAssessor`,
        `NoRight`, `SessionClosed`, `IncompleteCheckSheet`.
        """
        self._check_assessor(by)
        self.refresh_from_db(from_queryset=Plan.objects.select_for_update())
        if self.session_id:
            return self.session
        if self.cancelled_at or self.page is None:
            raise SessionClosed
        self.session = Session.open(
            self.page, self.person, by=by, at=at, kind=self.kind, use=self.use, planned_at=self.planned_at
        )
        if Plan.objects.filter(session=self.session).exists():
            return self.session
        others = [each.assessor for each in self.assessors.exclude(assessor=by).select_related("assessor")]
        lacking = [] if self.is_practice else without_right(others, at)
        for assessor in [each for each in others if each not in lacking]:
            if self.session.score_sheets.count() < self.session.assessors:
                self.session.join(assessor, at)
        self.save(update_fields=["session"])
        return self.session

    def tell(self, what: str, by, at: datetime) -> None:
        """Whoever takes part, but for whoever does it."""
        people = {self.person_id, self.player_id, *self.assessors.values_list("assessor", flat=True)} - {None, by.pk}
        news.tell(what, people, key=f"{self.pk}:{self.sequence}", at=at, plan=self.pk, role_play=self.role_play,
                  starts_at=self.starts_at, place=self.place, kind=self.kind)  # fmt: skip

    def _deal_again(self) -> None:
        """At the new time the customer must be free as at the old one."""
        if self.use and self.page:
            used, self.use = self.use, None
            self.save(update_fields=["use"])
            used.delete()
            self.use = deal_for(self.page, self.person, self.starts_at)

    def _changed(self, at: datetime, *fields: str) -> None:
        self.sequence += 1
        self.changed_at = at
        self.save(update_fields=[*fields, "sequence", "changed_at"])

    def _check_assessor(self, by) -> None:
        if not self.assessors.filter(assessor=by).exists():
            raise NotAnAssessor

    def _lock_open(self) -> None:
        self.refresh_from_db(from_queryset=Plan.objects.select_for_update())
        if not self.is_open:
            raise SessionClosed
