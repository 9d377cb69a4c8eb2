from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from courses.blocks import TEXT
from courses.models import ActivityPage
from roleplays.forms import RolePlayPageForm
from roleplays.models.checksheets import CheckSheet


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
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark in per cent"), default=80, validators=[MinValueValidator(1), MaxValueValidator(100)]
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
        MultiFieldPanel(
            [
                FieldPanel("check_sheet"),
                FieldRowPanel([FieldPanel("preparation_minutes"), FieldPanel("time_limit"), FieldPanel("pass_mark")]),
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
        from roleplays.models.sessions import Session  # sessions name pages, so pages load first

        own = Session.objects.released().filter(person=request.user.pk, role_play=self.translation_key)
        return super().get_context(request) | {
            "areas": [section.title for section in self.check_sheet.sections.all()] if self.check_sheet else [],
            "sessions": own.newest_first(),
            "shows_customer": request.user.is_authenticated and request.user.scores_role_plays,
        }
