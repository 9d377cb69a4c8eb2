"""The installation's own keys.

RSA-2048 with an X.509 certificate signs PDFs and badge tokens (RS256), Ed25519 the proof embedded in a badge. They come
from the environment, from a PKCS#11 token (RSA only) or from files, which are made where there are none. Each is loaded
once for a process, and again when its file has changed. Whoever issues something calls `publish(at)`; `published()` is
what a verifier may trust.
"""

import atexit
import base64
import hashlib
import json
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.conf import settings

from certificates.models.keys import KeyRotation, KeyUse, PublishedKey
from people.models import User

RSA_BITS = 2048  # ECDSA raises the PDF's version past PDF/A-3, and poppler reads no Ed25519
CERTIFICATE_YEARS = 30  # it outlives the key's use: what was signed is checked long after


class UnusableKey(Exception):
    """A key that is configured but cannot be used; says which and why."""


@dataclass(frozen=True)
class DocumentKey:
    """`sign(data)` is RSASSA-PKCS1-v1_5 with SHA-256, which is RS256 too; the private half may be in a token."""

    kid: str
    certificate: x509.Certificate
    sign: Callable[[bytes], bytes]


@dataclass(frozen=True)
class ProofKey:
    kid: str
    public_key: ed25519.Ed25519PublicKey
    sign: Callable[[bytes], bytes]


@dataclass(frozen=True)
class Public:
    """What is published of a key, the current one or an older one. `until` is None while it is in use."""

    kid: str
    use: str
    public_key: rsa.RSAPublicKey | ed25519.Ed25519PublicKey
    certificate: x509.Certificate | None
    since: datetime
    until: datetime | None

    @property
    def jwk(self) -> dict[str, str]:
        return jwk(self.public_key)


Version = tuple[str, int, int]


def document_key() -> DocumentKey:
    return _document_key(_version_of("signing.pem"))


def proof_key() -> ProofKey:
    return _proof_key(_version_of("badge.pem"))


@lru_cache(maxsize=2)
def _document_key(version: Version) -> DocumentKey:
    if settings.SIGNING_KEY_URI:
        return _token_key()
    pem = _configured("SIGNING_KEY") or _made_once("signing.pem", _new_document_key)
    private_key = serialization.load_pem_private_key(pem, password=None)
    certificate = x509.load_pem_x509_certificate(pem)
    if not isinstance(private_key, rsa.RSAPrivateKey) or private_key.public_key() != certificate.public_key():
        raise UnusableKey("SIGNING_KEY must hold an RSA key and the certificate that belongs to it")
    return DocumentKey(
        kid=thumbprint(private_key.public_key()),
        certificate=certificate,
        sign=lambda data: private_key.sign(data, padding.PKCS1v15(), hashes.SHA256()),
    )


@lru_cache(maxsize=2)
def _proof_key(version: Version) -> ProofKey:
    pem = _configured("BADGE_KEY") or _made_once("badge.pem", _new_proof_key)
    private_key = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(private_key, ed25519.Ed25519PrivateKey):
        raise UnusableKey("BADGE_KEY must hold an Ed25519 key")
    public_key = private_key.public_key()
    return ProofKey(kid=thumbprint(public_key), public_key=public_key, sign=private_key.sign)


def publish(at: datetime) -> None:
    """Keeps the public halves of the keys in use. Call it wherever something is signed for somebody; two queries."""
    PublishedKey.record(document_key().kid, KeyUse.DOCUMENT, _pem(document_key().certificate), at)
    PublishedKey.record(proof_key().kid, KeyUse.PROOF, _pem(proof_key().public_key), at)


def published() -> list[Public]:
    """Every key that ever signed, the current ones too where nothing has been signed yet; newest of each use first."""
    found = {
        row.kid: _public(row.kid, row.use, row.public, row.since, row.retired_at) for row in PublishedKey.objects.all()
    }
    current, proof = document_key(), proof_key()
    begins = current.certificate.not_valid_before_utc
    for kid, use, public in (
        (current.kid, KeyUse.DOCUMENT, _pem(current.certificate)),
        (proof.kid, KeyUse.PROOF, _pem(proof.public_key)),
    ):
        found.setdefault(kid, _public(kid, use, public, begins, None))
    return sorted(found.values(), key=lambda key: (key.use, key.until is not None, -key.since.timestamp()))


def are_ours_to_rotate() -> bool:
    """Not those that come from the environment: whoever put them there puts new ones there, and restarts."""
    return not (settings.SIGNING_KEY_URI or _configured("SIGNING_KEY") or _configured("BADGE_KEY"))


def rotate(by: User, at: datetime, reason: str) -> KeyRotation:
    """New keys in place of the files; the old ones stay beside them, named by the time. Every process sees it."""
    if not are_ours_to_rotate():
        raise UnusableKey("The keys come from the environment: put new ones there, and restart")
    publish(at)
    for name, make in (("signing.pem", _new_document_key), ("badge.pem", _new_proof_key)):
        path = Path(settings.KEYS_DIR) / name
        if path.exists():
            kept = path.with_name(f"{path.stem}-until-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}.pem")
            os.link(path, kept)
        _write_secret(path, make(), over=True)
    publish(at)
    return KeyRotation.objects.create(by=by, at=at, reason=reason, document=document_key().kid, proof=proof_key().kid)


def forget() -> None:
    """The next use loads the keys anew."""
    _document_key.cache_clear()
    _proof_key.cache_clear()


def thumbprint(key: rsa.RSAPublicKey | ed25519.Ed25519PublicKey) -> str:
    """RFC 7638: the hash of a key's required members, in the order of their names, without spaces."""
    return _base64url(hashlib.sha256(json.dumps(jwk(key), sort_keys=True, separators=(",", ":")).encode()).digest())


def jwk(key: rsa.RSAPublicKey | ed25519.Ed25519PublicKey) -> dict[str, str]:
    if isinstance(key, ed25519.Ed25519PublicKey):
        return {"crv": "Ed25519", "kty": "OKP", "x": _base64url(key.public_bytes_raw())}
    numbers = key.public_numbers()
    return {"e": _base64url(_octets(numbers.e)), "kty": "RSA", "n": _base64url(_octets(numbers.n))}


def _public(kid: str, use: str, pem: str, since: datetime, until: datetime | None) -> Public:
    data = pem.encode()
    if use == KeyUse.DOCUMENT:
        certificate = x509.load_pem_x509_certificate(data)
        return Public(kid, use, certificate.public_key(), certificate, since, until)  # type: ignore[arg-type]
    return Public(kid, use, serialization.load_pem_public_key(data), None, since, until)  # type: ignore[arg-type]


def _configured(name: str) -> bytes:
    """From the environment: the PEM itself, newlines perhaps written as \\n, or the path of its file."""
    value: str = getattr(settings, name)
    if not value:
        return b""
    if value.lstrip().startswith("-----BEGIN"):
        return value.replace("\\n", "\n").encode()
    try:
        return Path(value).read_bytes()
    except OSError as error:
        raise UnusableKey(f"{name}: {error}") from error


def _version_of(name: str) -> Version:
    """Another one as soon as the file is another one, whichever process has replaced it."""
    path = Path(settings.KEYS_DIR) / name
    try:
        found = path.stat()
    except FileNotFoundError:
        return str(path), 0, 0
    return str(path), found.st_mtime_ns, found.st_ino


def _made_once(name: str, make: Callable[[], bytes]) -> bytes:
    path = Path(settings.KEYS_DIR) / name
    if not path.exists():
        _write_secret(path, make())
    return path.read_bytes()


def _write_secret(path: Path, content: bytes, over: bool = False) -> None:
    """Whole or not at all, readable by its owner only. Of several processes at once the first wins, unless `over`."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if over:
        draft.replace(path)
        return
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _new_document_key() -> bytes:
    private_key = rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    return _private_pem(private_key) + _self_signed(private_key).public_bytes(serialization.Encoding.PEM)


def _new_proof_key() -> bytes:
    return _private_pem(ed25519.Ed25519PrivateKey.generate())


def _self_signed(private_key: rsa.RSAPrivateKey) -> x509.Certificate:
    host = settings.PUBLIC_URL.partition("://")[2].partition("/")[0]
    name = x509.Name([
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, settings.WAGTAIL_SITE_NAME[:64]),
        x509.NameAttribute(NameOID.COMMON_NAME, f"{settings.WAGTAIL_SITE_NAME} {host}"[:64]),
    ])  # fmt: skip
    begins = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=5)  # clocks differ
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only",
         "decipher_only"), False,
    )  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private_key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=366 * CERTIFICATE_YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(private_key.public_key()), critical=False)
        .sign(private_key, hashes.SHA256())
    )


def _token_key() -> DocumentKey:
    from certificates.hsm import open_token

    certificate_pem = _configured("SIGNING_CERTIFICATE")
    if not certificate_pem:
        raise UnusableKey(
            "SIGNING_KEY_URI needs SIGNING_CERTIFICATE: the certificate of that key, as PEM or a file's path"
        )
    certificate = x509.load_pem_x509_certificate(certificate_pem)
    public_key = certificate.public_key()
    if not isinstance(public_key, rsa.RSAPublicKey):
        raise UnusableKey("SIGNING_CERTIFICATE must be that of an RSA key")
    return DocumentKey(thumbprint(public_key), certificate, open_token(settings.SIGNING_KEY_URI))


def _private_pem(key: rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey) -> bytes:
    encoding, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    return key.private_bytes(encoding, form, serialization.NoEncryption())


def _pem(public: x509.Certificate | ed25519.Ed25519PublicKey) -> str:
    if isinstance(public, x509.Certificate):
        return public.public_bytes(serialization.Encoding.PEM).decode()
    encoding, form = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    return public.public_bytes(encoding, form).decode()


def _octets(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


atexit.register(forget)
