"""What a score sheet says, from the events on it. In whatever order and however often they come, it is the same.

Events are ordered by a logical clock (Lamport 1978): a device gives each event a number greater than any that it has
seen on the sheet, so that what was tapped knowing of something comes after it. No clock of any device is asked. What
two devices did without knowing of each other is ordered by the device's name: arbitrary, and everywhere alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """`given` is a mark that whoever decides takes over from the sheets that agree; undo does not take it back."""

    START = "start"
    MARK = "mark"
    GIVEN = "given"
    COMMENT = "comment"
    UNDO = "undo"


@dataclass(frozen=True)
class Event:
    """`text` is a comment, or with a mark the reason for it; `undoes` the key of the mark that is taken back, or ""."""

    key: str
    device: str
    sequence: int
    clock: int
    kind: str
    item: str = ""
    value: str = ""
    text: str = ""
    undoes: str = ""


@dataclass(frozen=True)
class Standing:
    """How an item stands; `value` is "" while it is blank."""

    value: str = ""
    reason: str = ""
    comment: str = ""


def fold(events: Iterable[Event]) -> dict[str, Standing]:
    """Item → how it stands, of every item that was ever touched."""
    events = in_order(events)
    marks = {event.item: event for event in standing(events)}
    comments = {event.item: event.text for event in events if event.kind == Kind.COMMENT}
    touched = [event.item for event in events if event.item]
    return {
        item: Standing(
            marks[item].value if item in marks else "",
            marks[item].text if item in marks else "",
            comments.get(item, ""),
        )
        for item in dict.fromkeys(touched)
    }


def in_order(events: Iterable[Event]) -> list[Event]:
    """Each once, in the order in which they count."""
    once = {event.key: event for event in events}
    return sorted(once.values(), key=lambda event: (event.clock, event.device, event.sequence, event.key))


def standing(events: Iterable[Event]) -> list[Event]:
    """The marks that were not taken back, in their order."""
    events = in_order(events)
    undone = {event.undoes for event in events if event.kind == Kind.UNDO}
    return [event for event in events if event.kind in (Kind.MARK, Kind.GIVEN) and event.key not in undone]


def to_undo(events: Iterable[Event]) -> Event | None:
    """The last mark that can be taken back."""
    return next((event for event in reversed(standing(events)) if event.kind == Kind.MARK), None)


def next_clock(events: Iterable[Event]) -> int:
    return max((event.clock for event in events), default=0) + 1
