"""What is kept of the shell for everybody says nothing that is only for some, and of each person what is so now."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from people.models import Role, User
from tracking.models import Kind, Reminder


@pytest.fixture(params=["home", "lesson", "notices"])
def address(request, home, lesson) -> str:
    return {"home": home.url, "lesson": lesson.url, "notices": "/en/notices/"}[request.param]


def header(client: Client, address: str) -> str:
    """Asked twice: the second time from memory."""
    client.get(address)
    text = client.get(address).content.decode()
    return text[text.index("<header") : text.index("<main")]


@pytest.mark.parametrize("first", ["chen", "lin"])
def test_an_advisor_has_no_menu_of_a_manager_whoever_came_before(request, first, home, lin, chen, signed_in):
    """Menus are kept in memory: the one of whoever asks first must not be everybody's."""
    signed_in(request.getfixturevalue(first)).get("/en/me/")
    assert "/en/invitations/" in signed_in(chen).get("/en/me/").content.decode()
    assert "/en/invitations/" not in signed_in(lin).get("/en/me/").content.decode()


def test_each_has_their_own_name(address, lin, zhou, signed_in):
    first, second = (header(signed_in(person), address) for person in (lin, zhou))
    assert first.count(lin.name) == second.count(zhou.name) == 2
    assert zhou.name not in first
    assert lin.name not in second


def test_another_name_is_shown_at_once_and_escaped(address, lin, signed_in):
    client = signed_in(lin)
    header(client, address)
    User.objects.filter(pk=lin.pk).update(name="<Lin>", name_latin="")
    assert "&lt;Lin&gt;" in header(client, address)


def test_another_role_has_its_own_menu_at_once(address, lin, signed_in):
    client = signed_in(lin)
    assert "/en/certificates/" in header(client, address)
    User.objects.filter(pk=lin.pk).update(role=Role.TRAINER)
    changed = header(client, address)
    assert "/en/certificates/" not in changed
    assert "Trainer" in changed


def test_unread_notices_are_counted_for_each(lesson, lin, zhou, signed_in):
    assert "notices-count" not in header(signed_in(lin), lesson.url)
    for number in (1, 2):
        Reminder.objects.create(key=f"{number}", person=lin, kind=Kind.ROLE_PLAY, at=timezone.now())
        assert f"{number} unread" in header(signed_in(lin), lesson.url)
    assert "notices-count" not in header(signed_in(zhou), lesson.url)
    Reminder.objects.update(read_at=timezone.now())
    assert "notices-count" not in header(signed_in(lin), lesson.url)


def test_each_language_has_its_own_shell(lin, signed_in):
    client = signed_in(lin)
    chinese, english = (header(client, f"/{language}/me/") for language in ("zh-hans", "en"))
    assert 'href="/en/me/"' in chinese
    assert 'href="/zh-hans/me/"' in english
    assert "/zh-hans/accounts/logout/" in chinese
    assert "/en/accounts/logout/" in english


def test_whoever_is_signed_out_has_no_menu_whoever_came_before(lin, signed_in, db):
    signed_in(lin).get("/en/nothing/")
    strangers = header(Client(), "/en/accounts/login/")
    assert "site-nav" not in strangers
    assert "menu-who" not in strangers


def test_the_token_of_each_sign_out_is_good(address, lin, zhou):
    for person in (lin, zhou):
        client = Client(enforce_csrf_checks=True)
        client.force_login(person)
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w{64})"', header(client, address))[1]
        assert client.post("/en/accounts/logout/", {"csrfmiddlewaretoken": token}).status_code == 302
        assert client.get("/en/me/").status_code == 302
