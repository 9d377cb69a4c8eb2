"""The credential of a certificate: made once from the row, signed with the installation's keys, kept."""

import json
import secrets
import uuid
from datetime import datetime, time, timedelta
from urllib.parse import quote

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from certificates import keys
from certificates.badges import proofs, status
from certificates.badges.credential import Achievement, Award, Issuer, credential
from certificates.models import Badge, Certificate
from certificates.models.standing import barred_numbers

LIST_KEEPS = timedelta(days=1)  # for a verifier who is offline; whoever is online asks again after `ttl`
LIST_TTL = timedelta(seconds=30)


class Forgotten(Exception):
    """The holder was erased, so nothing is issued any more."""


def badge_of(certificate: Certificate, at: datetime) -> Badge:
    """The one that there is, or the first, signed now. Whoever calls at the same time finds the same one."""
    badge = Badge.objects.filter(certificate=certificate).first()
    if badge is None and certificate.name:
        with transaction.atomic():
            keys.publish(at)
            badge, _ = Badge.objects.get_or_create(certificate=certificate, defaults=_signed(certificate, at))
    if badge is None or not badge.document:
        raise Forgotten
    return badge


def credential_json(certificate: Certificate, at: datetime) -> bytes:
    """With the proof inside, such as is attached to the PDF; always the same bytes."""
    return badge_of(certificate, at).document.encode()


def status_list(number: int, at: datetime) -> tuple[bytes, str]:
    """As JSON with its proof, and as a token; `number` counts from 1."""
    address = list_address(number)
    first, _ = status.numbers_of(number)
    barred = sorted(each - first for each in barred_numbers(*status.numbers_of(number), timezone.localdate(at)))
    milliseconds = int(LIST_TTL.total_seconds() * 1000)
    listed = status.status_list(address, issuer(), barred, at, at + LIST_KEEPS, milliseconds)
    keys.publish(at)
    return _both(listed, at)


def issuer(name: str = "") -> Issuer:
    return Issuer(did(), name or settings.WAGTAIL_SITE_NAME, f"{settings.PUBLIC_URL}/")


def did() -> str:
    """The installation's name as an issuer: whoever resolves it is led to `/.well-known/did.json` of the same host."""
    host, *path = settings.PUBLIC_URL.partition("://")[2].split("/")
    return ":".join(["did:web", *(quote(part, safe="") for part in (host, *path))])


def achievement_of(certificate: Certificate) -> Achievement:
    return Achievement(
        id=f"{settings.PUBLIC_URL}{reverse('badges:achievement', args=[certificate.certification.code])}",
        code=certificate.certification.code,
        name=f"{certificate.title_en} · {certificate.title_zh}",
        description=f"Certification by version {certificate.standard_version} of the service standard · "
        f"依据服务标准 {certificate.standard_version} 版的认证",
        criteria=criteria([(row["label_en"], row["label_zh"]) for row in certificate.evidence]),
        version=certificate.standard_version,
    )


def criteria(labels: list[tuple[str, str]]) -> str:
    """What had to be passed, in both languages."""
    english, chinese = "; ".join(en for en, _ in labels), "；".join(zh for _, zh in labels)
    return f"{english} · {chinese}" if labels else "By decision of the issuer · 由发证机构决定授予"


def list_address(number: int) -> str:
    return f"{settings.PUBLIC_URL}{reverse('badges:status', args=[number])}"


def _signed(certificate: Certificate, at: datetime) -> dict:
    document, token = _both(credential(_award(certificate)), at)
    return {"at": at, "document": document.decode(), "token": token}


def _award(certificate: Certificate) -> Award:
    number, index = status.place(certificate.pk)
    return Award(
        id=certificate.verification_url,
        subject=f"urn:uuid:{uuid.uuid4()}",
        issuer=issuer(f"{certificate.issuer_en} · {certificate.issuer_zh}"),
        achievement=achievement_of(certificate),
        serial=certificate.serial,
        names=tuple(dict.fromkeys((certificate.name, certificate.name_latin))),
        salt=secrets.token_hex(16),
        valid_from=certificate.awarded_at,
        valid_until=_end_of(certificate.valid_until),
        status_list=list_address(number),
        status_index=index,
    )


def _both(document: dict, at: datetime) -> tuple[bytes, str]:
    proof, signer = keys.proof_key(), keys.document_key()
    proven = proofs.with_proof(document, proof.sign, f"{did()}#{proof.kid}", at)
    token = proofs.vc_jwt(document, signer.sign, f"{did()}#{signer.kid}")
    return json.dumps(proven, ensure_ascii=False, indent=1).encode(), token


def _end_of(day) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time(23, 59, 59))) if day else None
