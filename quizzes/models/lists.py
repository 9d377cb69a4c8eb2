"""Where the questions of a paper come from: the quiz's own list, pools of the bank, and other quizzes."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable, TranslatableMixin

from quizzes.models.questions import Difficulty, Question, Status, Tag
from standards.models import Clause


class Listed(NamedTuple):
    """A question that a paper may have, and what it is worth there. `key` is its translation_key."""

    pk: int
    key: UUID
    points: int


class QuizDraw(TranslatableMixin, Orderable):
    """Questions that each paper takes by chance from another quiz; the source's own draws are not followed."""

    page = ParentalKey("quizzes.QuizPage", on_delete=models.CASCADE, related_name="draws")
    source = models.ForeignKey(
        "quizzes.QuizPage", models.PROTECT, related_name="drawn_by", verbose_name=_("from the quiz")
    )
    number = models.PositiveSmallIntegerField(_("questions drawn"), validators=[MinValueValidator(1)])

    panels = [FieldPanel("source"), FieldPanel("number")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        ordering = ["sort_order", "pk"]  # PostgreSQL promises no order among rows without a place
        verbose_name = _("draw from another quiz")
        verbose_name_plural = _("draws from other quizzes")
        constraints = [
            models.CheckConstraint(condition=~models.Q(page=models.F("source")), name="quiz_draw_not_from_itself"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="quiz_draw_takes_some"),
        ]

    def __str__(self) -> str:
        return f"{self.source} · {self.number}"


class QuizSlot(TranslatableMixin, Orderable):
    """A question's place in a quiz, and what it is worth there."""

    page = ParentalKey("quizzes.QuizPage", on_delete=models.CASCADE, related_name="slots")
    question = models.ForeignKey(Question, models.PROTECT, related_name="slots", verbose_name=_("question"))
    points = models.PositiveSmallIntegerField(
        _("points"), default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    panels = [FieldPanel("question"), FieldPanel("points")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        ordering = ["sort_order", "pk"]  # PostgreSQL promises no order among rows without a place
        verbose_name = _("question of a quiz")
        verbose_name_plural = _("questions of a quiz")

    def __str__(self) -> str:
        return str(self.question)


class QuizPool(TranslatableMixin, Orderable):
    """Questions that each paper takes by chance from the bank: with a tag or of a clause, of one difficulty or any."""

    page = ParentalKey("quizzes.QuizPage", on_delete=models.CASCADE, related_name="bank_pools")
    tag = models.ForeignKey(Tag, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("tag"))
    clause = models.ForeignKey(
        Clause, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("clause of the standard")
    )
    difficulty = models.CharField(
        _("difficulty"), max_length=8, choices=Difficulty, blank=True, help_text=_("Blank: any.")
    )
    number = models.PositiveSmallIntegerField(_("questions drawn"), validators=[MinValueValidator(1)])

    panels = [
        FieldRowPanel([FieldPanel("tag"), FieldPanel("clause")]),
        FieldRowPanel([FieldPanel("difficulty"), FieldPanel("number")]),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        ordering = ["sort_order", "pk"]
        verbose_name = _("pool of questions")
        verbose_name_plural = _("pools of questions")
        constraints = [
            models.CheckConstraint(
                condition=Q(tag__isnull=True, clause__isnull=False) | Q(tag__isnull=False, clause__isnull=True),
                name="quiz_pool_of_tag_or_clause",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="quiz_pool_takes_some"),
        ]

    def __str__(self) -> str:
        return f"{self.tag or self.clause} · {self.number}"

    def clean(self) -> None:
        """In the editor too, where the page's own checks see only rows that are sound by themselves."""
        if bool(self.tag_id) == bool(self.clause_id):
            raise ValidationError(_("A pool has either a tag or a clause."))

    def listed(self) -> list[Listed]:
        """Its questions as if the quiz listed them, for one point each."""
        found = self.questions(self.page.locale_id)
        return [Listed(question.pk, question.translation_key, points=1) for question in found]

    def questions(self, locale: int) -> models.QuerySet[Question]:
        """A large bank's texts stay where they are."""
        found = Question.objects.filter(status=Status.READY, locale=locale)
        found = found.filter(tags=self.tag_id) if self.tag_id else found.filter(clauses=self.clause_id)
        found = found.filter(difficulty=self.difficulty) if self.difficulty else found
        return found.only("translation_key", "status").order_by("code", "pk")
