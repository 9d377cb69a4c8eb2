"""The curriculum's sentences are its own: facts of the documents it was written from carry over, wording does not."""

from pathlib import Path

from courses.curriculum.checking import read_all, texts
from courses.curriculum.loader import FOLDER
from tests.courses import overlap

BOUND = 0.0005  # of all runs of eight characters; chance and stock phrases make a few


def test_the_hashes_are_there():
    assert len(overlap.known()) > 4000


def test_a_run_is_eight_characters_within_a_sentence():
    assert list(overlap.runs("一二三四五六七八九")) == ["一二三四五六七八", "二三四五六七八九"]
    assert list(overlap.runs("一二三四，五六七八九")) == []
    assert list(overlap.runs("<p>一二三四</p><p>五六七八</p>")) == []
    assert list(overlap.runs("一二三四 五六七八")) == ["一二三四五六七八"]


def test_a_sentence_of_the_documents_is_recognised(monkeypatch):
    monkeypatch.setattr(
        overlap,
        "known",
        lambda: {overlap.fingerprint("客户到店以后先问好")[:5], overlap.fingerprint("户到店以后先问好")},
    )
    assert overlap.taken_over("早上，客户到店以后先问好。") == ["户到店以后先问好"]


def test_the_curriculum_takes_over_no_sentences():
    sources, problems = read_all(Path(FOLDER))
    assert problems == []
    written = [(source.name, text) for source in sources for text, *_ in texts(source.data, [])]
    total = sum(1 for _, text in written for _ in overlap.runs(text))
    taken = [f"{name}: {run}" for name, text in written for run in overlap.taken_over(text)]
    assert total > 30_000
    assert len(taken) <= BOUND * total, "\n".join(taken)
