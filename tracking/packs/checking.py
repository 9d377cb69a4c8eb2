"""What is wrong with a pack, and in which record; with nothing but the file and the published keys."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from tracking.packs.container import Entry, central, end, entry_at, listed, local, read_at, walked
from tracking.packs.seal import Broken, digest_in

HASHES, SIGNATURE = "hashes.json", "signature.jws"
FORMAT = "service-academy-pack/1"
LONGEST = 64 * 1024 * 1024  # bytes of the list of hashes
# What a record is besides its hash: None if that is right too, or what is wrong.
Look = Callable[[str, bytes], str | None]


@dataclass(frozen=True)
class Report:
    """`facts` is the signed list; `problems` name the record first. Without any the pack is whole and ours."""

    facts: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def check(file: BinaryIO, keys: Mapping[str, Any], look: Look) -> Report:
    """`keys` by thumbprint. Reads one record at a time."""
    problems: list[str] = []
    for ways in (listed, walked):
        try:
            signed = _signed(file, {name: (begins, size) for name, begins, size in ways(file)}, keys)
        except Broken as broken:
            problems.append(str(broken))
        else:
            return Report(signed.facts, list(_problems(file, signed, look)))
    # The second way stops at the first head that is damaged; what the first says is nearer to the cause.
    return Report({}, problems[:1])


@dataclass(frozen=True)
class Signed:
    """The list of hashes, and size and hash of the two records that are not in it: itself and its signature."""

    facts: dict[str, Any]
    tail: list[tuple[str, int, str]]


def _signed(file: BinaryIO, places: dict[str, tuple[int, int]], keys: Mapping[str, Any]) -> Signed:
    """Raises Broken, with the name of the record first."""
    for name in (HASHES, SIGNATURE):
        if name not in places:
            raise Broken(f"{name}: not found; this is no pack, or its beginning and end are damaged")
    content, token = (read_at(file, begins, min(size, LONGEST)) for begins, size in (places[HASHES], places[SIGNATURE]))
    try:
        signed = digest_in(token, keys)
    except Broken as broken:
        raise Broken(f"{SIGNATURE}: {broken}") from broken
    if hashlib.sha256(content).hexdigest() != signed:
        raise Broken(f"{HASHES}: the list of hashes was changed after it was signed")
    facts = json.loads(content)
    if facts.get("format") != FORMAT:
        raise Broken(f"{HASHES}: a pack of a later kind")
    return Signed(facts, [(HASHES, len(content), signed), (SIGNATURE, len(token), hashlib.sha256(token).hexdigest())])


def _problems(file: BinaryIO, signed: Signed, look: Look) -> Iterator[str]:
    """Every byte of the file follows from the list: each that differs belongs to something that has a name."""
    entries: list[Entry] = []
    sound: list[Entry] = []
    rows = [(each["name"], each["size"], each["sha256"]) for each in signed.facts["records"]]
    for name, size, digest in [*rows, *signed.tail]:
        entry = entry_at(file, name, size, entries[-1].ends if entries else 0)
        entries.append(entry)
        if entry.digest != digest:
            yield f"{name}: the content was changed, or is missing"
        elif read_at(file, entry.offset, len(local(entry))) != local(entry):
            yield f"{name}: its head was changed"
        elif wrong := look(name, read_at(file, entry.begins, size)):
            yield f"{name}: {wrong}"
        else:
            sound.append(entry)
    yield from _problems_of_table(file, entries, sound)


def _problems_of_table(file: BinaryIO, entries: list[Entry], sound: list[Entry]) -> Iterator[str]:
    """The row of a record that is damaged itself cannot be told, and it is named already."""
    place, wanted = entries[-1].ends, set(sound)
    for entry in entries:
        row = central(entry)
        if entry in wanted and read_at(file, place, len(row)) != row:
            yield f"{entry.name}: its row in the table at the end was changed"
        place += len(row)
    if read_at(file, place, len(end(entries)) + 1) != end(entries):
        yield "the end of the file was changed"
