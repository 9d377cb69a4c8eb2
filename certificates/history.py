"""What happened to a chain of certificates, as one list of who, when and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from certificates.models import Certificate


@dataclass(frozen=True)
class Event:
    """`kind` is an issuance's ("first", "renewal" …), or "by_hand", "suspended", "lifted", "revoked"."""

    kind: str
    at: datetime
    certificate: Certificate
    by: str = ""
    reason: str = ""


def history(chain: QuerySet[Certificate]) -> list[Event]:
    """The newest first; in a fixed number of queries."""
    rows = chain.select_related("by_hand__by", "revocation__by").prefetch_related(
        "suspensions__by", "suspensions__lifting__by"
    )
    events = [event for certificate in rows.defer("evidence") for event in of(certificate)]
    return sorted(events, key=lambda event: event.at, reverse=True)


def of(certificate: Certificate) -> list[Event]:
    by_hand = getattr(certificate, "by_hand", None)
    who = (by_hand.by.name, by_hand.reason) if by_hand else ()
    kind = certificate.kind if not by_hand or certificate.kind == "replacement" else "by_hand"
    events = [Event(kind, certificate.awarded_at, certificate, *who)]
    for suspension in certificate.suspensions.all():
        events.append(Event("suspended", suspension.at, certificate, suspension.by.name, suspension.reason))
        if lifting := getattr(suspension, "lifting", None):
            events.append(Event("lifted", lifting.at, certificate, lifting.by.name, lifting.reason))
    if revocation := getattr(certificate, "revocation", None):
        events.append(Event("revoked", revocation.at, certificate, revocation.by.name, revocation.reason))
    return events
