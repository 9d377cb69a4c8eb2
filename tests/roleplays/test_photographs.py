"""Photographs as evidence: what is kept of what is sent, who sees it, and which items cannot do without."""

import hashlib
import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from people.privacy import consents
from people.privacy.records import ConsentKind, Decision
from roleplays import photographs
from roleplays.models import Item, MissingPhotographs, Photograph, Session, SessionClosed, TooManyPhotographs
from roleplays.photographs import PhotographRefused, as_jpeg
from roleplays.sheets import Item as SheetItem
from tests.roleplays.conftest import queries_of

GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F
STRANGERS = ["zhou", "harbour_advisor", "harbour_trainer", "harbour_manager", "summit_manager"]


def picture(size=(400, 300), colour="red", kind="JPEG", **options) -> bytes:
    written = io.BytesIO()
    image = Image.new("RGB", size, colour)
    ImageDraw.Draw(image).rectangle([0, 0, size[0] // 2, size[1] // 2], fill="blue")  # blue is the upper left
    image.save(written, kind, **options)
    return written.getvalue()


def kept(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(as_jpeg(io.BytesIO(content))))


# --- What is kept ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_becomes_a_jpeg(kind):
    image = kept(picture(kind=kind))
    assert (image.format, image.size) == ("JPEG", (400, 300))


@pytest.mark.parametrize(
    ("size", "after"), [((4000, 3000), (1600, 1200)), ((1000, 3200), (500, 1600)), ((9, 9), (9, 9))]
)
def test_a_large_one_is_made_smaller_and_a_small_one_stays(size, after):
    assert kept(picture(size)).size == after


def test_it_stands_upright_and_forgets_where_and_by_what_it_was_taken():
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = 6, "A maker"  # 6: turned a quarter to the left
    exif.get_ifd(GPS)[1] = "N"
    image = kept(picture(exif=exif, comment=b"secret"))
    assert image.size == (300, 400)
    assert image.getpixel((290, 10))[2] > 200, "the blue quarter has turned with the picture"
    assert not image.getexif()
    assert not {"exif", "comment", "xmp", "icc_profile"} & set(image.info)


def test_words_inside_and_behind_a_picture_are_gone():
    words = PngInfo()
    words.add_text("Comment", "<script>alert(1)</script>")
    hidden = picture(kind="PNG", pnginfo=words) + b"<script>alert(2)</script>"
    assert b"script" not in as_jpeg(io.BytesIO(hidden))


def test_what_can_be_seen_through_stands_on_white():
    written = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(written, "PNG")
    assert kept(written.getvalue()).getpixel((5, 5)) == (255, 255, 255)


def test_a_telephones_photograph_with_a_second_picture_in_it_is_kept():
    written = io.BytesIO()
    Image.new("RGB", (40, 30)).save(written, "MPO", save_all=True, append_images=[Image.new("RGB", (40, 30))])
    assert kept(written.getvalue()).size == (40, 30)


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "1"])
def test_pictures_of_every_mode_are_kept(mode):
    written = io.BytesIO()
    Image.new(mode, (10, 10)).save(written, "JPEG" if mode in ("CMYK", "L") else "PNG")
    assert kept(written.getvalue()).mode == "RGB"


def gif() -> bytes:
    written = io.BytesIO()
    Image.new("P", (10, 10)).save(written, "GIF")
    return written.getvalue()


NO_PHOTOGRAPHS = {
    "nothing": b"",
    "words": b"Not a picture at all",
    "an SVG": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "a GIF": gif(),
    "a page that carries a picture": b"<html><script>alert(1)</script>" + picture(),
    "a PDF that carries a picture": b"%PDF-1.7\n" + picture(),
    "only the beginning of one": picture()[:20],
}


@pytest.mark.parametrize("content", NO_PHOTOGRAPHS.values(), ids=NO_PHOTOGRAPHS.keys())
def test_what_is_no_photograph_is_refused(content):
    with pytest.raises(PhotographRefused, match="can be read"):
        as_jpeg(io.BytesIO(content))


def test_a_file_that_is_too_large_is_refused_without_being_read():
    class Endless(io.RawIOBase):
        def read(self, size=-1):
            assert 0 < size <= photographs.MOST_BYTES + 1
            return b"x" * size

    with pytest.raises(PhotographRefused, match="larger than 8 MB"):
        as_jpeg(Endless())


@pytest.mark.parametrize("size", [(8000, 5001), (10_000, 9_500), (20_000, 10_000)])
def test_a_picture_with_too_many_pixels_is_refused(size):
    written = io.BytesIO()
    Image.new("1", size).save(written, "PNG")
    with pytest.raises(PhotographRefused, match="40 megapixels"):
        as_jpeg(io.BytesIO(written.getvalue()))


# --- Which items need one -------------------------------------------------------------------------------------------

NEEDS = [
    # photo, critical, mark, needed
    (True, False, "done", False),
    (True, False, "partly", True),
    (True, False, "not", True),
    (True, False, "", False),
    (True, True, "done", True),
    (True, True, "", True),
    (False, True, "not", False),
    (False, False, "partly", False),
]


@pytest.mark.parametrize(("photo", "critical", "mark", "needed"), NEEDS)
def test_which_items_need_a_photograph(photo, critical, mark, needed):
    assert SheetItem(1, "A", "", "", 1, critical, (), photo).needs_photograph(mark) == needed


@pytest.fixture
def audit(check_sheet):
    """W-01, and W-02, which is critical, ask for photographs."""
    Item.objects.filter(code__in=["W-01", "W-02"]).update(photo=True)


@pytest.fixture
def session(audit, role_play, lin, xu, now):
    return Session.open(role_play, lin, by=xu, at=now)


@pytest.fixture
def take(sheet, xu, now):
    def one(item="W-01", colour="red") -> Photograph:
        return sheet.add_photograph(item, as_jpeg(io.BytesIO(picture(colour=colour))), by=xu, at=now)

    return one


def test_an_edition_says_which_items_ask_for_photographs(session):
    assert [item.photo for item in session.edition.items] == [True, True, False, False]


def test_a_photograph_is_kept_with_its_digest(take, xu, now):
    photograph = take()
    content = photograph.file.read()
    assert photograph.sha256 == hashlib.sha256(content).hexdigest()
    assert (photograph.taken_by, photograph.at) == (xu, now)
    assert photograph.file.name.startswith("photographs/")


def test_the_same_photograph_counts_once(take):
    assert take() == take()
    assert take("W-02") != take()


def test_an_item_that_asks_for_none_gets_none(take):
    for item in ("W-03", "W-99"):
        with pytest.raises(ValueError, match=item):
            take(item)


def test_an_item_has_a_limit(take, monkeypatch):
    monkeypatch.setattr("roleplays.models.score_sheets.MOST_PHOTOGRAPHS", 2)
    take(colour="red")
    take(colour="green")
    with pytest.raises(TooManyPhotographs):
        take(colour="white")


def test_a_sheet_is_not_handed_in_without_its_photographs(complete, later):
    sheet = complete(W_01="partly")
    with pytest.raises(MissingPhotographs) as missing:
        sheet.submit(later(20))
    assert missing.value.codes == ("W-01", "W-02")
    assert not Session.objects.released().exists()


def test_with_its_photographs_it_is(complete, take, later):
    sheet = complete(W_01="partly")
    take("W-01")
    take("W-02")
    assert sheet.submit(later(20)).released_at


def test_after_that_nothing_is_added_or_deleted(complete, take, later):
    photograph = take("W-02")
    complete().submit(later(20))
    with pytest.raises(SessionClosed):
        take("W-01")
    with pytest.raises(SessionClosed):
        photograph.discard()


# --- The screen -----------------------------------------------------------------------------------------------------


@pytest.fixture
def tablet(signed_in, xu):
    return signed_in(xu)


@pytest.fixture
def add(session):
    return reverse("roleplays:add_photographs", args=[session.pk])


def address(photograph: Photograph, name="photograph") -> str:
    return reverse(f"roleplays:{name}", args=[photograph.pk])


def upload(content=None, name="IMG_1.JPG"):
    return SimpleUploadedFile(name, picture() if content is None else content, "image/jpeg")


def test_the_screen_has_a_camera_for_the_items_that_ask(tablet, session):
    page = tablet.get(reverse("roleplays:score", args=[session.pk])).text
    assert page.count('capture="environment"') == 2
    assert "a photograph is always needed" in page
    assert "Needed for “Partly” and “Not done”" in page


@pytest.mark.parametrize(
    ("scale", "rule"), [("yes_no", "Needed for “No”."), ("five", "Needed for each grade below 5.")]
)
def test_the_rule_speaks_in_the_words_of_the_items_scale(audit, role_play, lin, xu, now, tablet, scale, rule):
    Item.objects.filter(code="W-01").update(scale=scale, anchors="Rude\nCurt\nPlain\nKind\nWarm")
    session = Session.open(role_play, lin, by=xu, at=now)
    page = tablet.get(reverse("roleplays:score", args=[session.pk])).text
    assert rule in page
    assert "Needed for “Partly”" not in page


def test_what_was_taken_for_another_sheet_is_not_taken_in(tablet, add, sheet):
    """It waited on the tablet of whoever had it before."""
    assert tablet.post(add, {"item": "W-01", "sheet": sheet.pk + 1, "photograph": upload()}).status_code == 409
    assert tablet.post(add, {"item": "W-01", "sheet": sheet.pk, "photograph": upload()}).status_code == 302
    assert sheet.photographs.count() == 1


def test_a_photograph_is_sent_by_a_plain_form(tablet, add, session, xu):
    response = tablet.post(add, {"item": "W-01", "photograph": [upload(), upload(picture(colour="green"))]})
    assert response.url == reverse("roleplays:score", args=[session.pk]) + "#item-W-01"
    assert Photograph.objects.filter(item="W-01", taken_by=xu).count() == 2
    assert tablet.get(response.url).text.count('class="photograph"') == 2


def test_a_script_gets_the_piece_of_the_screen(tablet, add):
    response = tablet.post(add, {"item": "W-01", "photograph": upload()}, headers={"HX-Request": "true"})
    assert 'id="photographs-W-01"' in response.text
    assert address(Photograph.objects.get()) in response.text
    assert "<html" not in response.text


@pytest.mark.parametrize(("headers", "follow"), [({"HX-Request": "true"}, False), ({}, True)])
@pytest.mark.parametrize(("sent", "words"), [({}, "Take a photograph first"), ({"photograph": b"x"}, "can be read")])
def test_what_cannot_be_kept_is_said(tablet, add, headers, follow, sent, words):
    files = {name: upload(content) for name, content in sent.items()}
    assert words in tablet.post(add, {"item": "W-01"} | files, headers=headers, follow=follow).text
    assert not Photograph.objects.exists()


@pytest.mark.parametrize("item", ["W-03", "W-99", ""])
def test_an_item_without_photographs_is_a_bad_request(tablet, add, item):
    assert tablet.post(add, {"item": item, "photograph": upload()}).status_code == 400


def test_too_many_are_said(tablet, add, monkeypatch, take):
    monkeypatch.setattr("roleplays.models.score_sheets.MOST_PHOTOGRAPHS", 1)
    take()
    response = tablet.post(add, {"item": "W-01", "photograph": upload(picture(colour="green"))}, follow=True)
    assert "at most" in response.text


@pytest.mark.parametrize("headers", [{"HX-Request": "true"}, {}])
def test_a_photograph_is_deleted_before_handing_in(tablet, take, headers, django_capture_on_commit_callbacks):
    photograph = take()
    with django_capture_on_commit_callbacks(execute=True):
        response = tablet.post(address(photograph, "delete_photograph"), headers=headers)
    assert response.status_code == (200 if headers else 302)
    assert not Photograph.objects.exists()
    assert not default_storage.exists(photograph.file.name)


def test_a_closed_session_leads_to_its_result(tablet, add, take, complete, later, session):
    photograph = take("W-02")
    complete().submit(later(20))
    result = reverse("roleplays:result", args=[session.pk])
    for target, data in (
        (add, {"item": "W-01", "photograph": upload()}),
        (address(photograph, "delete_photograph"), {}),
    ):
        assert tablet.post(target, data).url == result
        data = data and {"item": "W-01", "photograph": upload()}
        assert tablet.post(target, data, headers={"HX-Request": "true"})["HX-Redirect"] == result
    assert Photograph.objects.count() == 1


def test_the_review_names_what_lacks_a_photograph(tablet, complete, session):
    complete(W_01="not")
    page = tablet.get(reverse("roleplays:review", args=[session.pk])).text
    assert "2 items need a photograph" in page
    assert "Hand in and release" not in page


def test_handing_in_without_photographs_is_refused_in_words(tablet, complete, session):
    complete()
    response = tablet.post(reverse("roleplays:submit", args=[session.pk]), {"comment": ""})
    assert response.status_code == 422
    assert "needs at least one photograph" in response.text


# --- Who sees it ----------------------------------------------------------------------------------------------------


def test_it_is_served_as_a_picture_and_nothing_else(tablet, take):
    photograph = take()
    response = tablet.get(address(photograph))
    assert Image.open(io.BytesIO(response.getvalue())).format == "JPEG"
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"] == f'inline; filename="W-01-{photograph.pk}.jpg"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "private" in response["Cache-Control"]


def test_who_has_it_already_does_not_load_it_again(tablet, take):
    photograph = take()
    assert tablet.get(address(photograph), headers={"If-None-Match": photograph.etag}).status_code == 304


def test_a_file_that_is_gone_is_not_found(tablet, take):
    photograph = take()
    default_storage.delete(photograph.file.name)
    assert tablet.get(address(photograph)).status_code == 404


def test_it_has_no_public_address(tablet, take):
    assert tablet.get(f"/media/{take().file.name}").status_code == 404


@pytest.mark.parametrize("who", ["lin", "chen", "regional", "admin", *STRANGERS])
def test_before_release_only_the_assessor_sees_it(request, signed_in, take, who):
    photograph = take()
    client = signed_in(request.getfixturevalue(who))
    assert client.get(address(photograph)).status_code == 404
    assert client.get(address(photograph), headers={"If-None-Match": photograph.etag}).status_code == 404


@pytest.mark.parametrize("who", ["lin", "xu", "chen", "regional", "admin"])
def test_after_release_whoever_may_see_the_result_sees_it(request, signed_in, take, complete, later, session, who):
    photograph = take("W-02")
    complete().submit(later(20))
    client = signed_in(request.getfixturevalue(who))
    assert client.get(address(photograph)).status_code == 200
    assert address(photograph) in client.get(reverse("roleplays:result", args=[session.pk])).text


@pytest.mark.parametrize("who", STRANGERS)
def test_a_stranger_never_sees_it(request, signed_in, take, complete, later, who):
    photograph = take("W-02")
    complete().submit(later(20))
    assert signed_in(request.getfixturevalue(who)).get(address(photograph)).status_code == 404


@pytest.mark.parametrize("who", ["lin", "chen", "regional", "admin", *STRANGERS])
def test_nobody_else_adds_or_deletes(request, signed_in, take, add, who):
    photograph = take()
    client = signed_in(request.getfixturevalue(who))
    assert client.post(add, {"item": "W-01", "photograph": upload(picture(colour="green"))}).status_code == 404
    assert client.post(address(photograph, "delete_photograph")).status_code == 404
    assert Photograph.objects.count() == 1


def test_whoever_is_signed_out_is_asked_to_sign_in(client, take, add):
    photograph = take()
    for response in (
        client.get(address(photograph)),
        client.post(add),
        client.post(address(photograph, "delete_photograph")),
    ):
        assert response.url.startswith(reverse("account_login"))


def test_the_wrong_method_is_refused(tablet, take, add):
    photograph = take()
    statuses = [tablet.get(add), tablet.get(address(photograph, "delete_photograph")), tablet.post(address(photograph))]
    assert {response.status_code for response in statuses} == {405}


def test_more_photographs_need_no_more_queries(tablet, take, session):
    score, review = (reverse(f"roleplays:{name}", args=[session.pk]) for name in ("score", "review"))
    take()
    queries_of(tablet, score)  # the addresses of pages are kept from the first time on
    before = queries_of(tablet, score), queries_of(tablet, review)
    for colour in ("green", "white", "black"):
        take("W-01", colour)
        take("W-02", colour)
    assert (queries_of(tablet, score), queries_of(tablet, review)) == before


def test_whoever_said_no_is_kept_out_of_the_picture(session, lin, xu, signed_in, now):
    consents.decide(lin, ConsentKind.PHOTOGRAPH, Decision.WITHDRAWN, version=consents.VERSION, at=now)
    text = signed_in(xu).get(reverse("roleplays:score", args=[session.pk])).content.decode()
    assert "林晓 has not agreed to be photographed" in text


def test_nobody_is_warned_of_whoever_said_nothing(session, xu, signed_in):
    text = signed_in(xu).get(reverse("roleplays:score", args=[session.pk])).content.decode()
    assert "has not agreed to be photographed" not in text
