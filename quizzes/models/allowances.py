"""What one person is allowed besides the rules of a quiz, and the words that open a supervised sitting."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people import audit
from people.models import User
from people.scope import about_visible_people
from quizzes.typed import plain

SITTING = timedelta(hours=4)


class AllowanceQuerySet(models.QuerySet):
    def visible_to(self, user) -> AllowanceQuerySet:
        return self.filter(about_visible_people(user, "person"))

    def of(self, person, quiz) -> AllowanceQuerySet:
        """`quiz` is a translation_key."""
        return self.filter(person=person.pk, quiz=quiz)

    def valid(self) -> AllowanceQuerySet:
        return self.filter(withdrawn_at__isnull=True)


class Allowance(models.Model):
    """More time, more attempts, or a later end, for one person and one quiz. It can be taken back, never changed."""

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="allowances")
    quiz = models.UUIDField(_("quiz"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes more"), default=0, validators=[MaxValueValidator(480)], help_text=_("For each attempt.")
    )
    attempts = models.PositiveSmallIntegerField(_("attempts more"), default=0, validators=[MaxValueValidator(20)])
    until = models.DateTimeField(
        _("open until"), null=True, blank=True, help_text=_("Whatever the dates of the quiz say.")
    )
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("allowed by"))
    at = models.DateTimeField(_("allowed"))
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = AllowanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("exception")
        verbose_name_plural = _("exceptions")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gt=0) | Q(attempts__gt=0) | Q(until__isnull=False),
                name="allowance_gives_something",
            ),
            models.CheckConstraint(condition=~Q(person=F("by")), name="allowance_not_for_oneself"),
            models.CheckConstraint(
                condition=Q(withdrawn_by__isnull=True, withdrawn_at__isnull=True)
                | Q(withdrawn_by__isnull=False, withdrawn_at__gte=F("at")),
                name="allowance_withdrawal_is_whole",
            ),
        ]
        indexes = [models.Index(fields=["person", "quiz"], name="allowance_of_person")]

    def __str__(self) -> str:
        return f"{self.person} · {self.reason}"

    @transaction.atomic
    def withdraw(self, by, at: datetime) -> bool:
        """Whether it was this that took it back. An attempt that runs keeps its time."""
        valid = Allowance.objects.valid().filter(pk=self.pk)
        done = valid.update(withdrawn_by=by, withdrawn_at=max(at, self.at))
        if done:
            audit.record(by, audit.Action.EXCEPTION_ENDED, self, at=at)
        self.refresh_from_db()
        return bool(done)


class AccessWordQuerySet(models.QuerySet):
    def open(self, at: datetime) -> AccessWordQuerySet:
        return self.filter(ended_at__isnull=True, until__gt=at)


class AccessWord(models.Model):
    """What a trainer says aloud at a sitting: six digits, for the people whom that trainer may see."""

    quiz = models.UUIDField(_("quiz"), db_index=True)
    word = models.CharField(_("access word"), max_length=6)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(pgettext_lazy("access word", "since"))
    until = models.DateTimeField(pgettext_lazy("access word", "until"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = AccessWordQuerySet.as_manager()

    class Meta:
        verbose_name = _("access word")
        verbose_name_plural = _("access words")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("at")), name="access_word_lasts"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("at")), name="access_word_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quiz} · {self.at}"

    @classmethod
    @transaction.atomic
    def begin(cls, quiz, by, at: datetime) -> AccessWord:
        """A new word in place of the trainer's own one; whoever is inside stays inside."""
        cls.end(quiz, by, at)
        word = f"{secrets.randbelow(10**6):06}"
        return cls.objects.create(quiz=quiz, word=word, by=by, at=at, until=at + SITTING)

    @classmethod
    def end(cls, quiz, by, at: datetime) -> None:
        cls.objects.open(at).filter(quiz=quiz, by=by).update(ended_at=at)

    @classmethod
    def admits(cls, quiz, person, typed: str, at: datetime) -> bool:
        """Whether it is the word of somebody who may see the person. Width and spaces mean nothing."""
        said = "".join(plain(typed).split())
        words = cls.objects.open(at).filter(quiz=quiz).select_related("by")
        fitting = [word.by for word in words if constant_time_compare(word.word, said)]
        return any(User.objects.visible_to(by).filter(pk=person.pk).exists() for by in fitting)
