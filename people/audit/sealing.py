"""Sealing entries into the chain, and looking whether it holds.

Entries are written in the transactions of what they tell of, many at once. Chaining them there would make every
writer wait for every other's whole transaction. So they get their number and hash after commit: whoever has committed
takes a lock for the few milliseconds that it takes to seal all that is waiting.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from itertools import chain, starmap
from typing import Any

from django.db import connection, transaction

from people.audit.chain import BEGINNING, Content, digest_of_origin, hash_of
from people.audit.records import AuditEntry

AT_ONCE = 1000
CONTENT = [field.name for field in fields(Content)]
# A number of our own among PostgreSQL's advisory locks.
LOCK = 0x5EA1
# An entry that is older than this and not sealed was left by a process that died.
LEFT_OVER = dt.timedelta(minutes=10)


class Fault(StrEnum):
    CHANGED = "changed"
    MISSING = "missing"
    ORIGIN_CHANGED = "origin changed"
    NOT_SEALED = "not sealed"
    HEAD_DIFFERS = "differs from the head that was noted"


@dataclass(frozen=True)
class Finding:
    fault: Fault
    number: int | None
    entry: int | None


@dataclass(frozen=True)
class Head:
    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


def head() -> Head:
    """The last seal. Noted elsewhere, it also shows that nobody has cut the end off, or written all of it anew."""
    last = AuditEntry.objects.sealed().order_by("-number").values_list("number", "hash").first()
    return Head(*last) if last else Head(0, BEGINNING)


def seal() -> int:
    """Seal all that waits; how many there were."""
    done = 0
    while sealed := _seal_some():
        done += sealed
        if sealed < AT_ONCE:
            break
    return done


@transaction.atomic
def _seal_some() -> int:
    _lock()
    waiting = AuditEntry.objects.not_sealed().order_by("id").values_list(*CONTENT)[:AT_ONCE]
    last = head()
    previous, seals = last.hash, []
    for number, content in enumerate(starmap(Content, waiting), start=last.number + 1):
        previous = hash_of(content, number, previous)
        seals.append((content.id, number, previous))
    if seals:
        _write(seals)
    return len(seals)


def _write(seals: list[tuple[int, int, str]]) -> None:
    """Past the guards of the ORM, which let nothing else through; the database lets this through once a row."""
    rows = ", ".join(["(%s, %s, %s)"] * len(seals))
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH seal (entry, number, hash) AS (VALUES {rows})"  # noqa: S608 - marks for values only
            " UPDATE people_auditentry SET number = seal.number, hash = seal.hash FROM seal"
            " WHERE people_auditentry.id = seal.entry",
            list(chain.from_iterable(seals)),
        )


def _lock() -> None:
    """On SQLite the transaction itself is the lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def verify(at: dt.datetime, noted: Head | None = None) -> Iterator[Finding]:
    """Every fault of the chain, in its order; nothing if it holds. `noted` is a head that was noted earlier."""
    expected, previous, seen_head = 1, BEGINNING, noted is None or noted.number == 0
    for number, seal, salt, origin, content in _in_order():
        while expected < number and expected + AT_ONCE > number:
            yield Finding(Fault.MISSING, expected, None)
            expected += 1
        if expected < number:  # very many in one: said once
            yield Finding(Fault.MISSING, expected, None)
        if seal != hash_of(content, number, previous):
            yield Finding(Fault.CHANGED, number, content.id)
        # An origin that was erased is no fault; one that does not belong to the entry is.
        if salt is not None and digest_of_origin(salt, origin) != content.origin_digest:
            yield Finding(Fault.ORIGIN_CHANGED, number, content.id)
        if noted and number == noted.number:
            seen_head = seal == noted.hash
        expected, previous = number + 1, seal
    if noted and not seen_head:
        yield Finding(Fault.HEAD_DIFFERS, noted.number, None)
    for pk in AuditEntry.objects.not_sealed().filter(at__lt=at - LEFT_OVER).values_list("pk", flat=True).iterator():
        yield Finding(Fault.NOT_SEALED, None, pk)


def _in_order() -> Iterator[tuple[int, str, str | None, Any, Content]]:
    """All that is sealed, a few thousand at a time: a trail of years fits into no memory."""
    last = 0
    sealed = AuditEntry.objects.sealed().order_by("number")
    rows = sealed.values_list("number", "hash", "origin__salt", "origin__content", *CONTENT)
    while some := list(rows.filter(number__gt=last)[:2000]):
        for number, seal, salt, origin, *content in some:
            yield number, seal, salt, origin, Content(*content)
        last = some[-1][0]
