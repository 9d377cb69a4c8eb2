"""Wrong passwords shut out whoever types them, and nobody else."""

import pytest
from django.contrib.auth import get_user
from django.core import signing
from django.test import Client
from django.urls import reverse

from people import devices

PASSWORD = "correct horse"
HERE, ELSEWHERE = "192.0.2.1", "198.51.100.9"


def sign_in(client: Client, login: str, password: str = PASSWORD, address: str = HERE):
    return client.post(reverse("account_login"), {"login": login, "password": password}, REMOTE_ADDR=address)


def is_in(client: Client) -> bool:
    return get_user(client).is_authenticated


def guess(login: str, times: int = 5, address: str = HERE) -> None:
    for _ in range(times):
        sign_in(Client(), login, "wrong", address)


@pytest.fixture
def known(lin) -> Client:
    """Lin's own phone, on which Lin has signed in before."""
    client = Client()
    sign_in(client, "lin")
    client.post(reverse("account_logout"))
    assert not is_in(client)
    return client


def test_whoever_guesses_is_shut_out(lin):
    guess("lin")
    client = Client()
    sign_in(client, "lin")
    assert not is_in(client)


def test_a_known_device_at_the_same_address_is_not(known):
    guess("lin")
    sign_in(known, "lin")
    assert is_in(known)


def test_another_address_is_not(lin):
    guess("lin")
    client = Client()
    sign_in(client, "lin", address=ELSEWHERE)
    assert is_in(client)


def test_colleagues_at_the_same_address_are_not(lin, zhou):
    guess("lin", times=12)
    client = Client()
    sign_in(client, "zhou")
    assert is_in(client)


def test_a_flood_from_an_address_leaves_known_devices_in(known, zhou):
    for number in range(30):
        guess(f"nobody-{number}", times=1)
    stranger = Client()
    sign_in(stranger, "zhou")
    assert not is_in(stranger)
    sign_in(known, "lin")
    assert is_in(known)


def test_a_known_device_has_its_own_limit(known):
    for _ in range(10):
        sign_in(known, "lin", "wrong")
    sign_in(known, "lin")
    assert not is_in(known)


def test_a_device_is_known_for_whom_it_is_known_only(known, zhou):
    guess("zhou")
    sign_in(known, "zhou")
    assert not is_in(known)


def test_a_shared_device_is_known_for_several(known, zhou):
    sign_in(known, "zhou")
    known.post(reverse("account_logout"))
    guess("lin")
    guess("zhou")
    for login in ("zhou", "lin"):
        sign_in(known, login)
        assert is_in(known)
        known.post(reverse("account_logout"))


@pytest.mark.parametrize(
    "value", ["", "x", signing.dumps({"device": "a", "people": [1]}, salt="other")], ids=["none", "noise", "other"]
)
def test_a_forged_cookie_is_none(lin, value):
    guess("lin")
    client = Client()
    client.cookies[devices.COOKIE] = value
    sign_in(client, "lin")
    assert not is_in(client)


def test_the_cookie_is_not_for_scripts_and_names_nobody(lin):
    response = sign_in(Client(), "lin")
    cookie = response.cookies[devices.COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert "lin" not in cookie.value.split(":")[0]


def test_a_right_password_counts_as_no_try(lin):
    for _ in range(7):
        client = Client()
        sign_in(client, "lin")
        assert is_in(client)


def test_many_addresses_together_reach_the_limit_of_the_account(lin, known, monkeypatch):
    monkeypatch.setitem(devices.OF_STRANGER, "account", "6/h/key")
    guess("lin", 4, "203.0.113.1")
    guess("lin", 4, "203.0.113.2")
    client = Client()
    sign_in(client, "lin", address=ELSEWHERE)
    assert not is_in(client)
    sign_in(known, "lin")
    assert is_in(known)
