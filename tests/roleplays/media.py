"""Small files of sound and pictures, built by the same documents that `roleplays.containers` reads."""

import struct

SOUND, PICTURE = 2, 1
UNKNOWN = b"\x01\xff\xff\xff\xff\xff\xff\xff"


def element(number: str, content: bytes, *, size: bytes | None = None) -> bytes:
    return bytes.fromhex(number) + (size or (0x10000000 | len(content)).to_bytes(4, "big")) + content


def webm(*tracks: int, doc_type: bytes = b"webm", then: bytes = b"x" * 3000) -> bytes:
    """As a browser's recorder writes it: a segment of unknown size, tracks, then clusters."""
    entries = b"".join(element("ae", element("d7", b"\x01") + element("83", bytes([kind]))) for kind in tracks)
    inside = element("1549a966", element("4d80", b"a browser")) + element("1654ae6b", entries)
    head = element("1a45dfa3", element("4286", b"\x01") + element("4282", doc_type))
    return head + element("18538067", inside + element("1f43b675", then, size=UNKNOWN), size=UNKNOWN)


def ogg(*packets: bytes) -> bytes:
    def page(packet: bytes, kind: int, number: int) -> bytes:
        return (
            b"OggS\0" + bytes([kind]) + struct.pack("<qIII", 0, number, 0, 0) + b"\x01" + bytes([len(packet)]) + packet
        )

    first = b"".join(page(packet, 2, number) for number, packet in enumerate(packets))
    return first + page(b"y" * 200, 0, 0)


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + kind + content


def mp4(*handlers: bytes, brand: bytes = b"isom", moov_first: bool = True) -> bytes:
    traks = b"".join(
        box(b"trak", box(b"mdia", box(b"mdhd", b"\0" * 24) + box(b"hdlr", b"\0" * 8 + handler + b"\0" * 12)))
        for handler in handlers
    )
    moov, mdat = box(b"moov", box(b"mvhd", b"\0" * 100) + traks), box(b"mdat", b"z" * 500)
    return box(b"ftyp", brand + b"\0\0\2\0" + b"isomiso2") + (moov + mdat if moov_first else mdat + moov)


def wav() -> bytes:
    form = b"fmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8)
    data = b"data" + struct.pack("<I", 400) + b"\x80" * 400
    return b"RIFF" + struct.pack("<I", 4 + len(form) + len(data)) + b"WAVE" + form + data
