from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from courses.blocks import TEXT
from courses.models import ActivityPage
from roleplays.forms import RolePlayPageForm
from roleplays.models.checksheets import CheckSheet


class Medium(models.TextChoices):
    """What may be recorded of a performance; most do as well without."""

    NONE = "none", pgettext_lazy("recording", "Nothing")
    AUDIO = "audio", pgettext_lazy("recording", "Sound")
    VIDEO = "video", pgettext_lazy("recording", "Sound and pictures")


class RolePlayPage(ActivityPage):
    """A scenario: what is played, the brief of each player, and the check sheet it is scored against.

    An audit is a scenario without a customer: an area is looked at for which the advisor answers.
    The customer's card is for trainers only. It must not become a search field, a summary or part of a learner's page.
    """

    kind = "role_play"
    kind_label = _("Role-play")

    situation = RichTextField(_("situation"), features=TEXT, help_text=_("What both players know at the start."))
    advisor_brief = RichTextField(_("advisor’s brief"), features=TEXT)
    props = RichTextField(_("props"), features=TEXT, blank=True, help_text=_("What must be at hand."))
    customer_name = models.CharField(pgettext_lazy("customer", "name"), max_length=80, blank=True)
    customer_persona = models.TextField(
        _("persona"), blank=True, help_text=_("Who the customer is and how they speak.")
    )
    customer_car = models.TextField(_("car"), blank=True)
    customer_mood = models.TextField(_("mood"), blank=True)
    customer_hidden_facts = RichTextField(
        _("hidden facts"), features=TEXT, blank=True, help_text=_("What the advisor must find out.")
    )
    customer_reveal = RichTextField(_("what to reveal when"), features=TEXT, blank=True)
    preparation_minutes = models.PositiveSmallIntegerField(
        _("preparation in minutes"), default=5, validators=[MaxValueValidator(120)]
    )
    time_limit = models.PositiveSmallIntegerField(
        _("time limit in minutes"), default=15, validators=[MinValueValidator(1), MaxValueValidator(240)]
    )
    soft_limit = models.PositiveSmallIntegerField(
        _("soft limit in minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
        help_text=_("When the advisor is told to come to a close. Shorter than the time limit; blank for none."),
    )
    section_minimum = models.PositiveSmallIntegerField(
        _("minimum by section in per cent"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("What each section must reach, whatever the whole comes to; blank for none."),
    )
    self_assessment = models.BooleanField(
        _("self-assessment"),
        default=False,
        help_text=_("The advisor rates each section before the result is out, and reads both side by side."),
    )
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark in per cent"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Until one is set with a reason, under Reports, Agreement of assessors."),
    )
    assessors = models.PositiveSmallIntegerField(
        _("assessors"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(3)],
        help_text=_("How many score each performance, none of them seeing what the others give."),
    )
    largest_difference = models.PositiveSmallIntegerField(
        _("largest difference"),
        default=10,
        validators=[MaxValueValidator(100)],
        help_text=_("In percentage points. Where assessors lie further apart, a third one decides."),
    )
    recording = models.CharField(
        _("recording"),
        max_length=5,
        choices=Medium,
        default=Medium.NONE,
        help_text=_("What assessors may record, if everybody in it agrees. The role-play is scored in any case."),
    )
    # A draft may be saved without one; `required` is what the editor asks for on publishing.
    check_sheet = models.ForeignKey(
        CheckSheet, models.PROTECT, null=True, related_name="role_plays", verbose_name=_("check sheet")
    )

    base_form_class = RolePlayPageForm
    search_fields = [*ActivityPage.search_fields, index.SearchField("situation")]
    content_panels = [
        *Page.content_panels,
        FieldPanel("situation"),
        FieldPanel("advisor_brief"),
        FieldPanel("props"),
        MultiFieldPanel(
            [
                HelpPanel(_("An audit has no customer: leave all of this blank. Otherwise fill in all of it.")),
                FieldPanel("customer_name"),
                FieldPanel("customer_persona"),
                FieldPanel("customer_car"),
                FieldPanel("customer_mood"),
                FieldPanel("customer_hidden_facts"),
                FieldPanel("customer_reveal"),
            ],
            _("Customer’s card, never shown to the advisor"),
        ),
        InlinePanel(
            "further_cards",
            heading=_("Further customers"),
            label=_("customer’s card"),
            help_text=_("Parallel cases: nobody meets the same customer twice within 180 days."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("check_sheet"),
                FieldRowPanel([FieldPanel("preparation_minutes"), FieldPanel("soft_limit"), FieldPanel("time_limit")]),
                FieldRowPanel([FieldPanel("pass_mark"), FieldPanel("section_minimum")]),
                FieldRowPanel([FieldPanel("assessors"), FieldPanel("largest_difference")]),
                FieldPanel("self_assessment"),
                FieldPanel("recording"),
            ],
            _("Scoring"),
        ),
        *ActivityPage.activity_panels,
    ]
    template = "roleplays/pages/role_play.html"
    page_description = _("A scenario that an advisor performs and a trainer scores against a check sheet.")

    class Meta:
        verbose_name = _("role-play")
        verbose_name_plural = _("role-plays")

    @property
    def has_customer(self) -> bool:
        return bool(self.customer_name)

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """`areas` are the section titles of the sheet; `sessions` the reader's own results, newest first."""
        from roleplays.models.cards import cards_of  # these name pages, so pages load first
        from roleplays.models.pass_marks import PassMark
        from roleplays.models.plans import Plan
        from roleplays.models.sessions import Session

        scores = request.user.is_authenticated and request.user.scores_role_plays
        of_reader = Session.objects.filter(person=request.user.pk, role_play=self.translation_key)
        own = of_reader.released()
        planned = Plan.objects.ahead(timezone.now()).filter(person=request.user.pk, role_play=self.translation_key)
        return super().get_context(request) | {
            "areas": [section.title for section in self.check_sheet.sections.all()] if self.check_sheet else [],
            "sessions": own.newest_first(),
            "pass_mark": PassMark.of(self, timezone.now()),
            "shows_customer": scores,
            "cards": cards_of(self) if scores else [],
            "planned": planned.soonest_first(),
            "running": of_reader.running()
            .filter(self_assessment=True, own_view=None, started_at__isnull=False)
            .first(),
        }
