"""What can be said of a file at a terminal: with the database, or with nothing but a copy of the public keys."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import jwt
from cryptography import x509
from django.utils import timezone
from jwt.utils import base64url_decode

from certificates import envelope, presented
from certificates.badges import checking
from certificates.models import Certificate
from certificates.validity import IN_FORCE

WORDS = {
    "expired": "It has expired.",
    "revoked": "It was revoked.",
    "suspended": "It is suspended.",
    "superseded": "A newer one has taken its place.",
}
Findings = tuple[list[str], list[str]]


def with_database(data: bytes, at: datetime) -> Findings:
    """What it is, and what is wrong with it: nothing if it is genuine and in force at this moment."""
    found = presented.read(data)
    if not found.is_genuine or found.certificate is None:
        return [], found.problems
    certificate = found.certificate
    state = certificate.state(timezone.localdate(at))
    said = [
        f"Genuine: {certificate.serial}, {certificate.title_en} · {certificate.title_zh}",
        f"Holder: {certificate.name} {certificate.name_latin}" if certificate.name else "Holder: erased",
        f"Awarded on {certificate.awarded_on}, valid until {certificate.valid_until or 'further notice'}: {state}",
    ]
    erasure = getattr(certificate, "erasure", None)
    if erasure and found.names:
        if not any(erasure.knows(name) for name in found.names):
            return said, ["The name in the file is not the one to which it was awarded."]
        said[1] = f"Holder: {found.names[0]}, as in the file; the name matches what is kept of it"
    return said, [] if state in IN_FORCE else [WORDS[state]]


def without_database(data: bytes, key_set: bytes, listed: bytes | None, at: datetime) -> Findings:
    """By a copy of the key set, and of the status list where there is one; without it a revocation is not seen."""
    try:
        keys, certificates = keys_in(key_set)
    except (ValueError, KeyError, TypeError, jwt.PyJWTError) as error:
        return [], [f"The key set cannot be read: {error}"]
    if b"%PDF-" in data[:1024]:
        if problem := envelope.problem(data, certificates):
            return [], [problem]
        data = presented.badge_in(data)
        if not data:
            return ["Genuine: signed with one of these keys"], ["It holds no credential, so its state is not known."]
    try:
        credential = checking.read_credential(data, keys)
        problems = checking.problems_of_dates(credential, at)
        if listed is not None:
            problems += checking.problems_of_status(credential, checking.read_status_list(listed, keys), at)
    except checking.Refused as refusal:
        return [], [str(refusal)]
    said = [f"Genuine: {credential.serial}, {credential.title}"]
    if listed is None:
        said.append("Not asked whether it was revoked: give a copy of the status list with --status.")
    return said, problems


def keys_in(key_set: bytes) -> tuple[dict[str, Any], list[x509.Certificate]]:
    """The public keys by their thumbprint, and the certificates of those that sign PDFs."""
    entries = json.loads(key_set)["keys"]
    keys = {each["kid"].rpartition("#")[2]: jwt.PyJWK(each).key for each in entries}
    chains = [each["x5c"][0] for each in entries if "x5c" in each]
    return keys, [x509.load_der_x509_certificate(base64url_decode(_urlsafe(each))) for each in chains]


def listed(certification: str | None, dealership: str | None, person: str | None) -> Iterator[Certificate]:
    asked = {
        "certification__code": certification,
        "person__dealership__code": dealership,
        "person__employee_number": person and person.lower(),
    }
    rows = Certificate.objects.with_state().filter(**{name: value for name, value in asked.items() if value})
    return rows.select_related("revocation", "certification", "person").order_by("-awarded_at", "-pk").iterator()


def row(certificate: Certificate, on: date) -> dict[str, Any]:
    return {
        "serial": certificate.serial,
        "state": certificate.state(on),
        "certification": certificate.certification.code,
        "name": certificate.name,
        "employee_number": certificate.person.employee_number,
        "awarded_on": certificate.awarded_on.isoformat(),
        "valid_until": certificate.valid_until.isoformat() if certificate.valid_until else None,
    }


def _urlsafe(text: str) -> str:
    return text.replace("+", "-").replace("/", "_").rstrip("=")
