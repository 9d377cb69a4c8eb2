"""What somebody presents as a certificate of ours: a PDF, a credential or a token, read in memory and never kept."""

import io
import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from pyhanko.pdf_utils.reader import PdfFileReader

from certificates import envelope, keys, signing
from certificates.badges import checking
from certificates.badges.publishing import public_keys
from certificates.models import Certificate

LARGEST = 5 * 1024 * 1024  # bytes; ours have 200,000
SERIAL = re.compile(r"SA-\d{4}-\d{6,}(?:-[2-9A-HJ-NP-Z]{6})?")


@dataclass(frozen=True)
class Presented:
    """`problems` is what is wrong with the file, `certificate` what it belongs to, `names` are those that it shows."""

    problems: list[str] = field(default_factory=list)
    certificate: Certificate | None = None
    names: tuple[str, ...] = ()
    signed_at: object = None

    @property
    def is_genuine(self) -> bool:
        return not self.problems and self.certificate is not None


def read(data: bytes) -> Presented:
    """Never raises, whatever the bytes are."""
    if not data:
        return Presented([_("The file is empty.")])
    if len(data) > LARGEST:
        return Presented([_("The file is too large to be a certificate.")])
    return _pdf(data) if b"%PDF-" in data[:1024] else _credential(data)


def _pdf(data: bytes) -> Presented:
    ours = [key.certificate for key in keys.published() if key.certificate is not None]
    if problem := envelope.problem(data, ours):
        return Presented([problem])
    report = signing.check(data)
    if report.problems:
        return Presented(report.problems)
    serial, name = said_in(title_of(data))
    return _found(serial, (name,) if name else (), report.signed_at)


def _credential(data: bytes) -> Presented:
    if data.lstrip()[:1] != b"{" and data.count(b".") != 2:
        return Presented([_("This is neither a PDF nor a credential.")])
    try:
        credential = checking.read_credential(data, public_keys())
    except checking.Refused as refusal:
        return Presented([str(refusal)])
    return _found(credential.serial)


def _found(serial: str, names: tuple[str, ...] = (), signed_at: object = None) -> Presented:
    certificate = find(Certificate.objects.filter(serial=serial))
    if certificate is None:
        return Presented([_("It was signed here, but no certificate of ours belongs to it.")])
    return Presented([], certificate, names, signed_at)


def find(certificates) -> Certificate | None:
    return certificates.select_related("revocation", "erasure", "certification").first()


def title_of(pdf: bytes) -> str:
    """Of a PDF that is ours."""
    trailer = PdfFileReader(io.BytesIO(pdf), strict=False).trailer
    info = trailer["/Info"] if "/Info" in trailer else {}  # noqa: SIM401 - it has no get
    return str(info.get("/Title", ""))


def badge_in(pdf: bytes) -> bytes:
    """The credential that lies in a PDF of ours; empty if there is none."""
    try:
        names = PdfFileReader(io.BytesIO(pdf), strict=False).root["/Names"]["/EmbeddedFiles"]["/Names"]
        return bytes(names[1]["/EF"]["/F"].data)
    except (KeyError, IndexError):
        return b""


def said_in(title: str) -> tuple[str, str]:
    """Serial and name, which make up the title of our PDFs."""
    found = SERIAL.search(title)
    return (found[0], title[found.end() :].strip()) if found else ("", "")
