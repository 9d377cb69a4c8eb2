"""Where people come in and where each role starts."""

import pytest
from django.test import Client
from django.urls import reverse

STARTS = [
    ("lin", "/courses/"),
    ("xu", "/role-plays/"),
    ("chen", "/team/"),
    ("regional", "/team/"),
    ("admin", "/team/"),
]


@pytest.mark.parametrize(("who", "start"), STARTS)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_each_role_starts_at_its_own_work(request, signed_in, roles, who, start, language):
    response = signed_in(request.getfixturevalue(who)).get(f"/{language}/start/")
    assert response.url == f"/{language}{start}"


@pytest.mark.parametrize(("who", "start"), STARTS)
def test_each_start_page_opens(request, signed_in, roles, home, who, start):
    response = signed_in(request.getfixturevalue(who)).get("/en/start/", follow=True)
    assert response.status_code == 200


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_bare_address_speaks_the_persons_language(signed_in, lin, language):
    lin.language = language
    lin.save()
    assert signed_in(lin).get("/").url == f"/{language}/start/"


@pytest.mark.parametrize(("wanted", "language"), [("en-GB,en", "en"), ("zh-CN,zh", "zh-hans"), ("fr", "zh-hans")])
def test_the_bare_address_speaks_a_strangers_browsers_language(db, wanted, language):
    response = Client(headers={"accept-language": wanted}).get("/")
    assert response.url == f"/{language}/start/"


def test_a_stranger_who_starts_is_asked_to_sign_in(db):
    assert Client().get("/en/start/").url == "/en/accounts/login/?next=/en/start/"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_courses_are_the_home_page_of_the_language(signed_in, lin, home_zh, language):
    response = signed_in(lin).get(f"/{language}/courses/", follow=True)
    assert response.status_code == 200
    assert response.request["PATH_INFO"] == f"/{language}/"


def test_it_says_that_it_is_alive(db):
    assert Client().get("/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize("name", ["entrance", "healthz", "start", "start_courses", "admin_door"])
def test_doors_only_take_get(signed_in, lin, name):
    assert signed_in(lin).post(reverse(name)).status_code == 405


def test_the_admins_door_is_no_loop(signed_in, lin):
    assert signed_in(lin).get(reverse("admin_door"), follow=True).status_code == 404
