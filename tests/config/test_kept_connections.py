"""Connections that stay open from one request to the next: nobody asks them before use whether they still live."""

import socket
from types import SimpleNamespace

import pytest
from config.cache import RedisCache
from config.postgresql.base import DatabaseWrapper
from django.core.cache.backends import redis
from psycopg import OperationalError


@pytest.fixture
def ends():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


@pytest.fixture
def kept(ends) -> DatabaseWrapper:
    """A connection whose answer to any question is that there is nobody any more."""
    found = DatabaseWrapper({"ENGINE": "config.postgresql", "NAME": "any", "OPTIONS": {}, "TIME_ZONE": None})

    def cursor():
        raise OperationalError("terminating connection due to administrator command")

    found.connection = SimpleNamespace(fileno=ends[0].fileno, cursor=cursor, closed=False)
    return found


def test_a_silent_connection_is_taken_as_it_is(kept):
    assert kept.is_usable()


def test_one_that_its_server_has_closed_is_asked_and_found_dead(kept, ends):
    ends[1].close()
    assert not kept.is_usable()


def test_one_that_its_server_has_written_to_is_asked(kept, ends):
    ends[1].sendall(b"E")
    assert not kept.is_usable()


def test_redis_is_spoken_to_by_one_client_for_each_server(monkeypatch):
    cache = RedisCache("redis://127.0.0.1:1/0;redis://127.0.0.1:2/0", {})._cache
    monkeypatch.setattr(redis.random, "randint", lambda first, last: last)
    reader, writer = cache.get_client("a"), cache.get_client("b", write=True)
    assert reader is cache.get_client("c")
    assert writer is cache.get_client("d", write=True)
    assert [each.connection_pool.connection_kwargs["port"] for each in (reader, writer)] == [2, 1]
