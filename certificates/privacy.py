"""What certificates keep of a person, to be taken along or erased: `people` finds this module by its name."""

from datetime import datetime
from typing import Any

from django.db import transaction

from certificates.models import Certificate, HeldBack


def export_of(person) -> dict[str, Any]:
    """Everything that certificates hold about the person, as plain data."""
    rows = Certificate.objects.filter(person=person).select_related("revocation", "badge").order_by("awarded_at", "pk")
    waiting = HeldBack.objects.filter(person=person).select_related("certification")
    return {
        "certificates": [_said(each) for each in rows],
        "awards_that_wait": [
            {"certification": each.certification.code, "characters": each.characters, "since": each.at.isoformat()}
            for each in waiting
        ],
    }


@transaction.atomic
def erase(person, at: datetime) -> int:
    """Takes the person's names off every certificate, of which digests stay; returns how many. Can be repeated."""
    rows = list(Certificate.objects.filter(person=person, erasure=None))
    for certificate in rows:
        certificate.forget_holder(at)
    HeldBack.objects.filter(person=person).delete()
    return len(rows)


def _said(certificate: Certificate) -> dict[str, Any]:
    badge = getattr(certificate, "badge", None)
    revocation = getattr(certificate, "revocation", None)
    return {
        "serial": certificate.serial,
        "verification_code": certificate.code,
        "name": certificate.name,
        "name_latin": certificate.name_latin,
        "title_zh": certificate.title_zh,
        "title_en": certificate.title_en,
        "dealership_zh": certificate.dealership_zh,
        "dealership_en": certificate.dealership_en,
        "standard_version": certificate.standard_version,
        "awarded_at": certificate.awarded_at.isoformat(),
        "valid_until": certificate.valid_until.isoformat() if certificate.valid_until else None,
        "revoked_at": revocation.at.isoformat() if revocation else None,
        "evidence": certificate.evidence,
        "badge": badge.document if badge else None,
    }
