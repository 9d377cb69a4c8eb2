"""Uploaded pictures: for people who are signed in, in ranges, and nothing else of the disk."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from wagtail.documents.models import Document

CONTENT = b"0123456789"


@pytest.fixture
def _on_disk(settings, tmp_path):
    """Uploads in a folder, as the embedded installation has them."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    (tmp_path / "secret.txt").write_text("secret")


@pytest.fixture
def picture(db) -> str:
    return f"/media/{default_storage.save('images/desk.png', ContentFile(CONTENT))}"


@pytest.fixture
def get(signed_in, lin):
    """`get(address, "bytes=0-1")` is what Lin gets."""
    client = signed_in(lin)
    return lambda address, wanted=None: client.get(address, headers={"range": wanted} if wanted else {})


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_a_picture_is_shown_to_people(get, picture):
    response = get(picture)
    assert body(response) == CONTENT
    assert response["Content-Type"] == "image/png"
    assert response["Accept-Ranges"] == "bytes"


def test_a_picture_is_kept_by_nobody_in_between(get, picture):
    response = get(picture)
    response.close()
    assert response["Cache-Control"].startswith("private")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_whoever_is_signed_out_is_asked_to_sign_in(picture):
    assert "/accounts/login/" in Client().get(picture).url


def test_other_methods_are_refused(signed_in, lin, picture):
    assert signed_in(lin).post(picture).status_code == 405


@pytest.mark.parametrize(
    ("wanted", "part", "said"),
    [
        ("bytes=0-1", b"01", "bytes 0-1/10"),
        ("bytes=4-", b"456789", "bytes 4-9/10"),
        ("bytes=-3", b"789", "bytes 7-9/10"),
        ("bytes=8-99", b"89", "bytes 8-9/10"),
        ("bytes=-99", CONTENT, "bytes 0-9/10"),
    ],
)
def test_a_part_is_given(get, picture, wanted, part, said):
    response = get(picture, wanted)
    assert (response.status_code, response["Content-Range"], response["Content-Length"]) == (206, said, str(len(part)))
    assert body(response) == part


@pytest.mark.parametrize("wanted", ["bytes=10-", "bytes=99-100", "bytes=5-2", "bytes=-0"])
def test_a_part_that_is_not_there_is_refused(get, picture, wanted):
    response = get(picture, wanted)
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */10")


@pytest.mark.parametrize("wanted", ["bytes=0-1,4-5", "bytes=-", "lines=1-2", "bytes=x-y", "bytes=" + "9" * 5000 + "-"])
def test_what_is_no_single_range_gets_the_whole(get, picture, wanted):
    response = get(picture, wanted)
    assert response.status_code == 200
    assert body(response) == CONTENT


@pytest.mark.parametrize("storage", ["memory", "disk"])
@pytest.mark.parametrize(
    "path",
    [
        "images/nothing.png",
        "images/",
        "images",
        "images/../../secret.txt",
        "images/%2e%2e/%2e%2e/secret.txt",
        "images/..%5c..%5csecret.txt",
        "../secret.txt",
        "/etc/passwd",
        "images//etc/passwd",
        "images/%00.png",
        "documents/salaries.xlsx",
        "secret.txt",
    ],
)
def test_nothing_else_is_found(request, signed_in, lin, storage, path):
    if storage == "disk":
        request.getfixturevalue("_on_disk")
    default_storage.save("images/desk.png", ContentFile(CONTENT))
    default_storage.save("documents/salaries.xlsx", ContentFile(CONTENT))
    assert signed_in(lin).get(f"/media/{path}", follow=True).status_code == 404


@pytest.fixture
def film(_on_disk, db) -> Document:
    return Document.objects.create(title="Walk-round", file=ContentFile(CONTENT, name="walk.mp4"))


def test_a_video_is_given_in_parts(get, film):
    response = get(film.url, "bytes=2-4")
    assert (response.status_code, response["Content-Range"]) == (206, "bytes 2-4/10")
    assert response["Content-Type"] == "video/mp4"
    assert body(response) == b"234"


def test_a_video_is_given_whole(get, film):
    response = get(film.url)
    assert body(response) == CONTENT
    assert response["Content-Type"] == "video/mp4"


@pytest.mark.parametrize("wanted", [None, "bytes=0-1"])
def test_documents_are_for_people_who_are_signed_in(film, wanted):
    response = Client().get(film.url, headers={"range": wanted} if wanted else {})
    assert "/accounts/login/" in response.url


def test_documents_of_a_private_collection_stay_private(get, film):
    film.collection.view_restrictions.create(restriction_type="password", password="open sesame")
    assert get(film.url, "bytes=0-1").status_code != 206
