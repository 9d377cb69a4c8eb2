"""The audit trail's public face: who did what to whom, when, and from where.

    audit.record(request.user, Action.CERTIFICATE_REVOKED, certificate, at=now, request=request, reason="…")
    audit.viewed(request, session)                       # a record of another person was opened
    audit.watch(Revocation, Action.CERTIFICATE_REVOKED)  # each new row of a model that is state as rows

An entry is written in the caller's transaction, so it stands or falls with what it tells of. Names are never stored.
"""

from people.audit.actions import Action
from people.audit.recording import exported, record, record_many, viewed, watch

__all__ = ["Action", "exported", "record", "record_many", "viewed", "watch"]
