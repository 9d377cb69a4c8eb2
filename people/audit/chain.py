"""The arithmetic of the chain: canonical text and SHA-256. Pure, so that an auditor can write it again."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

BEGINNING = "0" * 64


@dataclass(frozen=True)
class Content:
    """What an entry says, without number and hash."""

    id: int
    at: dt.datetime
    action: str
    actor: int | None
    person: int | None
    kind: str
    key: str
    details: Mapping[str, Any]
    origin_digest: str


def canonical(value: object) -> str:
    """JSON with sorted keys, without spaces, in UTF-8."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(content: Content, number: int, previous: str) -> str:
    """SHA-256, in hexadecimal, over number, the previous entry's hash and the content; times in UTC."""
    told = vars(content) | {"at": content.at.astimezone(dt.UTC).isoformat(timespec="microseconds")}
    return sha256(canonical({"number": number, "previous": previous, **told}).encode()).hexdigest()


def digest_of_origin(salt: str, content: Mapping[str, Any]) -> str:
    return sha256(f"{salt}:{canonical(content)}".encode()).hexdigest()
