"""What an address means, found once."""

from functools import lru_cache

from django.urls import ResolverMatch, URLResolver
from django.utils.translation import get_language

MOST = 1000


class Remembering(URLResolver):
    """A page of a course is what no other of some two hundred patterns is; they are tried once for each address."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._found = lru_cache(MOST)(self._find)

    def resolve(self, path: str) -> ResolverMatch:
        return self._found(str(path), get_language())

    def _find(self, path: str, language: str | None) -> ResolverMatch:
        found = super().resolve(path)
        found.tried = None  # all those patterns, which only Django's own error pages would list
        return found
