"""Whether the bytes of a PDF are ours, told before anything parses them.

A parser of PDFs can be led astray by a file made for it, a hash cannot. The signature covers the whole file, so what
passes here is safe to read.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection

from asn1crypto import cms
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from django.utils.translation import gettext as _

BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s+(\d{1,9})\s*\]")
LONGEST_SIGNATURE = 32_768  # bytes of the PDF between its two signed parts


def problem(pdf: bytes, certificates: Collection[x509.Certificate]) -> str:
    """Why these are not bytes that one of the keys has signed, in the language of the moment; empty if they are."""
    if b"%PDF-" not in pdf[:1024]:
        return _("This is not a PDF that can be read.")
    ranges = [tuple(map(int, found)) for found in BYTE_RANGE.findall(pdf)]
    if not ranges:
        return _("It is not signed.")
    if len(ranges) > 1:
        return _("It has more than one signature; ours have one.")
    begin, gap, on, rest = ranges[0]
    if begin != 0 or not gap < on <= gap + LONGEST_SIGNATURE or on + rest > len(pdf):
        return _("Its signature cannot be read.")
    signed = hashlib.sha256(pdf[:gap] + pdf[on : on + rest]).digest()
    try:
        fault = _problem_of_signature(pdf[gap:on], signed, certificates)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError):
        return _("Its signature cannot be read.")
    if not fault and on + rest != len(pdf):
        return _("Something was added after it was signed.")
    return fault


def _problem_of_signature(text: bytes, signed: bytes, certificates: Collection[x509.Certificate]) -> str:
    content = cms.ContentInfo.load(bytes.fromhex(text.strip(b"<>").decode("ascii")))["content"]
    (signer,) = content["signer_infos"]
    key = _our_key(content["certificates"], certificates)
    if key is None:
        return _("It is signed, but not with a key of this installation.")
    attributes = {each["type"].native: each["values"].native for each in signer["signed_attrs"]}
    if attributes["message_digest"] != [signed]:
        return _("It was changed after it was signed.")
    try:
        what = signer["signed_attrs"].untag().dump()
        key.verify(signer["signature"].native, what, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return _("It was changed after it was signed.")
    return ""


def _our_key(brought: cms.CertificateSet, ours: Collection[x509.Certificate]) -> rsa.RSAPublicKey | None:
    known = {each.public_bytes(Encoding.DER): each.public_key() for each in ours}
    for each in brought:
        if isinstance(each.chosen, asn1.Certificate) and each.chosen.dump() in known:
            key = known[each.chosen.dump()]
            return key if isinstance(key, rsa.RSAPublicKey) else None
    return None
