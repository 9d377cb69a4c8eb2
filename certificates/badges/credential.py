"""What stands in a credential: an Open Badges 3.0 AchievementCredential after VCDM 2.0. Pure: no database, no clock."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
# Strict verifiers know the type of `credentialSchema` only from here.
EXTENSIONS = "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json"
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
HASH = "sha256$"


@dataclass(frozen=True)
class Issuer:
    """`id` is a DID of the method web, from which a verifier finds the keys; `url` is the website."""

    id: str
    name: str
    url: str


@dataclass(frozen=True)
class Achievement:
    id: str
    code: str
    name: str
    description: str
    criteria: str
    version: str


@dataclass(frozen=True)
class Award:
    """Everything a credential is made of. `names` are the holder's, of which only salted digests go in."""

    id: str
    subject: str
    issuer: Issuer
    achievement: Achievement
    serial: str
    names: tuple[str, ...]
    salt: str
    valid_from: datetime
    valid_until: datetime | None
    status_list: str
    status_index: int


def credential(award: Award) -> dict[str, Any]:
    """Without proof. Members that have nothing to say are left out, for an empty one would say something."""
    document: dict[str, Any] = {
        "@context": [CREDENTIALS_V2, OPEN_BADGES, EXTENSIONS],
        "id": award.id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": issuer_profile(award.issuer),
        "validFrom": moment(award.valid_from),
        "name": award.achievement.name,
        "credentialSubject": {
            "id": award.subject,
            "type": ["AchievementSubject"],
            "licenseNumber": award.serial,
            "identifier": [identity(name, award.salt) for name in award.names],
            "achievement": achievement(award.achievement),
        },
        # One entry: the official schema has room for no more (docs/decisions.md).
        "credentialStatus": {
            "id": f"{award.status_list}#{award.status_index}",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": str(award.status_index),
            "statusListCredential": award.status_list,
        },
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
    }
    if award.valid_until is not None:
        document["validUntil"] = moment(award.valid_until)
    return document


def issuer_profile(issuer: Issuer) -> dict[str, Any]:
    return {"id": issuer.id, "type": ["Profile"], "name": issuer.name, "url": issuer.url}


def achievement(what: Achievement) -> dict[str, Any]:
    return {
        "id": what.id,
        "type": ["Achievement"],
        "achievementType": "Certification",
        "name": what.name,
        "description": what.description,
        "criteria": {"narrative": what.criteria},
        "humanCode": what.code,
        "version": what.version,
    }


def identity(name: str, salt: str) -> dict[str, Any]:
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": identity_hash(name, salt),
        "identityType": "name",
        "salt": salt,
    }


def identity_hash(name: str, salt: str) -> str:
    """As Open Badges has it: the name, then the salt, in one SHA-256."""
    return HASH + hashlib.sha256(f"{name}{salt}".encode()).hexdigest()


def moment(at: datetime) -> str:
    """VCDM 2.0 wants a date with time and zone; whole seconds in UTC are read by everybody."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
