from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Max, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail_localize.fields import SynchronizedField

from courses import published
from courses.models import ActivityPage
from people.prepared import Prepared
from quizzes import admission, drawing, paper
from quizzes.forms import QuizPageForm
from quizzes.models.allowances import AccessWord, Allowance
from quizzes.models.answering import AttemptRefused, WordRefused
from quizzes.models.attempts import Attempt, Feedback, Layout
from quizzes.models.lists import Listed, QuizSlot
from quizzes.models.questions import ASKED, Status
from quizzes.models.sources import source_of, versions_of
from quizzes.refusals import refusal_words


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
    pause = models.PositiveSmallIntegerField(
        _("hours between attempts"),
        default=0,
        validators=[MaxValueValidator(24 * 60)],
        help_text=_("Whoever has submitted an attempt waits so long before the next. 0: no wait."),
    )
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True, help_text=_("Blank: at once."))
    closes_at = models.DateTimeField(
        _("closes"),
        null=True,
        blank=True,
        help_text=_("Attempts that still run are submitted then. Blank: it stays open."),
    )
    is_supervised = models.BooleanField(
        _("asks for an access word"),
        default=False,
        help_text=_("A trainer begins a sitting and says its word aloud; without it nobody starts."),
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

    layout = models.CharField(_("layout"), max_length=3, choices=Layout, default=Layout.ONE)
    feedback = models.CharField(
        _("feedback"),
        max_length=10,
        choices=Feedback,
        default=Feedback.SUBMISSION,
        help_text=_("When learners see what was right, and why."),
    )

    base_form_class = QuizPageForm
    content_panels = [
        *Page.content_panels,
        FieldPanel("introduction"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("time_limit"), FieldPanel("pass_mark"), FieldPanel("attempts")]),
                FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at"), FieldPanel("pause")]),
                FieldPanel("is_supervised"),
                FieldRowPanel([FieldPanel("feedback"), FieldPanel("layout")]),
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
                        "Each attempt gets so many questions with a tag or of a clause, whatever quiz they are in. For "
                        "a mix of easy and hard ones add a pool for each."
                    )
                ),
                InlinePanel("bank_pools", label=_("Pool")),
            ],
            _("Drawn from the question bank"),
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
    override_translatable_fields = [
        *ActivityPage.override_translatable_fields,
        SynchronizedField("layout"),
        SynchronizedField("feedback"),
    ]
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

    @classmethod
    def titles(cls, keys: Iterable[UUID], language: str) -> dict[UUID, str]:
        """By translation_key, in the language, or else in one that has it."""
        pages = cls.objects.filter(translation_key__in=keys).select_related("locale")
        ordered = sorted(pages, key=lambda page: page.locale.language_code == language)
        return {page.translation_key: page.title for page in ordered}

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        attempts = self.attempts_of(request.user)
        supervises = request.user.scores_role_plays or request.user.manages_team
        standing = self.standing(request.user, attempts, timezone.now())
        return super().get_context(request) | standing | {"supervises": supervises}

    def attempts_of(self, person) -> list[Attempt]:
        """In their order, without their papers."""
        quiz = self.translation_key
        asked = published.remembered(
            self, "attempts of", lambda: Prepared(lambda pk: attempts_without_papers(pk, quiz))
        )
        return asked.objects(person.pk)

    def standing(self, person, attempts: list[Attempt], at: datetime) -> dict:
        """Where a person is with this quiz: `attempts` are all of theirs."""
        submitted = [attempt for attempt in attempts if attempt.is_submitted]
        scored = [attempt for attempt in submitted if not attempt.is_pending]
        going = next((attempt for attempt in attempts if not attempt.is_submitted), None)
        ended_at = max((attempt.submitted_at for attempt in submitted), default=None)
        rules, answer = self.admission_of(person, len(attempts), ended_at, at)
        return {
            "attempts": submitted[::-1],
            "best": max(scored, key=lambda attempt: attempt.percent, default=None),
            "going": going,
            "is_time_over": going is not None and going.is_overdue(at),
            "minutes_left": going.minutes_left(at) if going else None,
            "rules": rules,
            "attempts_left": max(0, rules.attempts - len(attempts)) if rules.attempts else None,
            "refusal": None if going else refusal_words(answer),
            "question_count": published.remembered(self, "questions", lambda: self.question_count),
        }

    def closed_to_all_at(self) -> datetime | None:
        """When nobody can be inside any more, whoever was allowed longer included; None if it stays open."""
        longest = Allowance.objects.valid().filter(quiz=self.translation_key).aggregate(until=Max("until"))["until"]
        return self.closes_at and max(self.closes_at, longest or self.closes_at)

    @property
    def rules(self) -> admission.Rules:
        pause = timedelta(hours=self.pause)
        return admission.Rules(self.attempts, self.time_limit, pause, self.opens_at, self.closes_at)

    def admission_of(
        self, person, taken: int, ended_at: datetime | None, at: datetime
    ) -> tuple[admission.Rules, admission.Answer]:
        """The rules as they are for the person, and whether they may begin; `ended_at` is of their latest attempt."""
        rows = ALLOWED.rows(person.pk)
        allowed = [admission.Allowed(*what) for quiz, *what in rows if quiz == self.translation_key]
        rules = self.rules.with_allowed(allowed)
        allowed_at = max((each.at for each in allowed if each.attempts), default=None)
        return rules, admission.may_begin(rules, taken, ended_at, allowed_at, at)

    def admit(self, person, taken: int, ended_at: datetime | None, word: str, at: datetime) -> admission.Rules:
        """The rules of the attempt that begins now. Raises AttemptRefused, or WordRefused."""
        rules, answer = self.admission_of(person, taken, ended_at, at)
        if refusal := refusal_words(answer):
            raise AttemptRefused(refusal)
        if self.is_supervised and not AccessWord.admits(self.translation_key, person, word, at):
            raise WordRefused(gettext("This is not the access word. Ask the trainer of this sitting."))
        return rules

    @transaction.atomic
    def allow(self, allowance: Allowance) -> bool:
        """Write it down, and lengthen the attempt that runs. False where it is written already."""
        allowance.quiz = self.translation_key
        values = {field.attname: getattr(allowance, field.attname) for field in Allowance._meta.concrete_fields[1:]}
        if not Allowance.objects.get_or_create(key=allowance.key, defaults=values)[1]:
            return False
        running = Attempt.objects.sat_by(allowance.person).filter(quiz=self.translation_key).open().first()
        if running:
            rules, _answer = self.admission_of(allowance.person, 0, None, allowance.at)
            running.last_until(rules.deadline_of(running.started_at))
        return True

    @property
    def question_count(self) -> int:
        drawn = drawing.draw_from_each(self._lists(), _asked, False, Random(0))  # noqa: S311 — only how many
        return len(drawn)

    def draw_paper(self, dice: Random, seen: Mapping[str, int] | None = None) -> list[dict]:
        """The frozen paper of one attempt, as JSON, in every language that the questions have.

        `seen` has the questions that the person had before, with the number of the latest attempt that had them: what
        is new comes first, then what was seen longest ago.
        """

        def latest(listed: Listed) -> int:
            return (seen or {}).get(str(listed.key), 0)

        lists = published.remembered(self, "lists", self._lists)
        drawn = drawing.draw_from_each(lists, _asked, self.shuffle, dice, latest)
        return [paper.lay_out(source, self.shuffle, dice).to_json() for source in self._sources(drawn)]

    def _sources(self, drawn: list[Listed]) -> list[paper.Source]:
        """Made once of each question, as long as nothing is published: everybody at an examination gets the same."""
        kept: dict[Listed, paper.Source] = published.remembered(self, "sources", dict)
        missing = [listed for listed in drawn if listed not in kept]
        versions = versions_of([listed.key for listed in missing]) if missing else {}
        made = {listed: source_of(listed.pk, listed.points, versions[listed.key]) for listed in missing}
        if len(kept) < SOURCES_KEPT:
            kept.update(made)
        return [made.get(listed) or kept[listed] for listed in drawn]

    def _lists(self) -> list[tuple[list[Listed], int | None]]:
        """What a paper is drawn from: its own questions, pools and other quizzes, and questions on trial besides."""
        own = (
            self.slots.filter(question__status__in=ASKED)
            .select_related("question")
            .only("page", "points", "sort_order", *WHOSE)
        )
        by_status: dict[str, list[Listed]] = {Status.READY: [], Status.TRIAL: []}
        for slot in own:
            by_status[slot.question.status].append(_listed(slot))
        lists = [
            (by_status[Status.READY], self.draw),
            *[(pool.listed(), pool.number) for pool in self.bank_pools.all()],
            *self.pools(),
        ]
        return lists + ([(by_status[Status.TRIAL], MOST_TRIALS)] if by_status[Status.TRIAL] else [])

    def pools(self) -> list[tuple[list[Listed], int]]:
        """For each draw, the questions that its source lists, and how many of them a paper gets."""
        draws = list(self.draws.select_related("source"))
        listed = self.listed_by([draw.source for draw in draws])
        return [(listed[draw.source.translation_key], draw.number) for draw in draws]

    def listed_by(self, quizzes: list[QuizPage]) -> dict[UUID, list[Listed]]:
        """By translation_key, the questions of these quizzes in this page's language, or else in the one given."""
        keys = {quiz.translation_key for quiz in quizzes}
        if not keys:
            return {}
        slots = QuizSlot.objects.filter(page__translation_key__in=keys, question__status=Status.READY)
        slots = slots.select_related("page", "question")
        by_page: dict[tuple[UUID, Any], list[Listed]] = {}
        for slot in slots.only("points", "sort_order", "page__translation_key", "page__locale", *WHOSE):
            by_page.setdefault((slot.page.translation_key, slot.page.locale_id), []).append(_listed(slot))
        return {
            quiz.translation_key: by_page.get((quiz.translation_key, self.locale_id))
            or by_page.get((quiz.translation_key, quiz.locale_id), [])
            for quiz in quizzes
        }


def attempts_without_papers(person: int, quiz: UUID) -> QuerySet[Attempt]:
    return Attempt.objects.filter(person=person, quiz=quiz).defer("paper").order_by("number")


MOST_TRIALS = 3  # questions on trial in a paper, besides those that count
SOURCES_KEPT = 500  # of one quiz; what a larger bank has besides is read for each paper

# Asked on the page of a quiz, of each start and each result; nobody has many.
ALLOWED = Prepared(
    lambda person: (
        Allowance.objects.valid().filter(person=person).values_list("quiz", "at", "minutes", "attempts", "until")
    )
)

# What drawing has to know of a slot: a large bank's texts stay where they are.
WHOSE = ("question__translation_key", "question__status")


def _listed(slot: QuizSlot) -> Listed:
    return Listed(slot.question_id, slot.question.translation_key, slot.points)


def _asked(listed: Listed) -> UUID:
    """What a paper has once: the question, in whichever language."""
    return listed.key
