"""The exact shape of a credential of ours, as a JSON schema.

A proof inside a document covers what the document means, not its letters: a member that no context defines, or one that
is written in another way, changes nothing in the signature and everything for a reader. What is not of this shape is
refused.
"""

from __future__ import annotations

from typing import Any

from jsonschema import Draft202012Validator

from certificates.badges.credential import CREDENTIALS_V2, EXTENSIONS, OPEN_BADGES, SCHEMA

Schema = dict[str, Any]
TEXT: Schema = {"type": "string", "maxLength": 5000}
DATE: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$"}


def _object(members: Schema, optional: tuple[str, ...] = ()) -> Schema:
    return {
        "type": "object",
        "properties": members,
        "required": [name for name in members if name not in optional],
        "additionalProperties": False,
    }


PROOF = _object({
    "type": {"const": "DataIntegrityProof"},
    "cryptosuite": {"const": "eddsa-rdfc-2022"},
    "created": DATE,
    "verificationMethod": TEXT,
    "proofPurpose": {"const": "assertionMethod"},
    "proofValue": TEXT,
})  # fmt: skip
PROOFS: Schema = {"type": "array", "minItems": 1, "maxItems": 1, "items": PROOF}
IDENTITY = _object({
    "type": {"const": "IdentityObject"},
    "hashed": {"const": True},
    "identityHash": TEXT,
    "identityType": {"const": "name"},
    "salt": TEXT,
})  # fmt: skip
ACHIEVEMENT = _object({
    "id": TEXT,
    "type": {"const": ["Achievement"]},
    "achievementType": {"const": "Certification"},
    "name": TEXT,
    "description": TEXT,
    "criteria": _object({"narrative": TEXT}),
    "humanCode": TEXT,
    "version": TEXT,
})  # fmt: skip
CREDENTIAL_MEMBERS: Schema = {
    "@context": {"const": [CREDENTIALS_V2, OPEN_BADGES, EXTENSIONS]},
    "id": TEXT,
    "type": {"const": ["VerifiableCredential", "OpenBadgeCredential"]},
    "issuer": _object({"id": TEXT, "type": {"const": ["Profile"]}, "name": TEXT, "url": TEXT}),
    "validFrom": DATE,
    "validUntil": DATE,
    "name": TEXT,
    "credentialSubject": _object({
        "id": TEXT,
        "type": {"const": ["AchievementSubject"]},
        "licenseNumber": TEXT,
        "identifier": {"type": "array", "maxItems": 4, "items": IDENTITY},
        "achievement": ACHIEVEMENT,
    }),
    "credentialStatus": _object({
        "id": TEXT,
        "type": {"const": "BitstringStatusListEntry"},
        "statusPurpose": {"const": "revocation"},
        "statusListIndex": {"type": "string", "pattern": r"^\d{1,6}$"},
        "statusListCredential": TEXT,
    }),
    "credentialSchema": {"const": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}]},
}  # fmt: skip
LIST_MEMBERS: Schema = {
    "@context": {"const": [CREDENTIALS_V2]},
    "id": TEXT,
    "type": {"const": ["VerifiableCredential", "BitstringStatusListCredential"]},
    "issuer": _object({"id": TEXT}),
    "validFrom": DATE,
    "validUntil": DATE,
    "credentialSubject": _object({
        "id": TEXT,
        "type": {"const": "BitstringStatusList"},
        "statusPurpose": {"const": "revocation"},
        "ttl": {"type": "integer"},
        "encodedList": {"type": "string", "maxLength": 250_000},
    }),
}  # fmt: skip

CREDENTIAL = Draft202012Validator(_object(CREDENTIAL_MEMBERS | {"proof": PROOFS}, ("validUntil", "proof")))
STATUS_LIST = Draft202012Validator(_object(LIST_MEMBERS | {"proof": PROOFS}, ("proof",)))
