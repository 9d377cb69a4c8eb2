"""The loader: files become pages, again and again, and what an author has edited stays theirs."""

import copy
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, Site

from courses.curriculum import loader
from courses.models import CoursePage, HomePage, LessonPage, ModulePage, Picture
from standards.models import Clause

pytestmark = pytest.mark.django_db


def load() -> str:
    out = StringIO()
    call_command("curriculum", "load", stdout=out)
    return out.getvalue()


def lesson_in(language: str) -> LessonPage:
    return LessonPage.objects.get(locale__language_code=language)


def test_everything_is_there_in_both_languages(folder):
    load()
    for model in (HomePage, CoursePage, ModulePage, LessonPage):
        assert sorted(model.objects.live().values_list("locale__language_code", flat=True)) == ["en", "zh-hans"]


def test_the_two_languages_are_one_page(folder):
    load()
    assert lesson_in("en").translation_key == lesson_in("zh-hans").translation_key


def test_keys_are_the_same_on_every_installation(folder):
    load()
    assert lesson_in("en").translation_key == loader.stable_key("lessonpage", "greeting")


def test_each_language_has_its_own_words(folder):
    load()
    assert (lesson_in("zh-hans").title, lesson_in("en").title) == ("迎接", "Greeting")


def test_every_kind_of_block_is_loaded(folder):
    load()
    kinds = ["text", "image", "talk_script", "standard_table", "do_dont", "callout", "self_check", "flash_cards"]
    for language in ("zh-hans", "en"):
        assert [block.block_type for block in lesson_in(language).body] == kinds


def test_each_language_has_its_own_drawing(folder):
    load()
    drawings = {lesson_in(language).body[1].value["image"].title for language in ("zh-hans", "en")}
    assert drawings == {"站姿", "Posture"}


def test_lessons_name_their_clauses(folder):
    load()
    assert [clause.code for clause in lesson_in("en").clauses.all()] == ["P2-01"]


def test_the_chinese_home_page_is_the_root_and_wagtails_welcome_is_gone(folder):
    load()
    assert Site.objects.get(is_default_site=True).root_page.specific == HomePage.objects.get(
        locale__language_code="zh-hans"
    )
    assert not Page.objects.filter(title__startswith="Welcome").exists()


def test_loading_twice_changes_nothing(folder):
    load()
    before = list(LessonPage.objects.values_list("latest_revision", "last_published_at"))
    assert "0 created, 0 updated" in load()
    assert list(LessonPage.objects.values_list("latest_revision", "last_published_at")) == before
    assert Picture.objects.count() == 2


def test_a_changed_lesson_is_updated_in_the_language_that_changed(folder):
    load()
    folder.lesson["title"]["en"] = "The first minute"
    folder.write()
    assert "0 created, 1 updated" in load()
    assert (lesson_in("en").title, lesson_in("zh-hans").title) == ("The first minute", "迎接")


def test_a_changed_clause_is_updated(folder):
    load()
    folder.data["standards/p2.yaml"][0]["text"]["en"] = "Greet within half a minute"
    folder.write()
    load()
    assert Clause.objects.get().text_en == "Greet within half a minute"


def test_a_redrawn_picture_is_a_changed_lesson(folder):
    load()
    before = lesson_in("en").body[1].value["image"]
    folder.draw("en", "M1 1h5v5z")
    load()
    assert lesson_in("en").body[1].value["image"] != before


def test_a_new_lesson_is_created_beside_the_old_ones(folder):
    load()
    folder.data["steps/reception/module.yaml"]["activities"].append("lesson-2")
    folder.data["steps/reception/lesson-2.yaml"] = copy.deepcopy(folder.lesson) | {"key": "walk", "slug": "walk"}
    folder.write()
    assert "2 created, 2 updated" in load()
    assert LessonPage.objects.count() == 4


def test_what_an_author_edited_is_left_alone_and_named(folder, xu):
    load()
    page = lesson_in("en")
    page.title = "My own words"
    page.save_revision(user=xu, log_action=True).publish(user=xu)
    folder.lesson["title"]["en"] = "Words of the file"
    folder.write()
    assert "Left alone, an author has edited it: My own words" in load()
    assert lesson_in("en").title == "My own words"


def test_what_an_author_edited_is_theirs_only_until_the_file_says_the_same(folder, xu):
    load()
    page = lesson_in("en")
    page.title = "My own words"
    page.save_revision(user=xu, log_action=True).publish(user=xu)
    call_command("curriculum", "export", stdout=StringIO())
    path = folder.path / "steps/reception/lesson-1.yaml"
    path.write_text(path.read_text().replace("My own words", "Better words"))
    assert "Left alone" not in load()
    assert lesson_in("en").title == "Better words"


def test_what_an_author_edited_in_one_language_is_updated_in_the_other(folder, xu):
    load()
    lesson_in("en").save_revision(user=xu, log_action=True)
    folder.lesson["minutes"] = 9
    folder.write()
    load()
    assert (lesson_in("en").minutes, lesson_in("zh-hans").minutes) == (6, 9)


def test_a_new_activity_takes_its_place_in_the_list(folder):
    load()
    folder.data["steps/reception/lesson-0.yaml"] = copy.deepcopy(folder.lesson) | {"key": "post", "slug": "post"}
    folder.data["steps/reception/module.yaml"]["activities"].insert(0, "lesson-0")
    folder.write()
    load()
    for module in ModulePage.objects.all():
        assert [page.slug for page in module.get_children()] == ["post", "greeting"]


def test_the_order_that_an_author_made_stands_where_nothing_is_new(folder):
    folder.data["steps/reception/lesson-2.yaml"] = copy.deepcopy(folder.lesson) | {"key": "walk", "slug": "walk"}
    folder.data["steps/reception/module.yaml"]["activities"].append("lesson-2")
    folder.write()
    load()
    module = ModulePage.objects.get(locale__language_code="en")
    module.get_last_child().move(module, pos="first-child")
    folder.lesson["minutes"] = 9
    folder.write()
    load()
    assert [page.slug for page in module.get_children()] == ["walk", "greeting"]


def test_a_broken_file_leaves_nothing_half_done(folder):
    folder.lesson["minutes"] = "six"
    folder.write()
    with pytest.raises(CommandError, match=r"Nothing was loaded. steps/reception/lesson-1\.yaml, line \d+: minutes"):
        load()
    assert not CoursePage.objects.exists()
    assert not Clause.objects.exists()


def test_an_address_that_an_authors_page_has_is_named_with_its_file(folder):
    load()
    folder.data["steps/reception/lesson-2.yaml"] = copy.deepcopy(folder.lesson) | {"key": "walk", "slug": "taken"}
    folder.data["steps/reception/module.yaml"]["activities"].append("lesson-2")
    folder.write()
    lesson = lesson_in("en")
    lesson.slug = "taken"
    lesson.save_revision().publish()
    with pytest.raises(CommandError, match=r"Nothing was loaded. steps/reception/lesson-2\.yaml: .*taken"):
        load()
    assert LessonPage.objects.count() == 2


@pytest.mark.parametrize("language", ["zh", "en"])
def test_one_language_is_taken_out_of_two(language):
    data = {"a": {"zh": "一", "en": "one"}, "b": [{"zh": "二", "en": "two"}, 3]}
    taken = {"zh": {"a": "一", "b": ["二", 3]}, "en": {"a": "one", "b": ["two", 3]}}
    assert loader.in_language(data, language) == taken[language]
