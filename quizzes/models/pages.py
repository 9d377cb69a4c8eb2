from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page, TranslatableMixin

from courses.models import ActivityPage
from quizzes import drawing, paper
from quizzes.forms import QuizPageForm
from quizzes.models.attempts import Attempt
from quizzes.models.questions import Kind, Question
from quizzes.scoring import Kind as ScoredKind


class QuizPage(ActivityPage):
    kind = "quiz"
    kind_label = _("Quiz")

    introduction = RichTextField(
        _("introduction"),
        blank=True,
        features=["bold", "ol", "ul"],
        help_text=_("What learners should know before they start. The rules below are shown anyway."),
    )
    time_limit = models.PositiveSmallIntegerField(
        _("time limit in minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(480)],
        help_text=_("When it is over, the quiz submits itself with what is saved. Blank: no limit."),
    )
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark in per cent"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Whoever reaches it has passed."),
    )
    attempts = models.PositiveSmallIntegerField(
        _("attempts allowed"), default=0, help_text=_("How often a person may sit the quiz. 0: as often as they like.")
    )
    draw = models.PositiveSmallIntegerField(
        _("questions drawn"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Each attempt gets this many questions, drawn by chance from the list. Blank: all of them."),
    )
    shuffle = models.BooleanField(
        _("mix"), default=True, help_text=_("Each attempt has questions and options in an order of its own.")
    )

    base_form_class = QuizPageForm
    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("time_limit"), FieldPanel("pass_mark"), FieldPanel("attempts")]),
                FieldRowPanel([FieldPanel("draw"), FieldPanel("shuffle")]),
            ],
            _("Rules"),
        ),
        MultiFieldPanel(
            [
                HelpPanel(_("Questions come from the question bank. A change changes no attempt already started.")),
                InlinePanel("slots", label=_("Question")),
            ],
            _("Questions"),
        ),
        MultiFieldPanel(
            [
                HelpPanel(
                    _(
                        "A final examination takes questions from other quizzes: each attempt gets so many of each, "
                        "drawn by chance, besides the questions above."
                    )
                ),
                InlinePanel("draws", label=_("Quiz to draw from")),
            ],
            _("Drawn from other quizzes"),
        ),
        *ActivityPage.activity_panels,
    ]
    parent_page_types = ["courses.ModulePage"]
    subpage_types: list[str] = []
    template = "quizzes/quiz_page.html"
    page_description = _("Questions from the question bank, scored by the platform, with a pass mark.")

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")

    @classmethod
    def in_language(cls, key: UUID, language: str) -> QuizPage | None:
        """The live quiz of that translation_key: in the language, or else in one that has it."""
        pages = cls.objects.live().filter(translation_key=key).select_related("locale")
        return min(pages, key=lambda page: page.locale.language_code != language, default=None)

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        attempts = list(
            Attempt.objects.sat_by(request.user).filter(quiz=self.translation_key).defer("paper").order_by("number")
        )
        return super().get_context(request) | self.standing(attempts, timezone.now())

    def standing(self, attempts: list[Attempt], at: datetime) -> dict:
        """Where a person is with this quiz: `attempts` are all of theirs."""
        submitted = [attempt for attempt in attempts if attempt.is_submitted]
        going = next((attempt for attempt in attempts if not attempt.is_submitted), None)
        return {
            "attempts": submitted[::-1],
            "best": max(submitted, key=lambda attempt: attempt.percent, default=None),
            "going": going,
            "is_time_over": going is not None and going.is_overdue(at),
            "minutes_left": going.minutes_left(at) if going else None,
            "attempts_left": max(0, self.attempts - len(attempts)) if self.attempts else None,
            "may_start": going is None and self.allows(len(attempts)),
            "question_count": self.question_count,
        }

    @property
    def question_count(self) -> int:
        listed = self.slots.count()
        return min(self.draw or listed, listed) + sum(min(number, len(pool)) for pool, number in self.pools())

    def allows(self, taken: int) -> bool:
        return not self.attempts or taken < self.attempts

    def deadline_of(self, started_at: datetime) -> datetime | None:
        return started_at + timedelta(minutes=self.time_limit) if self.time_limit else None

    def draw_paper(self, dice: Random) -> list[dict]:
        """The frozen paper of one attempt, as JSON, in every language that the questions have."""
        own = (list(self.slots.select_related("question")), self.draw)
        slots = drawing.draw_from_each([own, *self.pools()], _asked, self.shuffle, dice)
        versions = _versions([slot.question for slot in slots])
        sources = [_source(slot, versions[slot.question.translation_key]) for slot in slots]
        return [paper.lay_out(source, self.shuffle, dice).to_json() for source in sources]

    def pools(self) -> list[tuple[list[QuizSlot], int]]:
        """For each draw, the questions that its source lists, and how many of them a paper gets."""
        draws = list(self.draws.select_related("source"))
        listed = self.listed_by([draw.source for draw in draws])
        return [(listed[draw.source.translation_key], draw.number) for draw in draws]

    def listed_by(self, quizzes: list[QuizPage]) -> dict[UUID, list[QuizSlot]]:
        """By translation_key, the questions of these quizzes in this page's language, or else in the one given."""
        keys = {quiz.translation_key for quiz in quizzes}
        if not keys:
            return {}
        slots = QuizSlot.objects.filter(page__translation_key__in=keys).select_related("page", "question")
        by_page: dict[tuple[UUID, Any], list[QuizSlot]] = {}
        for slot in slots.only("points", "sort_order", *WHOSE):
            by_page.setdefault((slot.page.translation_key, slot.page.locale_id), []).append(slot)
        return {
            quiz.translation_key: by_page.get((quiz.translation_key, self.locale_id))
            or by_page.get((quiz.translation_key, quiz.locale_id), [])
            for quiz in quizzes
        }


# What drawing has to know of a slot: a large bank's texts stay where they are.
WHOSE = ("page__translation_key", "page__locale", "question__translation_key")


class QuizDraw(TranslatableMixin, Orderable):
    """Questions that each paper takes by chance from another quiz; the source's own draws are not followed."""

    page = ParentalKey(QuizPage, on_delete=models.CASCADE, related_name="draws")
    source = models.ForeignKey(QuizPage, models.PROTECT, related_name="drawn_by", verbose_name=_("from the quiz"))
    number = models.PositiveSmallIntegerField(_("questions drawn"), validators=[MinValueValidator(1)])

    panels = [FieldPanel("source"), FieldPanel("number")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
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

    page = ParentalKey(QuizPage, on_delete=models.CASCADE, related_name="slots")
    question = models.ForeignKey(Question, models.PROTECT, related_name="slots", verbose_name=_("question"))
    points = models.PositiveSmallIntegerField(
        _("points"), default=1, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    panels = [FieldPanel("question"), FieldPanel("points")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("question of a quiz")
        verbose_name_plural = _("questions of a quiz")

    def __str__(self) -> str:
        return str(self.question)


def _asked(slot: QuizSlot) -> UUID:
    """What a paper has once: the question, in whichever language."""
    return slot.question.translation_key


Versions = dict[str, Question]  # language code: the question in that language


def _versions(questions: list[Question]) -> dict:
    """By translation_key, the questions in all their languages."""
    rows = Question.objects.filter(translation_key__in=[question.translation_key for question in questions])
    found: dict = {}
    for row in rows.select_related("locale").prefetch_related("options", "clauses"):
        found.setdefault(row.translation_key, {})[row.locale.language_code] = row
    return found


def _source(slot: QuizSlot, versions: Versions) -> paper.Source:
    """The slot's own question says what is asked and what is right; its translations only give their words."""
    question = next(version for version in versions.values() if version.pk == slot.question_id)
    return paper.Source(
        question=str(question.translation_key),
        kind=ScoredKind(question.kind),
        points=slot.points,
        clauses=[clause.code for clause in question.clauses.all()],
        stem={language: version.stem for language, version in versions.items()},
        explanation={language: version.explanation for language, version in versions.items()},
        options=_true_false(question, versions) if question.kind == Kind.TRUE_FALSE else _options(question, versions),
    )


def _options(question: Question, versions: Versions) -> list[paper.SourceOption]:
    texts: dict = {}
    reasons: dict = {}
    for language, version in versions.items():
        for option in version.options.all():
            texts.setdefault(option.translation_key, {})[language] = option.text
            reasons.setdefault(option.translation_key, {})[language] = option.reason
    return [
        paper.SourceOption(texts[option.translation_key], option.correct, _written(reasons[option.translation_key]))
        for option in question.options.all()
    ]


def _written(texts: dict[str, str]) -> dict[str, str]:
    return {language: text for language, text in texts.items() if text}


def _true_false(question: Question, versions: Versions) -> list[paper.SourceOption]:
    words: dict[bool, dict[str, str]] = {True: {}, False: {}}
    for language in versions:
        with translation.override(language):
            words[True][language] = pgettext("statement", "True")
            words[False][language] = pgettext("statement", "False")
    return [paper.SourceOption(words[value], value is question.answer) for value in (True, False)]
