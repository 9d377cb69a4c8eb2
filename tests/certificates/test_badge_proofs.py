"""Credentials as others check them: the official schema, and openbadgeslib for both proofs. No database."""

import copy
import datetime as dt
import hashlib
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
from jsonschema import Draft201909Validator
from openbadgeslib.ob3 import OB3LdpVerifier, OB3VerificationError, OB3Verifier, decode_encoded_list, set_indices

from certificates.badges import checking, contexts, proofs, status
from certificates.badges.credential import Achievement, Award, Issuer, credential, identity_hash

SCHEMA = Path(__file__).parent / "openbadges" / "ob_v3p0_achievementcredential_schema.json"
DID = "did:web:academy.example"
AWARDED = dt.datetime(2026, 11, 2, 9, 30, tzinfo=dt.UTC)
AT = AWARDED + dt.timedelta(days=30)
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
ED25519 = ed25519.Ed25519PrivateKey.generate()
KEYS = {"rsa": RSA.public_key(), "ed": ED25519.public_key()}
SUMS = {
    "credentials-v2.json": "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
    "open-badges-3.0.3.json": "3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84",
    "open-badges-extensions.json": "87c06c81bc2317663bf288d740d94fddd2818c4342b186270ff6371dfaa63f93",
}


def award(**other) -> Award:
    said = {
        "id": "https://academy.example/v/ABCDEFGH23456789/",
        "subject": "urn:uuid:6f3c1d2e-8a54-4b0e-9d57-3f2c7a1b4e60",
        "issuer": Issuer(DID, "Service Academy · 服务学院", "https://academy.example/"),
        "achievement": Achievement(
            id="https://academy.example/badges/achievements/reception/",
            code="reception",
            name="Customer Reception · 接待服务认证",
            description="Certification · 认证",
            criteria="Lessons; Exam",
            version="2026.1",
        ),
        "serial": "SA-2026-000001-ABCDEF",
        "names": ("周堃", "Zhou Kun"),
        "salt": "5ca1ab1e",
        "valid_from": AWARDED,
        "valid_until": AWARDED + dt.timedelta(days=730),
        "status_list": "https://academy.example/badges/status/1/",
        "status_index": 7,
    }
    return Award(**said | other)


def rs256(data: bytes) -> bytes:
    return RSA.sign(data, padding.PKCS1v15(), hashes.SHA256())


def signed(**other) -> dict:
    return proofs.with_proof(credential(award(**other)), ED25519.sign, f"{DID}#ed", AWARDED)


def token(**other) -> str:
    return proofs.vc_jwt(credential(award(**other)), rs256, f"{DID}#rsa")


def pem(key) -> bytes:
    return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def as_bytes(document: dict) -> bytes:
    return json.dumps(document).encode()


def listed(barred=(), at=AT) -> dict:
    return status.status_list(
        "https://academy.example/badges/status/1/", Issuer(DID, "", ""), barred, at, at + dt.timedelta(days=1), 30_000
    )


@pytest.mark.parametrize("name", SUMS)
def test_the_contexts_are_as_their_owners_publish_them(name):
    assert hashlib.sha256((contexts.FOLDER / name).read_bytes()).hexdigest() == SUMS[name]


@pytest.mark.parametrize("url", ["https://www.w3.org/2018/credentials/v1", "file:///etc/passwd", ""])
def test_no_other_context_is_ever_loaded(url):
    with pytest.raises(contexts.UnknownContext):
        contexts.load(url)


@pytest.mark.parametrize("until", [None, AWARDED + dt.timedelta(days=730)])
def test_a_credential_is_what_the_official_schema_asks_for(until):
    validator = Draft201909Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert list(validator.iter_errors(signed(valid_until=until))) == []


@pytest.mark.parametrize("until", [None, AWARDED + dt.timedelta(days=730)])
def test_openbadgeslib_accepts_the_embedded_proof(until):
    found = OB3LdpVerifier(pem(ED25519.public_key())).verify(as_bytes(signed(valid_until=until)))
    assert found.issuer.id == DID


def test_openbadgeslib_accepts_the_token():
    assert OB3Verifier(pem(RSA.public_key())).verify(token()).issuer.id == DID


def test_openbadgeslib_accepts_a_certificate_without_end():
    assert OB3Verifier(pem(RSA.public_key())).verify(token(valid_until=None)).issuer.id == DID


def test_openbadgeslib_reads_the_status_list():
    encoded = status.encoded([0, 7, 131_071])
    assert set_indices(decode_encoded_list(encoded)) == {0, 7, 131_071}


def test_a_proof_is_the_same_each_time():
    assert signed() == signed()


@pytest.mark.parametrize("data", [as_bytes(signed()), token().encode()], ids=["proof", "token"])
def test_we_accept_what_we_signed(data):
    read = checking.read_credential(data, KEYS)
    assert (read.serial, read.status_index) == ("SA-2026-000001-ABCDEF", 7)
    assert checking.problems_of_dates(read, AT) == []


def changed(*path, to) -> dict:
    document = copy.deepcopy(signed())
    place = document
    for step in path[:-1]:
        place = place[step]
    if to is None:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return document


BROKEN = {
    "the name of the certification": changed("credentialSubject", "achievement", "name", to="Master"),
    "the end": changed("validUntil", to="2099-01-01T00:00:00Z"),
    "no end": changed("validUntil", to=None),
    "the beginning": changed("validFrom", to="2020-01-01T00:00:00Z"),
    "the holder's digest": changed("credentialSubject", "identifier", 0, "identityHash", to=identity_hash("林晓", "x")),
    "no holder": changed("credentialSubject", "identifier", to=[]),
    "the serial": changed("credentialSubject", "licenseNumber", to="SA-2026-000002"),
    "the place in the list": changed("credentialStatus", "statusListIndex", to="8"),
    "no status": changed("credentialStatus", to=None),
    "another list": changed("credentialStatus", "statusListCredential", to="https://evil.example/1/"),
    "another issuer": changed("issuer", "id", to="did:web:evil.example"),
    "another name of the issuer": changed("issuer", "name", to="Ministry"),
    "a context more": changed("@context", 2, to="https://evil.example/context.json"),
    "a context in line": changed("@context", 2, to={"@vocab": "https://evil.example/"}),
    "an unsigned member": changed("grade", to="A"),
    "an alias": changed("@id", to="https://evil.example/"),
    "a date of the first data model": changed("expirationDate", to="2099-01-01T00:00:00Z"),
    "the end as an array": changed("validUntil", to=["2028-11-01T09:30:00Z"]),
    "another purpose": changed("proof", 0, "proofPurpose", to="authentication"),
    "another suite": changed("proof", 0, "cryptosuite", to="eddsa-jcs-2022"),
    "another key": changed("proof", 0, "verificationMethod", to=f"{DID}#rsa"),
    "an unknown key": changed("proof", 0, "verificationMethod", to=f"{DID}#other"),
    "somebody else's key": changed("proof", 0, "verificationMethod", to="did:web:evil.example#ed"),
    "the date of the proof": changed("proof", 0, "created", to="2020-01-01T00:00:00Z"),
    "a proof that is no base58": changed("proof", 0, "proofValue", to="z0OIl"),
    "a proof too long": changed("proof", 0, "proofValue", to="z" + "2" * 5000),
    "two proofs": changed("proof", to=signed()["proof"] * 2),
    "no proof": changed("proof", to=None),
}


@pytest.mark.parametrize("document", BROKEN.values(), ids=BROKEN)
def test_a_broken_credential_is_refused(document):
    with pytest.raises(checking.Refused):
        checking.read_credential(as_bytes(document), KEYS)


@pytest.mark.parametrize("document", BROKEN.values(), ids=BROKEN)
def test_a_broken_credential_is_refused_by_openbadgeslib(document):
    with pytest.raises(OB3VerificationError):
        OB3LdpVerifier.for_issuer_did(DID).verify(as_bytes(document), download=did_document)


def did_document(url: str) -> bytes:
    methods = [
        {"id": f"{DID}#ed", "type": "Multikey", "controller": DID, "publicKeyMultibase": proofs.multikey(KEYS["ed"])}
    ]
    return json.dumps({"id": DID, "verificationMethod": methods, "assertionMethod": [f"{DID}#ed"]}).encode()


def test_openbadgeslib_finds_the_key_by_the_did():
    assert OB3LdpVerifier.for_issuer_did(DID).verify(as_bytes(signed()), download=did_document)


def forged(head: dict | None = None, claims: dict | None = None) -> str:
    """A token with another head or other claims, signed with the right key."""
    heading = {"alg": "RS256", "kid": f"{DID}#rsa", "typ": "JWT"} | (head or {})
    document = credential(award())
    body = document | proofs.claims(document) | (claims or {})
    text = ".".join(proofs.base64url(json.dumps(part).encode()) for part in (heading, body))
    return f"{text}.{proofs.base64url(rs256(text.encode()))}"


def with_segment(number: int, text: str) -> str:
    parts = token().split(".")
    parts[number] = text
    return ".".join(parts)


BROKEN_TOKENS = {
    "no algorithm": forged({"alg": "none"}),
    "a secret in place of a key": forged({"alg": "HS256"}),
    "a key of its own": forged({"jwk": {"kty": "RSA"}}),
    "an unknown key": forged({"kid": f"{DID}#other"}),
    "the key of another kind": forged({"kid": f"{DID}#ed"}),
    "somebody else's key": forged({"kid": "did:web:evil.example#rsa"}),
    "a later end in the claims": forged(claims={"exp": 4_000_000_000}),
    "another issuer in the claims": forged(claims={"iss": "did:web:evil.example"}),
    "another holder in the claims": forged(claims={"sub": "urn:uuid:0"}),
    "a member more": forged(claims={"vc": {}}),
    "another signature": with_segment(2, token(serial="SA-2026-000002").split(".")[2]),
    "no signature": with_segment(2, ""),
    "another body": with_segment(1, token(serial="SA-2026-000002").split(".")[1]),
    "no token": "not.a.token",
    "one part": "token",
    "nothing": "",
    "a member twice": '{"id": 1, "id": 2}',
    "deep": "[" * 100_000,
    "an object so deep": '{"a":' * 100_000,
    "large": "{" + " " * 300_000,
}


@pytest.mark.parametrize("text", BROKEN_TOKENS.values(), ids=BROKEN_TOKENS)
def test_a_broken_token_is_refused(text):
    with pytest.raises(checking.Refused):
        checking.read_credential(text.encode(), KEYS)


@pytest.mark.parametrize("byte", range(0, 5000, 97))
def test_a_changed_byte_of_a_token_is_refused(byte):
    data = bytearray(token().encode())
    byte %= len(data) - 3  # the last letters hold bits that decoding throws away
    data[byte] = ord("A") if data[byte] != ord("A") else ord("B")
    with pytest.raises(checking.Refused):
        checking.read_credential(bytes(data), KEYS)


@pytest.mark.parametrize(
    ("at", "problems"),
    [(AWARDED - dt.timedelta(seconds=1), 1), (AWARDED, 0), (AWARDED + dt.timedelta(days=730), 0),
     (AWARDED + dt.timedelta(days=730, seconds=1), 1)],
)  # fmt: skip
def test_a_credential_holds_between_its_dates(at, problems):
    read = checking.read_credential(as_bytes(signed()), KEYS)
    assert len(checking.problems_of_dates(read, at)) == problems


@pytest.mark.parametrize(("barred", "problems"), [([], 0), ([6, 8], 0), ([7], 1)])
def test_the_status_list_says_what_is_not_in_force(barred, problems):
    listing = proofs.with_proof(listed(barred), ED25519.sign, f"{DID}#ed", AT)
    read = checking.read_credential(as_bytes(signed()), KEYS)
    found = checking.problems_of_status(read, checking.read_status_list(as_bytes(listing), KEYS), AT)
    assert len(found) == problems


def test_a_status_list_is_refused_when_it_is_old_or_of_others():
    read = checking.read_credential(as_bytes(signed()), KEYS)
    old, others = listed(at=AT - dt.timedelta(days=2)), listed() | {"id": "https://academy.example/badges/status/2/"}
    assert checking.problems_of_status(read, old, AT)
    assert checking.problems_of_status(read, others, AT)


def test_a_status_list_that_was_changed_is_refused():
    listing = proofs.with_proof(listed([7]), ED25519.sign, f"{DID}#ed", AT)
    listing["credentialSubject"]["encodedList"] = status.encoded([])
    with pytest.raises(checking.Refused):
        checking.read_status_list(as_bytes(listing), KEYS)


@pytest.mark.parametrize("encoded", ["", "u", "uAAAA", "x", "u" + "A" * 40])
def test_what_is_no_status_list_is_said(encoded):
    with pytest.raises(ValueError, match=r"not|such"):
        status.is_barred(encoded, 0)


def test_places_in_lists_never_meet():
    numbers = [1, 131_071, 131_072, 131_073, 262_144]
    assert len({status.place(number) for number in numbers}) == len(numbers)
    assert status.place(131_072) == (2, 0)
    assert status.numbers_of(2) == (131_072, 262_144)


def test_names_are_there_as_digests_only():
    text = json.dumps(signed(), ensure_ascii=False)
    assert "周堃" not in text
    assert "Zhou Kun" not in text
    read = checking.read_credential(as_bytes(signed()), KEYS)
    assert checking.names_match(read, "周堃", "Zhou Kun")
    assert not checking.names_match(read, "林晓", "Zhou Kun")


@pytest.mark.parametrize("data", [b"", b"\0", b"\0\0abc", bytes(range(256))])
def test_base58_keeps_every_byte(data):
    if len(data) < 70:
        assert proofs.from_multibase(proofs.multibase(data)) == data
