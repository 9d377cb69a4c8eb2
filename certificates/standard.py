"""Which certifications rest on a clause, and who was certified before it changed, for `standards.uses`."""

from collections.abc import Collection, Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from certificates.clauses import clauses_by_activity
from certificates.models import Certificate, Certification
from standards.models import Clause
from standards.uses import Holder, Kind, Use


def uses(codes: Collection[str] | None) -> Iterator[Use]:
    clauses_of = clauses_by_activity(codes)
    for certification in Certification.objects.prefetch_related("requirements__page"):
        asked = {key for requirement in certification.requirements.all() for key in requirement.activities()}
        edit = reverse(Certification.snippet_viewset.get_url_name("edit"), args=[certification.pk])
        for code in sorted({code for key in asked for code in clauses_of.get(key, ())}):
            yield Use(code, Kind.CERTIFICATION, certification.code, certification.title, edit)


def holders(clause: Clause, viewer=None) -> Iterator[Holder]:
    """Those with a certificate that is valid today and older than the clause's present version."""
    resting = {use.key for use in uses([clause.code])}
    today = timezone.localdate()
    certificates = Certificate.objects.all() if viewer is None else Certificate.objects.visible_to(viewer)
    certificates = (
        certificates.filter(certification__code__in=resting, awarded_on__lt=clause.in_force_from)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today))
        .newest()
        .not_revoked()
        .select_related("person__dealership")
        .order_by("person__employee_number", "serial")
    )
    for certificate in certificates:
        yield Holder(
            certificate.person.name,
            certificate.person.employee_number,
            str(certificate.person.dealership or ""),
            certificate.title,
            certificate.serial,
            certificate.awarded_on,
            certificate.get_absolute_url(),
        )
