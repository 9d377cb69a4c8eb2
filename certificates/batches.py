"""Makes a batch, one certificate at a time, into a file on disk."""

import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import BinaryIO

from django.core.files import File
from django.core.files.storage import default_storage

from certificates import issuing, printable
from certificates.binding import Binder
from certificates.models import Batch, Certificate

AT_ONCE = 50  # rows read together


def make(batch: Batch, clock: Callable[[], datetime]) -> None:
    """Repeatable: a batch that another worker has, or that is done or cancelled, is left as it is."""
    if not batch.begin(clock(), left_out=[]):
        return
    with batch.or_failed(clock), tempfile.TemporaryFile() as file:
        left_out = _fill(file, batch, clock)
        if left_out is None:
            return
        file.seek(0)
        name = default_storage.save(f"certificates/batches/{batch.pk}.{batch.kind}", File(file))
    if not batch.finish(name, clock(), left_out=left_out, done=batch.total):
        default_storage.delete(name)


def _fill(file: BinaryIO, batch: Batch, clock: Callable[[], datetime]) -> list[str] | None:
    """The serial numbers that could not be printed; None if it was cancelled."""
    left_out: list[str] = []
    write, close = _bound(file) if batch.kind == Batch.Kind.PDF else _zipped(file, clock)
    for done, certificate in enumerate(_certificates(batch)):
        if not batch.go_on(done, clock()):
            return None
        try:
            write(certificate)
        except printable.UnprintableName:
            left_out.append(certificate.serial)
    close()
    return left_out


def _certificates(batch: Batch) -> Iterator[Certificate]:
    """What whoever asked may see now, in the order asked for."""
    visible = Certificate.objects.visible_to(batch.by).select_related("certification", "person", "appearance__edition")
    for start in range(0, batch.total, AT_ONCE):
        part = batch.certificates[start : start + AT_ONCE]
        found = visible.in_bulk(part)
        yield from (found[pk] for pk in part if pk in found)


def _bound(file: BinaryIO) -> tuple[Callable[[Certificate], None], Callable[[], None]]:
    from certificates import pdf  # loads WeasyPrint

    binder = Binder(file)
    return lambda certificate: binder.add(pdf.leaf(issuing.document_of(certificate))), binder.close


def _zipped(file: BinaryIO, clock: Callable[[], datetime]) -> tuple[Callable[[Certificate], None], Callable[[], None]]:
    archive = zipfile.ZipFile(file, "w", zipfile.ZIP_STORED)  # PDFs are compressed already

    def write(certificate: Certificate) -> None:
        archive.writestr(f"{certificate.serial}.pdf", issuing.signed_pdf(certificate, clock()))

    return write, archive.close
