"""The two ways in which a credential is signed: `eddsa-rdfc-2022` inside it, and RS256 round it (VC-JWT)."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pyld import jsonld

from certificates.badges import contexts
from certificates.badges.credential import moment

ED25519 = b"\xed\x01"  # the multicodec of an Ed25519 public key, as a varint
BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
SIGNATURE_LETTERS = 100  # of base58; 64 bytes are 88 at most, and decoding more costs its square
JSON = dict[str, Any]
Sign = Callable[[bytes], bytes]

_one_at_a_time = threading.Lock()  # pyld keeps its caches for the whole process


def with_proof(document: JSON, sign: Sign, method: str, at: datetime) -> JSON:
    """The document with its proof, as an array: the official schema has it so. `sign` is an Ed25519 key's."""
    proof = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": moment(at),
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    value = multibase(sign(what_is_signed(document, proof)))
    return document | {"proof": [proof | {"proofValue": value}]}


def proof_holds(document: JSON, key: Ed25519PublicKey) -> bool:
    """For a document with one proof of the kind that `with_proof` makes; look at its shape first."""
    (proof,) = document["proof"]
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    unsigned = {name: value for name, value in document.items() if name != "proof"}
    try:
        key.verify(from_multibase(proof["proofValue"]), what_is_signed(unsigned, options))
    except (InvalidSignature, ValueError):
        return False
    return True


def what_is_signed(document: JSON, proof: JSON) -> bytes:
    """The hash of the proof's options and that of the document, each in RDF's canonical form."""
    options = {"@context": document["@context"], **proof}
    return b"".join(hashlib.sha256(canonical(each).encode()).digest() for each in (options, document))


def canonical(document: JSON) -> str:
    """RDFC-1.0, which pyld knows by the name it had as a draft."""
    with _one_at_a_time:
        text: str = jsonld.normalize(
            document,
            {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": contexts.load},
        )
    return text


def vc_jwt(document: JSON, sign: Sign, kid: str, typ: str = "JWT") -> str:
    """The credential is the payload; the registered claims repeat what stands in it. `sign` is RS256."""
    head = {"alg": "RS256", "kid": kid, "typ": typ}
    signed = f"{_segment(head)}.{_segment(document | claims(document))}"
    return f"{signed}.{base64url(sign(signed.encode()))}"


def claims(document: JSON) -> JSON:
    """What a JWT says in its own words."""
    found = {
        "iss": document["issuer"]["id"],
        "jti": document["id"],
        "sub": document["credentialSubject"]["id"],
        "nbf": seconds(document["validFrom"]),
    }
    return found | ({"exp": seconds(document["validUntil"])} if "validUntil" in document else {})


def multikey(key: Ed25519PublicKey) -> str:
    return multibase(ED25519 + key.public_bytes_raw())


def multibase(data: bytes) -> str:
    """base58btc, which begins with a z."""
    number, letters = int.from_bytes(data, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        letters = BASE58[rest] + letters
    return "z" + "1" * (len(data) - len(data.lstrip(b"\0"))) + letters


def from_multibase(text: str) -> bytes:
    letters = text[1:]
    if not text.startswith("z") or len(letters) > SIGNATURE_LETTERS or not set(letters) <= set(BASE58):
        raise ValueError("not base58btc")
    number = 0
    for letter in letters:
        number = number * 58 + BASE58.index(letter)
    zeros = len(letters) - len(letters.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8, "big")


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def seconds(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def _segment(part: Mapping[str, Any]) -> str:
    return base64url(json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode())
