import pytest
from django.test import Client
from django.urls import reverse

from people.models import User

FORM = {"name_latin": "Lin Xiao-Xiao", "email": "lin@example.com", "language": "zh-hans"}


@pytest.fixture
def url():
    return reverse("people:profile")


def test_people_see_who_they_are(signed_in, lin, url):
    page = signed_in(lin).get(url).content.decode()
    assert "林晓" in page
    assert "Riverside" in page


def test_people_change_their_latin_name_email_and_language(signed_in, lin, url):
    response = signed_in(lin).post(url, FORM)
    assert response.url == url
    assert User.objects.filter(pk=lin.pk, **FORM).exists()


def test_what_was_saved_is_said(signed_in, lin, url):
    assert "Saved." in signed_in(lin).post(url, FORM, follow=True).content.decode()


def test_nobody_makes_themselves_an_administrator(signed_in, lin, url):
    signed_in(lin).post(url, FORM | {"role": "administrator", "is_superuser": "on", "dealership": "", "name": "皇帝"})
    lin.refresh_from_db()
    assert (lin.role, lin.is_superuser, lin.dealership_id is None, lin.name) == ("advisor", False, False, "林晓")


def test_an_email_address_of_somebody_else_is_refused_with_a_word(signed_in, lin, zhou, url):
    User.objects.filter(pk=zhou.pk).update(email="lin@example.com")
    response = signed_in(lin).post(url, FORM | {"email": "LIN@example.com"})
    assert "Somebody has this email address already." in response.content.decode()


@pytest.mark.parametrize(("field", "value"), [("email", "no address"), ("language", "fr"), ("language", "")])
def test_a_wrong_value_is_refused_and_changes_nothing(signed_in, lin, url, field, value):
    response = signed_in(lin).post(url, FORM | {field: value})
    assert response.context["form"].errors[field]
    assert not User.objects.filter(name_latin="Lin Xiao-Xiao").exists()


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(signed_in, lin, url, method):
    assert getattr(signed_in(lin), method)(url).status_code == 405


def test_whoever_is_signed_out_is_asked_to_sign_in(db, url):
    assert Client().get(url).url == f"/en/accounts/login/?next={url}"


def test_without_a_csrf_token_nothing_is_saved(lin, url):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lin)
    assert client.post(url, FORM).status_code == 403
