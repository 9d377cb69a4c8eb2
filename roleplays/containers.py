"""What a file of sound or pictures is, by its own bytes and never by its name: WebM, Ogg, MP4 or WAV, and its tracks.

Sources: RFC 8794 (EBML) and the Matroska element ids; RFC 3533 (Ogg pages); ISO/IEC 14496-12 (boxes); the RIFF chunks
of WAVE. Nothing is decoded. Whoever reads beyond what a file has gets less, never an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum

LEAST_BYTES = 64  # enough for the head of each of them
LONGEST_HEAD = 64 * 1024  # of WebM and Ogg: where the tracks stand
MOST_BOXES = 5000

ReadAt = Callable[[int, int], bytes]


class Container(StrEnum):
    WEBM = "webm"
    OGG = "ogg"
    MP4 = "mp4"
    WAV = "wav"


class Track(StrEnum):
    SOUND = "sound"
    PICTURE = "picture"
    OTHER = "other"


# What browsers may be told, by whether there are pictures.
TYPES = {
    Container.WEBM: ("audio/webm", "video/webm"),
    Container.OGG: ("audio/ogg", "video/ogg"),
    Container.MP4: ("audio/mp4", "video/mp4"),
    Container.WAV: ("audio/wav", "audio/wav"),
}
BRANDS = ("isom", "iso", "mp4", "M4A", "M4B", "M4V", "avc1", "dash", "mmp4", "3gp", "MSNV", "f4v")
EBML, DOC_TYPE, SEGMENT, CLUSTER = 0x1A45DFA3, 0x4282, 0x18538067, 0x1F43B675
TRACKS, TRACK_ENTRY, TRACK_TYPE = 0x1654AE6B, 0xAE, 0x83
OGG_PACKETS = {
    b"OpusHead": Track.SOUND,
    b"\x01vorbis": Track.SOUND,
    b"\x7fFLAC": Track.SOUND,
    b"Speex   ": Track.SOUND,
    b"\x80theora": Track.PICTURE,
    b"\x01video\x00\x00\x00": Track.PICTURE,
}
HANDLERS = {b"soun": Track.SOUND, b"vide": Track.PICTURE}


def container_of(head: bytes) -> Container | None:
    """By the first bytes of the file, `LEAST_BYTES` or more."""
    if len(head) < LEAST_BYTES:
        return None
    if head[:4] == b"OggS" and head[4] == 0:
        return Container.OGG
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return Container.WAV
    if head[4:8] == b"ftyp" and head[8:12].decode("latin-1").startswith(BRANDS):
        return Container.MP4
    return Container.WEBM if _doc_type(head) == b"webm" else None


def tracks_of(container: Container, read_at: ReadAt, length: int) -> set[Track]:
    """The kinds of its tracks; empty where the file is no such file beyond its first bytes."""
    if container is Container.WAV:
        return {Track.SOUND}
    if container is Container.MP4:
        return _tracks_of_mp4(read_at, length)
    head = read_at(0, min(length, LONGEST_HEAD))
    return _tracks_of_webm(head) if container is Container.WEBM else _tracks_of_ogg(head)


def content_type(container: Container, has_pictures: bool) -> str:
    return TYPES[container][has_pictures]


# --- WebM -----------------------------------------------------------------------------------------------------------


def _doc_type(head: bytes) -> bytes:
    top = next(_elements(head, 0, len(head)), None)
    if top is None or top[0] != EBML:
        return b""
    inside = _elements(head, top[1], top[2])
    return next((head[start:end].rstrip(b"\0") for number, start, end in inside if number == DOC_TYPE), b"")


def _tracks_of_webm(head: bytes) -> set[Track]:
    found = set()
    for segment, start, end in _elements(head, 0, len(head)):
        if segment != SEGMENT:
            continue
        for number, inner, inner_end in _elements(head, start, end):
            if number == CLUSTER:
                break
            if number == TRACKS:
                found |= {_track_type(head, *entry[1:]) for entry in _elements(head, inner, inner_end)
                          if entry[0] == TRACK_ENTRY}  # fmt: skip
    return found


def _track_type(head: bytes, start: int, end: int) -> Track:
    for number, inner, inner_end in _elements(head, start, end):
        if number == TRACK_TYPE:
            kind = int.from_bytes(head[inner:inner_end], "big")
            return {1: Track.PICTURE, 2: Track.SOUND}.get(kind, Track.OTHER)
    return Track.OTHER


def _elements(data: bytes, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Id, and first and last place of the content. A size that is not known reaches to the end of what there is."""
    end = min(end, len(data))
    while start < end:
        number, after = _number(data, start, keep_mark=True, longest=4)
        size, content = _number(data, after, keep_mark=False, longest=8)
        if number is None or size is None:
            return
        is_unknown = size == (1 << 7 * (content - after)) - 1
        stop = end if is_unknown else min(content + size, end)
        yield number, content, stop
        start = stop


def _number(data: bytes, start: int, *, keep_mark: bool, longest: int) -> tuple[int | None, int]:
    """A number of variable length: its first bit that is set says how many bytes it has."""
    if start >= len(data) or data[start] == 0:
        return None, start
    length = 9 - data[start].bit_length()
    if length > longest or start + length > len(data):
        return None, start
    number = int.from_bytes(data[start : start + length], "big")
    return (number if keep_mark else number & ~(1 << 7 * length)), start + length


# --- Ogg ------------------------------------------------------------------------------------------------------------


def _tracks_of_ogg(head: bytes) -> set[Track]:
    """Each stream begins with a page that is marked so, and all of these come first."""
    found, start = set(), 0
    while head[start : start + 4] == b"OggS" and start + 27 < len(head) and head[start + 5] & 2:
        segments = head[start + 26]
        packet = start + 27 + segments
        found.add(next((track for mark, track in OGG_PACKETS.items() if head[packet:].startswith(mark)), Track.OTHER))
        start = packet + sum(head[start + 27 : packet])
    return found


# --- MP4 ------------------------------------------------------------------------------------------------------------


def _tracks_of_mp4(read_at: ReadAt, length: int) -> set[Track]:
    """`moov` stands at the beginning or the end; in it each `trak` has in its `mdia` the handler that plays it."""
    found = set()
    for _kind, start, end in _boxes(read_at, 0, length, b"moov"):
        for _trak, trak, trak_end in _boxes(read_at, start, end, b"trak"):
            for _mdia, mdia, mdia_end in _boxes(read_at, trak, trak_end, b"mdia"):
                for _hdlr, hdlr, _end in _boxes(read_at, mdia, mdia_end, b"hdlr"):
                    found.add(HANDLERS.get(read_at(hdlr + 8, 4), Track.OTHER))
    return found


def _boxes(read_at: ReadAt, start: int, end: int, wanted: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Kind, and first and last place of the content, of those of the wanted kind."""
    for _place in range(MOST_BOXES):
        head = read_at(start, 16) if start + 8 <= end else b""
        if len(head) < 8:
            return
        size, content = int.from_bytes(head[:4], "big"), start + 8
        if size == 1:
            size, content = int.from_bytes(head[8:16], "big"), start + 16
        stop = end if size == 0 else start + size
        if stop < content or stop > end:
            return
        if head[4:8] == wanted:
            yield head[4:8], content, stop
            if wanted == b"moov":
                return
        start = stop
