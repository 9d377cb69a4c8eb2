"""What the installation says of itself to verifiers: its keys, new and old, who it is, what it certifies."""

import base64
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.urls import reverse

from certificates import keys
from certificates.badges import proofs
from certificates.badges.credential import CREDENTIALS_V2, OPEN_BADGES, Achievement, achievement, issuer_profile
from certificates.badges.issuing import criteria, did, issuer
from certificates.models import Certification


def key_set() -> dict[str, Any]:
    """Every key that ever signed (RFC 7517). A token names its key by the DID's address, so that is its `kid`."""
    return {"keys": [_jwk(key) for key in keys.published()]}


def public_keys() -> dict[str, RSAPublicKey | Ed25519PublicKey]:
    """By thumbprint, for `checking`."""
    return {key.kid: key.public_key for key in keys.published()}


def did_document() -> dict[str, Any]:
    methods = [_method(key) for key in keys.published()]
    return {
        "@context": [
            "https://www.w3.org/ns/did/v1",
            "https://w3id.org/security/multikey/v1",
            "https://w3id.org/security/jwk/v1",
        ],
        "id": did(),
        "alsoKnownAs": [f"{settings.PUBLIC_URL}/"],
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def issuer_document() -> dict[str, Any]:
    return {"@context": [CREDENTIALS_V2, OPEN_BADGES], **issuer_profile(issuer())}


def achievement_document(certification: Certification) -> dict[str, Any]:
    """As it is today; a credential holds it as it was."""
    what = Achievement(
        id=f"{settings.PUBLIC_URL}{reverse('badges:achievement', args=[certification.code])}",
        code=certification.code,
        name=f"{certification.title_en} · {certification.title_zh}",
        description=" · ".join(filter(None, [certification.summary_en, certification.summary_zh]))
        or certification.code,
        criteria=criteria([(each.label_en, each.label_zh) for each in certification.requirements.all()]),
        version=certification.standard_version,
    )
    return {"@context": [CREDENTIALS_V2, OPEN_BADGES], **achievement(what)}


def _jwk(key: keys.Public) -> dict[str, Any]:
    described = {"kid": f"{did()}#{key.kid}", "use": "sig", **key.jwk}
    if key.certificate is None:
        return described | {"alg": "EdDSA"}
    der = key.certificate.public_bytes(Encoding.DER)
    return described | {"alg": "RS256", "x5c": [base64.b64encode(der).decode()]}


def _method(key: keys.Public) -> dict[str, Any]:
    named = {"id": f"{did()}#{key.kid}", "controller": did()}
    if isinstance(key.public_key, Ed25519PublicKey):
        return named | {"type": "Multikey", "publicKeyMultibase": proofs.multikey(key.public_key)}
    return named | {"type": "JsonWebKey", "publicKeyJwk": key.jwk | {"alg": "RS256"}}
