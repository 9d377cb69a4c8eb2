"""What is tapped and written on a score sheet: each as an event, and the marks that follow from the events.

Each verb locks the session first, so that events, undo and submission come one by one.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models, transaction

from roleplays import chain, folding, incoming
from roleplays.models.events import SERVER, Event, Kind, Late, in_time
from roleplays.models.marks import Mark, Value
from roleplays.models.refusals import SessionClosed

if TYPE_CHECKING:
    from django.db.models.manager import RelatedManager

    from roleplays.models.sessions import Session

REFUSED = "refused"


class Recorded(models.Model):
    class Meta:
        abstract = True

    if TYPE_CHECKING:
        session: Session
        submitted_at: datetime | None
        events: RelatedManager[Event]
        marks: RelatedManager[Mark]

    @transaction.atomic
    def mark(
        self,
        item: str,
        value: str,
        at: datetime,
        key: uuid.UUID | None = None,
        device_at: datetime | None = None,
        reason: str = "",
    ) -> Mark | None:
        """Mark an item of the edition, as its scale allows (else `ValueError`); the first mark starts the clock.

        `key` names the tap: the same key again, or the value that stands already, changes nothing. "na" needs a reason.
        None where that key was another item's.
        """
        self._refuse(Kind.MARK, item, Value(value), reason.strip())
        self.lock_open()
        self.session.begin(at)
        stands = self.marks.filter(item=item).first()
        if stands and (stands.value, stands.reason) == (value, reason.strip()):
            return stands
        events = list(self.events.all())
        if any(event.key == key for event in events):
            return stands
        self._append(events, Kind.MARK, at, item=item, value=value, text=reason.strip(), key=key, device_at=device_at)
        return self.project(at, events)[item]

    @transaction.atomic
    def undo(self, at: datetime, key: uuid.UUID | None = None, device_at: datetime | None = None) -> Mark | None:
        """Take back the last tap that stands; again takes back the one before. None when none is left."""
        self.lock_open()
        events = list(self.events.all())
        if known := next((event for event in events if event.key == key and event.kind == Kind.UNDO), None):
            return self.marks.get(item=next(event.item for event in events if event.key == known.undoes))
        last = folding.to_undo(in_time(events))
        if last is None:
            return None
        self._append(events, Kind.UNDO, at, undoes=last.key, key=key, device_at=device_at)
        return self.project(at, events)[last.item]

    @transaction.atomic
    def comment_on(self, item: str, text: str, at: datetime) -> Mark:
        self._refuse(Kind.COMMENT, item, "", text)
        self.lock_open()
        events = list(self.events.all())
        self._append(events, Kind.COMMENT, at, item=item, text=text.strip())
        return self.project(at, events)[item]

    @transaction.atomic
    def take_over(self, marks: Mapping[str, str], reasons: Mapping[str, str], at: datetime) -> None:
        """What the sheets between which this one decides agree on."""
        events = list(self.events.all())
        for item, value in marks.items():
            self._append(events, Kind.GIVEN, at, item=item, value=value, text=reasons.get(item, ""))
        self.project(at, events)

    @transaction.atomic
    def receive(self, events: Sequence[incoming.Sent], at: datetime, sent_ms: int) -> dict[str, str]:
        """Keep what a device sent. By key: "" where it counts, why it came too late, or "refused".

        The same event again gets the same answer. What is too late is kept and changes nothing.
        """
        self.session.refresh_locked()
        self.refresh_from_db(fields=["submitted_at"])
        late, answers = self._late(), {}
        known = {str(event.key): event for event in self.events.filter(key__in=[sent.link.key for sent in events])}
        last = self.events.last()
        for sent in events:
            key = sent.link.key
            if key not in known and self._is_acceptable(sent):
                known[key] = last = Event.of(sent, at=at, sent_ms=sent_ms, late=late).arrive(last)
                last.save(force_insert=True)
            answers[key] = known[key].late if key in known and known[key].hash == sent.hash else REFUSED
        if not late and known:
            self._begin(known.values(), at)
            self.project(at)
        return answers

    def project(self, at: datetime, events: Iterable[Event] | None = None) -> dict[str, Mark]:
        """Write the marks that follow from the events, for whoever has read them all from those; the marks by item."""
        marks = {mark.item: mark for mark in self.marks.all()}
        for item, standing in folding.fold(in_time(self.events.all() if events is None else events)).items():
            mark = marks.setdefault(item, Mark(score_sheet_id=self.pk, item=item))
            stood = folding.Standing(mark.value, mark.reason, mark.comment)
            if mark.pk is None or stood != standing:
                mark.value, mark.reason, mark.comment, mark.at = (*_in_turn(standing), at)
                mark.save()
        return marks

    def sealed(self) -> tuple[int, str]:
        """Number and receipt of the last event that arrived."""
        last = self.events.last()
        return (last.number, last.receipt) if last else (0, "")

    def lock_open(self) -> None:
        """Nothing on a sheet changes once it is handed in, though others may still be at theirs."""
        self.session.lock_running()
        self.refresh_from_db(fields=["submitted_at"])
        if self.submitted_at:
            raise SessionClosed

    def _append(
        self,
        events: list[Event],
        kind: Kind,
        at: datetime,
        *,
        item: str = "",
        value: str = "",
        text: str = "",
        undoes: str = "",
        key: uuid.UUID | None = None,
        device_at: datetime | None = None,
    ) -> None:
        """An event in the server's own chain, and at the end of `events`, which are all that there were before."""
        own_key, own = str(key or uuid.uuid4()), [event for event in events if event.device == SERVER]
        before = max(own, key=lambda event: event.sequence, default=None)
        link = chain.Link(
            sheet=self.pk,
            device=str(SERVER),
            sequence=before.sequence + 1 if before else 1,
            clock=folding.next_clock(event.folded for event in events),
            key=own_key,
            kind=str(kind),
            item=item,
            value=value,
            text_digest=chain.text_digest(own_key, text),
            undoes=undoes,
            device_ms=incoming.milliseconds(device_at) if device_at else None,
            previous=before.hash if before else "",
        )
        sent = incoming.Sent(link, chain.hash_of(link), text)
        event = Event.of(sent, at=at).arrive(events[-1] if events else None)
        event.save(force_insert=True)
        events.append(event)

    def _begin(self, events: Iterable[Event], at: datetime) -> None:
        """The performance began with its first tap, which may have lain on the device for a while."""
        begun = [
            incoming.happened(at, event.sent_ms, event.device_ms)
            for event in events
            if event.kind in (Kind.START, Kind.MARK)
        ]
        if begun:
            self.session.begin(max(min(begun), self.session.opened_at))

    def _late(self) -> str:
        if self.session.cancelled_at:
            return Late.CANCELLED
        if self.session.released_at:
            return Late.RELEASED
        return Late.SUBMITTED if self.submitted_at else ""

    def _is_acceptable(self, sent: incoming.Sent) -> bool:
        if not sent.is_whole or sent.link.device == str(SERVER):
            return False
        try:
            self._refuse(sent.link.kind, sent.link.item, sent.link.value, sent.text)
        except ValueError:
            return False
        return True

    def _refuse(self, kind: str, item: str, value: str, text: str) -> None:
        """Raise `ValueError` for what the edition does not allow."""
        asked = self.session.edition.item(item)
        if kind in (Kind.MARK, Kind.COMMENT) and asked is None:
            raise ValueError(f"{item} is not on this sheet")
        if asked and kind == Kind.MARK and not asked.allows(value):
            raise ValueError(f"{item} cannot be {value}")
        if value == Value.NOT_APPLICABLE and not text.strip():
            raise ValueError(f"{item} needs a reason")
        if kind != Kind.MARK and value:
            raise ValueError(f"{kind} has no value")


def _in_turn(standing: folding.Standing) -> tuple[str, str, str]:
    return standing.value, standing.reason, standing.comment
