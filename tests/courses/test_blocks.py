"""Each block of a lesson, as it is shown, and with blanks: a draft in the preview has those."""

import pytest
from django.core.files.base import ContentFile
from django.utils import translation
from wagtail.documents.models import Document
from wagtail.images.tests.utils import get_test_image_file

from courses.blocks import LessonBody
from courses.models import Picture

BODY = LessonBody()
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9"/>'


def shown(kind: str, value) -> str:
    stream = BODY.to_python([{"type": kind, "value": value, "id": "b1"}])
    return stream[0].render()


@pytest.fixture
def video(db) -> Document:
    return Document.objects.create(title="Walk-round", file=ContentFile(b"film", name="walk.mp4"))


@pytest.fixture
def captions(db) -> Document:
    return Document.objects.create(title="Captions", file=ContentFile(b"WEBVTT", name="walk.vtt"))


@pytest.fixture
def photograph(db) -> Picture:
    return Picture.objects.create(title="Desk", file=get_test_image_file())


@pytest.fixture
def drawing(db) -> Picture:
    return Picture.objects.create(title="Posture", file=ContentFile(SVG.encode(), name="posture.svg"))


LINE = {"speaker": "customer", "line": "Hello", "note": "calm"}
ROW = {"requirement": "Greet", "how": "Smile", "who": "All", "clause": "P2-01"}


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("text", "<p>Good <b>day</b></p>", ["<b>day</b>"]),
        ("talk_script", {"title": "T", "lines": [LINE]}, ["Customer", "Hello", "calm"]),
        ("standard_table", {"title": "", "rows": [ROW]}, ["Greet", "/standard/P2-01/"]),
        ("do_dont", {"do": ["Stand"], "dont": ["Sit"]}, ["Stand", "Sit", "Don’t"]),
        ("callout", {"kind": "critical", "title": "", "text": "<p>Lie</p>"}, ["Never", "Lie"]),
        ("callout", {"kind": "tip", "title": "Trick", "text": "<p>Name</p>"}, ["Trick"]),
        ("self_check", {"question": "Why?", "answer": "<p>Respect</p>"}, ["<details", "Why?", "Respect"]),
        ("flash_cards", {"cards": [{"front": "Walk", "back": "Round"}]}, ["Walk", "Round"]),
    ],
)
def test_a_block_shows_what_is_in_it(kind, value, words):
    text = shown(kind, value)
    assert [word for word in words if word not in text] == []


def test_a_video_has_its_captions_and_transcript(video, captions):
    text = shown("video", {"video": video.pk, "captions": captions.pk, "title": "Round", "transcript": "<p>Look.</p>"})
    assert f'src="{video.url}"' in text
    assert f'<track kind="captions" src="{captions.url}"' in text
    assert "Look." in text


def test_a_video_without_captions_has_no_track(video):
    assert "<track" not in shown("video", {"video": video.pk, "captions": None, "title": "Round", "transcript": ""})


def test_a_photograph_comes_in_the_size_that_is_needed(photograph):
    text = shown("image", {"image": photograph.pk, "alt": "A tidy desk", "caption": ""})
    assert "<picture" in text
    assert 'alt="A tidy desk"' in text
    assert "<figcaption" not in text


def test_a_drawing_comes_as_it_is(drawing):
    text = shown("image", {"image": drawing.pk, "alt": "Standing", "caption": "Upright"})
    assert f'<img src="{drawing.file.url}" alt="Standing"' in text
    assert "<figcaption>Upright" in text


@pytest.mark.parametrize("kind", list(BODY.child_blocks))
def test_a_block_that_is_still_empty_is_shown_without_a_fault(db, kind):
    shown(kind, BODY.child_blocks[kind].get_prep_value(BODY.child_blocks[kind].get_default()))


@pytest.mark.parametrize("kind", list(BODY.child_blocks))
def test_each_block_tells_a_trainer_what_it_is(kind):
    block = BODY.child_blocks[kind]
    assert block.label
    assert block.meta.icon != "placeholder"
    with translation.override("zh-hans"):
        assert not str(block.meta.description).isascii()


def test_words_are_escaped():
    assert "<script>" not in shown("do_dont", {"do": ["<script>alert(1)</script>"], "dont": []})


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "错误做法"), ("en", "Don’t")])
def test_the_frame_of_a_block_speaks_the_language(language, word):
    with translation.override(language):
        assert word in shown("do_dont", {"do": ["a"], "dont": ["b"]})
