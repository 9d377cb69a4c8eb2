"""The ledger's public face: the only way in which a result is written."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import models, transaction
from django.dispatch import Signal

from courses.models.ledger import LedgerEntry, Outcome

recorded = Signal()  # after commit, with `person` and `entry`; whoever awards something listens


@transaction.atomic
def record(
    *,
    person,
    activity: UUID,
    outcome: Outcome,
    at: datetime,
    score: Decimal | None = None,
    evidence: models.Model | None = None,
) -> LedgerEntry:
    """Write one entry, or return the one that this evidence (or this completion) already has.

    `activity` is the page's translation_key, `score` a percentage from 0 to 100.
    """
    values = {"outcome": outcome, "score": score, "at": at}
    if evidence is None:
        key = {"person": person, "activity": activity, "evidence_kind": ""}
    else:
        key = {"evidence_kind": evidence._meta.label_lower, "evidence_id": str(evidence.pk)}
        values |= {"person": person, "activity": activity}
    entry, is_new = LedgerEntry.objects.get_or_create(**key, defaults=values)
    if is_new:
        transaction.on_commit(lambda: recorded.send(LedgerEntry, person=person, entry=entry))
    return entry
