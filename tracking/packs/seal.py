"""The signature over the list of hashes: a compact JWS (RFC 7515) with RS256, whose payload is the list's SHA-256.

It is accepted in one spelling only: Base64 has several of the same bytes, and then a changed letter would pass.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

TYPE = "service-academy-pack"


class Broken(ValueError):
    """The signature is none of ours; says why."""


def sealed(content: bytes, kid: str, sign: Callable[[bytes], bytes]) -> bytes:
    """`sign` is RSASSA-PKCS1-v1_5 with SHA-256."""
    head = _segment({"alg": "RS256", "kid": kid, "typ": TYPE})
    said = f"{head}.{_segment({'sha256': hashlib.sha256(content).hexdigest()})}"
    return f"{said}.{_base64url(sign(said.encode()))}".encode()


def digest_in(token: bytes, keys: Mapping[str, Any]) -> str:
    """The hash that was signed. Raises Broken unless one of `keys` (by thumbprint) signed exactly these bytes."""
    said, _dot, signature = token.rpartition(b".")
    head, payload = (_parsed(part) for part in (said.split(b".") if said.count(b".") == 1 else (b"", b"")))
    key = keys.get(str(head.get("kid")))
    if head.get("alg") != "RS256" or head.get("typ") != TYPE or not isinstance(key, RSAPublicKey):
        raise Broken("it is signed with none of these keys")
    raw = _decoded(signature)
    if _base64url(raw).encode() != signature:
        raise Broken("the signature is spelt otherwise than it was")
    try:
        key.verify(raw, said, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature as error:
        raise Broken("the signature does not hold") from error
    return str(payload.get("sha256"))


def _segment(facts: dict[str, str]) -> str:
    return _base64url(json.dumps(facts, sort_keys=True, separators=(",", ":")).encode())


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decoded(text: bytes) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + b"=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise Broken("the signature cannot be read") from error


def _parsed(segment: bytes) -> dict[str, Any]:
    try:
        found = json.loads(_decoded(segment))
    except ValueError as error:  # broken Base64 and JSON, and what is not text
        raise Broken("the signature cannot be read") from error
    return found if isinstance(found, dict) else {}
