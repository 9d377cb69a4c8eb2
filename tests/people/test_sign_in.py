"""The real sign-in page, as people and strangers use it."""

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from people.models import User

PASSWORD = "correct horse"


def sign_in(login: str, password: str = PASSWORD, client: Client | None = None, **data):
    client = client or Client()
    response = client.post(reverse("account_login"), {"login": login, "password": password} | data)
    return client, response


def is_signed_in(client: Client) -> bool:
    return get_user(client).is_authenticated


@pytest.fixture
def with_email(lin) -> User:
    User.objects.filter(pk=lin.pk).update(email="lin@example.com")
    return lin


def test_an_employee_number_signs_in(lin):
    client, response = sign_in("lin")
    assert get_user(client) == lin
    assert response.url == "/en/start/"


@pytest.mark.parametrize("number", ["LIN", "Lin", " lin "])
def test_an_employee_number_signs_in_in_any_case(lin, number):
    assert get_user(sign_in(number)[0]) == lin


@pytest.mark.parametrize("address", ["lin@example.com", "Lin@Example.COM"])
def test_an_email_address_signs_in(with_email, address):
    assert get_user(sign_in(address)[0]) == with_email


@pytest.mark.parametrize(("login", "password"), [("lin", "wrong"), ("nobody", PASSWORD), ("lin", ""), ("", PASSWORD)])
def test_a_wrong_pair_does_not_sign_in(lin, login, password):
    client, response = sign_in(login, password)
    assert response.status_code == 200
    assert not is_signed_in(client)


def test_whether_a_number_exists_is_not_told(lin):
    known, unknown = (sign_in(login, "wrong")[1].context["form"].non_field_errors() for login in ("lin", "nobody"))
    assert [*known] == [*unknown] != []


def test_whoever_has_left_cannot_sign_in(gone):
    client, _ = sign_in("gone")
    assert not is_signed_in(client)


def test_whoever_leaves_is_signed_out_at_once(signed_in, lin):
    client = signed_in(lin)
    User.objects.filter(pk=lin.pk).update(is_active=False)
    assert client.get(reverse("people:profile")).url.startswith("/en/accounts/login/")


def test_whoever_has_no_password_cannot_sign_in(db):
    User.objects.create_user("nopass", name="无")
    assert not is_signed_in(sign_in("nopass", "!")[0])


def test_after_five_wrong_passwords_even_the_right_one_has_to_wait(lin):
    for _ in range(5):
        sign_in("lin", "wrong")
    client, response = sign_in("lin")
    assert not is_signed_in(client)
    assert response.status_code in (200, 429)


def test_another_writing_of_the_number_is_no_way_around_the_limit(lin):
    for login in ("lin", "LIN", "Lin", "lIN", "liN"):
        sign_in(login, "wrong")
    assert not is_signed_in(sign_in("lIn")[0])


def test_one_person_who_is_locked_out_locks_out_nobody_else(lin, zhou):
    for _ in range(5):
        sign_in("lin", "wrong")
    assert get_user(sign_in("zhou")[0]) == zhou


def test_after_sign_in_people_come_to_the_page_they_wanted(lin):
    assert sign_in("lin", next="/en/me/")[1].url == "/en/me/"


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_website(lin, elsewhere):
    assert sign_in("lin", next=elsewhere)[1].url == "/en/start/"


def test_signing_out_takes_a_post(signed_in, lin):
    client = signed_in(lin)
    client.get(reverse("account_logout"))
    assert is_signed_in(client)
    client.post(reverse("account_logout"))
    assert not is_signed_in(client)


def test_a_forgotten_password_tells_no_stranger_who_is_here(with_email, mailoutbox):
    pages = {
        Client().post(reverse("account_reset_password"), {"email": e}).url for e in ("lin@example.com", "x@example.com")
    }
    assert len(pages) == 1
    assert [mail.to for mail in mailoutbox if "lin@example.com" in mail.to] == [["lin@example.com"]]


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "登录"), ("en", "Sign in")])
def test_the_door_speaks_both_languages(db, language, word):
    assert word in Client().get(f"/{language}/accounts/login/").content.decode()
