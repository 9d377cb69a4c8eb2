"""Binds pages made by WeasyPrint to one PDF, written as it grows: in memory is one page, whatever the number.

Only what a page needs to be seen is taken (itself, its content, fonts, colours). Its objects are numbered anew;
references to them are found as `12 0 R`, which stands in no text of ours, since leaves have no title and no tags.
"""

import re
from typing import BinaryIO

import pydyf

_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_PAGES, _CATALOG = 1, 2
_LEFT_OUT = (b"/Catalog", b"/Pages")


class Binder:
    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.offsets = [0, 0, 0]
        self.kids: list[int] = []
        self.position = 0
        self._write(b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n")

    def add(self, leaf: pydyf.PDF) -> None:
        """Every page of the leaf, in order."""
        kept = [found for found in leaf.objects[1:] if found is not leaf.info and _type(found) not in _LEFT_OUT]
        first = len(self.offsets)
        numbers = {found.number: first + place for place, found in enumerate(kept)}
        numbers[leaf.pages.number] = _PAGES
        for found in kept:
            if _type(found) == b"/Page":
                self.kids.append(numbers[found.number])
            self._object(_renumbered(found, numbers))

    def close(self) -> None:
        """Afterwards the file is a PDF; without it, it is nothing."""
        kids = b" ".join(b"%d 0 R" % kid for kid in self.kids)
        self._object(b"<</Type /Pages /Count %d /Kids [%s]>>" % (len(self.kids), kids), _PAGES)
        self._object(b"<</Type /Catalog /Pages %d 0 R>>" % _PAGES, _CATALOG)
        begins = self.position
        table = b"".join(b"%010d 00000 n \n" % offset for offset in self.offsets[1:])
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % len(self.offsets) + table)
        self._write(b"trailer\n<</Size %d /Root %d 0 R>>\n" % (len(self.offsets), _CATALOG))
        self._write(b"startxref\n%d\n%%%%EOF\n" % begins)

    def _object(self, content: bytes, number: int | None = None) -> None:
        if number is None:
            number = len(self.offsets)
            self.offsets.append(0)
        self.offsets[number] = self.position
        self._write(b"%d 0 obj\n%s\nendobj\n" % (number, content))

    def _write(self, content: bytes) -> None:
        self.file.write(content)
        self.position += len(content)


def _type(found: pydyf.Object) -> bytes:
    kind = found.get("Type", b"") if isinstance(found, pydyf.Dictionary) else b""
    return kind if isinstance(kind, bytes) else str(kind).encode()


def _renumbered(found: pydyf.Object, numbers: dict[int, int]) -> bytes:
    """A stream's own bytes stay as they are: they may look like anything."""
    head, mark, tail = found.data.partition(b"stream\n") if isinstance(found, pydyf.Stream) else (found.data, b"", b"")
    return _REFERENCE.sub(lambda match: b"%d 0 R" % numbers.get(int(match[1]), 0), head) + mark + tail
