"""Files with byte ranges: without them Safari plays no video and no player can seek."""

import mimetypes
import re

from django.core.files.base import File
from django.http import FileResponse, HttpRequest, HttpResponse

ONE_RANGE = re.compile(r"^bytes=(\d{0,18})-(\d{0,18})$")


def file_response(request: HttpRequest, file: File) -> HttpResponse:
    """The whole file, or the one range that was asked for (RFC 9110, section 14); several ranges get the whole."""
    content_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    wanted = ONE_RANGE.match(request.headers.get("Range", ""))
    if not wanted or wanted.groups() == ("", ""):
        return _private(FileResponse(file, content_type=content_type, headers={"Accept-Ranges": "bytes"}))
    start, end = _bounds(wanted.group(1), wanted.group(2), file.size)
    if start > end:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    response = FileResponse(_Part(file, start, end - start + 1), status=206, content_type=content_type)
    response["Content-Range"] = f"bytes {start}-{end}/{file.size}"
    response["Content-Length"] = end - start + 1
    return _private(response)


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """First and last byte, both included; `-500` means the last five hundred."""
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, max-age=86400"
    response["X-Content-Type-Options"] = "nosniff"
    # A drawing that is opened by its own address is a document, and may hold scripts.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
    return response


class _Part:
    """A file-like window of `length` bytes from `start`."""

    def __init__(self, file: File, start: int, length: int) -> None:
        file.seek(start)
        self.file, self.left = file, length

    def read(self, size: int = -1) -> bytes:
        size = self.left if size < 0 else min(size, self.left)
        data = self.file.read(size)
        self.left -= len(data)
        return data

    def close(self) -> None:
        self.file.close()
