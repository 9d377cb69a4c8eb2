"""What a file is, by its bytes: sound, pictures, or nothing that is kept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roleplays.containers import LEAST_BYTES, Container, Track, container_of, content_type, tracks_of
from tests.roleplays import media

BOTH = {Track.SOUND, Track.PICTURE}
FILES = {
    "webm with sound": (media.webm(media.SOUND), Container.WEBM, {Track.SOUND}),
    "webm with both": (media.webm(media.PICTURE, media.SOUND), Container.WEBM, BOTH),
    "webm with subtitles": (media.webm(17), Container.WEBM, {Track.OTHER}),
    "opus in ogg": (media.ogg(b"OpusHead" + b"\0" * 11), Container.OGG, {Track.SOUND}),
    "theora and vorbis": (media.ogg(b"\x80theora" + b"\0" * 30, b"\x01vorbis" + b"\0" * 20), Container.OGG, BOTH),
    "ogg with something else": (media.ogg(b"fishead\0" + b"\0" * 40), Container.OGG, {Track.OTHER}),
    "mp4 with both": (media.mp4(b"vide", b"soun"), Container.MP4, BOTH),
    "mp4 that ends with its index": (media.mp4(b"vide", moov_first=False), Container.MP4, {Track.PICTURE}),
    "m4a": (media.mp4(b"soun", brand=b"M4A "), Container.MP4, {Track.SOUND}),
    "wav": (media.wav(), Container.WAV, {Track.SOUND}),
}
NOTHING = {
    "nothing": b"",
    "too little": media.webm(media.SOUND)[: LEAST_BYTES - 1],
    "a page": b"<!doctype html><script>alert(1)</script>" + b" " * 100,
    "a page with a film inside": b"<html>" + media.webm(media.PICTURE),
    "a drawing": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>' + b" " * 100,
    "a program": b"MZ" + b"\0" * 200,
    "a ZIP": b"PK\x03\x04" + b"\0" * 200,
    "matroska of any kind": media.webm(media.PICTURE, doc_type=b"matroska"),
    "another RIFF": b"RIFF\0\0\0\0AVI " + b"\0" * 200,
    "a picture in boxes": media.mp4(b"pict", brand=b"heic"),
}


def tracks(data: bytes):
    container = container_of(data)
    return tracks_of(container, lambda offset, size: data[offset : offset + size], len(data))


@pytest.mark.parametrize(("data", "container", "found"), FILES.values(), ids=FILES)
def test_a_recording_is_known_by_its_bytes(data, container, found):
    assert container_of(data) == container
    assert tracks(data) == found


@pytest.mark.parametrize("data", NOTHING.values(), ids=NOTHING)
def test_what_is_no_recording_is_not_taken_for_one(data):
    assert container_of(data) is None


@pytest.mark.parametrize("data", [media.webm(), media.mp4(), media.mp4(b"soun", moov_first=False)[:400]])
def test_a_head_without_tracks_has_none(data):
    assert tracks(data) == set()


def test_a_browser_is_told_a_type_that_is_ours():
    assert content_type(Container.WEBM, has_pictures=False) == "audio/webm"
    assert content_type(Container.MP4, has_pictures=True) == "video/mp4"


@given(
    st.sampled_from([data for data, _container, _found in FILES.values()]), st.integers(0, 400), st.binary(max_size=8)
)
def test_damaged_files_are_read_to_an_end(data, place, noise):
    """Wrong sizes lead nowhere: neither out of the file nor round in it."""
    damaged = data[:place] + noise + data[place + len(noise) :]
    if container := container_of(damaged):
        tracks_of(container, lambda offset, size: damaged[offset : offset + size], len(damaged))


def test_boxes_of_no_length_end():
    damaged = media.mp4(b"soun")[:28] + b"\0\0\0\x08free" * 20_000
    assert tracks(damaged) == set()
