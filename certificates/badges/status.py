"""The list of what is not in force: W3C Bitstring Status List 1.0. Pure."""

from __future__ import annotations

import base64
import gzip
import zlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from certificates.badges.credential import CREDENTIALS_V2, Issuer, moment
from certificates.badges.proofs import base64url

SIZE = 131_072  # bits: the least that the recommendation allows, so that one hides among many
LONGEST = 1_000_000  # bytes of a list that somebody brings along; ours have 16 KB


def place(number: int) -> tuple[int, int]:
    """Of the certificate with this row number: the list, counted from 1, and the index in it."""
    return number // SIZE + 1, number % SIZE


def numbers_of(list_number: int) -> tuple[int, int]:
    """The first row number of a list, and the first of the next."""
    return (list_number - 1) * SIZE, list_number * SIZE


def status_list(
    address: str, issuer: Issuer, barred: Iterable[int], at: datetime, until: datetime, milliseconds: int
) -> dict[str, Any]:
    """The credential, without proof. `barred` are indices; a verifier may keep it for so many milliseconds."""
    return {
        "@context": [CREDENTIALS_V2],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": {"id": issuer.id},
        "validFrom": moment(at),
        "validUntil": moment(until),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "ttl": milliseconds,
            "encodedList": encoded(barred),
        },
    }


def encoded(barred: Iterable[int]) -> str:
    """The bits from the left, packed, as base64url; the same for the same bits."""
    bits = bytearray(SIZE // 8)
    for index in barred:
        bits[index // 8] |= 0x80 >> index % 8
    return "u" + base64url(gzip.compress(bytes(bits), mtime=0))


def is_barred(encoded_list: str, index: int) -> bool:
    """Raises ValueError for what is no list, or has no such index."""
    if not encoded_list.startswith("u"):
        raise ValueError("not base64url")
    packed = base64.urlsafe_b64decode(encoded_list[1:] + "=" * (-(len(encoded_list) - 1) % 4))
    try:
        bits = zlib.decompressobj(wbits=31).decompress(packed, LONGEST)
    except zlib.error as error:
        raise ValueError("not gzip") from error
    if not 0 <= index < len(bits) * 8:
        raise ValueError("no such index")
    return bool(bits[index // 8] & 0x80 >> index % 8)
