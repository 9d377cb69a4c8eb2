"""Redis as Django's cache speaks to it, with clients that stay: they take no connection, the pool has those."""

from django.core.cache.backends import redis


class Clients(redis.RedisCacheClient):
    def __init__(self, *servers, **options) -> None:
        super().__init__(*servers, **options)
        self._kept = {}

    def get_client(self, key=None, *, write: bool = False):
        pool = self._get_connection_pool(write)
        if pool not in self._kept:
            self._kept[pool] = self._client(connection_pool=pool)
        return self._kept[pool]


class RedisCache(redis.RedisCache):
    def __init__(self, server, params: dict) -> None:
        super().__init__(server, params)
        self._class = Clients
