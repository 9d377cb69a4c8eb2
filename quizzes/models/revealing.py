"""Submitted attempts whose answers are still a secret: those of quizzes that tell after they have closed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from quizzes.models.attempts import Attempt


class Unrevealed(models.Model):
    """It gives no cards yet: one would tell that the answer was wrong. Gone once it has given them."""

    attempt = models.OneToOneField(Attempt, models.CASCADE, primary_key=True, related_name="+")

    class Meta:
        verbose_name = _("attempt with answers not shown yet")
        verbose_name_plural = _("attempts with answers not shown yet")

    def __str__(self) -> str:
        return str(self.attempt_id)
