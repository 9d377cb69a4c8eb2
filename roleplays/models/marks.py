"""How each item of a score sheet stands: the projection of its events."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from roleplays import scoring


class Value(models.TextChoices):
    DONE = scoring.DONE, pgettext_lazy("mark", "Done")
    PARTLY = scoring.PARTLY, pgettext_lazy("mark", "Partly")
    NOT = scoring.NOT, pgettext_lazy("mark", "Not done")
    YES = scoring.YES, pgettext_lazy("mark", "Yes")
    NO = scoring.NO, pgettext_lazy("mark", "No")
    ONE = "1", "1"
    TWO = "2", "2"
    THREE = "3", "3"
    FOUR = "4", "4"
    FIVE = "5", "5"
    NOT_APPLICABLE = scoring.NOT_APPLICABLE, pgettext_lazy("mark", "Not applicable")


class Mark(models.Model):
    """How an item stands on a sheet; blank while it has only a comment, or when every tap on it was taken back.

    `ScoreSheet.project` alone writes it, in the transaction of the events that it follows from.
    """

    score_sheet = models.ForeignKey("ScoreSheet", models.CASCADE, related_name="marks")
    item = models.CharField(pgettext_lazy("check sheet", "item"), max_length=16)
    value = models.CharField(pgettext_lazy("score sheet", "mark"), max_length=10, choices=Value, blank=True)
    reason = models.TextField(_("why it is not applicable"), blank=True)
    comment = models.TextField(pgettext_lazy("score sheet", "comment"), blank=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = pgettext_lazy("score sheet", "mark")
        verbose_name_plural = pgettext_lazy("score sheet", "marks")
        constraints = [
            models.UniqueConstraint(fields=["score_sheet", "item"], name="mark_once_an_item"),
            models.CheckConstraint(condition=Q(value__in=["", *Value.values]), name="mark_value_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.get_value_display()}"
