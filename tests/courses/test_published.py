"""What is kept of published pages is what is published now, whoever changed it and however."""

import re

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.models import Page, PageViewRestriction, Site

from courses import published
from courses.models import CoursePage, HomePage, LessonPage, ModulePage, Publication
from standards.models import Clause


@pytest.fixture
def seen(signed_in, lin):
    """What Lin sees at an address, asked twice: the second time from memory."""
    client = signed_in(lin)

    def answer(url: str):
        client.get(url)
        return client.get(url)

    return answer


def says(response, words: str) -> bool:
    return words in response.content.decode()


def test_nothing_changes_without_a_change(lesson):
    first = published.now()
    assert published.now() is first


def test_a_title_is_new_at_once(seen, lesson, module):
    assert says(seen(module.url), "Greeting")
    lesson.title = "Greeting within a minute"
    lesson.save_revision().publish()
    assert says(seen(module.url), "Greeting within a minute")


def test_a_body_is_new_at_once(seen, lesson):
    lesson.body = [("text", "<p>Stand up before you speak.</p>")]
    lesson.save_revision().publish()
    assert says(seen(lesson.url), "Stand up before you speak.")
    lesson.body = [("text", "<p>Smile before you speak.</p>")]
    lesson.save_revision().publish()
    assert says(seen(lesson.url), "Smile before you speak.")
    assert not says(seen(lesson.url), "Stand up before you speak.")


def test_a_draft_changes_nothing(seen, lesson, module):
    seen(lesson.url)
    state = Publication.token_now()
    lesson.title = "Half a thought"
    lesson.body = [("text", "<p>Half a thought of a body.</p>")]
    lesson.save_revision()
    assert Publication.token_now() == state
    assert not says(seen(lesson.url), "Half a thought")
    assert not says(seen(module.url), "Half a thought")


def test_what_is_unpublished_is_gone(seen, lesson, module):
    assert seen(lesson.url).status_code == 200
    lesson.unpublish()
    assert seen(lesson.url).status_code == 404
    assert not says(seen(module.url), "Greeting")


def test_what_is_deleted_is_gone(seen, lesson, second_lesson, module):
    assert says(seen(module.url), "Walk-round")
    LessonPage.objects.get(pk=second_lesson.pk).delete()
    assert seen(second_lesson.url).status_code == 404
    assert not says(seen(module.url), "Walk-round")


def test_a_module_that_is_deleted_takes_its_lessons_along(seen, course, module, lesson):
    assert seen(lesson.url).status_code == 200
    CoursePage.objects.get(pk=course.pk).get_children().get().delete()
    assert seen(lesson.url).status_code == 404


def test_what_is_moved_has_its_new_address_only(seen, course, module, lesson):
    old = seen(lesson.url) and lesson.url
    later = course.add_child(instance=ModulePage(title="Later", slug="later", summary="Later.", locale=course.locale))
    LessonPage.objects.get(pk=lesson.pk).move(later, "last-child")
    assert seen(old).status_code == 404
    assert seen(f"{later.url}greeting/").status_code == 200
    assert says(seen(later.url), "Greeting")


def test_another_order_is_shown_at_once(seen, module, lesson, second_lesson):
    seen(module.url)
    LessonPage.objects.get(pk=second_lesson.pk).move(Page.objects.get(pk=lesson.pk), "left")
    text = seen(module.url).content.decode()
    assert text.index("Walk-round") < text.index("Greeting")


def test_another_slug_above_moves_everything_below(seen, course, lesson):
    old = lesson.url
    assert seen(old).status_code == 200
    course.slug = "eight-steps"
    course.save()
    assert seen(old).status_code == 404
    assert seen(old.replace("seven-steps", "eight-steps")).status_code == 200


def test_a_lesson_under_a_draft_is_found_as_wagtail_finds_it_and_counts_for_nobody(seen, home, module, lesson):
    module.unpublish()
    assert seen(lesson.url).status_code == 200
    assert published.now().activities_below(home) == []


def test_a_new_translation_is_offered_at_once(seen, lesson, module_zh):
    assert not says(seen(lesson.url), "/zh-hans/seven-steps/reception/greeting/")
    module_zh.add_child(
        instance=LessonPage(
            title="迎接", slug="greeting", locale=module_zh.locale, translation_key=lesson.translation_key
        )
    )
    assert says(seen(lesson.url), "/zh-hans/seven-steps/reception/greeting/")


def test_an_alias_shows_what_it_mirrors(seen, module, lesson, home):
    lesson.body = [("text", "<p>Mirrored words.</p>")]
    lesson.save_revision().publish()
    alias = LessonPage.objects.get(pk=lesson.pk).create_alias(update_slug="mirror")
    assert says(seen(alias.url), "Mirrored words.")
    lesson = LessonPage.objects.get(pk=lesson.pk)
    lesson.body = [("text", "<p>Other words.</p>")]
    lesson.save_revision().publish()
    assert says(seen(alias.url), "Other words.")


@pytest.mark.parametrize("name", ["lesson", "module", "course"])
def test_what_is_made_private_is_shut_at_once_with_all_below_it(request, seen, lesson, name):
    assert seen(lesson.url).status_code == 200
    restriction = PageViewRestriction.objects.create(
        page=request.getfixturevalue(name), restriction_type=PageViewRestriction.PASSWORD, password="open sesame"
    )
    assert not says(seen(lesson.url), "lesson-end")
    restriction.delete()
    assert says(seen(lesson.url), "lesson-end")


def test_the_private_page_of_an_alias_is_private(seen, module, lesson):
    alias = lesson.create_alias(update_slug="mirror")
    PageViewRestriction.objects.create(
        page=lesson, restriction_type=PageViewRestriction.PASSWORD, password="open sesame"
    )
    assert not says(seen(alias.url), "lesson-end")


def test_a_clause_is_shown_in_its_new_words(seen, lesson, now):
    clause = Clause.objects.create(
        code="P2-01", area="P2", text_zh="迎接", text_en="Greet", in_force_from=now.date(), documents=["D1"]
    )
    lesson.clauses = [clause]
    lesson.save()
    assert says(seen(lesson.url), "Greet")
    clause.text_en = "Greet at the car"
    clause.save()
    assert says(seen(lesson.url), "Greet at the car")


def test_another_root_is_another_site(seen, home, course, lesson):
    assert seen("/en/seven-steps/").status_code == 200
    Site.objects.update(root_page=course)
    Site.objects.get().save()
    assert seen("/en/seven-steps/").status_code == 404
    assert seen("/en/reception/").status_code == 200


def test_what_is_taken_back_was_never_published(seen, lesson):
    seen(lesson.url)
    state = published.now()
    try:
        with transaction.atomic():
            lesson.title = "Never said"
            lesson.save()
            assert says(seen(lesson.url), "Never said")
            raise RuntimeError
    except RuntimeError:
        pass
    assert published.now().token == state.token
    assert not says(seen(lesson.url), "Never said")


def test_a_request_gets_a_page_of_its_own(rf, home, lesson):
    request = rf.get(lesson.url, headers={"host": "localhost"})
    state = published.now()
    first, second = (state.page_at(request, "seven-steps/reception/greeting/") for _ in range(2))
    assert first == second == lesson
    assert first is not second


def test_made_up_hosts_do_not_fill_the_memory(rf, home, monkeypatch):
    monkeypatch.setattr(published, "ADDRESSES_KEPT", 5)
    state = published.now()
    for number in range(30):
        state.page_at(rf.get("/en/", headers={"host": f"h{number}.example"}), "")
    assert len(state.memory) < 15


def test_a_new_picture_behind_a_body_renews_it(home):
    from courses.models import Picture

    state = Publication.token_now()
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9"></svg>'
    Picture.objects.create(title="Posture", file=ContentFile(svg, name="posture.svg"))
    assert Publication.token_now() != state


@pytest.fixture(params=["home", "course", "module", "lesson"])
def page(request, lesson, second_lesson) -> Page:
    return request.getfixturevalue(request.param)


def test_a_title_is_new_at_once_wherever_it_stands(seen, page, lesson):
    assert says(seen(page.url), "Greeting")
    lesson.title = "Welcome at the door"
    lesson.save_revision().publish()
    assert says(seen(page.url), "Welcome at the door")
    assert not says(seen(page.url), "Greeting")


def test_what_one_has_done_is_not_done_for_another(seen, signed_in, page, lesson, lin, zhou, now):
    before = main_of(seen(page.url))
    lesson.finish(by=lin, at=now)
    assert main_of(seen(page.url)) != before
    assert main_of(signed_in(zhou).get(page.url)) == before


def test_only_who_writes_is_offered_to_edit_whoever_came_before(seen, signed_in, page, xu):
    edit = f"/admin/pages/{page.pk}/edit/"
    assert says(signed_in(xu).get(page.url), edit) != isinstance(page, HomePage)
    assert not says(seen(page.url), edit)


def main_of(response) -> str:
    text = response.content.decode()
    text = text[text.index("<main") : text.index("</main>")]
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
