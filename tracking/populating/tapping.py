"""The taps behind the marks of a score sheet, chained and sealed as the platform itself does it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from uuid import NAMESPACE_OID, uuid5

from roleplays import chain
from roleplays.folding import Kind
from roleplays.incoming import milliseconds
from roleplays.models.events import SERVER


def tapped(sheet: int, marks: Mapping[str, str], begun: datetime, handed_in: datetime) -> Iterator[chain.Kept]:
    """One event for each mark, in their order and at equal distances, without a device of anybody's."""
    own, receipt = "", ""
    for number, (item, value) in enumerate(marks.items(), start=1):
        key = str(uuid5(NAMESPACE_OID, f"{sheet}:{number}"))
        at = begun + (handed_in - begun) * number / (len(marks) + 1)
        link = chain.Link(sheet, str(SERVER), number, number, key, Kind.MARK, item, value, "", "", None, own)
        own = chain.hash_of(link)
        event = chain.Kept(link, own, "", number, milliseconds(at), None, "", "")
        receipt = chain.receipt_of(event, receipt)
        yield replace(event, receipt=receipt)
