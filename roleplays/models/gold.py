"""Gold performances: written or recorded, with reference marks and reasons. Published once, then never changed."""

from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable
from wagtail.search import index

from people.localized import localized
from roleplays.fairness.against_gold import FEWEST_ITEMS
from roleplays.gold_forms import GoldForm
from roleplays.models.checksheets import CheckSheet
from roleplays.models.editions import Edition
from roleplays.models.marks import Value


class PublishedStays(Exception):
    """What trainers are measured by is not changed under their feet: write another one."""


class Incomplete(Exception):
    """It cannot be published yet; `problems` say why, in words for its author."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


class Published(models.Model):
    """What can be written on as long as it is a draft, and never once it is published."""

    code = models.SlugField(_("short name"), max_length=60, unique=True)
    title_zh = models.CharField(format_lazy("{} ({})", _("title"), "中文"), max_length=120)
    title_en = models.CharField(format_lazy("{} ({})", _("title"), "English"), max_length=120)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs) -> None:
        if self.pk and self.stands:
            raise PublishedStays
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        if self.stands:
            raise PublishedStays
        return super().delete(*args, **kwargs)

    @property
    def title(self) -> str:
        return localized(self, "title")

    @property
    def stands(self) -> bool:
        """Whether the database knows it as published."""
        return type(self).objects.filter(pk=self.pk, published_at__isnull=False).exists()

    def problems(self) -> list[str]:
        raise NotImplementedError


class GoldPerformance(index.Indexed, Published, ClusterableModel):
    """One performance as everybody is to see it. `edition` is the check sheet as it stood on publishing."""

    check_sheet = models.ForeignKey(
        CheckSheet, models.PROTECT, related_name="gold_performances", verbose_name=_("check sheet")
    )
    situation_zh = models.TextField(format_lazy("{} ({})", _("situation"), "中文"), blank=True)
    situation_en = models.TextField(format_lazy("{} ({})", _("situation"), "English"), blank=True)
    transcript_zh = models.TextField(
        format_lazy("{} ({})", _("transcript"), "中文"), blank=True,
        help_text=_("A line for each sentence or act, beginning with who speaks and a colon."),
    )  # fmt: skip
    transcript_en = models.TextField(format_lazy("{} ({})", _("transcript"), "English"), blank=True)
    recording = models.URLField(
        _("recording"), blank=True, help_text=_("Where the recording lies, instead of a transcript or besides it.")
    )
    edition = models.ForeignKey(
        Edition, models.PROTECT, null=True, editable=False, related_name="gold_performances", verbose_name=_("edition")
    )

    search_fields = [index.AutocompleteField("title_zh"), index.AutocompleteField("title_en")]
    panels = [
        FieldRowPanel([FieldPanel("title_zh"), FieldPanel("title_en")]),
        FieldRowPanel([FieldPanel("code"), FieldPanel("check_sheet")]),
        MultiFieldPanel(
            [
                FieldPanel("situation_zh"),
                FieldPanel("situation_en"),
                FieldPanel("transcript_zh"),
                FieldPanel("transcript_en"),
                FieldPanel("recording"),
            ],
            _("Performance"),
        ),
        InlinePanel(
            "marks", heading=_("Reference marks"), label=pgettext_lazy("score sheet", "mark"),
            help_text=_("Saved once, the draft has a row for each item of the check sheet."),
        ),
    ]  # fmt: skip
    base_form_class = GoldForm

    class Meta:
        verbose_name = _("gold performance")
        verbose_name_plural = _("gold performances")
        ordering = ["code"]

    @property
    def situation(self) -> str:
        return localized(self, "situation")

    @property
    def lines(self) -> list[tuple[str, str]]:
        """The transcript in the active language: who speaks, and what; nobody for what is done."""
        return [_spoken(line.strip()) for line in localized(self, "transcript").splitlines() if line.strip()]

    @property
    def values(self) -> dict[str, str]:
        return {mark.item: mark.value for mark in self.marks.all()}

    def problems(self) -> list[str]:
        """Why it cannot be published yet."""
        asked = {item.code: item for section in self.check_sheet.sections.all() for item in section.items.all()}
        given = {mark.item: mark for mark in self.marks.all()}
        found = []
        if not self.recording and not (self.transcript_zh.strip() and self.transcript_en.strip()):
            found.append(gettext("It needs a transcript in both languages, or a recording."))
        if lacking := [code for code in asked if code not in given or not given[code].value]:
            found.append(gettext("No reference mark yet: %(codes)s.") % {"codes": ", ".join(lacking)})
        if unknown := sorted(set(given) - set(asked)):
            found.append(gettext("Not on the check sheet: %(codes)s.") % {"codes": ", ".join(unknown)})
        if unfounded := [
            each.item for each in given.values() if not (each.reason_zh.strip() and each.reason_en.strip())
        ]:
            found.append(gettext("No reason in both languages: %(codes)s.") % {"codes": ", ".join(unfounded)})
        return found

    @transaction.atomic
    def publish(self, at: datetime, by=None) -> None:
        """On the edition of the check sheet as it stands. A second time changes nothing. Raises `Incomplete`."""
        if self.stands:
            return
        problems = self.problems()
        edition = None if problems else self.check_sheet.edition(at)
        if edition:
            wrong = [code for code, value in self.values.items() if not edition.item(code).allows(value)]
            if wrong:
                problems = [gettext("The scale has no such mark: %(codes)s.") % {"codes": ", ".join(wrong)}]
        if problems or edition is None:
            raise Incomplete(problems)
        self.edition, self.published_at, self.published_by = edition, at, by
        self.save(update_fields=["edition", "published_at", "published_by"])


class GoldMark(Orderable):
    """What an item is to be given, and why."""

    performance = ParentalKey(GoldPerformance, on_delete=models.CASCADE, related_name="marks")
    item = models.CharField(pgettext_lazy("check sheet", "item"), max_length=16)
    value = models.CharField(pgettext_lazy("score sheet", "mark"), max_length=10, choices=Value, blank=True)
    reason_zh = models.TextField(format_lazy("{} ({})", _("reason"), "中文"), blank=True)
    reason_en = models.TextField(format_lazy("{} ({})", _("reason"), "English"), blank=True)

    panels = [
        FieldRowPanel([FieldPanel("item"), FieldPanel("value")]),
        FieldPanel("reason_zh"),
        FieldPanel("reason_en"),
    ]

    class Meta(Orderable.Meta):
        ordering = ["sort_order", "pk"]
        verbose_name = _("reference mark")
        verbose_name_plural = _("reference marks")
        constraints = [
            models.UniqueConstraint(fields=["performance", "item"], name="gold_mark_once_an_item"),
            models.CheckConstraint(condition=models.Q(value__in=["", *Value.values]), name="gold_mark_value_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.get_value_display()}"

    @property
    def reason(self) -> str:
        return localized(self, "reason")

    def save(self, *args, **kwargs) -> None:
        if self.performance.stands:
            raise PublishedStays
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        if self.performance.stands:
            raise PublishedStays
        return super().delete(*args, **kwargs)


class CalibrationSetQuerySet(models.QuerySet):
    def offered(self) -> "CalibrationSetQuerySet":
        return self.filter(published_at__isnull=False, withdrawn_at=None)


class CalibrationSet(Published, ClusterableModel):
    """Gold performances that are scored together, and from which one kappa follows."""

    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)

    objects = CalibrationSetQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("title_zh"), FieldPanel("title_en")]),
        FieldPanel("code"),
        InlinePanel("members", heading=_("Gold performances"), label=_("gold performance"), min_num=1),
    ]

    class Meta:
        verbose_name = _("calibration set")
        verbose_name_plural = _("calibration sets")
        ordering = ["code"]

    @property
    def performances(self) -> list[GoldPerformance]:
        return [member.performance for member in self.members.select_related("performance__edition")]

    def problems(self) -> list[str]:
        golds = [member.performance for member in self.members.all()]
        drafts = [gold.title for gold in golds if gold.published_at is None]
        found = [gettext("Not published yet: %(title)s.") % {"title": title} for title in drafts]
        marks = [value for gold in golds for value in gold.values.values()]
        if len(marks) < FEWEST_ITEMS:
            found.append(gettext("It needs at least %(number)s items in all.") % {"number": FEWEST_ITEMS})
        if len(set(marks)) < 2:
            found.append(gettext("All reference marks are the same: nothing can be told from them."))
        return found

    @transaction.atomic
    def publish(self, at: datetime, by=None) -> None:
        """A second time changes nothing. Raises `Incomplete`."""
        if self.stands:
            return
        if problems := self.problems():
            raise Incomplete(problems)
        self.published_at, self.published_by = at, by
        self.save(update_fields=["published_at", "published_by"])

    def withdraw(self, at: datetime) -> None:
        """Nobody begins it any more; who has begun goes on. What was won on it stays won."""
        CalibrationSet.objects.filter(pk=self.pk, withdrawn_at=None).update(withdrawn_at=at)


class SetMember(Orderable):
    calibration_set = ParentalKey(CalibrationSet, on_delete=models.CASCADE, related_name="members")
    performance = models.ForeignKey(
        GoldPerformance, models.PROTECT, related_name="memberships", verbose_name=_("gold performance")
    )

    panels = [FieldPanel("performance")]

    class Meta(Orderable.Meta):
        ordering = ["sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["calibration_set", "performance"], name="calibration_set_member_once")
        ]

    def __str__(self) -> str:
        return str(self.performance)

    def save(self, *args, **kwargs) -> None:
        if self.calibration_set.stands:
            raise PublishedStays
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        if self.calibration_set.stands:
            raise PublishedStays
        return super().delete(*args, **kwargs)


def _spoken(line: str) -> tuple[str, str]:
    for colon in ("：", ": "):
        who, found, words = line.partition(colon)
        if found and 0 < len(who) <= 24:
            return who, words.strip()
    return "", line
