"""The check sheet that trainers write, and the editions that performances are scored on.

A sheet nests: sections have items, and Wagtail's inline panels nest with them, because a section and its items are also
read, moved and deleted together. (A flat list of items that each choose a section could not name a section that is only
being written.) What is scored is never these rows but an `Edition`, a frozen copy in all languages.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from roleplays import scoring, sheets
from roleplays.forms import CheckSheetForm
from standards.models import Clause
from standards.widgets import ClauseCodes


class IncompleteCheckSheet(Exception):
    """A sheet that nobody can be scored on: no items, or one code twice."""


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

    search_fields = [index.AutocompleteField("title"), index.FilterField("locale_id")]
    panels = [
        FieldRowPanel([FieldPanel("title"), FieldPanel("code")]),
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

    @transaction.atomic
    def edition(self, at: datetime) -> "Edition":
        """The edition of the sheet as it stands: the latest one, or a new one where the text has changed since.

        Raises `IncompleteCheckSheet`. The row lock keeps two sessions from numbering the same edition.
        """
        sheets_here = CheckSheet.objects.select_for_update(of=["self"]).filter(translation_key=self.translation_key)
        content = freeze(sheets_here.select_related("locale"))
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
        verbose_name = pgettext_lazy("check sheet", "section")
        verbose_name_plural = pgettext_lazy("check sheet", "sections")

    def __str__(self) -> str:
        return self.title


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
        FieldRowPanel([FieldPanel("code"), FieldPanel("points"), FieldPanel("critical"), FieldPanel("photo")]),
        FieldPanel("clauses", widget=ClauseCodes, help_text=_("Their codes, such as P2-04, P2-07.")),
    ]
    override_translatable_fields = [
        SynchronizedField("code"),
        SynchronizedField("clauses"),
        TranslatableField("behaviour"),
        TranslatableField("talk_points"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = pgettext_lazy("check sheet", "item")
        verbose_name_plural = pgettext_lazy("check sheet", "items")
        constraints = [
            models.UniqueConstraint(fields=["section", "code"], name="item_code_once_a_section"),
            models.CheckConstraint(condition=models.Q(points__gte=1), name="item_has_points"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.behaviour}"


class Edition(models.Model):
    """A check sheet as it was when somebody was scored on it. Written once, never changed; `sheets` reads it."""

    check_sheet = models.UUIDField(_("check sheet"))
    number = models.PositiveIntegerField(_("edition"))
    content = models.JSONField(_("content"))
    digest = models.CharField(_("digest"), max_length=64)
    made_at = models.DateTimeField(_("made"))

    class Meta:
        verbose_name = _("edition of a check sheet")
        verbose_name_plural = _("editions of check sheets")
        ordering = ["check_sheet", "-number"]
        constraints = [models.UniqueConstraint(fields=["check_sheet", "number"], name="edition_number_once")]

    def __str__(self) -> str:
        return f"{self.title} · {self.number}"

    @property
    def title(self) -> str:
        return sheets.in_language(self.content["title"], get_language() or settings.LANGUAGE_CODE)

    @cached_property
    def sections(self) -> tuple[sheets.Section, ...]:
        """The sheet in the active language."""
        return sheets.read(self.content, get_language() or settings.LANGUAGE_CODE)

    @property
    def items(self) -> list[sheets.Item]:
        return [item for section in self.sections for item in section.items]

    def has(self, code: str) -> bool:
        return self.item(code) is not None

    def item(self, code: str) -> sheets.Item | None:
        return next((item for item in self.items if item.code == code), None)

    @property
    def asks_for_photographs(self) -> bool:
        return any(item.photo for item in self.items)

    def score(self, marks: dict[str, str], pass_mark: int) -> scoring.Score:
        return scoring.score([section.for_scoring() for section in self.sections], marks, pass_mark)


def freeze(translations: Iterable[CheckSheet]) -> dict:
    """The content of an edition: the sheet in the first language that has it, with the texts of all languages.

    `{"title": texts, "sections": [{"title": texts, "items": [{"code", "behaviour": texts, "talk_points": texts,
    "points", "critical", "clauses": [codes]}]}]}`, where texts are `{language: text}`; an item that asks for
    photographs has `"photo": True` besides. Items are joined by their code, the titles of sections by their place.
    """
    sheets_of = _by_language(translations)
    if not sheets_of:
        raise IncompleteCheckSheet
    leading = next(iter(sheets_of.values()))
    codes = [item["code"] for section in leading["sections"] for item in section["items"]]
    if not codes or len(set(codes)) < len(codes):
        raise IncompleteCheckSheet
    return {
        "title": {language: sheet["title"] for language, sheet in sheets_of.items()},
        "sections": [_section(place, section, sheets_of) for place, section in enumerate(leading["sections"])],
    }


def digest_of(content: dict) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def plain(sheet: CheckSheet) -> dict:
    """One language of a sheet as plain data, in the sheet's order; what a digest is taken of."""
    return {
        "title": sheet.title,
        "sections": [
            {"title": section.title, "items": [_plain_item(item) for item in section.items.all()]}
            for section in sheet.sections.all()
        ],
    }


def _plain_item(item: Item) -> dict:
    return {
        "code": item.code,
        "behaviour": item.behaviour,
        "talk_points": item.talk_points,
        "points": item.points,
        "critical": item.critical,
        "clauses": sorted(clause.code for clause in item.clauses.all()),
        # Left out where it is false: sheets from before it existed keep their edition.
        **({"photo": True} if item.photo else {}),
    }


def _by_language(translations: Iterable[CheckSheet]) -> dict[str, dict]:
    found = {sheet.locale.language_code: plain(sheet) for sheet in translations}
    return {language: found[language] for language, _name in settings.LANGUAGES if language in found}


def _section(place: int, section: dict, sheets_of: dict[str, dict]) -> dict:
    titles = {
        language: sheet["sections"][place]["title"]
        for language, sheet in sheets_of.items()
        if place < len(sheet["sections"])
    }
    return {"title": titles, "items": [_item(item, sheets_of) for item in section["items"]]}


def _item(item: dict, sheets_of: dict[str, dict]) -> dict:
    same = {
        language: other
        for language, sheet in sheets_of.items()
        for section in sheet["sections"]
        for other in section["items"]
        if other["code"] == item["code"]
    }
    texts = {
        field: {language: other[field] for language, other in same.items()} for field in ("behaviour", "talk_points")
    }
    return item | texts
