"""The Open Badges credential of a certificate, as it was signed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Badge(models.Model):
    """Made when it is first asked for and then kept to the letter, so that new keys and new addresses change nothing.

    Both texts are empty once the holder is forgotten: they hold fast digests of the name.
    """

    certificate = models.OneToOneField("certificates.Certificate", models.PROTECT, related_name="badge")
    at = models.DateTimeField(_("signed"))
    document = models.TextField(_("credential with its proof"))
    token = models.TextField(_("credential as a token"))

    class Meta:
        verbose_name = _("badge")
        verbose_name_plural = _("badges")

    def __str__(self) -> str:
        return str(self.certificate_id)
