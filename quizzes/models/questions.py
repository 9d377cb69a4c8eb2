"""The question bank. Each language is a row of its own; `translation_key` joins them."""

from django.core.validators import RegexValidator
from django.db import models, transaction
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from courses.models.publication import Publication
from quizzes import scoring
from quizzes.forms import QuestionForm
from quizzes.panels import QUESTION_PANELS
from standards.models import Clause


class Kind(models.TextChoices):
    SINGLE = scoring.Kind.SINGLE.value, _("Single choice")
    MULTIPLE = scoring.Kind.MULTIPLE.value, _("Multiple choice")
    TRUE_FALSE = scoring.Kind.TRUE_FALSE.value, _("True or false")
    ORDERING = scoring.Kind.ORDERING.value, _("Ordering")
    MATCHING = scoring.Kind.MATCHING.value, _("Matching")
    CATEGORIES = scoring.Kind.CATEGORIES.value, _("Categories")
    FILL_IN = scoring.Kind.FILL_IN.value, _("Fill in words")
    NUMERIC = scoring.Kind.NUMERIC.value, pgettext_lazy("kind of question", "Number")
    CLOZE = scoring.Kind.CLOZE.value, _("Text with gaps")
    HOTSPOT = scoring.Kind.HOTSPOT.value, _("Places on a picture")
    DIALOGUE = scoring.Kind.DIALOGUE.value, _("Dialogue")
    SHORT_ANSWER = scoring.Kind.SHORT_ANSWER.value, _("Short answer, marked by a trainer")


class Marking(models.TextChoices):
    ALL_OR_NOTHING = scoring.Marking.ALL_OR_NOTHING.value, _("All or nothing")
    PARTIAL = scoring.Marking.PARTIAL.value, _("Points for what is right in part")


class Status(models.TextChoices):
    DRAFT = "draft", _("Draft")
    TRIAL = "trial", _("On trial")
    READY = "ready", _("Ready")
    RETIRED = "retired", _("Retired")


ASKED = (Status.TRIAL, Status.READY)  # what a paper can have


class Difficulty(models.TextChoices):
    EASY = "easy", _("Easy")
    MEDIUM = "medium", _("Medium")
    HARD = "hard", _("Hard")


class Tag(models.Model):
    """A word by which authors find questions again. Learners never see it."""

    name = models.CharField(_("name"), max_length=50, unique=True)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class QuestionQuerySet(models.QuerySet):
    def asked(self) -> "QuestionQuerySet":
        """Those that new papers can have."""
        return self.filter(status__in=ASKED)


class Question(TranslatableMixin, ClusterableModel):
    """A question in one language. `answer` is for true or false only; what other kinds have is in rows beside it.

    Its status is the same in every language: `put_into` says it to all of them.
    """

    code = models.CharField(
        _("code"),
        max_length=20,
        validators=[RegexValidator(r"^[A-Z0-9][A-Z0-9-]*$", _("Capital letters, digits and dashes, as in P2-Q01."))],
        help_text=_("A short name that stays the same for ever, such as P2-Q01."),
    )
    kind = models.CharField(pgettext_lazy("question", "kind"), max_length=12, choices=Kind, default=Kind.SINGLE)
    difficulty = models.CharField(_("difficulty"), max_length=8, choices=Difficulty, default=Difficulty.MEDIUM)
    status = models.CharField(
        _("status"),
        max_length=8,
        choices=Status,
        default=Status.READY,
        help_text=_(
            "Draft: no paper has it. On trial: papers have it and it counts for statistics only. Retired: no new paper "
            "has it; earlier attempts keep it."
        ),
    )
    tags = ParentalManyToManyField(Tag, related_name="questions", blank=True, verbose_name=_("tags"))
    marking = models.CharField(_("marking"), max_length=8, choices=Marking, default=Marking.ALL_OR_NOTHING)
    numerals = models.BooleanField(
        _("Chinese numbers are the same as digits"), default=False, help_text=_("Then 十二 is as right as 12.")
    )
    picture = models.ForeignKey(
        "courses.Picture", models.PROTECT, null=True, blank=True, related_name="questions", verbose_name=_("picture")
    )
    stem = models.TextField(_("question"), help_text=_("Best is a situation at work and one clear question."))
    answer = models.BooleanField(
        _("the statement is"),
        null=True,
        blank=True,
        choices=[(True, _("True")), (False, _("False"))],
        help_text=_("For true or false only."),
    )
    explanation = models.TextField(
        _("explanation"), help_text=_("Why the right answer is right. Learners read it after they have submitted.")
    )
    clauses = ParentalManyToManyField(
        Clause,
        related_name="questions",
        verbose_name=_("clauses of the standard"),
        help_text=_("What the question tests."),
    )

    objects = QuestionQuerySet.as_manager()

    base_form_class = QuestionForm
    panels = QUESTION_PANELS
    override_translatable_fields = [
        SynchronizedField("code", overridable=False),
        SynchronizedField("clauses"),
        SynchronizedField("tags"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "locale"], name="question_code_once_in_a_language"),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="question_kind_is_known"),
            models.CheckConstraint(condition=models.Q(status__in=Status.values), name="question_status_is_known"),
            models.CheckConstraint(condition=models.Q(marking__in=Marking.values), name="question_marking_is_known"),
            models.CheckConstraint(
                condition=models.Q(kind=Kind.TRUE_FALSE, answer__isnull=False)
                | (~models.Q(kind=Kind.TRUE_FALSE) & models.Q(answer__isnull=True)),
                name="question_answer_for_true_false_only",
                violation_error_message=_("Say whether the statement is true or false; other kinds have options."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {Truncator(self.stem).chars(60)}"

    @transaction.atomic
    def save(self, *args, **kwargs) -> None:
        """With all its rows at once: what is kept of a question is read anew as soon as it has changed."""
        super().save(*args, **kwargs)

    @property
    def versions(self) -> "QuestionQuerySet":
        """The question in all its languages."""
        return Question.objects.filter(translation_key=self.translation_key)

    def put_into(self, status: str) -> None:
        """The status in every language: an attempt can be read in each."""
        self.versions.update(status=status)
        self.status = status
        Publication.renew()
