"""A name for what is counted of a quiz: as long as it stays the same, figures need not be made anew.

What was made under a name is never shown under the next, so nothing has to be deleted. The name is read before the
figures are: what was counted in between makes them newer than their name, never older.
"""

import secrets
from uuid import UUID

from django.core.cache import cache

# Codes of questions and such things change without a count; after this the figures are made anew in any case.
SECONDS = 600


def current(quiz: UUID) -> str:
    return cache.get_or_set(_key(quiz), _name, SECONDS)


def renew(quiz: UUID) -> None:
    """After the commit of what was counted."""
    cache.set(_key(quiz), _name(), SECONDS)


def _key(quiz: UUID) -> str:
    return f"quizzes.counted.{quiz}"


def _name() -> str:
    return secrets.token_hex(8)
