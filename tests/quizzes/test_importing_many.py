"""Questions are written many at a time; what follows is the same as if each had been saved."""

from dataclasses import replace

import pytest
from django.core.files.storage import default_storage
from wagtail.models import ModelLogEntry, ReferenceIndex

from courses.models import Picture
from quizzes import importing
from quizzes.exchange import items
from quizzes.exchange.items import Choice, Item, Reading
from quizzes.importing import Verdict
from quizzes.models import Option, Question
from quizzes.scoring import Kind
from tests.quizzes.qti_packages import png

RED, BLUE = (
    items.Picture.of(f"{colour}.png", png(width), f"A {colour} car") for colour, width in (("red", 8), ("blue", 9))
)


def item(number: int = 1, language: str = "en", picture: items.Picture | None = None, **others) -> Item:
    values = {
        "stem": f"Who greets, {number}?", "choices": (Choice("You", correct=True), Choice("Nobody")),
        "explanation": "Because.", "code": f"P2-Q{number}", "clauses": ("P2-01",), "status": "ready",
    }  # fmt: skip
    return Item(Kind.SINGLE, language=language, picture=picture, **values | others)


def bring_in(*found: Item) -> list[Verdict]:
    plan = importing.plan(Reading(list(found)))
    importing.commit(plan, by=None)
    return [row.verdict for row in plan.rows]


@pytest.fixture(autouse=True)
def bank(clause, home, zh) -> None:
    pass


@pytest.mark.parametrize("picture", [None, RED])
def test_many_changed_questions_take_the_same_few_statements(queries, picture):
    bring_in(*[item(n, picture=picture) for n in range(1, 41)])

    def changed(number: int, words: str) -> int:
        found = [item(n, picture=picture, stem=f"{words} {n}?", tags=("winter",)) for n in range(1, number + 1)]
        plan = importing.plan(Reading(found))
        return queries(lambda: importing.commit(plan, by=None))

    changed(1, "Once")  # the tag is new
    assert changed(2, "Again") == changed(40, "And again")


def test_a_change_keeps_what_is_there_and_takes_away_what_is_not(xu):
    bring_in(item(1, tags=("winter", "tyres")), item(2))
    before = Question.objects.get(code="P2-Q1")
    kept = before.options.get(text="You").pk
    more = (Choice("Whoever is there"), Choice("You", correct=True), Choice("The host"))
    assert bring_in(item(1, tags=("tyres", "brakes"), choices=more)) == [Verdict.CHANGE]
    after = Question.objects.get(code="P2-Q1")
    assert (after.pk, after.translation_key) == (before.pk, before.translation_key)
    assert [row.text for row in after.options.all()] == ["Whoever is there", "You", "The host"]
    assert after.options.get(text="You").pk == kept
    assert sorted(tag.name for tag in after.tags.all()) == ["brakes", "tyres"]
    assert Question.objects.get(code="P2-Q2").options.count() == 2


def test_an_option_that_is_new_in_both_languages_is_one_option():
    bring_in(item(), item(language="zh-hans", stem="谁问候？", choices=(Choice("您", correct=True), Choice("没人"))))
    three = (Choice("You", correct=True), Choice("Nobody"), Choice("The host"))
    san = (Choice("您", correct=True), Choice("没人"), Choice("主持人"))
    bring_in(item(choices=three), item(language="zh-hans", stem="谁问候？", choices=san))
    keys = [
        [str(row.translation_key) for row in question.options.all()] for question in Question.objects.order_by("locale")
    ]
    assert keys[0] == keys[1]


def test_the_same_picture_is_stored_once():
    bring_in(item(1, picture=RED), item(2, picture=RED))
    bring_in(item(3, picture=RED))
    (picture,) = Picture.objects.all()
    assert (picture.file_hash, picture.title, picture.width) == (RED.sha1, "A red car", 8)
    assert {question.picture for question in Question.objects.all()} == {picture}
    assert picture.get_usage().count() == 3


def test_what_uses_a_picture_is_known_as_if_each_had_been_saved():
    bring_in(item(1, picture=RED), item(2, picture=RED), item(3))
    bring_in(item(1, picture=BLUE), item(3, stem="Otherwise?"))
    told = indexed()
    for row in [*Question.objects.all(), *Picture.objects.all()]:
        ReferenceIndex.create_or_update_for_object(row)
    assert indexed() == told
    assert {picture.title: picture.get_usage().count() for picture in Picture.objects.all()} == {
        "A red car": 1, "A blue car": 1,
    }  # fmt: skip


def indexed() -> set[tuple]:
    return set(ReferenceIndex.objects.values_list("object_id", "content_type", "to_object_id", "content_path"))


def test_an_imported_picture_is_found_by_its_words():
    bring_in(item(picture=RED))
    assert [picture.title for picture in Picture.objects.search("red car") if picture] == ["A red car"]


def test_the_log_says_who_changed_each(xu):
    bring_in(item(1), item(2))
    importing.commit(importing.plan(Reading([item(1, stem="Otherwise?"), item(2, stem="Anew?")])), by=xu)
    entries = ModelLogEntry.objects.filter(action="wagtail.edit")
    assert {(entry.object_id, entry.user, entry.label) for entry in entries} == {
        (str(question.pk), xu, str(question)) for question in Question.objects.all()
    }


def test_a_failure_in_the_middle_leaves_no_question_no_option_no_picture_and_no_file():
    bring_in(item(1))
    before = set(default_storage.listdir("original_images")[1]) if default_storage.exists("original_images") else set()
    plan = importing.plan(Reading([item(1, stem="Otherwise?", picture=RED), item(2, picture=BLUE)]))
    plan.rows[1].item = replace(plan.rows[1].item, clauses=("NO-99",))
    with pytest.raises(KeyError):
        importing.commit(plan, by=None)
    assert [question.stem for question in Question.objects.all()] == ["Who greets, 1?"]
    assert (Option.objects.count(), Picture.objects.count()) == (2, 0)
    assert set(default_storage.listdir("original_images")[1]) == before


def test_the_status_that_the_file_says_last_is_that_of_every_language():
    bring_in(item(), item(language="zh-hans", stem="谁问候？", choices=(Choice("您", correct=True), Choice("没人"))))
    bring_in(item(status="retired"))
    assert set(Question.objects.values_list("status", flat=True)) == {"retired"}
