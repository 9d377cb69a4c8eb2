"""What a learner does: start a course, finish a lesson, leave a lesson half read."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import Enrolment, LedgerEntry, LessonPosition

START, FINISH, POSITION = "courses:start_course", "courses:finish_lesson", "courses:remember_position"


@pytest.fixture
def finish(lesson):
    return reverse(FINISH, args=[lesson.pk])


@pytest.fixture
def position(lesson):
    return reverse(POSITION, args=[lesson.pk])


def test_starting_a_course_enrols_and_leads_to_its_first_activity(signed_in, lin, course, lesson):
    response = signed_in(lin).post(reverse(START, args=[course.pk]))
    assert response.url == lesson.url
    assert Enrolment.objects.get().course == course.translation_key


def test_starting_twice_enrols_once(signed_in, lin, course, lesson):
    client = signed_in(lin)
    for _ in range(2):
        client.post(reverse(START, args=[course.pk]))
    assert Enrolment.objects.count() == 1


def test_a_course_without_activities_leads_back_to_itself(signed_in, lin, course):
    assert signed_in(lin).post(reverse(START, args=[course.pk])).url == course.url


def test_finishing_writes_the_ledger_and_leads_on(signed_in, lin, lesson, second_lesson, finish):
    assert signed_in(lin).post(finish).url == second_lesson.url
    entry = LedgerEntry.objects.get()
    assert (entry.person, entry.activity, entry.outcome) == (lin, lesson.translation_key, "completed")


def test_finishing_the_last_lesson_leads_to_the_module(signed_in, lin, module, lesson, finish):
    assert signed_in(lin).post(finish).url == module.url


def test_finishing_enrols_whoever_came_by_another_way(signed_in, lin, course, finish):
    signed_in(lin).post(finish)
    assert Enrolment.objects.get().course == course.translation_key


def test_finishing_twice_records_once(signed_in, lin, finish):
    client = signed_in(lin)
    assert client.post(finish).url == client.post(finish).url
    assert LedgerEntry.objects.count() == 1


def test_finishing_in_the_other_language_records_nothing_new(signed_in, lin, finish, lesson_zh):
    client = signed_in(lin)
    client.post(finish)
    client.post(reverse(FINISH, args=[lesson_zh.pk]))
    assert LedgerEntry.objects.count() == 1


def test_the_place_in_a_lesson_is_remembered(signed_in, lin, lesson, position):
    block = str(uuid4())
    assert signed_in(lin).post(position, {"block": block}).status_code == 204
    assert LessonPosition.objects.get(person=lin, lesson=lesson.translation_key).block == block


def test_a_later_place_replaces_the_earlier_one(signed_in, lin, position):
    client, block = signed_in(lin), str(uuid4())
    client.post(position, {"block": str(uuid4())})
    client.post(position, {"block": block})
    assert LessonPosition.objects.get().block == block


def test_the_place_is_the_same_in_both_languages(signed_in, lin, position, lesson_zh):
    client = signed_in(lin)
    client.post(position, {"block": str(uuid4())})
    client.post(reverse(POSITION, args=[lesson_zh.pk]), {"block": str(uuid4())})
    assert LessonPosition.objects.count() == 1


@pytest.mark.parametrize("data", [{}, {"block": ""}, {"block": "x" * 500}, {"block": '"><script>'}])
def test_a_place_that_is_none_is_refused(signed_in, lin, position, data):
    assert signed_in(lin).post(position, data).status_code == 400
    assert not LessonPosition.objects.exists()


@pytest.mark.parametrize("name", [START, FINISH, POSITION])
@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_other_methods_are_refused(signed_in, lin, lesson, course, name, method):
    pk = course.pk if name == START else lesson.pk
    assert getattr(signed_in(lin), method)(reverse(name, args=[pk])).status_code == 405


@pytest.mark.parametrize("name", [START, FINISH, POSITION])
def test_whoever_is_signed_out_is_asked_to_sign_in(lesson, course, name):
    pk = course.pk if name == START else lesson.pk
    assert "/accounts/login/" in Client().post(reverse(name, args=[pk])).url
    assert not LedgerEntry.objects.exists()


@pytest.mark.parametrize("name", [START, FINISH, POSITION])
def test_a_draft_is_not_found(signed_in, lin, lesson, course, name):
    page = course if name == START else lesson
    page.unpublish()
    assert signed_in(lin).post(reverse(name, args=[page.pk]), {"block": uuid4()}).status_code == 404


@pytest.mark.parametrize("name", [START, FINISH, POSITION])
def test_a_page_of_another_kind_is_not_found(signed_in, lin, module, lesson, name):
    assert signed_in(lin).post(reverse(name, args=[module.pk]), {"block": uuid4()}).status_code == 404


def test_nobody_finishes_for_somebody_else(signed_in, lin, zhou, finish):
    signed_in(lin).post(finish, {"person": zhou.pk, "by": zhou.pk})
    assert LedgerEntry.objects.get().person == lin


def test_without_a_csrf_token_nothing_is_recorded(lin, finish):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lin)
    assert client.post(finish).status_code == 403
