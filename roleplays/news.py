"""What happens to somebody's session is told to whoever it concerns, in the same transaction.

Who carries it to them is not known here: `told` is sent with `what`, `people` (ids), `key` (unique for this piece of
news), `at` and `facts` (what JSON can hold).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.dispatch import Signal

PLANNED, MOVED, CALLED_OFF = "planned", "moved", "called_off"
RELEASED, OBJECTED, ANSWERED = "released", "objected", "answered"

told = Signal()


def tell(what: str, people: Iterable[int], *, key: str, at: datetime, **facts: Any) -> None:
    plain = {name: value if isinstance(value, int | str) else _plain(value) for name, value in facts.items()}
    told.send(None, what=what, people=sorted(people), key=key, at=at, facts=plain)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
