"""The way of a person through the pages, from the ledger."""

from decimal import Decimal
from types import SimpleNamespace
from uuid import uuid4

import pytest

from courses import ledger, progress
from courses.models import CoursePage, LessonPage, ModulePage, Outcome
from courses.progress import Route, first_open, lay


def activity(minutes=5, required=True):
    return SimpleNamespace(translation_key=uuid4(), minutes=minutes, required=required, path="")


def laid(activities, done=()) -> Route:
    return lay(None, activities, {each.translation_key for each in done})


def states(route: Route) -> list[str]:
    return [stop.state for stop in route.stops]


def test_the_first_that_is_open_is_now():
    a, b, c = activity(), activity(), activity()
    assert states(laid([a, b, c], done=[a])) == ["done", "now", "todo"]


def test_what_was_skipped_is_now_again():
    a, b, c = activity(), activity(), activity()
    assert states(laid([a, b, c], done=[b, c])) == ["now", "done", "done"]


def test_what_is_a_choice_is_never_now_and_never_counts():
    choice, duty = activity(required=False), activity()
    route = laid([choice, duty])
    assert states(route) == ["todo", "now"]
    assert (route.total, route.done) == (1, 0)


def test_a_route_is_done_when_all_that_is_required_is():
    choice, duty = activity(required=False), activity()
    assert laid([choice, duty], done=[duty]).is_done
    assert not laid([choice, duty], done=[choice]).is_done


def test_an_empty_route_is_not_done():
    route = laid([])
    assert (route.is_done, route.is_begun, route.percent, route.next) == (False, False, 0, None)


@pytest.mark.parametrize(("number", "percent"), [(0, 0), (1, 33), (2, 66), (3, 100)])
def test_per_cent_never_promise_too_much(number, percent):
    activities = [activity(), activity(), activity()]
    assert laid(activities, done=activities[:number]).percent == percent


def test_minutes_left_are_those_of_what_is_open():
    a, b = activity(minutes=5), activity(minutes=8)
    route = laid([a, b], done=[a])
    assert (route.minutes, route.minutes_left) == (13, 8)


def test_after_a_stop_comes_the_next_one():
    a, b = activity(), activity()
    route = laid([a, b])
    assert route.after(route.stop_of(a.translation_key)).page is b
    assert route.after(route.stop_of(b.translation_key)) is None


def test_nothing_comes_after_what_is_not_on_the_route():
    route = laid([activity()])
    assert route.stop_of(uuid4()) is None
    assert route.after(None) is None


def test_what_is_begun_goes_before_what_is_not():
    a, b, c = activity(), activity(), activity()
    untouched, begun = laid([a]), laid([b, c], done=[b])
    assert first_open([untouched, begun]).page is c
    assert first_open([untouched]).page is a


def test_where_all_is_done_nothing_is_next():
    a = activity()
    assert first_open([laid([a], done=[a])]) is None


def test_a_failed_quiz_is_still_open(lin, module, lesson, now):
    ledger.record(
        person=lin, activity=lesson.translation_key, outcome=Outcome.FAILED, at=now, score=Decimal(10), evidence=lin
    )
    assert states(progress.module_route(lin, module)) == ["now"]


def test_the_way_of_another_person_is_their_own(lin, zhou, module, lesson, now):
    lesson.finish(by=lin, at=now)
    assert progress.module_route(lin, module).is_done
    assert not progress.module_route(zhou, module).is_begun


def test_drafts_do_not_count(lin, module, lesson, second_lesson):
    second_lesson.unpublish()
    assert [stop.page for stop in progress.module_route(lin, module).stops] == [lesson]


def test_what_hangs_under_a_draft_does_not_count_either(lin, course, lesson, module):
    making = course.add_child(
        instance=ModulePage(title="New", slug="new", summary="Soon.", locale=course.locale, live=False)
    )
    making.add_child(instance=LessonPage(title="Hidden", slug="hidden", locale=course.locale))
    assert [stop.page for stop in progress.course_route(lin, course, [module]).stops] == [lesson]


def test_a_course_has_its_modules_as_parts(lin, course, module, lesson, second_lesson, now):
    lesson.finish(by=lin, at=now)
    route = progress.course_route(lin, course, [module])
    assert [(part.page, part.done, part.total) for part in route.parts] == [(module, 1, 2)]


def test_more_lessons_and_courses_take_no_more_queries(lin, home, course, module, lesson, django_assert_num_queries):
    progress.course_route(lin, course, [module])
    with django_assert_num_queries(2):
        progress.course_route(lin, course, [module])
    for number in range(3):
        more = home.add_child(instance=CoursePage(title="C", slug=f"c{number}", summary="C", locale=home.locale))
        below = more.add_child(instance=ModulePage(title="M", slug="m", summary="M", locale=home.locale))
        below.add_child(instance=LessonPage(title="L", slug="l", locale=home.locale))
    progress.course_route(lin, course, [module])
    with django_assert_num_queries(2):
        progress.course_route(lin, course, [module])


def test_a_course_has_one_thing_to_do_next(lin, course, module, lesson):
    later = course.add_child(instance=ModulePage(title="Repair", slug="repair", summary="Later.", locale=course.locale))
    later.add_child(instance=LessonPage(title="Dispatch", slug="dispatch", minutes=6, locale=course.locale))
    route = progress.course_route(lin, course, [module, later])
    assert [[stop.state for stop in part.stops] for part in route.parts] == [["now"], ["todo"]]
    assert [stop.state for stop in progress.module_route(lin, later).stops] == ["now"]
