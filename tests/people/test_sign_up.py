"""Strangers stay outside, unless the installation says otherwise."""

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from people.models import Role, User

FORM = {
    "username": "New-1",
    "name": "新来",
    "email": "new@example.com",
    "password1": "a long enough one",
    "password2": "a long enough one",
}


@pytest.fixture
def url():
    return reverse("account_signup")


@pytest.fixture
def _open(settings):
    settings.SIGN_UP_OPEN = True


def test_strangers_cannot_open_an_account(db, url):
    client = Client()
    client.post(url, FORM)
    assert not User.objects.exists()
    assert not get_user(client).is_authenticated


def test_the_door_offers_no_account(db, url):
    assert url not in Client().get(reverse("account_login")).content.decode()


@pytest.mark.usefixtures("_open")
def test_where_it_is_open_a_stranger_becomes_an_advisor(db, url):
    client = Client()
    client.post(url, FORM)
    user = get_user(client)
    assert (user.employee_number, user.name, user.email, user.role) == (
        "new-1",
        "新来",
        "new@example.com",
        Role.ADVISOR,
    )


@pytest.mark.usefixtures("_open")
def test_a_stranger_chooses_no_role(db, url):
    Client().post(url, FORM | {"role": "administrator", "is_superuser": "on"})
    assert not User.objects.get().is_superuser


@pytest.mark.usefixtures("_open")
@pytest.mark.parametrize(
    ("field", "value"), [("username", "lin"), ("username", "a b"), ("name", ""), ("password1", "short")]
)
def test_a_wrong_form_is_refused(lin, url, field, value):
    assert Client().post(url, FORM | {field: value}).context["form"].errors
    assert User.objects.count() == 1
