"""How long people take for a question: from the answer before it, or the start, to its own.

What is known is when each answer was saved last. Whoever comes back to a question is counted where they left it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

LONGEST = 3600  # seconds; beyond it somebody was away
FINE = 120  # up to here in whole seconds, beyond it in steps, so that equal times meet
STEP = 10


def seconds_on(started_at: datetime, saved: Mapping[int, datetime]) -> dict[int, int]:
    """By position, for whatever was answered."""
    found, before = {}, started_at
    for position, at in sorted(saved.items(), key=lambda pair: (pair[1], pair[0])):
        found[position] = in_steps(max(0, round((at - before).total_seconds())))
        before = max(before, at)
    return found


def in_steps(seconds: int) -> int:
    seconds = min(LONGEST, seconds)
    return seconds if seconds <= FINE else round(seconds / STEP) * STEP
