"""Our store of sessions finds what Django's own finds, and nothing else."""

import datetime as dt

import pytest
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from people.sessions import SessionStore

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
