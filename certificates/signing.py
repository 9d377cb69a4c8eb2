"""Signatures on PDFs (PAdES baseline B) with the installation's key, and what can be said of one; without network."""

import asyncio
import io
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from asn1crypto import algos, cms
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils.translation import gettext as _
from pyhanko.pdf_utils.generic import ArrayObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner, PdfSigningSession
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from certificates import keys
from certificates.looks import SIGNATURE_FIELD

log = logging.getLogger(__name__)
FIELD = SIGNATURE_FIELD
# How long a key's signature is in hexadecimal digits: always the same, and finding out costs a second signature.
_digits: dict[str, int] = {}


@dataclass(frozen=True)
class Report:
    """`problems` says in words what is wrong, in the language of the moment; empty if it is ours and whole."""

    kid: str = ""
    signed_at: datetime | None = None
    problems: list[str] = field(default_factory=list)

    @property
    def is_genuine(self) -> bool:
        return not self.problems


def sign(pdf: bytes, at: datetime) -> bytes:
    """The same PDF signed by us; for the same `at` the same bytes. Where it is handed out, call `keys.publish(at)`."""
    # Without spare room there are no bytes in the file that no signature covers.
    signature = PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, tight_size_estimates=True
    )
    key = keys.document_key()
    signer = _TimedSigner(at, signature, signer=_OurSigner(key), new_field_spec=SigFieldSpec(FIELD))
    revision = _Revision(io.BytesIO(pdf))
    signed: bytes = _outside_any_loop(lambda: signer.sign_pdf(revision, bytes_reserved=_digits.get(key.kid))).getvalue()
    if key.kid not in _digits:
        _digits[key.kid] = len(PdfFileReader(io.BytesIO(signed)).embedded_signatures[0].pkcs7_content) * 2
    return signed


def check(pdf: bytes) -> Report:
    """Never raises, whatever the bytes are."""
    try:
        signatures = PdfFileReader(io.BytesIO(pdf), strict=False).embedded_signatures
    except Exception:  # anybody may hand in anything, and a parser may fail in any way
        return Report(problems=[_("This is not a PDF that can be read.")])
    if not signatures:
        return Report(problems=[_("It is not signed.")])
    if len(signatures) > 1:
        return Report(problems=[_("It has more than one signature; ours have one.")])
    try:
        return _report(signatures[0], pdf)
    except Exception:  # as above; but a fault of ours would look the same, so it is written down
        log.warning("A signature could not be read.", exc_info=True)
        return Report(problems=[_("Its signature cannot be read.")])


def _report(signature: EmbeddedPdfSignature, pdf: bytes) -> Report:
    ours = {_der(key.certificate): key for key in keys.published() if key.certificate}
    key = ours.get(signature.signer_cert.dump())
    if key is None:
        return Report(problems=[_("It is signed, but not with a key of this installation.")])
    # Whose certificate it is has just been found byte for byte, so that nothing is left to ask anybody else.
    context = ValidationContext(
        trust_roots=[signature.signer_cert], allow_fetching=False, moment=key.certificate.not_valid_before_utc
    )
    status = _outside_any_loop(
        lambda: validate_pdf_signature(signature, signer_validation_context=context, skip_diff=True)
    )
    problems = []
    if not (status.intact and status.valid and _is_written_as_we_do(signature, pdf)):
        problems.append(_("It was changed after it was signed."))
    elif status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        problems.append(_("Something was added after it was signed."))
    return Report(kid=key.kid, signed_at=signature.self_reported_timestamp, problems=problems)


def _outside_any_loop(run: Callable[[], Any]) -> Any:
    """pyHanko starts an event loop for each call, which cannot be done in a thread that runs one already."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return run()
    with ThreadPoolExecutor(max_workers=1) as thread:
        return thread.submit(run).result()


def _is_written_as_we_do(signature: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """The one place that a signature does not cover is itself: only our own way of writing it may stand there."""
    _, first, second, _ = (int(number) for number in signature.byte_range)
    certificate, given = signature.signer_cert, signature.signer_info
    digest = algos.DigestAlgorithm({"algorithm": "sha256"})
    holder = cms.IssuerAndSerialNumber({"issuer": certificate.issuer, "serial_number": certificate.serial_number})
    signer = {
        "version": "v1",
        "sid": cms.SignerIdentifier({"issuer_and_serial_number": holder}),
        "digest_algorithm": digest,
        "signed_attrs": given["signed_attrs"],
        "signature_algorithm": algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"}),
        "signature": given["signature"],
    }
    written = cms.SignedData({
        "version": "v1",
        "digest_algorithms": [digest],
        "encap_content_info": {"content_type": "data"},
        "certificates": [certificate],
        "signer_infos": [signer],
    })  # fmt: skip
    whole = cms.ContentInfo({"content_type": "signed_data", "content": written}).dump()
    return pdf[first:second] == b"<%s>" % whole.hex().upper().encode()


class _OurSigner(Signer):
    """pyHanko's own would parse the private key anew for each signature, and could not use one inside a token."""

    def __init__(self, key: keys.DocumentKey) -> None:
        self.key = key
        super().__init__(signing_cert=_asn1(key.certificate), cert_registry=SimpleCertificateStore())

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        return bytes(256) if dry_run else self.key.sign(data)


class _TimedSigner(PdfSigner):
    """Signs as of a given time; pyHanko reads the clock."""

    def __init__(self, at: datetime, *args, **kwargs) -> None:
        self.at = at
        super().__init__(*args, **kwargs)

    def init_signing_session(self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.at
        return session


class _Revision(IncrementalPdfFileWriter):
    """Adds nothing but the signature: no random identifier, no clock, and the PDF/A and PDF/UA marks as they were."""

    @classmethod
    def _handle_id(cls, prev: PdfFileReader) -> ArrayObject:
        return ArrayObject(prev.trailer["/ID"])

    def _update_meta(self) -> None:
        pass


@lru_cache(maxsize=4)
def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(_der(certificate))


def _der(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.DER)
