import secrets

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from certificates.models.terms import CODE_LETTERS

TAIL = 6  # letters of 31: nearly nine hundred million for each number


class SerialNumber(models.Model):
    """The last serial number of each year. The row is locked while one is taken, so none is given twice."""

    year = models.PositiveSmallIntegerField(_("year"), primary_key=True)
    last = models.PositiveIntegerField(_("last number"), default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"

    @classmethod
    def take(cls, year: int) -> str:
        """The next serial of the year, such as SA-2026-000123-K7PW4M; call it inside the transaction that uses it.

        The tail is chance, so whoever knows one serial cannot guess the next and look it up.
        """
        cls.objects.get_or_create(year=year)
        cls.objects.filter(year=year).update(last=F("last") + 1)
        tail = "".join(secrets.choice(CODE_LETTERS) for _ in range(TAIL))
        return f"SA-{year}-{cls.objects.get(year=year).last:06d}-{tail}"
