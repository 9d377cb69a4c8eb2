"""Workbooks out of other people’s hands, looked through before anything reads them. The caller words the faults."""

import zipfile
import zlib
from enum import Enum, auto
from io import BytesIO

# DTDs can grow without end and fetch from elsewhere; no workbook needs one.
DOCTYPES = ["<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")]
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


class Fault(Enum):
    DAMAGED = auto()
    TOO_MANY_PARTS = auto()
    LEADS_OUT = auto()
    TOO_LARGE = auto()
    DOCTYPE = auto()


class UnsafeWorkbook(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.name)
        self.fault = fault


def check(content: bytes, *, most_parts: int, most_unpacked: int) -> None:
    """Raises UnsafeWorkbook. A workbook is a zip archive; nothing of it is unpacked to disk, nor without end."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_directory(archive.infolist(), most_parts, most_unpacked)
            for part in archive.infolist():
                # No part yields more than the size that it declares, and those have been added up.
                if any(mark in archive.read(part) for mark in DOCTYPES):
                    raise UnsafeWorkbook(Fault.DOCTYPE)
    except BROKEN as error:
        raise UnsafeWorkbook(Fault.DAMAGED) from error


def _check_directory(parts: list[zipfile.ZipInfo], most_parts: int, most_unpacked: int) -> None:
    names = [part.filename for part in parts]
    if len(names) > most_parts or len(set(names)) < len(names):
        raise UnsafeWorkbook(Fault.TOO_MANY_PARTS)
    if any(_leads_out(name) for name in names):
        raise UnsafeWorkbook(Fault.LEADS_OUT)
    if sum(part.file_size for part in parts) > most_unpacked:
        raise UnsafeWorkbook(Fault.TOO_LARGE)


def _leads_out(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")
