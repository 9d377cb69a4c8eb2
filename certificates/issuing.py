"""The file of a certificate, made from its row: as a document, with its badge inside, signed."""

from datetime import datetime

from certificates import keys, printable, signing
from certificates.badges.issuing import Forgotten, credential_json
from certificates.looks import Form
from certificates.models import Certificate
from certificates.models.design import look_of


def document_of(certificate: Certificate) -> printable.Document:
    return printable.Document(
        serial=certificate.serial,
        name=certificate.name,
        name_latin=certificate.name_latin,
        certification_zh=certificate.title_zh,
        certification_en=certificate.title_en,
        dealership_zh=certificate.dealership_zh,
        dealership_en=certificate.dealership_en,
        awarded_on=certificate.awarded_on,
        valid_until=certificate.valid_until,
        verification_url=certificate.verification_url,
        verification_code=certificate.code,
        signatory_zh=certificate.signatory_zh,
        signatory_en=certificate.signatory_en,
        issuer_zh=certificate.issuer_zh,
        issuer_en=certificate.issuer_en,
        standard_version=certificate.standard_version,
        look=look_of(certificate),
        is_by_hand=certificate.is_by_hand,
    )


def signed_pdf(certificate: Certificate, at: datetime, form: Form = Form.SHEET) -> bytes:
    """Raises printable.UnprintableName. For the same certificate and time the same bytes."""
    from certificates import pdf  # loads WeasyPrint, 20 MB, which a process that prints nothing can do without

    content = pdf.render(document_of(certificate), form, badge_of(certificate, at))
    keys.publish(at)
    return signing.sign(content, at)


def badge_of(certificate: Certificate, at: datetime) -> bytes:
    """None is inside once the holder is forgotten."""
    try:
        return credential_json(certificate, at)
    except Forgotten:
        return b""
