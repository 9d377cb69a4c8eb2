"""What administrators decide about a certificate: each act a row with who, when and why."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.Model):
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"))
    reason = models.TextField(_("reason"))

    class Meta:
        abstract = True


class Revocation(Act):
    certificate = models.OneToOneField("certificates.Certificate", models.PROTECT, related_name="revocation")

    def __str__(self) -> str:
        return f"{self.certificate} · {self.reason}"


class Suspension(Act):
    """Holds until it is lifted."""

    certificate = models.ForeignKey("certificates.Certificate", models.PROTECT, related_name="suspensions")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.certificate} · {self.reason}"


class Lifting(Act):
    suspension = models.OneToOneField(Suspension, models.PROTECT, related_name="lifting")

    def __str__(self) -> str:
        return f"{self.suspension} · {self.reason}"

    @property
    def certificate(self):
        return self.suspension.certificate


class IssuedByHand(Act):
    """Why a certificate exists that nobody earned by the requirements, or that replaces one with a wrong name."""

    certificate = models.OneToOneField("certificates.Certificate", models.PROTECT, related_name="by_hand")

    def __str__(self) -> str:
        return f"{self.certificate} · {self.reason}"
