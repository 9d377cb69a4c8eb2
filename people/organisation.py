"""Where people belong: brand, region, dealership, team."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.localized import localized


class Unit(models.Model):
    """What each level of the tree has."""

    code = models.SlugField(_("code"), unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)

    class Meta:
        abstract = True
        ordering = ["code"]

    def __str__(self) -> str:
        return localized(self, "name")


class Brand(Unit):
    class Meta(Unit.Meta):
        verbose_name = _("brand")
        verbose_name_plural = _("brands")


class Region(Unit):
    brand = models.ForeignKey(
        Brand, models.PROTECT, null=True, blank=True, related_name="regions", verbose_name=_("brand")
    )

    class Meta(Unit.Meta):
        verbose_name = _("region")
        verbose_name_plural = _("regions")


class Dealership(Unit):
    name_zh = models.CharField(_("name in Chinese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    region = models.ForeignKey(Region, models.PROTECT, related_name="dealerships", verbose_name=_("region"))
    branch_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="branches",
        verbose_name=_("branch of"),
        help_text=_("Whoever manages the main dealership sees the people of its branches too."),
    )

    class Meta(Unit.Meta):
        verbose_name = _("dealership")
        verbose_name_plural = _("dealerships")
        constraints = [
            models.CheckConstraint(condition=~Q(branch_of=F("pk")), name="dealership_is_no_branch_of_itself")
        ]

    def clean(self) -> None:
        # One level: what a manager sees stays one comparison, and nobody can make a circle.
        if self.branch_of and (self.branch_of == self or self.branch_of.branch_of_id):
            raise ValidationError({"branch_of": _("A branch belongs to a main dealership, not to another branch.")})
        if self.branch_of and self.pk and self.branches.exists():
            raise ValidationError({"branch_of": _("This dealership has branches itself.")})


class Team(Unit):
    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="teams", verbose_name=_("dealership"))

    class Meta(Unit.Meta):
        verbose_name = _("team")
        verbose_name_plural = _("teams")
