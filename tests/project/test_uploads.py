"""What a trainer uploads is shown as a picture, never run."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'


def test_a_drawing_opened_by_its_own_address_runs_nothing(lin, signed_in):
    default_storage.save("original_images/evil.svg", ContentFile(SVG))
    response = signed_in(lin).get("/media/original_images/evil.svg")
    assert response["Content-Security-Policy"].startswith("default-src 'none';")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_document_is_never_a_page(lin, signed_in, db):
    default_storage.save("documents/evil.html", ContentFile(b"<script>alert(1)</script>"))
    assert signed_in(lin).get("/media/documents/evil.html").status_code == 404
