"""An advisor who finds a result wrong says so once, and a lead trainer answers. No score is changed by hand."""

from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people import audit
from people.audit import Action
from people.models import Role, User
from people.scope import about_visible_people
from roleplays import news
from roleplays.models.sessions import Session

DAYS_TO_OBJECT = 14


class NotYours(Exception):
    """Only who performed objects, and only a trainer who had no part in the session answers."""


class TooLate(Exception):
    """The time to object is over, or nothing is out yet."""


class ObjectionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ObjectionQuerySet":
        return self.filter(about_visible_people(user, "session__person"))

    def open(self) -> "ObjectionQuerySet":
        return self.filter(answer=None)

    def answerable_by(self, user) -> "ObjectionQuerySet":
        """A lead trainer is a trainer of the advisor's place or region who had no part in the session."""
        if not user.scores_role_plays:
            return self.none()
        part = Q(session__person=user.pk) | Q(session__opened_by=user.pk) | Q(session__plan__player=user.pk)
        assessed = user.score_sheets.values("session")
        return self.visible_to(user).open().exclude(part).exclude(session__in=assessed)


class Objection(models.Model):
    session = models.OneToOneField(Session, models.PROTECT, related_name="objection")
    reason = models.TextField(_("reason"))
    at = models.DateTimeField(_("when"))

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="objection_has_a_reason")]

    def __str__(self) -> str:
        return f"{self.session} · {self.at:%Y-%m-%d}"

    @classmethod
    @transaction.atomic
    def raise_against(cls, session: Session, by, reason: str, at: datetime) -> "Objection":
        """The one objection there can be; a second time it is the first. Raises `NotYours`, `TooLate`."""
        if session.person_id != by.pk:
            raise NotYours
        session.refresh_locked()
        if known := cls.objects.filter(session=session).first():
            return known
        if not may_object(session, at):
            raise TooLate
        objection = cls.objects.create(session=session, reason=reason.strip(), at=at)
        audit.record(by, Action.OBJECTED, session, at=at)
        news.tell(news.OBJECTED, {each.pk for each in leads(session)}, key=f"{objection.pk}", at=at,
                  session=session.pk, role_play=session.role_play, person=by.name)  # fmt: skip
        return objection

    @transaction.atomic
    def answer_with(self, by, ruling: str, words: str, at: datetime) -> "Answer":
        """Raises `NotYours`. Once answered, it is the answer there is."""
        self.session.refresh_locked()
        if known := Answer.objects.filter(objection=self).first():
            return known
        if not Objection.objects.answerable_by(by).filter(pk=self.pk).exists():
            raise NotYours
        answer = Answer.objects.create(objection=self, by=by, ruling=ruling, words=words.strip(), at=at)
        audit.record(by, Action.OBJECTION_ANSWERED, self.session, at=at, ruling=ruling)
        assessors = set(self.session.score_sheets.values_list("assessor", flat=True))
        news.tell(news.ANSWERED, {self.session.person_id, *assessors} - {by.pk}, key=f"{self.pk}", at=at,
                  session=self.session_id, role_play=self.session.role_play)  # fmt: skip
        return answer


class Ruling(models.TextChoices):
    """Upheld: the advisor performs again before others. The score stays in the record as what was seen that day."""

    STANDS = "stands", pgettext_lazy("objection", "The result stands")
    AGAIN = "again", pgettext_lazy("objection", "Upheld: perform again before other assessors")


class Answer(models.Model):
    objection = models.OneToOneField(Objection, models.PROTECT, related_name="answer")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="objections_answered")
    ruling = models.CharField(_("ruling"), max_length=6, choices=Ruling)
    words = models.TextField(pgettext_lazy("objection", "answer"))
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("answer to an objection")
        verbose_name_plural = _("answers to objections")
        constraints = [
            models.CheckConstraint(condition=Q(ruling__in=Ruling.values), name="answer_ruling_is_known"),
            models.CheckConstraint(condition=~Q(words=""), name="answer_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.objection} · {self.ruling}"


def may_object(session: Session, at: datetime) -> bool:
    """Not to practice, from which nothing follows."""
    return (
        not session.is_practice and session.released_at is not None and (at - session.released_at).days < DAYS_TO_OBJECT
    )


def leads(session: Session) -> list[User]:
    """The trainers who may answer: of the dealership or region, and no administrators unless there is nobody else."""
    person = session.person
    trainers = User.objects.active().filter(role=Role.TRAINER)
    near = Q(dealership__isnull=False, dealership=person.dealership_id)
    if person.dealership_id:
        near |= Q(region__isnull=False, region=person.dealership.region_id)
    part = set(session.score_sheets.values_list("assessor", flat=True)) | {session.opened_by_id, person.pk}
    if player := getattr(getattr(session, "plan", None), "player_id", None):
        part.add(player)
    found = list(trainers.filter(near).exclude(pk__in=part).order_by("pk"))
    return found or list(User.objects.active().filter(role=Role.ADMINISTRATOR).exclude(pk__in=part).order_by("pk"))
