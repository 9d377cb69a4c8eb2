import base64
import hashlib
import io
import re
from dataclasses import replace

import pytest
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.urls import reverse
from PIL import Image, ImageDraw

from certificates import issuing, pdf, signing
from certificates.looks import Form, Look, Palette, Style, Words
from certificates.models import Design, DesignEdition
from courses.models import Picture
from tests.certificates.printed import DOCUMENT


@pytest.fixture
def design(certification) -> Design:
    certification.design = Design.objects.create(name="Scroll", style=Style.SCROLL, palette=Palette.CINNABAR)
    certification.save()
    return certification.design


@pytest.fixture
def signature(db) -> Picture:
    picture = Image.new("RGB", (1200, 400), "white")
    ImageDraw.Draw(picture).line([(100, 300), (600, 100), (1100, 280)], fill="black", width=12)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return Picture.objects.create(title="Signature", file=ImageFile(out, name="signature.png"))


def test_a_certificate_is_printed_in_the_design_of_its_certification(design, certificate):
    assert issuing.document_of(certificate).look == design.look


def test_editing_a_design_changes_nothing_that_was_awarded(design, certificate, now):
    before = issuing.signed_pdf(certificate, now)
    design.style, design.seal_zh = Style.GALLERY, "服务学院"
    design.save()
    certificate.refresh_from_db()
    assert issuing.signed_pdf(certificate, now) == before


def test_equal_looks_are_one_edition(design):
    assert design.edition() == design.edition()
    assert DesignEdition.objects.count() == 1


def test_a_certificate_from_before_there_were_designs_looks_as_it_did(certificate):
    certificate.appearance.delete()
    certificate.refresh_from_db()
    assert issuing.document_of(certificate).look == Look()


def test_a_look_survives_being_written_down():
    look = Look(style=Style.GALLERY, words=Words.ENGLISH, signature="eA==")
    assert Look.from_data(look.as_data() | {"of a later version": "x"}) == look


def test_a_signature_is_printed_from_the_edition_even_if_the_picture_is_gone(design, signature, certificate, now):
    design.signature = signature
    look = design.look
    printed = pdf.render(replace(DOCUMENT, look=look))
    signature.delete()
    assert len(printed) > len(pdf.render(replace(DOCUMENT, look=replace(look, signature=""))))
    assert pdf.render(replace(DOCUMENT, look=look)) == printed


@pytest.mark.parametrize(("name", "value"), [("seal_zh", "认证"), ("seal_zh", "认证之😀"), ("seal_en", "😀")])
def test_a_seal_that_cannot_be_printed_is_refused(db, name, value):
    with pytest.raises(ValidationError) as refusal:
        Design(**{"name": "Mine", name: value}).full_clean()
    assert set(refusal.value.message_dict) == {name}


@pytest.mark.parametrize("form", Form)
def test_the_preview_is_the_certificate_as_a_page(db, rf, form):
    page = Design(name="Mine", style=Style.GALLERY).serve_preview(rf.get("/"), form).text
    assert 'class="gallery ' in page or 'class="card gallery ' in page
    assert "欧阳晓明" in page
    assert "certificate-fonts/CertificateHan.ttf" in page


def test_the_preview_is_shown_with_its_styles(signed_in, admin, design):
    client, address = signed_in(admin), reverse("wagtailsnippets_certificates_design:preview_on_edit", args=[design.pk])
    fields = {"name": "Mine", "style": "scroll", "words": "both", "palette": "ink", "paper": "laid"}
    said = client.post(address, fields | {"seal_zh": "认证之印", "seal_en": "SA", "signature": ""})
    assert said.json()["is_valid"]
    response = client.get(f"{address}?mode=card")
    (styles,) = re.findall(r"<style>(.*?)</style>", response.content.decode(), re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(styles.encode()).digest()).decode()
    assert f"style-src 'self' 'sha256-{digest}'" in response["Content-Security-Policy"]


def test_an_administrator_sees_and_edits_designs(signed_in, admin, design):
    client = signed_in(admin)
    assert client.get(reverse("wagtailsnippets_certificates_design:edit", args=[design.pk])).status_code == 200
    fields = {"name": "Other", "style": "gallery", "words": "zh", "palette": "ink", "paper": "laid"}
    client.post(
        reverse("wagtailsnippets_certificates_design:edit", args=[design.pk]),
        fields | {"seal_zh": "认证之印", "seal_en": "SA", "signature": ""},
    )
    design.refresh_from_db()
    assert (design.name, design.style, design.words) == ("Other", "gallery", "zh")


def test_the_fonts_of_the_preview_are_for_the_admin(signed_in, admin, lin):
    address = reverse("certificate_font", args=["CertificateTitle.ttf"])
    assert b"".join(signed_in(admin).get(address).streaming_content)[:4] == b"\0\1\0\0"
    assert signed_in(admin).get(reverse("certificate_font", args=["README.md"])).status_code == 404
    assert signed_in(lin).get(address).status_code == 302


@pytest.mark.parametrize("form", ["pdf", "card"])
def test_what_is_downloaded_is_signed(signed_in, lin, certificate, form):
    content = signed_in(lin).get(reverse(f"certificates:{form}", args=[certificate.serial])).content
    assert signing.check(content).is_genuine
