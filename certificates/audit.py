"""What the audit trail is told: certificates and what is decided about them are rows, so a new row is what happened."""

from certificates.models import (
    Certificate,
    IssuedByHand,
    KeyRotation,
    Lifting,
    Revocation,
    SignOff,
    Suspension,
    Withdrawal,
)
from people import audit
from people.audit import Action


def listen() -> None:
    audit.watch(Certificate, Action.CERTIFICATE_AWARDED)
    audit.watch(Revocation, Action.CERTIFICATE_REVOKED)
    for decision in (Suspension, Lifting, IssuedByHand, SignOff, Withdrawal):
        audit.watch(decision, Action.CERTIFICATE_CHANGED)
    audit.watch(KeyRotation, Action.KEYS_ROTATED)
