"""An area of a dealership, such as the workshop or the parts store: what a 5S audit looks at instead of a person."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.localized import localized
from people.models import Dealership
from people.scope import about_led_places


class AreaQuerySet(models.QuerySet):
    def visible_to(self, user) -> "AreaQuerySet":
        """Those of the places where the user leads or trains."""
        return self.filter(about_led_places(user, "dealership"))

    def in_use(self) -> "AreaQuerySet":
        return self.filter(retired_at=None)


class Area(models.Model):
    """An area that is retired keeps its history and is audited no more."""

    dealership = models.ForeignKey(Dealership, models.PROTECT, related_name="areas", verbose_name=_("dealership"))
    name_zh = models.CharField(_("name in Chinese"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=60, blank=True)
    retired_at = models.DateTimeField(pgettext_lazy("area", "retired"), null=True, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["dealership", "name_zh"]
        constraints = [
            models.UniqueConstraint(
                fields=["dealership", "name_zh"], condition=Q(retired_at=None), name="area_name_once_a_dealership"
            )
        ]

    def __str__(self) -> str:
        return localized(self, "name")

    def retire(self, at: datetime) -> None:
        self.retired_at = at
        self.save(update_fields=["retired_at"])

    def take_back(self) -> bool:
        """Into use again; not where another has its name by now."""
        others = Area.objects.in_use().filter(dealership=self.dealership_id, name_zh=self.name_zh)
        if others.exclude(pk=self.pk).exists():
            return False
        self.retired_at = None
        self.save(update_fields=["retired_at"])
        return True
