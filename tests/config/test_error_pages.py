"""When something goes wrong, people are told in their language what to do."""

import pytest
from config import urls
from config.views import server_error
from django.test import Client, RequestFactory, override_settings
from django.urls import path
from django.utils import translation


def broken(request):
    raise RuntimeError("broken")


broken.login_required = False
urlpatterns = [path("broken/", broken), *urls.urlpatterns]
handler500 = "config.views.server_error"


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "页面不存在"), ("en", "This page does not exist")])
def test_what_is_not_there_is_said(signed_in, lin, home_zh, language, words):
    response = signed_in(lin).get(f"/{language}/nothing/")
    assert response.status_code == 404
    assert words in response.content.decode()


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "页面停留时间过长"), ("en", "This page was open for too long")]
)
def test_a_form_that_was_open_too_long_is_said(lin, language, words):
    client = Client(enforce_csrf_checks=True)
    response = client.post(f"/{language}/accounts/login/", {"login": "lin", "password": "correct horse"})
    assert response.status_code == 403
    assert words in response.content.decode()


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "系统出了点问题"), ("en", "Something went wrong")])
def test_a_fault_of_ours_is_said_without_a_query(language, words, django_assert_num_queries):
    with translation.override(language):
        response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert words in response.content.decode()


@override_settings(ROOT_URLCONF=__name__)
def test_a_fault_shows_nothing_of_the_inside(db):
    response = Client(raise_request_exception=False).get("/broken/")
    assert response.status_code == 500
    assert "RuntimeError" not in response.content.decode()


def test_an_error_page_leads_back(signed_in, lin, home):
    assert 'href="/en/start/"' in signed_in(lin).get("/en/nothing/").content.decode()
