"""Events as a calendar file (iCalendar, RFC 5545). Pure: text in, text out.

Times are written in UTC, so no definition of a time zone has to travel with them and none can be wrong. Whoever imports
a later file again has the event changed and not doubled: the UID stays, and SEQUENCE rises with each change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

PRODUCT = "-//Service Academy//Role-plays//EN"
REFRESH = "PT1H"  # how often whoever subscribes is asked to look (RFC 7986; the other name is what telephones read)
LINE = 75  # bytes of a line without its end (3.1)


@dataclass(frozen=True)
class Event:
    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    summary: str
    place: str
    description: str
    url: str
    cancelled: bool = False


def calendar(events: Sequence[Event], name: str = "") -> bytes:
    """`name` is that of a calendar to subscribe to; a file of one cancelled event takes it out of the calendar."""
    cancels = bool(events) and all(event.cancelled for event in events)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"METHOD:{'CANCEL' if cancels else 'PUBLISH'}",
        *(subscribed(name) if name else []),
        *(line for event in events for line in event_lines(event)),
        "END:VCALENDAR",
    ]
    return b"".join(folded(line) for line in lines)


def subscribed(name: str) -> list[str]:
    return [
        f"NAME:{text(name)}",
        f"X-WR-CALNAME:{text(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
    ]


def event_lines(event: Event) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTAMP:{utc(event.changed_at)}",
        f"LAST-MODIFIED:{utc(event.changed_at)}",
        f"DTSTART:{utc(event.starts_at)}",
        f"DTEND:{utc(event.ends_at)}",
        f"SUMMARY:{text(event.summary)}",
        f"LOCATION:{text(event.place)}",
        f"DESCRIPTION:{text(event.description)}",
        f"URL:{event.url}",
        f"STATUS:{'CANCELLED' if event.cancelled else 'CONFIRMED'}",
        "END:VEVENT",
    ]


def utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def text(value: str) -> str:
    """3.3.11: what would end a value or a line is escaped."""
    value = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return value.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def folded(line: str) -> bytes:
    """A long line goes on after a blank on the next; no character is cut in two (3.1)."""
    parts, part = [], b""
    for character in line:
        encoded = character.encode()
        if len(part) + len(encoded) > LINE:
            parts.append(part)
            part = b" "
        part += encoded
    return b"\r\n".join([*parts, part]) + b"\r\n"
