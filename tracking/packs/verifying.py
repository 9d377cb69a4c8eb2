"""What is said of a pack at a terminal: with the database's own keys, or with a copy of the published ones."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, BinaryIO

from cryptography import x509

from certificates import envelope, keys
from certificates.badges import checking as badges
from certificates.badges.publishing import public_keys
from certificates.findings import keys_in
from tracking.packs.checking import Report, check


def with_database(file: BinaryIO) -> Report:
    return verified(file, public_keys(), [key.certificate for key in keys.published() if key.certificate])


def without_database(file: BinaryIO, key_set: bytes) -> Report:
    """Raises ValueError, KeyError or TypeError where the key set is none."""
    return verified(file, *keys_in(key_set))


def verified(file: BinaryIO, public: dict[str, Any], certificates: list[x509.Certificate]) -> Report:
    def look(name: str, content: bytes) -> str | None:
        """Certificates and badges are signed each for itself, too."""
        if name.startswith("certificates/") and name.endswith(".pdf"):
            return envelope.problem(content, certificates) or None
        return problem_of_badge(name, content, public) if name.startswith("badges/") else None

    return check(file, public, look)


def problem_of_badge(name: str, content: bytes, public: dict[str, Any]) -> str | None:
    read = badges.read_status_list if name.startswith("badges/status-") else badges.read_credential
    try:
        read(content, public)
    except badges.Refused as refusal:
        return str(refusal)
    return None


def in_words(report: Report) -> list[str]:
    facts, names = report.facts, [each["name"] for each in report.facts.get("records", [])]
    if not facts:
        return []
    printed = sum(name.endswith(".pdf") for name in names)
    made = datetime.fromisoformat(facts["made_at"])
    place = facts["dealership"]
    return [
        f"Auditor's pack of {place['en']} · {place['zh']} ({place['code']})",
        f"Made {made.astimezone(UTC):%Y-%m-%d %H:%M} UTC by {facts['made_by']}",
        f"{len(names)} records, signed certificates among them: {printed}",
    ]
