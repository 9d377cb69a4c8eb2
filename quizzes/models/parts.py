"""What a question has besides its words: options, parts and places on its picture. Which kind has which is in forms."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from quizzes.geometry import Shape
from quizzes.models.questions import Question

MOST_PARTS = 20
# What outline-editor.js says and where it finds the picture: 0 stands for the picture's number.
OUTLINE = {
    "data-outline": _(
        "Picture. Draw with the pointer; or move the cross with the arrow keys, smaller steps with Shift, set a point "
        "with Enter, and take the last one away with Backspace."
    ),
    "data-outline-again": _("Draw it anew"),
    "data-outline-set": _("Point {number} at {place}"),
    "data-outline-taken": _("Point {number} taken away"),
    "data-outline-picture": reverse_lazy("wagtailsnippets_quizzes_question:picture", args=[0]),
}


class Option(TranslatableMixin, Orderable):
    """`part` is the number of the gap, category or turn that it belongs to, from 1 on in the order of the parts."""

    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="options")
    text = models.CharField(_("text"), max_length=500)
    match = models.CharField(_("what fits it"), max_length=500, blank=True)
    part = models.PositiveSmallIntegerField(
        _("number of the part"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PARTS)],
        help_text=_("Which gap, category or turn it belongs to."),
    )
    correct = models.BooleanField(_("right answer"), default=False)
    reason = models.TextField(
        _("why it is wrong"),
        blank=True,
        help_text=_("For a wrong option: why somebody who chose it is wrong. Shown after submission."),
    )

    panels = [
        FieldPanel("text"),
        FieldPanel("match", attrs={"data-kinds": "matching"}),
        FieldPanel("part", attrs={"data-kinds": "categories cloze dialogue"}),
        FieldPanel("correct", attrs={"data-kinds": "single multiple fill_in cloze dialogue"}),
        FieldPanel("reason", attrs={"data-kinds": "single multiple matching categories fill_in cloze dialogue"}),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        ordering = ["sort_order", "pk"]  # PostgreSQL promises no order among rows without a place
        verbose_name = _("option")
        verbose_name_plural = _("options")
        constraints = [
            models.CheckConstraint(condition=Q(part__isnull=True) | Q(part__gte=1), name="option_part_from_one")
        ]

    def __str__(self) -> str:
        return self.text


class Gap(models.TextChoices):
    WORDS = "words", _("words")
    NUMBER = "number", _("a number")
    CHOICE = "choice", _("a choice")


class Part(TranslatableMixin, Orderable):
    """A category, a turn of a dialogue (what the customer says), a gap of a text, or the number that is asked for.

    Of a matching question it is a text that fits nothing. `kind` is for gaps; `unit` lists what is accepted, the unit
    that is shown first: “minutes / min”.
    """

    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="parts")
    kind = models.CharField(_("what stands in the gap"), max_length=8, choices=Gap, blank=True)
    text = models.TextField(_("text"), blank=True)
    value = models.DecimalField(_("right number"), max_digits=14, decimal_places=4, null=True, blank=True)
    tolerance = models.DecimalField(
        _("tolerance"),
        max_digits=14,
        decimal_places=4,
        default=0,
        validators=[MinValueValidator(0)],
        help_text=_("How much more or less is still right."),
    )
    unit = models.CharField(
        _("unit"),
        max_length=80,
        blank=True,
        help_text=_("Several that are accepted: “minutes / min”. The first is shown beside the field."),
    )

    panels = [
        FieldPanel("kind", attrs={"data-kinds": "cloze"}),
        FieldPanel("text", attrs={"data-kinds": "matching categories dialogue"}),
        FieldRowPanel(
            [FieldPanel("value"), FieldPanel("tolerance"), FieldPanel("unit")], attrs={"data-kinds": "numeric cloze"}
        ),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        ordering = ["sort_order", "pk"]  # PostgreSQL promises no order among rows without a place
        verbose_name = _("part")
        verbose_name_plural = _("parts")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["", *Gap.values]), name="part_kind_is_known"),
            models.CheckConstraint(condition=Q(tolerance__gte=0), name="part_tolerance_is_no_less_than_nothing"),
            models.CheckConstraint(
                condition=~Q(kind=Gap.NUMBER) | Q(value__isnull=False), name="part_number_has_its_value"
            ),
        ]

    def __str__(self) -> str:
        return self.text or str(self.value or self.kind)


class Region(TranslatableMixin, Orderable):
    """A named place on the picture. `points` are in per mille of its width and height, such as 100,200 300,400."""

    question = ParentalKey(Question, on_delete=models.CASCADE, related_name="regions")
    name = models.CharField(
        _("name"),
        max_length=120,
        help_text=_("What is there, without saying whether it is wrong. Who cannot see the picture chooses by it."),
    )
    shape = models.CharField(
        _("shape"),
        max_length=10,
        default=Shape.RECTANGLE.value,
        choices=[
            (Shape.RECTANGLE.value, _("Rectangle")),
            (Shape.CIRCLE.value, _("Circle")),
            (Shape.POLYGON.value, _("Polygon")),
        ],
    )
    points = models.CharField(
        _("outline"),
        max_length=600,
        help_text=_(
            "Points such as 100,200 300,400 in per mille of the picture’s width and height, from the top left: two "
            "corners of a rectangle, the centre and the rim of a circle, the corners of a polygon."
        ),
    )
    correct = models.BooleanField(_("to be marked"), default=False)
    reason = models.TextField(_("why it is wrong to mark it"), blank=True)

    panels = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("shape"), FieldPanel("correct")]),
        FieldPanel("points", attrs=OUTLINE),
        FieldPanel("reason"),
    ]
    override_translatable_fields = [SynchronizedField("points", overridable=False)]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        ordering = ["sort_order", "pk"]  # PostgreSQL promises no order among rows without a place
        verbose_name = _("place on the picture")
        verbose_name_plural = _("places on the picture")
        constraints = [
            models.CheckConstraint(
                condition=Q(shape__in=[shape.value for shape in Shape]), name="region_shape_is_known"
            ),
            models.CheckConstraint(condition=~Q(points=""), name="region_has_an_outline"),
        ]

    def __str__(self) -> str:
        return self.name
