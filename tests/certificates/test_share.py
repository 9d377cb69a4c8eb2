"""The picture for messengers: made by the holder alone, with what the paper shows."""

import io
from dataclasses import replace

import pytest
import segno
from PIL import Image

from certificates import printable, share
from certificates.looks import Look, Style
from tests.certificates.printed import DOCUMENT, LONG


def address(certificate, language: str = "en") -> str:
    return f"/{language}/certificates/{certificate.serial}/picture/"


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def dark(picture: Image.Image, top: float, bottom: float, left: float = 10, right: float = 80) -> tuple | None:
    """Where ink stands within a box in mm, in pixels; None where there is none."""
    part = picture.crop(tuple(round(each * share.DOTS) for each in (left, top, right, bottom)))
    return part.convert("L").point(lambda grey: 255 if grey < 90 else 0).getbbox()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_holder_gets_a_picture_for_the_phone(signed_in, certificate, lin, language):
    response = signed_in(lin).get(address(certificate, language))
    assert response["Content-Disposition"] == f'attachment; filename="{certificate.serial}.png"'
    assert opened(response.content).size == (1080, 1440)


@pytest.mark.parametrize("who", ["zhou", "chen", "xu", "admin", "harbour_manager"])
def test_nobody_else_makes_one(signed_in, certificate, who, request):
    assert signed_in(request.getfixturevalue(who)).get(address(certificate)).status_code == 404


def test_a_revoked_certificate_is_not_shown_round(signed_in, certificate, lin, admin, now):
    certificate.revoke(by=admin, at=now, reason="Mistake.")
    assert signed_in(lin).get(address(certificate)).status_code == 404
    assert "picture/" not in signed_in(lin).get(certificate.get_absolute_url()).content.decode()


def test_it_is_only_fetched(signed_in, certificate, lin):
    assert signed_in(lin).post(address(certificate)).status_code == 405


def test_only_the_holder_is_offered_it(signed_in, certificate, lin, chen):
    page = f"/en/certificates/{certificate.serial}/"
    assert "picture/" in signed_in(lin).get(page).content.decode()
    assert "picture/" not in signed_in(chen).get(page).content.decode()


@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_design_has_its_words_within_the_picture(style, language):
    picture = opened(share.png(replace(LONG, look=Look(style=style)), language))
    assert dark(picture, 38, 50)
    assert dark(picture, 108, 111)
    edges = (8.4, 14.4) if style == Style.GALLERY else (8, 11)
    assert not dark(picture, 38, 50, *edges)
    assert not dark(picture, 38, 50, 83.2, 86)


def test_the_same_document_is_the_same_picture():
    assert share.png(DOCUMENT, "en") == share.png(DOCUMENT, "en")


@pytest.mark.parametrize("name", "𬭊㛃喆堃玥")
def test_a_rare_name_is_drawn_as_itself(name):
    seen = opened(share.png(replace(DOCUMENT, name=name), "zh-hans"))
    box = dark(seen, 38, 50)
    other = opened(share.png(replace(DOCUMENT, name="王"), "zh-hans"))
    assert box
    assert seen.crop((300, 456, 780, 600)).tobytes() != other.crop((300, 456, 780, 600)).tobytes()


def test_a_name_that_cannot_be_drawn_is_refused():
    with pytest.raises(printable.UnprintableName):
        share.png(replace(DOCUMENT, name="王😀"), "en")


def test_the_code_in_it_is_exact():
    matrix = segno.make(DOCUMENT.verification_url, error="m", micro=False).matrix
    module = 15 * share.DOTS // len(matrix)
    left = round(67 * share.DOTS) - module * len(matrix) // 2
    top = round(98.5 * share.DOTS) - module * len(matrix) // 2
    picture = opened(share.png(DOCUMENT, "en")).convert("L")
    for row, modules in enumerate(matrix):
        seen = [picture.getpixel((left + (n + 0.5) * module, top + (row + 0.5) * module)) for n in range(len(matrix))]
        assert [grey < 90 for grey in seen] == [bool(each) for each in modules]
