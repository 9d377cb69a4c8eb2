"""The question bank. Each language is a row of its own; `translation_key` joins them."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from quizzes import scoring
from quizzes.forms import QuestionForm
from standards.models import Clause


class Kind(models.TextChoices):
    SINGLE = scoring.Kind.SINGLE.value, _("Single choice")
    MULTIPLE = scoring.Kind.MULTIPLE.value, _("Multiple choice")
    TRUE_FALSE = scoring.Kind.TRUE_FALSE.value, _("True or false")
    ORDERING = scoring.Kind.ORDERING.value, _("Ordering")


class Difficulty(models.TextChoices):
    EASY = "easy", _("Easy")
    MEDIUM = "medium", _("Medium")
    HARD = "hard", _("Hard")


class Question(TranslatableMixin, ClusterableModel):
    """A question in one language. `answer` is for true or false only; every other kind has options."""

    code = models.CharField(
        _("code"),
        max_length=20,
        validators=[RegexValidator(r"^[A-Z0-9][A-Z0-9-]*$", _("Capital letters, digits and dashes, as in P2-Q01."))],
        help_text=_("A short name that stays the same for ever, such as P2-Q01."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.SINGLE)
    difficulty = models.CharField(_("difficulty"), max_length=8, choices=Difficulty, default=Difficulty.MEDIUM)
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

    base_form_class = QuestionForm
    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("kind"), FieldPanel("difficulty")]),
        FieldPanel("stem"),
        FieldPanel("answer"),
        MultiFieldPanel(
            [
                HelpPanel(
                    _(
                        "Single choice: tick the one option that is right. Multiple choice: tick all that are right. "
                        "Ordering: put the options into the right order; learners see them mixed. "
                        "True or false: no options, say above whether the statement is true."
                    )
                ),
                InlinePanel("options", label=_("Option")),
            ],
            _("Options"),
        ),
        FieldPanel("explanation"),
        FieldPanel("clauses"),
    ]
    override_translatable_fields = [SynchronizedField("code", overridable=False), SynchronizedField("clauses")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["code", "locale"], name="question_code_once_in_a_language"),
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="question_kind_is_known"),
            models.CheckConstraint(
                condition=models.Q(kind=Kind.TRUE_FALSE, answer__isnull=False)
                | (~models.Q(kind=Kind.TRUE_FALSE) & models.Q(answer__isnull=True)),
                name="question_answer_for_true_false_only",
                violation_error_message=_("Say whether the statement is true or false; other kinds have options."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {Truncator(self.stem).chars(60)}"


class Option(TranslatableMixin, Orderable):
    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="options")
    text = models.CharField(_("text"), max_length=500)
    correct = models.BooleanField(_("right answer"), default=False)
    reason = models.TextField(
        _("why it is wrong"),
        blank=True,
        help_text=_("For a wrong option: why somebody who chose it is wrong. Shown after submission."),
    )

    panels = [FieldPanel("text"), FieldPanel("correct"), FieldPanel("reason")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("option")
        verbose_name_plural = _("options")

    def __str__(self) -> str:
        return self.text
