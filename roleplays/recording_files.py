"""The file of a recording lies in the storage as its chunks, and is read as one: no storage can add to a file."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from django.core.files.storage import Storage, default_storage

FOLDER = "recordings"


def folder_of(key: Any) -> str:
    """Out of the folders whose files are served, under a name that nobody can guess."""
    return f"{FOLDER}/{key}"


def remove(key: Any, storage: Storage = default_storage) -> None:
    """Whatever lies there, also what a process that died has left. A second time changes nothing."""
    folder = folder_of(key)
    try:
        _folders, names = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in names:
        storage.delete(f"{folder}/{name}")
    storage.delete(folder)


class Joined(io.RawIOBase):
    """Chunks as (offset, size, name), in their order and without a gap. One of them is open at a time."""

    def __init__(self, chunks: Sequence[tuple[int, int, str]], name: str, storage: Storage = default_storage) -> None:
        super().__init__()
        self.chunks, self.name, self.storage = chunks, name, storage
        self.size = sum(size for _offset, size, _name in chunks)
        self.place, self.at = 0, 0
        self.opened: tuple[int, Any] | None = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self.place

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        from_ = {io.SEEK_SET: 0, io.SEEK_CUR: self.place, io.SEEK_END: self.size}[whence]
        self.place = max(0, from_ + offset)
        return self.place

    def readinto(self, buffer: Any) -> int:
        data = self._read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def read_at(self, offset: int, size: int) -> bytes:
        self.seek(offset)
        return self.read(size) or b""

    def read(self, size: int = -1) -> bytes:
        """As much as was asked for, across chunks; a raw file may give less, and a range must not."""
        left, parts = self.size - self.place if size < 0 else size, []
        while left > 0 and (part := self._read(left)):
            parts.append(part)
            left -= len(part)
        return b"".join(parts)

    def close(self) -> None:
        self._shut()
        super().close()

    def _read(self, most: int) -> bytes:
        """From one chunk only."""
        number = self._number()
        if number is None:
            return b""
        offset, size, _name = self.chunks[number]
        file = self._open(number)
        file.seek(self.place - offset)
        data: bytes = file.read(min(most, offset + size - self.place))
        self.place += len(data)
        return data

    def _number(self) -> int | None:
        """The chunk in which the place is; most often the same as before, or the next."""
        if not 0 <= self.place < self.size:
            return None
        while self.place < self.chunks[self.at][0]:
            self.at -= 1
        while self.place >= self.chunks[self.at][0] + self.chunks[self.at][1]:
            self.at += 1
        return self.at

    def _open(self, number: int) -> Any:
        if self.opened is None or self.opened[0] != number:
            self._shut()
            self.opened = number, self.storage.open(self.chunks[number][2])
        return self.opened[1]

    def _shut(self) -> None:
        if self.opened is not None:
            self.opened[1].close()
            self.opened = None
