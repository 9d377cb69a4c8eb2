"""Our store of sessions finds what Django's own finds, and nothing else; whoever is signed in comes along."""

import datetime as dt

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people import sessions
from people.sessions import SessionStore, remembered

pytestmark = pytest.mark.django_db


@pytest.fixture
def key() -> str:
    store = SessionStore()
    store["who"] = "lin"
    store.create()
    return store.session_key


def test_it_reads_what_django_wrote_and_django_what_it_wrote(key):
    assert SessionStore(key)["who"] == db.SessionStore(key)["who"] == "lin"


def test_one_query_finds_it(key, django_assert_num_queries):
    SessionStore(key).load()
    with django_assert_num_queries(1):
        assert SessionStore(key).load() == {"who": "lin"}


@pytest.mark.parametrize("gone", ["expired", "deleted", "never there"])
def test_what_is_over_is_empty_and_takes_a_new_key(key, gone):
    asked = "x" * 32 if gone == "never there" else key
    if gone == "expired":
        Session.objects.filter(pk=key).update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    elif gone == "deleted":
        Session.objects.filter(pk=key).delete()
    store = SessionStore(asked)
    assert store.load() == {}
    assert store.session_key is None


@pytest.mark.parametrize("odd", ["", "the key of a session", "\u0000", "' OR 1=1 --"])
def test_an_odd_key_is_nobodys(odd):
    assert SessionStore(odd).load() == {}


# --- Whoever is signed in comes along ---------------------------------------------------------------------------------

HOME = "/en/"


@pytest.fixture
def asked():
    """What a page asks before anything of its own: the queries of a request that name sessions or persons."""

    def queries(client) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            client.get(HOME)
        sqls = [query["sql"] for query in captured]
        return [sql for sql in sqls if 'FROM "people_user" WHERE' in sql or 'FROM "django_session" WHERE' in sql]

    return queries


@pytest.fixture
def who(client):
    """Who a page takes whoever asks for it to be, None for nobody."""

    def person() -> int | None:
        user = client.get(HOME).wsgi_request.user
        return user.pk

    return person


def test_session_and_person_are_one_query_from_the_sign_in_on(client, lin, asked):
    client.force_login(lin)
    assert len(asked(client)) == 1


def test_a_process_that_has_not_seen_the_session_asks_twice_and_then_knows(client, lin, asked):
    client.force_login(lin)
    remembered.clear()
    assert [len(asked(client)) for _ in range(2)] == [2, 1]


def test_what_a_process_remembers_wrongly_is_not_believed(client, lin, zhou, who):
    client.force_login(lin)
    remembered[client.session.session_key] = zhou.pk
    assert [who(), who()] == [lin.pk, lin.pk]
    assert remembered[client.session.session_key] == lin.pk


def test_a_session_that_somebody_else_took_over_is_theirs(client, lin, zhou, who):
    """As when another process signs the next person in under the same key."""
    client.force_login(lin)
    who()
    store = db.SessionStore(client.session.session_key)
    store[SESSION_KEY], store[HASH_SESSION_KEY] = str(zhou.pk), zhou.get_session_auth_hash()
    store.save()
    assert who() == zhou.pk


def end(client, lin) -> None:
    client.session.flush()


def delete(client, lin) -> None:
    Session.objects.all().delete()


def expire(client, lin) -> None:
    Session.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=1))


def shut_out(client, lin) -> None:
    type(lin).objects.filter(pk=lin.pk).update(is_active=False)


def change_the_password(client, lin) -> None:
    lin.set_password("a new one, not told to anybody")
    lin.save()


def spoil(client, lin) -> None:
    Session.objects.update(session_data="e30:1nobody:signed-this")


def name_another_door(client, lin) -> None:
    store = SessionStore(client.session.session_key)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store.save()


def seal_nothing(client, lin) -> None:
    store = SessionStore(client.session.session_key)
    del store[HASH_SESSION_KEY]
    store.save()


@pytest.mark.parametrize(
    "over", [end, delete, expire, shut_out, change_the_password, spoil, name_another_door, seal_nothing]
)
def test_whatever_ends_a_session_ends_it_at_the_next_page(client, lin, who, over):
    client.force_login(lin)
    assert who() == lin.pk
    over(client, lin)
    assert [who(), who()] == [None, None]


def test_one_whose_account_is_gone_is_nobody(client, zhou, who):
    client.force_login(zhou)
    who()
    type(zhou).objects.filter(pk=zhou.pk).delete()
    assert who() is None


def test_a_secret_that_was_replaced_still_lets_people_in(client, lin, who, settings):
    """Django takes the old secret and seals the session with the new one."""
    client.force_login(lin)
    old = settings.SECRET_KEY
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [old], "a new secret, as long as those are that Django makes"
    assert [who(), who()] == [lin.pk, lin.pk]


def test_what_a_page_does_to_its_session_stays_its_own(client, lin):
    client.force_login(lin)
    key = client.session.session_key
    first = SessionStore(key)
    first["list"] = [1]
    first.save()
    SessionStore(key)["list"].append(2)
    assert SessionStore(key)["list"] == [1]


def test_one_that_is_gone_is_forgotten(client, lin, who):
    client.force_login(lin)
    key = client.session.session_key
    assert key in remembered
    Session.objects.all().delete()
    who()
    assert key not in remembered


def test_few_are_remembered(monkeypatch, lin):
    monkeypatch.setattr(sessions, "MOST_REMEMBERED", 3)
    remembered.clear()
    for _ in range(8):
        store = SessionStore()
        store[SESSION_KEY] = str(lin.pk)
        store.create()
        store.save()
    assert 0 < len(remembered) <= 3
