"""The check sheet that trainers write, and the editions that performances are scored on.

A sheet nests: sections have items, and Wagtail's inline panels nest with them, because a section and its items are also
read, moved and deleted together. (A flat list of items that each choose a section could not name a section that is only
being written.) What is scored is never these rows but an `Edition`, a frozen copy in all languages.
"""

from datetime import datetime
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from roleplays import scoring
from roleplays.forms import CheckSheetForm
from roleplays.models.editions import Edition, digest_of, freeze
from standards.models import Clause
from standards.widgets import ClauseCodes


class CheckSheet(TranslatableMixin, index.Indexed, ClusterableModel):
    """What a role-play is scored against, in one language; `translation_key` joins the languages."""

    title = models.CharField(_("title"), max_length=120)
    code = models.SlugField(
        _("short name"),
        max_length=60,
        help_text=_(
            "Small letters, digits and dashes. It stays when the title changes and is the same in each language."
        ),
    )
    phrases = models.TextField(
        _("ready phrases"),
        blank=True,
        help_text=_("For comments on any item, one a line. An item may have its own besides."),
    )

    search_fields = [index.AutocompleteField("title"), index.FilterField("locale_id")]
    panels = [
        FieldRowPanel([FieldPanel("title"), FieldPanel("code")]),
        FieldPanel("phrases"),
        InlinePanel(
            "sections",
            heading=pgettext_lazy("check sheet", "Sections"),
            label=pgettext_lazy("check sheet", "Section"),
            min_num=1,
        ),
    ]
    base_form_class = CheckSheetForm
    override_translatable_fields = [SynchronizedField("code")]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("check sheet")
        verbose_name_plural = _("check sheets")
        ordering = ["title"]
        constraints = [models.UniqueConstraint(fields=["code", "locale"], name="check_sheet_code_once_a_language")]

    def __str__(self) -> str:
        return self.title

    def frozen(self, among: models.QuerySet | None = None) -> dict:
        """What an edition of it would hold now. Raises `IncompleteCheckSheet`."""
        among = CheckSheet.objects.all() if among is None else among
        return freeze(among.filter(translation_key=self.translation_key).select_related("locale"))

    @transaction.atomic
    def edition(self, at: datetime) -> "Edition":
        """The edition of the sheet as it stands: the latest one, or a new one where the text has changed since.

        Raises `IncompleteCheckSheet`. The row lock keeps two sessions from numbering the same edition.
        """
        content = self.frozen(CheckSheet.objects.select_for_update(of=["self"]))
        latest = Edition.objects.filter(check_sheet=self.translation_key).first()
        if latest and latest.digest == digest_of(content):
            return latest
        return Edition.objects.create(
            check_sheet=self.translation_key,
            number=latest.number + 1 if latest else 1,
            content=content,
            digest=digest_of(content),
            made_at=at,
        )


class Section(TranslatableMixin, Orderable, ClusterableModel):
    check_sheet = ParentalKey(CheckSheet, on_delete=models.CASCADE, related_name="sections")
    title = models.CharField(_("title"), max_length=120)

    panels = [
        FieldPanel("title"),
        InlinePanel(
            "items",
            heading=pgettext_lazy("check sheet", "Items"),
            label=pgettext_lazy("check sheet", "Item"),
            min_num=1,
        ),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        ordering = ["sort_order", "pk"]  # PostgreSQL promises no order among rows without a place
        verbose_name = pgettext_lazy("check sheet", "section")
        verbose_name_plural = pgettext_lazy("check sheet", "sections")

    def __str__(self) -> str:
        return self.title


class Scale(models.TextChoices):
    THREE = scoring.Scale.THREE.value, _("Done, partly, not done")
    YES_NO = scoring.Scale.YES_NO.value, _("Yes or no")
    FIVE = scoring.Scale.FIVE.value, _("1 to 5, with a description of each")


class ItemManager(models.Manager):
    """A sheet's items are read together, and always with their clauses."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().prefetch_related("clauses")


class Item(TranslatableMixin, Orderable, ClusterableModel):
    """One behaviour that an assessor can see or hear."""

    section = ParentalKey(Section, on_delete=models.CASCADE, related_name="items")
    code = models.CharField(
        _("code"),
        max_length=16,
        validators=[RegexValidator(r"^[A-Za-z0-9][A-Za-z0-9-]*$", _("Use letters, digits and dashes only."))],
        help_text=_("Such as P2-C01. It is used once on the sheet and is the same in each language."),
    )
    behaviour = models.TextField(_("behaviour"), help_text=_("What the assessor can see or hear."))
    talk_points = models.TextField(_("talk points"), blank=True, help_text=_("What may be said. Not a text to recite."))
    points = models.PositiveSmallIntegerField(
        _("points"), default=1, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    critical = models.BooleanField(
        _("critical"), default=False, help_text=_("Whoever misses it fails, whatever the score.")
    )
    photo = models.BooleanField(
        _("photograph"),
        default=False,
        help_text=_(
            "The assessor takes photographs as evidence: of what is not fully done, and of a critical item always."
        ),
    )
    scale = models.CharField(_("scale"), max_length=10, choices=Scale, default=Scale.THREE)
    anchors = models.TextField(
        _("what each grade looks like"),
        blank=True,
        help_text=_("Only for the scale 1 to 5: five lines, the first for grade 1."),
    )
    weight = models.DecimalField(
        _("weight"),
        max_digits=2,
        decimal_places=1,
        default=1,
        validators=[MinValueValidator(Decimal("0.5")), MaxValueValidator(5)],
        help_text=_("How many times the points count."),
    )
    may_be_left_out = models.BooleanField(
        _("may be not applicable"),
        default=False,
        help_text=_("The assessor gives a reason, and it counts for nothing."),
    )
    phrases = models.TextField(_("ready phrases"), blank=True, help_text=_("For comments on this item, one a line."))
    clauses = ParentalManyToManyField(
        Clause,
        blank=True,
        related_name="check_sheet_items",
        verbose_name=_("clauses of the standard"),
    )

    objects = ItemManager()

    panels = [
        FieldPanel("behaviour"),
        FieldPanel("talk_points"),
        FieldRowPanel([FieldPanel("code"), FieldPanel("points"), FieldPanel("weight"), FieldPanel("scale")]),
        FieldPanel("anchors"),
        FieldRowPanel([FieldPanel("critical"), FieldPanel("may_be_left_out"), FieldPanel("photo")]),
        FieldPanel("phrases"),
        FieldPanel("clauses", widget=ClauseCodes, help_text=_("Their codes, such as P2-04, P2-07.")),
    ]
    override_translatable_fields = [
        SynchronizedField("code"),
        SynchronizedField("clauses"),
        SynchronizedField("scale"),
        TranslatableField("behaviour"),
        TranslatableField("talk_points"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        ordering = ["sort_order", "pk"]  # PostgreSQL promises no order among rows without a place
        verbose_name = pgettext_lazy("check sheet", "item")
        verbose_name_plural = pgettext_lazy("check sheet", "items")
        constraints = [
            models.UniqueConstraint(fields=["section", "code"], name="item_code_once_a_section"),
            models.CheckConstraint(condition=models.Q(points__gte=1), name="item_has_points"),
            models.CheckConstraint(condition=models.Q(weight__gt=0), name="item_has_weight"),
            models.CheckConstraint(condition=models.Q(scale__in=Scale.values), name="item_scale_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.behaviour}"
