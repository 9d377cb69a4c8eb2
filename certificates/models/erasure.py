"""What is left of a holder who had to be forgotten: enough to prove, too little to tell."""

from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certificates.models.badge import Badge


class Erasure(models.Model):
    """The names that stood on a certificate, as slow and salted digests: whoever shows the paper can be checked."""

    certificate = models.OneToOneField("certificates.Certificate", models.PROTECT, related_name="erasure")
    at = models.DateTimeField(_("when"))
    name_digest = models.CharField(_("digest of the name"), max_length=255)
    name_latin_digest = models.CharField(_("digest of the name in Latin letters"), max_length=255)

    class Meta:
        verbose_name = pgettext_lazy("name", "erasure")
        verbose_name_plural = pgettext_lazy("name", "erasures")

    def __str__(self) -> str:
        return str(self.certificate_id)

    def knows(self, name: str) -> bool:
        """Whether this stood on the certificate, in either script; capital letters and more spaces do not count."""
        return any(check_password(plain(name), digest) for digest in (self.name_digest, self.name_latin_digest))

    @classmethod
    @transaction.atomic
    def of(cls, certificate, at: datetime) -> "Erasure":
        """Takes the names off the certificate and off its badge; the second call finds the first's."""
        rows = type(certificate).objects.filter(pk=certificate.pk)
        name, name_latin = rows.select_for_update(no_key=True).values_list("name", "name_latin").get()
        digests = {"name_digest": make_password(plain(name)), "name_latin_digest": make_password(plain(name_latin))}
        erasure, _created = cls.objects.get_or_create(certificate=certificate, defaults={"at": at} | digests)
        # The one change that is ever made to a certificate, past its own save(), which refuses them all.
        rows.update(name="", name_latin="")
        Badge.objects.filter(certificate=certificate).update(document="", token="")
        certificate.name = certificate.name_latin = ""
        return erasure


def plain(name: str) -> str:
    return " ".join(name.split()).casefold()
