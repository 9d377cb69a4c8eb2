"""Which certifications rest on a clause, and who was certified before it changed, for `standards.uses`."""

from collections.abc import Collection, Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from certificates.models import Certificate, Certification
from courses.progress import activity_types
from people.scope import about_visible_people
from standards.models import Clause
from standards.uses import Holder, Kind, Use, links


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
    certificates = (
        Certificate.objects.filter(certification__code__in=resting, awarded_on__lt=clause.in_force_from)
        .filter(Q(valid_until__isnull=True) | Q(valid_until__gte=today), revocation=None)
        .select_related("person__dealership")
        .order_by("person__employee_number", "serial")
    )
    if viewer is not None:
        certificates = certificates.filter(about_visible_people(viewer, "person"))
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


def clauses_by_activity(codes: Collection[str] | None) -> dict:
    """The clauses that each activity is about, by its translation_key."""
    found: dict = {}
    for model in activity_types():
        rows = links(model.clauses, model._meta.model_name, codes)
        keys = dict(model.objects.filter(pk__in={pk for _, pk in rows}).values_list("pk", "translation_key"))
        for code, pk in rows:
            found.setdefault(keys[pk], set()).add(code)
    return found
