"""How the advisor sees their own performance, said before they know how others saw it."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from roleplays.models.refusals import SessionClosed
from roleplays.models.sessions import Session

RATINGS = range(1, 6)


class OwnView(models.Model):
    """`ratings` has a number from 1 to 5 for each section of the edition, in its order."""

    session = models.OneToOneField(Session, models.CASCADE, related_name="own_view")
    ratings = models.JSONField(_("ratings"))
    comment = models.TextField(pgettext_lazy("own view", "comment"), blank=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("self-assessment")
        verbose_name_plural = _("self-assessments")

    def __str__(self) -> str:
        return f"{self.session} · {self.ratings}"

    @classmethod
    @transaction.atomic
    def give(cls, session: Session, ratings: Sequence[int], comment: str, at: datetime) -> "OwnView":
        """Once, after the performance has begun and before its result is out; later it is the one there is.

        Raises `SessionClosed`, `ValidationError`.
        """
        session.refresh_locked()
        if known := cls.objects.filter(session=session).first():
            return known
        if not (session.is_running and session.started_at and session.self_assessment):
            raise SessionClosed
        if len(ratings) != len(session.edition.sections) or not set(ratings) <= set(RATINGS):
            raise ValidationError("a number from 1 to 5 for each section")
        return cls.objects.create(session=session, ratings=list(ratings), comment=comment.strip(), at=at)
