"""Which certificates are not in force, for whoever asks about very many of them at once."""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from certificates.models.acts import Suspension
from certificates.models.certificate import Certificate
from certificates.models.delta import DeltaRequirement


def barred_numbers(first: int, after: int, on: date) -> set[int]:
    """Row numbers from `first` up to `after` of the certificates that were revoked, suspended or superseded.

    Those that have run out are not among them: the end stands in the certificate.
    """
    suspended = Suspension.objects.filter(certificate=OuterRef("pk"), lifting=None)
    missed = DeltaRequirement.objects.filter(
        certification=OuterRef("certification"), in_force_from__gt=OuterRef("awarded_on"), due_on__lt=on
    )
    barred = Q(revocation__isnull=False) | Q(after__isnull=False) | Exists(suspended) | Exists(missed)
    rows = Certificate.objects.filter(pk__gte=first, pk__lt=after).filter(barred)
    return set(rows.values_list("pk", flat=True))
