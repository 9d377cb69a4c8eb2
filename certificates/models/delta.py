from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Orderable, Page

from certificates import rules
from certificates.models.requirement import AsksForPage
from standards.models import Clause


class DeltaRequirement(AsksForPage, Orderable):
    """What a changed standard asks of those who hold the certificate already.

    It concerns certificates from before `in_force_from`. Whoever passes the page from that day on gets an upgrade of
    the certificate; after `due_on` a certificate that has not been upgraded is suspended until it is.
    """

    certification = ParentalKey("certificates.Certification", related_name="deltas", on_delete=models.CASCADE)
    page = models.ForeignKey(Page, models.PROTECT, related_name="+", verbose_name=_("what has to be passed"))
    clause = models.ForeignKey(
        Clause, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("clause that has changed")
    )
    standard_version = models.CharField(_("new version of the standard"), max_length=20)
    in_force_from = models.DateField(_("in force from"), help_text=_("Certificates awarded before this day need it."))
    due_on = models.DateField(_("to be passed by"), help_text=_("After this day whoever lacks it is not covered."))

    panels = [
        FieldRowPanel([FieldPanel("label_zh"), FieldPanel("label_en")]),
        PageChooserPanel("page"),
        FieldRowPanel([FieldPanel("minimum"), FieldPanel("clause")]),
        FieldRowPanel([FieldPanel("in_force_from"), FieldPanel("due_on"), FieldPanel("standard_version")]),
    ]

    class Meta(Orderable.Meta):
        ordering = ["sort_order", "pk"]  # PostgreSQL promises no order among rows without a place
        verbose_name = _("requirement after a change of the standard")
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("in_force_from")),
                name="delta_due_after_it_begins",
                violation_error_message=_("It cannot be due before it is in force."),
            ),
        ]

    def concerns(self, awarded_on: date, on: date) -> bool:
        return awarded_on < self.in_force_from <= on

    def rule(self, activities) -> rules.Rule:
        return rules.Rule(frozenset(activities), self.minimum, first_day=self.in_force_from)
