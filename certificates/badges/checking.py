"""What is wrong with a credential or a status list that somebody brings; without database, clock or network."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator

from certificates.badges import proofs, shape, status
from certificates.badges.credential import identity_hash, moment

LONGEST = 256 * 1024  # bytes; ours have 4,000
JSON = dict[str, Any]
# The installation's public keys, by their thumbprint.
KeySet = Mapping[str, RSAPublicKey | Ed25519PublicKey]


class Refused(ValueError):
    """Says why, in the language of the moment, to whoever brought it."""


@dataclass(frozen=True)
class Read:
    """What a genuine credential says of itself."""

    document: JSON

    @property
    def id(self) -> str:
        return str(self.document["id"])

    @property
    def serial(self) -> str:
        return str(self.document["credentialSubject"]["licenseNumber"])

    @property
    def title(self) -> str:
        return str(self.document["name"])

    @property
    def valid_from(self) -> datetime:
        return datetime.fromisoformat(self.document["validFrom"])

    @property
    def valid_until(self) -> datetime | None:
        text = self.document.get("validUntil")
        return datetime.fromisoformat(text) if text else None

    @property
    def status_index(self) -> int:
        return int(self.document["credentialStatus"]["statusListIndex"])

    @property
    def status_list(self) -> str:
        return str(self.document["credentialStatus"]["statusListCredential"])

    @property
    def identities(self) -> list[tuple[str, str]]:
        """Digest and salt of each of the holder's names."""
        return [(each["identityHash"], each["salt"]) for each in self.document["credentialSubject"]["identifier"]]


def read_credential(data: bytes, keys: KeySet) -> Read:
    """JSON with its proof inside, or a JWT. Raises Refused unless it was signed by one of the keys."""
    return Read(_read(data, keys, shape.CREDENTIAL))


def read_status_list(data: bytes, keys: KeySet) -> JSON:
    return _read(data, keys, shape.STATUS_LIST)


def problems_of_dates(credential: Read, at: datetime) -> list[str]:
    if at < credential.valid_from:
        return [_("It is not valid yet.")]
    if credential.valid_until is not None and at > credential.valid_until:
        return [_("It has expired.")]
    return []


def problems_of_status(credential: Read, listed: JSON, at: datetime) -> list[str]:
    """What a genuine status list says of it: it has to be the right list, and fresh enough to be believed."""
    if (listed["id"], listed["issuer"]["id"]) != (credential.status_list, credential.document["issuer"]["id"]):
        return [_("The status list is that of other certificates.")]
    if not listed["validFrom"] <= moment(at) <= listed["validUntil"]:
        return [_("The status list is out of date: fetch a new one.")]
    try:
        barred = status.is_barred(listed["credentialSubject"]["encodedList"], credential.status_index)
    except ValueError:
        return [_("The status list cannot be read.")]
    return [_("It was revoked, suspended or replaced.")] if barred else []


def names_match(credential: Read, *names: str) -> bool:
    """Whether each of these names is among those of which the credential holds the digests."""
    return all(
        any(identity_hash(name, salt) == digest for digest, salt in credential.identities) for name in names if name
    )


def _read(data: bytes, keys: KeySet, form: Draft202012Validator) -> JSON:
    if len(data) > LONGEST:
        raise Refused(_("The file is too large to be a credential."))
    text = data.decode("utf-8", "replace").strip()
    return _with_proof(text, keys, form) if text.startswith("{") else _from_jwt(text, keys, form)


def _with_proof(text: str, keys: KeySet, form: Draft202012Validator) -> JSON:
    document = _parsed(text)
    if "proof" not in document:
        raise Refused(_("It is not signed."))
    _keep_to(form, document)
    (proof,) = document["proof"]
    key = _key(proof["verificationMethod"], document, keys)
    if not isinstance(key, Ed25519PublicKey) or not proofs.proof_holds(document, key):
        raise Refused(_("It was changed after it was signed."))
    return document


def _from_jwt(text: str, keys: KeySet, form: Draft202012Validator) -> JSON:
    try:
        head = jwt.get_unverified_header(text)
        claims = _parsed(jwt.utils.base64url_decode(text.split(".")[1]).decode())
    except (jwt.InvalidTokenError, ValueError, IndexError) as error:
        raise Refused(_("This is neither a credential nor a token that can be read.")) from error
    if set(head) != {"alg", "kid", "typ"} or head["alg"] != "RS256":
        raise Refused(_("It is signed in a way that is not ours."))
    document = {name: value for name, value in claims.items() if name not in ("iss", "sub", "jti", "nbf", "exp")}
    _keep_to(form, document)
    if "proof" in document or claims != document | proofs.claims(document):
        raise Refused(_("Its claims contradict each other."))
    key = _key(head["kid"], document, keys)
    try:
        # The dates are looked at by whoever asks, who says more of them.
        options: Any = {"verify_exp": False, "verify_nbf": False, "verify_aud": False}
        jwt.decode(text, key, algorithms=["RS256"], options=options)
    except (jwt.PyJWTError, TypeError) as error:
        raise Refused(_("It was changed after it was signed.")) from error
    return document


def _key(method: str, document: JSON, keys: KeySet) -> RSAPublicKey | Ed25519PublicKey:
    """The key that is named, if it is the issuer's: anybody may name himself issuer, or another's key."""
    owner, _sign, kid = method.partition("#")
    if owner != document["issuer"]["id"] or kid not in keys:
        raise Refused(_("It is signed, but not with a key of this installation."))
    return keys[kid]


def _keep_to(form: Draft202012Validator, document: JSON) -> None:
    if not form.is_valid(document):
        raise Refused(_("It holds something that a credential of ours does not hold."))


def _parsed(text: str) -> JSON:
    try:
        document = json.loads(text, object_pairs_hook=_each_once)
    except (ValueError, RecursionError) as error:
        raise Refused(_("This is neither a credential nor a token that can be read.")) from error
    if not isinstance(document, dict):
        raise Refused(_("This is neither a credential nor a token that can be read."))
    return document


def _each_once(pairs: list[tuple[str, Any]]) -> JSON:
    """Of a member that stands there twice, one reader takes the first and another the last."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a member twice")
    return found
