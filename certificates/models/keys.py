"""The public halves of every key that the installation has signed with: what was signed can be verified for ever."""

from datetime import datetime

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certificates.models.acts import Act


class KeyUse(models.TextChoices):
    DOCUMENT = "document", _("PDF and badge token (RSA)")
    PROOF = "proof", _("proof inside the badge (Ed25519)")


class PublishedKey(models.Model):
    """Written when a key is first used. The one before it is retired then, and stays published."""

    kid = models.CharField(_("key’s name"), max_length=64, primary_key=True, help_text=_("Thumbprint by RFC 7638."))
    use = models.CharField(_("used for"), max_length=8, choices=KeyUse)
    public = models.TextField(_("certificate or public key"), help_text=_("PEM."))
    since = models.DateTimeField(_("used since"))
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("signing", "key")
        verbose_name_plural = _("keys")
        ordering = ["use", "-since"]
        constraints = [
            models.CheckConstraint(condition=models.Q(use__in=KeyUse.values), name="published_key_use_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_use_display()} · {self.kid[:8]}"

    @classmethod
    def record(cls, kid: str, use: str, public: str, at: datetime) -> None:
        """Once for each key, however many processes begin to use it at the same moment."""
        if cls.objects.filter(kid=kid, retired_at=None).exists():
            return
        with transaction.atomic():
            cls.objects.filter(use=use, retired_at=None).exclude(kid=kid).update(retired_at=at)
            # A key that comes back, as after a rotation that was undone, is in use again.
            cls.objects.update_or_create(
                kid=kid, defaults={"retired_at": None}, create_defaults={"use": use, "public": public, "since": at}
            )


class KeyRotation(Act):
    """New keys were put in the place of those before, by an administrator."""

    document = models.CharField(_("key of PDF and badge token"), max_length=64)
    proof = models.CharField(_("key of the proof inside the badge"), max_length=64)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.document[:8]} · {self.proof[:8]} · {self.reason}"
