"""The service standard: numbered requirements that lessons teach, questions test and check-sheet items observe."""

from django.core.validators import RegexValidator
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.search import index

from people.localized import active_language, localized
from standards.forms import ClauseForm


class Area(models.TextChoices):
    """The part of the standard; the first half of a clause's code."""

    ETIQUETTE = "ET", _("Etiquette")
    COMMUNICATION = "CO", _("Communication techniques")
    APPOINTMENT = "P1", _("Step 1: Appointment")
    RECEPTION = "P2", _("Step 2: Reception and walk-round")
    DIAGNOSIS = "P3", _("Step 3: Diagnosis, quotation and work order")
    REPAIR = "P4", _("Step 4: Repair and progress")
    INSPECTION = "P5", _("Step 5: Quality inspection")
    DELIVERY = "P6", _("Step 6: Settlement and delivery")
    FOLLOW_UP = "P7", _("Step 7: Follow-up")
    FIVE_S = "5S", _("5S")


TEXTS = tuple(
    f"{name}_{language}"
    for name in ("text", "why", "responsible", "talk_points", "tools", "details")
    for language in ("zh", "en")
)


class Clause(index.Indexed, models.Model):
    """One requirement of the standard. Both languages stand in one row: they are one text with one version.

    The row is the clause as it is now; every version that it has had is a `ClauseVersion`, written when it is saved.
    """

    code = models.CharField(
        _("code"), max_length=8, unique=True, validators=[RegexValidator(r"^(ET|CO|P[1-7]|5S)-\d\d$")]
    )
    area = models.CharField(pgettext_lazy("standard", "area"), max_length=2, choices=Area)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    in_force_from = models.DateField(_("in force from"))
    text_zh = models.TextField(_("requirement in Chinese"))
    text_en = models.TextField(_("requirement in English"))
    why_zh = models.TextField(_("why it matters to the customer, in Chinese"))
    why_en = models.TextField(_("why it matters to the customer, in English"))
    responsible_zh = models.CharField(_("person responsible, in Chinese"), max_length=80)
    responsible_en = models.CharField(_("person responsible, in English"), max_length=80)
    talk_points_zh = models.TextField(_("talk points in Chinese"), blank=True)
    talk_points_en = models.TextField(_("talk points in English"), blank=True)
    tools_zh = models.TextField(_("tools and forms, in Chinese"), blank=True)
    tools_en = models.TextField(_("tools and forms, in English"), blank=True)
    details_zh = models.TextField(_("details easily missed, in Chinese"), blank=True)
    details_en = models.TextField(_("details easily missed, in English"), blank=True)
    documents = models.JSONField(_("documents it comes from"), default=list, blank=True)

    search_fields = [
        index.AutocompleteField("code"),
        index.AutocompleteField("text_zh"),
        index.AutocompleteField("text_en"),
    ]

    base_form_class = ClauseForm

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering = ["area", "code"]
        constraints = [models.CheckConstraint(condition=models.Q(area__in=Area.values), name="clause_area_is_known")]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    @transaction.atomic
    def save(self, *args, **kwargs) -> None:
        super().save(*args, **kwargs)
        ClauseVersion.keep(self)

    def get_absolute_url(self) -> str:
        return reverse("standards:clause", args=[self.code])

    @property
    def text(self) -> str:
        return localized(self, "text")

    @property
    def why(self) -> str:
        return localized(self, "why")

    @property
    def responsible(self) -> str:
        return localized(self, "responsible")

    @property
    def talk_points(self) -> str:
        return localized(self, "talk_points")

    @property
    def tools(self) -> str:
        return localized(self, "tools")

    @property
    def details(self) -> str:
        return localized(self, "details")


class ClauseVersion(models.Model):
    """A clause as it stood in one version. Saving the clause under the same number corrects it; older ones stay."""

    clause = models.ForeignKey(Clause, models.CASCADE, related_name="versions", verbose_name=_("clause"))
    number = models.PositiveSmallIntegerField(_("version"))
    in_force_from = models.DateField(_("in force from"))
    content = models.JSONField(_("content"))

    class Meta:
        verbose_name = _("version of a clause")
        verbose_name_plural = _("versions of clauses")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["clause", "number"], name="clause_version_once")]

    def __str__(self) -> str:
        return f"{self.clause_id} {self.number}"

    @classmethod
    def keep(cls, clause: Clause) -> None:
        values = {"in_force_from": clause.in_force_from, "content": content_of(clause)}
        cls.objects.update_or_create(clause=clause, number=clause.version, defaults=values)

    @property
    def text(self) -> str:
        return self.content[f"text_{active_language()}"]


def content_of(clause: Clause) -> dict:
    return {name: getattr(clause, name) for name in TEXTS} | {"documents": clause.documents}
