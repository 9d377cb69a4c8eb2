"""A ZIP without compression, times or anything else that could differ: the contents decide every byte of it.

So whoever has the list of names, sizes and hashes can say of each byte whether it is right, and to what it belongs.
Formats: APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16. Any program that opens a ZIP opens this one.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

LOCAL = struct.Struct("<4s5H3L2H")
CENTRAL = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")
LOCAL_MARK, CENTRAL_MARK, END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
VERSION, UTF_8, STORED, NO_TIME, NO_DATE = 20, 0x0800, 0, 0, 0x21
MOST_RECORDS, MOST_BYTES = 0xFFFF, 0xFFFFFFFF
AT_ONCE = 1 << 20
LONGEST_TABLE = 1 << 26


class TooLarge(Exception):
    """More than a plain ZIP can hold."""


@dataclass(frozen=True)
class Entry:
    """`digest` is the SHA-256 of the content in hexadecimal digits."""

    name: str
    size: int
    crc: int
    digest: str
    offset: int

    @property
    def begins(self) -> int:
        """Where the content begins."""
        return self.offset + LOCAL.size + len(self.name.encode())

    @property
    def ends(self) -> int:
        return self.begins + self.size


class Writer:
    """Into a file that is only written on."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.entries: list[Entry] = []

    @property
    def position(self) -> int:
        return self.entries[-1].ends if self.entries else 0

    def add(self, name: str, content: bytes) -> Entry:
        if len(self.entries) >= MOST_RECORDS or self.position + len(content) > MOST_BYTES:
            raise TooLarge
        digest = hashlib.sha256(content).hexdigest()
        entry = Entry(name, len(content), zlib.crc32(content), digest, self.position)
        self.file.write(local(entry))
        self.file.write(content)
        self.entries.append(entry)
        return entry

    def close(self) -> None:
        for entry in self.entries:
            self.file.write(central(entry))
        self.file.write(end(self.entries))


def local(entry: Entry) -> bytes:
    name = entry.name.encode()
    sizes = entry.crc, entry.size, entry.size, len(name), 0
    return LOCAL.pack(LOCAL_MARK, VERSION, UTF_8, STORED, NO_TIME, NO_DATE, *sizes) + name


def central(entry: Entry) -> bytes:
    name = entry.name.encode()
    sizes = entry.crc, entry.size, entry.size, len(name), 0, 0, 0, 0, 0, entry.offset
    return CENTRAL.pack(CENTRAL_MARK, VERSION, VERSION, UTF_8, STORED, NO_TIME, NO_DATE, *sizes) + name


def end(entries: Sequence[Entry]) -> bytes:
    size = sum(CENTRAL.size + len(entry.name.encode()) for entry in entries)
    begins = entries[-1].ends if entries else 0
    return END.pack(END_MARK, 0, 0, len(entries), len(entries), size, begins, 0)


def read_at(file: BinaryIO, offset: int, size: int) -> bytes:
    file.seek(offset)
    return file.read(size)


def entry_at(file: BinaryIO, name: str, size: int, offset: int) -> Entry:
    """What the content really is, read a part at a time."""
    file.seek(offset + LOCAL.size + len(name.encode()))
    crc, digest, left = 0, hashlib.sha256(), size
    while left > 0 and (part := file.read(min(left, AT_ONCE))):
        crc, left = zlib.crc32(part, crc), left - len(part)
        digest.update(part)
    return Entry(name, size, crc, digest.hexdigest() if left == 0 else "", offset)


def walked(file: BinaryIO) -> Iterator[tuple[str, int, int]]:
    """Name, beginning of the content and size, from the first record on, as far as the heads can be read."""
    offset = 0
    while len(head := read_at(file, offset, LOCAL.size)) == LOCAL.size and head.startswith(LOCAL_MARK):
        fields = LOCAL.unpack(head)
        size, length = fields[8], fields[9]
        name = file.read(length).decode("utf-8", "replace")
        yield name, offset + LOCAL.size + length, size
        offset += LOCAL.size + length + size


def listed(file: BinaryIO) -> Iterator[tuple[str, int, int]]:
    """The same by the table at the end, the last first, as far as it can be read."""
    length = file.seek(0, 2)
    tail = read_at(file, max(0, length - END.size), END.size)
    if len(tail) < END.size or not tail.startswith(END_MARK):
        return
    size, begins = END.unpack(tail)[5:7]
    table, place, found = read_at(file, begins, min(size, length, LONGEST_TABLE)), 0, []
    while len(head := table[place : place + CENTRAL.size]) == CENTRAL.size and head.startswith(CENTRAL_MARK):
        fields = CENTRAL.unpack(head)
        name = table[place + CENTRAL.size : place + CENTRAL.size + fields[10]]
        found.append((name.decode("utf-8", "replace"), fields[16] + LOCAL.size + fields[10], fields[9]))
        place += CENTRAL.size + fields[10] + fields[11] + fields[12]
    yield from reversed(found)
