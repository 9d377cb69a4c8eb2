"""The ledger's public face: the only way in which a result is written."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import models, transaction
from django.dispatch import Signal

from courses.models.ledger import Correction, LedgerEntry, Outcome

recorded = Signal()  # after commit, with `person` and `entry`; whoever awards something listens


@transaction.atomic(savepoint=False)
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
    entry, is_new = LedgerEntry.every.get_or_create(**key, defaults=values)
    if is_new:
        transaction.on_commit(lambda: recorded.send(LedgerEntry, person=person, entry=entry))
    return entry


@transaction.atomic
def correct(
    *,
    instead_of: models.Model,
    outcome: Outcome,
    score: Decimal | None,
    evidence: models.Model,
    by,
    at: datetime,
    reason: str,
) -> LedgerEntry:
    """Write an entry that takes the place of the one that stands for the evidence `instead_of`.

    It has the person, the activity and the time of the one before: the work was done then. Calling it again with the
    same `evidence` changes nothing.
    """
    before = standing_for(instead_of)
    key = {"evidence_kind": evidence._meta.label_lower, "evidence_id": str(evidence.pk)}
    values = {"person": before.person, "activity": before.activity, "outcome": outcome, "score": score, "at": before.at}
    entry, is_new = LedgerEntry.every.get_or_create(**key, defaults=values)
    if is_new:
        Correction.objects.create(entry=before, by_entry=entry, by=by, at=at, reason=reason)
        transaction.on_commit(lambda: recorded.send(LedgerEntry, person=entry.person, entry=entry))
    return entry


def standing_for(evidence: models.Model) -> LedgerEntry:
    """The entry that counts for this evidence, whatever it was corrected to. Raises LedgerEntry.DoesNotExist."""
    key = {"evidence_kind": evidence._meta.label_lower, "evidence_id": str(evidence.pk)}
    entry = LedgerEntry.every.select_for_update().get(**key)
    while correction := Correction.objects.filter(entry=entry).select_related("by_entry").first():
        entry = correction.by_entry
    return entry
