"""Home, course, module and lesson, as a learner sees them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses import ledger
from courses.models import CoursePage, LessonPage, ModulePage, Outcome


@pytest.fixture
def page_of(signed_in, lin):
    """`page_of(lesson)` is the page as Lin sees it."""
    return lambda page: signed_in(lin).get(page.url).content.decode()


def test_the_home_page_begins_with_the_next_activity(page_of, home, lesson, second_lesson):
    text = page_of(home)
    assert "Next for you" in text
    assert text.index("Greeting") < text.index("Seven steps")
    assert "Begin" in text


def test_the_home_page_goes_on_where_the_learner_is(page_of, home, lin, lesson, second_lesson, now):
    lesson.finish(by=lin, at=now)
    text = page_of(home)
    assert "Go on" in text
    assert text.index("Walk-round") < text.index("Greeting")


def test_the_home_page_says_when_all_is_done(page_of, home, lin, lesson, now):
    lesson.finish(by=lin, at=now)
    text = page_of(home)
    assert "Welcome, 林晓" in text
    assert "You have finished everything" in text


def test_an_empty_home_page_says_so(page_of, home):
    assert "No course yet" in page_of(home)


@pytest.mark.parametrize("how_far", ["Not started", "In progress", "Done"])
def test_each_course_shows_how_far_it_is(page_of, home, lin, lesson, second_lesson, now, how_far):
    for page in {"Not started": [], "In progress": [lesson], "Done": [lesson, second_lesson]}[how_far]:
        page.finish(by=lin, at=now)
    assert how_far in page_of(home)[page_of(home).index('id="courses"') :]


def test_a_course_that_is_not_begun_is_not_called_done_after_one_that_is(page_of, home, lin, lesson, now):
    lesson.finish(by=lin, at=now)
    home.add_child(instance=CoursePage(title="Etiquette", slug="etiquette", summary="Manners.", locale=home.locale))
    assert "Not started" in page_of(home)


def test_a_course_is_started_with_a_button(page_of, course, lesson):
    assert "Start this course" in page_of(course)


def test_a_course_that_is_begun_names_what_comes_next(page_of, course, lin, lesson, second_lesson, now):
    lesson.finish(by=lin, at=now)
    text = page_of(course)
    assert "Go on: Walk-round" in text
    assert "1 of 2 done" in text


def test_a_course_that_is_done_has_nothing_to_start(page_of, course, lin, lesson, now):
    lesson.finish(by=lin, at=now)
    assert "Start this course" not in page_of(course)


def test_a_course_without_modules_says_so(page_of, course):
    assert "No module yet" in page_of(course)


def test_a_module_shows_what_is_done_and_what_is_next(page_of, module, lin, lesson, second_lesson, now):
    lesson.finish(by=lin, at=now)
    text = page_of(module)
    assert [text.count(f'data-state="{state}"') for state in ("done", "now", "todo")] == [1, 1, 0]


def test_a_module_says_how_long_it_takes(page_of, module, lin, lesson, second_lesson, now):
    assert "About 14 minutes left" in page_of(module)
    lesson.finish(by=lin, at=now)
    assert "About 8 minutes left" in page_of(module)


def test_a_module_that_is_done_says_so(page_of, module, lin, lesson, now):
    lesson.finish(by=lin, at=now)
    assert "You have done everything in this module." in page_of(module)


def test_a_module_without_lessons_says_so(page_of, module):
    assert "No lesson yet" in page_of(module)


def test_a_lesson_names_its_place_and_its_clauses(page_of, lesson, second_lesson):
    assert "Activity 1 of 2" in page_of(lesson)
    assert "From the standard" not in page_of(lesson)


def test_a_lesson_ends_with_a_button_that_says_what_follows(page_of, lesson, second_lesson):
    assert "Done. Next: Walk-round" in page_of(lesson)
    assert "Done. Next" not in page_of(second_lesson)


def test_a_lesson_that_is_done_leads_on_without_a_form(page_of, lesson, second_lesson, lin, now):
    lesson.finish(by=lin, at=now)
    text = page_of(lesson)
    assert "Next: Walk-round" in text
    assert f"/lessons/{lesson.pk}/finish/" not in text


def test_a_lesson_offers_the_place_where_the_learner_was(page_of, lesson, lin, now):
    assert "Go on where you were" not in page_of(lesson)
    lesson.remember(by=lin, block="5e9f", at=now)
    assert 'href="#b-5e9f"' in page_of(lesson)


def test_the_place_of_another_learner_is_not_offered(page_of, lesson, zhou, now):
    lesson.remember(by=zhou, block="5e9f", at=now)
    assert "Go on where you were" not in page_of(lesson)


def test_a_finished_lesson_forgets_the_place(page_of, lesson, lin, now):
    lesson.remember(by=lin, block="5e9f", at=now)
    lesson.finish(by=lin, at=now)
    assert "Go on where you were" not in page_of(lesson)


def test_finished_in_english_is_done_in_chinese(page_of, lin, lesson, lesson_zh, module_zh, now):
    lesson.finish(by=lin, at=now)
    assert "已完成" in page_of(lesson_zh)
    assert "本模块已全部完成。" in page_of(module_zh)


@pytest.mark.parametrize("name", ["home", "course", "module", "lesson"])
def test_the_other_language_leads_to_the_same_page(request, page_of, lesson_zh, name):
    page, other = request.getfixturevalue(name), request.getfixturevalue(f"{name}_zh")
    assert f'href="{other.url}"' in page_of(page)
    assert f'href="{page.url}"' in page_of(other)


def test_a_page_without_translation_leads_to_the_other_home(page_of, home_zh, lesson):
    assert 'href="/zh-hans/"' in page_of(lesson)


def test_a_translation_that_is_a_draft_is_not_offered(page_of, lesson, lesson_zh):
    lesson_zh.unpublish()
    assert f'href="{lesson_zh.url}"' not in page_of(lesson)


@pytest.mark.parametrize("name", ["course", "module", "lesson"])
def test_drafts_are_not_shown(request, signed_in, lin, lesson, name):
    page = request.getfixturevalue(name)
    page.unpublish()
    assert signed_in(lin).get(page.url).status_code == 404


def test_a_draft_is_on_no_list(page_of, home, course, module, lesson):
    lesson.unpublish()
    assert not any("Greeting" in page_of(page) for page in (home, course, module))


@pytest.mark.parametrize("name", ["home", "course", "module", "lesson"])
def test_whoever_is_signed_out_is_asked_to_sign_in(request, lesson, name):
    page = request.getfixturevalue(name)
    assert Client().get(page.url).url == f"/en/accounts/login/?next={page.url}"


@pytest.mark.parametrize("who", ["xu", "chen", "regional", "admin", "harbour_advisor"])
def test_lessons_are_everybodys(request, signed_in, lesson, who):
    assert signed_in(request.getfixturevalue(who)).get(lesson.url).status_code == 200


# The person, with their session, the number of unread notices and the name of the state of publication; the ledger. The
# home page also asks for what is due and what comes again in practice, the course for the enrolment, the lesson for its
# reader's place.
QUERIES = {"home": 4, "course": 3, "module": 2, "lesson": 3}


@pytest.mark.parametrize("name", QUERIES)
def test_a_page_takes_few_queries_and_more_lessons_take_no_more(request, signed_in, lin, module, lesson, name, asked):
    page, client = request.getfixturevalue(name), signed_in(lin)
    assert asked(client, page.url) == QUERIES[name]
    for number in range(4):
        module.add_child(instance=LessonPage(title="More", slug=f"more-{number}", locale=module.locale))
    assert asked(client, page.url) == QUERIES[name]


@pytest.fixture
def asked():
    """How many queries a page takes once somebody has seen it since the last publishing."""

    def queries(client, url: str) -> int:
        assert client.get(url).status_code == 200
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        return len(captured)

    return queries


def test_a_failed_activity_is_not_done(page_of, module, lin, lesson, now):
    ledger.record(person=lin, activity=lesson.translation_key, outcome=Outcome.FAILED, at=now, evidence=lin)
    assert 'data-state="now"' in page_of(module)


@pytest.mark.parametrize(
    ("parent", "child", "may"),
    [
        (CoursePage, ModulePage, True),
        (ModulePage, LessonPage, True),
        (CoursePage, LessonPage, False),
        (LessonPage, LessonPage, False),
    ],
)
def test_the_tree_has_its_order(parent, child, may):
    assert (child in parent.allowed_subpage_models()) is may
