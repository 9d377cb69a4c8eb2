"""How authors edit a question: the fields of its kind, and only those. The script hides the others."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel

OPTIONS = "single multiple ordering matching categories fill_in cloze dialogue"
PARTS = "matching categories numeric cloze dialogue"
IN_PART = "multiple ordering matching categories cloze hotspot dialogue"

# What an author has to know of a kind, above its options and above its parts.
HELP = [
    ("single", _("Tick the one option that is right.")),
    ("multiple", _("Tick all the options that are right.")),
    ("ordering", _("Put the options into the right order; learners see them mixed.")),
    ("matching", _("Each option with what fits it. A part is one more text to choose from, which fits nothing.")),
    (
        "categories",
        _(
            "First the categories as parts, in the order of the screen; then each option with the number of its "
            "category."
        ),
    ),
    (
        "fill_in",
        _(
            "Each wording that is accepted as a ticked option; expected mistakes unticked, with the reason. "
            "Width, case, spaces and full stops mean nothing."
        ),
    ),
    (
        "numeric",
        _(
            "One part with the number, what is tolerated, and the unit. Whoever writes the number without the "
            "unit is right too."
        ),
    ),
    (
        "cloze",
        _(
            "Write [[1]], [[2]] into the question where the gaps are. For each gap a part in that order; for "
            "words and choices the options with the number of their gap."
        ),
    ),
    (
        "hotspot",
        _(
            "Choose the picture and name places on it with their outlines. Name also places that are all right: they "
            "are what others mark by mistake."
        ),
    ),
    (
        "dialogue",
        _(
            "Each part is what the customer says; the options are what one could answer, with the number of the "
            "part and one of them ticked."
        ),
    ),
    (
        "short_answer",
        _(
            "A trainer reads each answer. Write the model answer and what earns points into the explanation."
        ),
    ),
    ("true_false", _("No options: say whether the statement is true.")),
]  # fmt: skip

QUESTION_PANELS = [
    FieldRowPanel([FieldPanel("code"), FieldPanel("kind"), FieldPanel("difficulty")]),
    FieldRowPanel([FieldPanel("status"), FieldPanel("tags")]),
    *[HelpPanel(words, attrs={"data-kinds": kind}) for kind, words in HELP],
    FieldPanel("stem"),
    FieldPanel("answer", attrs={"data-kinds": "true_false"}),
    FieldRowPanel(
        [
            FieldPanel("marking", attrs={"data-kinds": IN_PART}),
            FieldPanel("numerals", attrs={"data-kinds": "fill_in cloze"}),
        ]
    ),
    MultiFieldPanel([InlinePanel("parts", label=_("Part"))], _("Parts"), attrs={"data-kinds": PARTS}),
    MultiFieldPanel([InlinePanel("options", label=_("Option"))], _("Options"), attrs={"data-kinds": OPTIONS}),
    FieldPanel("picture"),
    MultiFieldPanel(
        [InlinePanel("regions", label=_("Place"))], _("Places on the picture"), attrs={"data-kinds": "hotspot"}
    ),
    FieldPanel("explanation"),
    FieldPanel("clauses"),
    FieldPanel("overrule"),
]
