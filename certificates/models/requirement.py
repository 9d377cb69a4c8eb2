"""What a certification asks for, and the groups of which some suffice."""

from collections.abc import Collection
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Orderable, Page

from certificates import rules
from certificates.models.terms import HIRED, sign_off_key
from courses.progress import activity_types, required_lessons_below
from people.localized import localized


class Road(models.TextChoices):
    """Which way leads to a certificate: the whole road, or the shorter one for whoever holds it already."""

    FIRST = "first", _("first award")
    RENEWAL = "renewal", _("renewal")


class Evidence(models.TextChoices):
    """What kind of proof a requirement asks for."""

    ACTIVITY = rules.ACTIVITY, _("lessons, a quiz or a role-play")
    OBSERVATION = rules.OBSERVATION, _("a role-play observed on the job")
    SIGN_OFF = rules.SIGN_OFF, _("the manager’s sign-off")
    TENURE = rules.TENURE, _("time in the job")


class AsksForPage(models.Model):
    """Something with a name in both languages that a page is to be passed for."""

    label_zh = models.CharField(_("name in Chinese"), max_length=40)
    label_en = models.CharField(_("name in English"), max_length=60)
    minimum = models.DecimalField(
        _("at least, in per cent"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
        help_text=_("Leave blank to ask only for a pass."),
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return localized(self, "label")

    @property
    def is_for_one_activity(self) -> bool:
        return issubclass(self.page.specific_class, tuple(activity_types()))

    def activities(self) -> set:
        """Translation keys. A module or course stands for its required lessons: what is scored is asked for by name."""
        return activities_of([self])[self]


class Requirement(AsksForPage, Orderable):
    """One thing a certification asks for: pages passed, an observation, the manager's sign-off, or time in the job."""

    certification = ParentalKey("certificates.Certification", related_name="requirements", on_delete=models.CASCADE)
    road = models.CharField(
        _("asked for"),
        max_length=8,
        choices=Road,
        default=Road.FIRST,
        help_text=_("For the first award, or for the shorter road of whoever renews."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=Evidence, default=Evidence.ACTIVITY)
    page = models.ForeignKey(
        Page,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("what has to be passed"),
        help_text=_("A lesson, quiz or role-play; or a module or course for all its required lessons."),
    )
    months = models.PositiveSmallIntegerField(
        _("months in the job"), null=True, blank=True, help_text=_("Only for time in the job.")
    )
    max_age_months = models.PositiveSmallIntegerField(
        _("no older than, in months"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Leave blank where the age of a result does not matter."),
    )
    group = models.SlugField(
        _("group"), max_length=20, blank=True, help_text=_("The code of a group below, if some of it suffice.")
    )

    panels = [
        FieldRowPanel([FieldPanel("label_zh"), FieldPanel("label_en")]),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("road")]),
        PageChooserPanel("page"),
        FieldRowPanel([FieldPanel("minimum"), FieldPanel("max_age_months")]),
        FieldRowPanel([FieldPanel("months"), FieldPanel("group")]),
    ]

    class Meta(Orderable.Meta):
        ordering = ["sort_order", "pk"]  # PostgreSQL promises no order among rows without a place
        verbose_name = _("requirement")
        constraints = [
            models.CheckConstraint(condition=Q(road__in=Road.values), name="requirement_road_is_known"),
            models.CheckConstraint(
                condition=Q(kind__in=["activity", "observation"], page__isnull=False)
                | Q(kind__in=["sign_off", "tenure"], page__isnull=True),
                name="requirement_has_the_page_it_needs",
                violation_error_message=_("A page belongs to what is passed or observed, and to nothing else."),
            ),
            models.CheckConstraint(
                condition=Q(kind="tenure", months__gte=1) | (~Q(kind="tenure") & Q(months__isnull=True)),
                name="requirement_has_months_for_tenure",
                violation_error_message=_("Months in the job belong to time in the job, and to nothing else."),
            ),
        ]

    @property
    def subject(self) -> tuple:
        """What it is about: the same on the first road and for renewal."""
        return self.kind, self.page_id

    def rule(self, activities: Collection) -> rules.Rule:
        return rules.Rule(frozenset(activities), self.minimum, self.kind, self.max_age_months, self.months)


class RequirementGroup(Orderable):
    """Requirements with this group's code are alternatives: on each road, `needed` of them suffice."""

    certification = ParentalKey("certificates.Certification", related_name="groups", on_delete=models.CASCADE)
    code = models.SlugField(_("code"), max_length=20)
    needed = models.PositiveSmallIntegerField(_("how many suffice"), default=1, validators=[MinValueValidator(1)])

    panels = [FieldRowPanel([FieldPanel("code"), FieldPanel("needed")])]

    class Meta(Orderable.Meta):
        ordering = ["sort_order", "pk"]  # PostgreSQL promises no order among rows without a place
        verbose_name = _("group of requirements")
        constraints = [
            models.UniqueConstraint(fields=["certification", "code"], name="requirement_group_code_once"),
            models.CheckConstraint(condition=Q(needed__gte=1), name="requirement_group_needs_one"),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.needed}"


def activities_of(asked: Collection[AsksForPage]) -> dict[AsksForPage, set]:
    """What each asks for, as keys of results."""
    wholes = [each.page for each in asked if _needs_lessons(each)]
    lessons = required_lessons_below(wholes)
    return {each: _keys(each, lessons) for each in asked}


def _needs_lessons(each: AsksForPage) -> bool:
    return each.page_id is not None and not each.is_for_one_activity


def _keys(each: AsksForPage, lessons: dict) -> set:
    if each.page_id is None:
        return {HIRED} if each.kind == Evidence.TENURE else {sign_off_key(each.certification_id)}
    return {each.page.translation_key} if each.is_for_one_activity else lessons[each.page.path]
