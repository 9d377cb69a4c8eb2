"""The chain of a score sheet's events, by which a changed, dropped or moved one is found. No database, no clock.

Two chains run through the same events. A device links each event to the one before it by SHA-256 over what was tapped
(`hash_of`), so nobody can put words into its mouth afterwards. The server links each event to the one that arrived
before (`receipt_of`), over both clocks and whether it came too late; the receipt of the last one is sealed on the sheet
when it is handed in. Comments enter as salted digests, so that one can be erased and the chain stays whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, pairwise


@dataclass(frozen=True)
class Link:
    """`sheet` is the score sheet's number. `device`, `key` and `undoes` are UUIDs in small letters, `undoes` or "".

    `sequence` counts the events of a device from 1, `clock` is the sheet's logical clock, `device_ms` the device's
    time in milliseconds since 1970. `previous` is the hash of the device's event before, "" for the first.
    """

    sheet: int
    device: str
    sequence: int
    clock: int
    key: str
    kind: str
    item: str
    value: str
    text_digest: str
    undoes: str
    device_ms: int | None
    previous: str


@dataclass(frozen=True)
class Kept:
    """An event as it lies in the database. `number` counts arrivals on the sheet from 1; `text` is "" once erased."""

    link: Link
    hash: str
    text: str
    number: int
    at_ms: int
    sent_ms: int | None
    late: str
    receipt: str


class Fault(StrEnum):
    ALTERED = "altered"
    MISSING = "missing"
    DOUBLED = "doubled"


@dataclass(frozen=True)
class Finding:
    """`number` is the place in the order of arrival; of a missing event, the one it must have had. `key` may be ""."""

    fault: Fault
    number: int
    key: str = ""


def hash_of(link: Link) -> str:
    parts: list[str | int | None] = [
        link.sheet, link.device, link.sequence, link.clock, link.key, link.kind, link.item, link.value,
        link.text_digest, link.undoes, link.device_ms, link.previous,
    ]  # fmt: skip
    return digest(parts)


def receipt_of(event: Kept, before: str) -> str:
    """`before` is the receipt of the event that arrived before it, "" for the first."""
    return digest([event.hash, event.number, event.at_ms, event.sent_ms, event.late, before])


def text_digest(key: str, text: str) -> str:
    """Salted with the event's key; "" for no text."""
    return hashlib.sha256(f"{key}\n{text}".encode()).hexdigest() if text else ""


def digest(parts: Sequence[str | int | None]) -> str:
    """Of the JSON that a browser's `JSON.stringify` writes for the same list."""
    return hashlib.sha256(json.dumps(parts, separators=(",", ":")).encode()).hexdigest()


def check(events: Iterable[Kept], sealed: tuple[int, str] | None = None) -> list[Finding]:
    """What is wrong with the events of one sheet, in the order of arrival; nothing if all is as it was.

    `sealed` is the number of the last event when the sheet was handed in, and its receipt.
    """
    events = sorted(events, key=lambda event: event.number)
    found = {*altered(events), *unsealed(events, sealed), *broken_arrivals(events), *broken_devices(events)}
    return sorted(found, key=lambda finding: (finding.number, finding.fault, finding.key))


def altered(events: Sequence[Kept]) -> Iterator[Finding]:
    """Those that differ from their own hash."""
    for event in events:
        erased = not event.text and event.link.text_digest
        text = event.link.text_digest if erased else text_digest(event.link.key, event.text)
        if text != event.link.text_digest or hash_of(event.link) != event.hash:
            yield Finding(Fault.ALTERED, event.number, event.link.key)


def unsealed(events: Sequence[Kept], sealed: tuple[int, str] | None) -> Iterator[Finding]:
    """The last event before the sheet was handed in, where it is no longer what was sealed."""
    if sealed is None or not sealed[0]:
        return
    last = next((event for event in events if event.number == sealed[0]), None)
    if last is None:
        yield Finding(Fault.MISSING, sealed[0])
    elif last.receipt != sealed[1]:
        yield Finding(Fault.ALTERED, last.number, last.link.key)


def broken_arrivals(events: Sequence[Kept]) -> Iterator[Finding]:
    """A receipt that does not follow from the one before: the event is not the one that arrived."""
    before, expected = "", 1
    for event in events:
        yield from (Finding(Fault.MISSING, number) for number in range(expected, event.number))
        follows = event.number != expected or receipt_of(event, before) == event.receipt
        if not follows:
            yield Finding(Fault.ALTERED, event.number, event.link.key)
        before, expected = event.receipt, event.number + 1


def broken_devices(events: Sequence[Kept]) -> Iterator[Finding]:
    """Within a device: an event that was exchanged together with its hash is no longer what the next one points at."""
    by_device = sorted(events, key=lambda event: (event.link.device, event.link.sequence, event.number))
    for _device, own in groupby(by_device, key=lambda event: event.link.device):
        for one, next_one in pairwise(own):
            if next_one.link.sequence == one.link.sequence:
                yield Finding(Fault.DOUBLED, next_one.number, next_one.link.key)
            elif next_one.link.sequence == one.link.sequence + 1 and next_one.link.previous != one.hash:
                yield Finding(Fault.ALTERED, one.number, one.link.key)


def waited_for(events: Iterable[Kept]) -> list[tuple[str, int]]:
    """The device and sequence of events that a later one of the same device comes after, and that never arrived."""
    seen: dict[str, set[int]] = {}
    for event in events:
        seen.setdefault(event.link.device, set()).add(event.link.sequence)
    return [
        (device, sequence)
        for device, sequences in sorted(seen.items())
        for sequence in range(1, max(sequences))
        if sequence not in sequences
    ]
