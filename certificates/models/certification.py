"""The certification: what has to be passed, and what the certificate says."""

from collections.abc import Collection
from datetime import date, datetime

from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import PreviewableMixin

from certificates import rules, validity
from certificates.certification_form import CertificationForm
from certificates.looks import Form, Look
from certificates.models.certificate import Certificate
from certificates.models.design import PREVIEW_MODES, sample
from certificates.models.requirement import Requirement, Road, activities_of
from certificates.preview import answer
from people.localized import localized


class Certification(PreviewableMixin, ClusterableModel):
    """A programme: what has to be passed, and what the certificate says. Both languages stand on one certificate."""

    code = models.SlugField(_("code"), unique=True)
    title_zh = models.CharField(_("title in Chinese"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=120)
    summary_zh = models.TextField(_("summary in Chinese"), blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    valid_months = models.PositiveSmallIntegerField(
        _("valid for, in months"), null=True, blank=True, help_text=_("Leave blank for a certificate without end.")
    )
    renewal_window_days = models.PositiveSmallIntegerField(
        _("renewal window, in days"),
        default=60,
        validators=[MinValueValidator(1)],
        help_text=_("The last days of a certificate, in which it may be renewed."),
    )
    grace_days = models.PositiveSmallIntegerField(
        _("grace, in days"), default=90, help_text=_("How long after the end the shorter road stays open.")
    )
    standard_version = models.CharField(_("version of the standard"), max_length=20, default="1")
    issuer_zh = models.CharField(_("issuer in Chinese"), max_length=80)
    issuer_en = models.CharField(_("issuer in English"), max_length=120)
    signatory_zh = models.CharField(_("signatory in Chinese"), max_length=80)
    signatory_en = models.CharField(_("signatory in English"), max_length=120)
    design = models.ForeignKey(
        "certificates.Design",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="certifications",
        verbose_name=_("design"),
        help_text=_("What is awarded from now on is printed in it."),
    )
    is_offered = models.BooleanField(_("offered"), default=True, help_text=_("Untick to award it to nobody any more."))
    sort_order = models.PositiveSmallIntegerField(_("place in lists"), default=100)

    panels = [
        FieldPanel("code"),
        FieldRowPanel([FieldPanel("title_zh"), FieldPanel("title_en")]),
        FieldRowPanel([FieldPanel("summary_zh"), FieldPanel("summary_en")]),
        FieldRowPanel([FieldPanel("valid_months"), FieldPanel("renewal_window_days"), FieldPanel("grace_days")]),
        FieldPanel("standard_version"),
        FieldRowPanel([FieldPanel("is_offered"), FieldPanel("sort_order")]),
        InlinePanel("requirements", heading=_("Requirements"), label=_("Requirement"), min_num=1),
        InlinePanel("groups", heading=_("Groups, of which some suffice"), label=_("Group")),
        InlinePanel("deltas", heading=_("After a change of the standard"), label=_("What holders have to pass")),
        MultiFieldPanel(
            [
                FieldPanel("design"),
                FieldRowPanel([FieldPanel("issuer_zh"), FieldPanel("issuer_en")]),
                FieldRowPanel([FieldPanel("signatory_zh"), FieldPanel("signatory_en")]),
            ],
            _("On the certificate"),
        ),
    ]
    base_form_class = CertificationForm

    class Meta:
        verbose_name = _("certification")
        verbose_name_plural = _("certifications")
        ordering = ["sort_order", "code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(renewal_window_days__gte=1), name="certification_has_a_renewal_window"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return localized(self, "title")

    @property
    def summary(self) -> str:
        return localized(self, "summary")

    preview_modes = PREVIEW_MODES
    default_preview_size = "desktop"  # the only one that a sheet of A4 fits

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The certificate that it would give, in its design."""
        look = self.design.look if self.design else Look()
        return answer(sample(look, self), Form(mode_name or Form.SHEET))

    def rule_of_each(self, road: Road = Road.FIRST) -> dict[Requirement, rules.Rule]:
        """In the same few queries for any number of requirements."""
        asked = list(self.requirements.filter(road=road).select_related("page"))
        activities = activities_of(asked)
        return {each: each.rule(activities[each]) for each in asked}

    def choices(self, asked: Collection[Requirement]) -> list[rules.Choice]:
        """The groups, with their members among the requirements of one road."""
        return [
            rules.Choice(frozenset(each for each in asked if each.group == group.code), group.needed)
            for group in self.groups.all()
        ]

    def standings(self, people: Collection, at: datetime, road: Road = Road.FIRST) -> dict:
        """For each person their `Standing` with each requirement of a road; few queries for any number of people."""
        from certificates.models.evidence import results_of

        asked = self.rule_of_each(road)
        found = results_of(people, {key for rule in asked.values() for key in rule.activities})
        choices, on = self.choices(asked), timezone.localtime(at).date()
        return {
            person: rules.settled(
                {each: rules.standing(rule, found.get(person.pk, ()), on) for each, rule in asked.items()}, choices
            )
            for person in people
        }

    @transaction.atomic
    def award_to(self, person, at: datetime) -> Certificate | None:
        """The person's newest certificate: the one they have, or a next one that is earned, else None.

        However often and from wherever this is called, each issuance exists once.
        """
        from certificates.models.awarding import award_if_earned
        from certificates.models.prospects import prospects

        return award_if_earned(*prospects([self], [person], at), at)

    def newest_of(self, person) -> Certificate | None:
        held = self.certificates.with_state().filter(person=person).select_related("person")
        return held.order_by("-number").first()

    def sign_offs_count_from(self, person, at: datetime) -> datetime | None:
        """Of a holder who may renew, the beginning of the window; the first award takes sign-offs of any age."""
        held = self.newest_of(person)
        return held.renewable_from if held and held.may_be_renewed(at) else None

    def valid_until(self, on: date, held: Certificate | None) -> date | None:
        """The last day. Whoever renews before the end loses none of the time that was left."""
        if not self.valid_months:
            return None
        return validity.renewed_until(on, self.valid_months, held.valid_until if held else None)
