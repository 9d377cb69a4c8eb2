"""ZIP packages out of other people's hands, and our own. Nothing of them is unpacked to disk, nor without end."""

import stat
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

from quizzes.exchange.items import MOST_QUESTIONS, Unreadable, refuse_too_large, short

MOST_FILES = 3 * MOST_QUESTIONS
MOST_UNPACKED = 100 * 1024 * 1024
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
MANIFEST = "imsmanifest.xml"
LONG_AGO = (2020, 1, 1, 0, 0, 0)  # the same questions make the same package, byte by byte


@dataclass
class Package:
    """`names` are those of its files, with the slashes of everybody, and as they stand in the archive."""

    archive: zipfile.ZipFile
    names: dict[str, str]

    @classmethod
    def opened(cls, data: bytes) -> "Package":
        refuse_too_large(data)
        try:
            archive = zipfile.ZipFile(BytesIO(data))
            entries = archive.infolist()
        except BROKEN as error:
            raise Unreadable(_("The file is no sound ZIP package.")) from error
        _check(entries)
        return cls(archive, {slashed(entry.filename): entry.filename for entry in entries if not entry.is_dir()})

    def read(self, name: str) -> bytes:
        """No entry yields more than the size that it declares, and those have been added up."""
        try:
            return self.archive.read(self.names[name])
        except BROKEN as error:
            words = {"name": short(name)}
            raise Unreadable(_("“%(name)s” in the package is damaged.") % words) from error

    def manifest(self) -> str:
        """The name of the manifest; some tools pack the folder that it is in."""
        found = [name for name in self.names if name == MANIFEST or name.endswith("/" + MANIFEST)]
        if not found:
            raise Unreadable(_("The package has no imsmanifest.xml."))
        return min(found, key=lambda name: (name.count("/"), name))

    def resolve(self, href: str, base: str) -> str:
        """The name of the file that an address in the file `base` means; "" if it is not in the package."""
        parts = urlsplit(href.strip())
        if parts.scheme or parts.netloc or not parts.path:
            return ""
        for path in (parts.path, unquote(parts.path)):
            name = normpath(join(dirname(base), path))
            if name in self.names:
                return name
        return ""


def _check(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_FILES:
        raise Unreadable(_("The package has more than %(number)d files.") % {"number": MOST_FILES})
    if len({slashed(entry.filename) for entry in entries}) < len(entries):
        raise Unreadable(_("The package has two files of the same name."))
    for entry in entries:
        words = {"name": short(entry.filename)}
        if leads_out(entry.filename):
            raise Unreadable(_("“%(name)s” has a path that leads out of the package.") % words)
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise Unreadable(_("“%(name)s” is a link and no file.") % words)
        if entry.flag_bits & 0x1:
            raise Unreadable(_("“%(name)s” is encrypted: pack it without a password.") % words)
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Unreadable(_("Unpacked, the package is larger than 100 MB."))


def slashed(name: str) -> str:
    """Some tools pack with the slashes of Windows."""
    return name.replace("\\", "/")


def leads_out(name: str) -> bool:
    name = slashed(name)
    return name.startswith("/") or name[1:2] == ":" or "\x00" in name or ".." in name.split("/")


def packed(files: Iterable[tuple[str, bytes]]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            entry = zipfile.ZipInfo(name, LONG_AGO)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return out.getvalue()
