"""What a device sends: a batch of events as JSON, read with suspicion. Nothing here knows the database or the time."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from roleplays import chain
from roleplays.folding import Kind

MOST_EVENTS = 200
LONGEST_COMMENT = 2000
LARGEST = 2**53  # a browser's whole numbers are exact up to here
HASH = re.compile(r"[0-9a-f]{64}")
ITEM = re.compile(r"[A-Za-z0-9-]{1,16}")
VALUE = re.compile(r"[a-z0-9_]{0,10}")
FROM_DEVICE = (Kind.START, Kind.MARK, Kind.COMMENT, Kind.UNDO)


class Malformed(Exception):
    """No batch of events; such a thing is sent by nobody's scoring screen."""


@dataclass(frozen=True)
class Sent:
    link: chain.Link
    hash: str
    text: str

    @property
    def is_whole(self) -> bool:
        """Whether it is what its hash says."""
        text = chain.text_digest(self.link.key, self.text)
        return text == self.link.text_digest and chain.hash_of(self.link) == self.hash


@dataclass(frozen=True)
class Batch:
    """`sheet` and `person` say whose events these are, `sent_ms` what the device's clock shows; `since` is the number
    of the last event that the device knows."""

    sheet: int
    person: int
    sent_ms: int
    since: int
    events: tuple[Sent, ...]


def read(data: Any) -> Batch:
    """Raises `Malformed`."""
    if not isinstance(data, dict) or not isinstance(data.get("events"), list) or len(data["events"]) > MOST_EVENTS:
        raise Malformed
    sheet = number(data, "sheet")
    events = tuple(sent(each, sheet) for each in data["events"])
    return Batch(sheet, number(data, "person"), number(data, "sent_ms"), number(data, "since"), events)


def sent(data: Any, sheet: int) -> Sent:
    if not isinstance(data, dict) or data.get("kind") not in FROM_DEVICE:
        raise Malformed
    kind, undoes = str(data["kind"]), data.get("undoes")
    link = chain.Link(
        sheet=sheet,
        device=key(data.get("device")),
        sequence=number(data, "sequence", least=1),
        clock=number(data, "clock", least=1),
        key=key(data.get("key")),
        kind=kind,
        item=words(data, "item", ITEM) if kind in (Kind.MARK, Kind.COMMENT) else words(data, "item", re.compile("")),
        value=words(data, "value", VALUE),
        text_digest=words(data, "text_digest", re.compile(r"([0-9a-f]{64})?")),
        undoes=key(undoes) if kind == Kind.UNDO else "",
        device_ms=number(data, "device_ms", least=-LARGEST),
        previous=words(data, "previous", re.compile(r"([0-9a-f]{64})?")),
    )
    text = words(data, "text", re.compile(r"[^\0]*", re.DOTALL))
    if len(text) > LONGEST_COMMENT:
        raise Malformed
    return Sent(link, words(data, "hash", HASH), text)


def number(data: dict[str, Any], name: str, least: int = 0) -> int:
    found = data.get(name)
    if not isinstance(found, int) or isinstance(found, bool) or not least <= found <= LARGEST:
        raise Malformed
    return found


def words(data: dict[str, Any], name: str, shape: re.Pattern[str]) -> str:
    found = data.get(name, "")
    if not isinstance(found, str) or not shape.fullmatch(found):
        raise Malformed
    return found


def key(found: Any) -> str:
    """A UUID, written as Python writes it, which is what is hashed."""
    try:
        return str(UUID(found))
    except (ValueError, TypeError, AttributeError):
        raise Malformed from None


def happened(at: dt.datetime, sent_ms: int | None, device_ms: int | None) -> dt.datetime:
    """When something was tapped, by the server's clock: as long before it arrived as it lay on the device.

    However wrong the device's clock is, that difference is right, and never leads into the future."""
    if sent_ms is None or device_ms is None:
        return at
    waited = min(max(0, sent_ms - device_ms), 31 * 24 * 3600 * 1000)
    return at - dt.timedelta(milliseconds=waited)


def moment(ms: int | None) -> dt.datetime | None:
    """A device's time as a date; None where it is absurd."""
    if ms is None or not 0 < ms < 32_503_680_000_000:  # the year 3000
        return None
    return dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(milliseconds=ms)


def milliseconds(at: dt.datetime) -> int:
    return (at - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(milliseconds=1)
