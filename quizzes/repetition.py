"""When a question that was missed comes again: FSRS, by the `fsrs` library, in whole days.

The steps of minutes that FSRS has for learning at one sitting are left out: people come back once a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from fsrs import Card, Rating, Scheduler, State

DAILY = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


@dataclass(frozen=True)
class Memory:
    """What FSRS knows of one question and one person. `stability` is in days."""

    stability: float
    difficulty: float
    reviewed_at: datetime
    due_at: datetime


def rating_of(share: float) -> Rating:
    """By how much of the answer was right, from 0 to 1."""
    if share >= 1:
        return Rating.Good
    return Rating.Hard if share > 0 else Rating.Again


def after(memory: Memory | None, share: float, at: datetime) -> Memory:
    """What is known after an answer; None before the first."""
    card = Card(card_id=0)  # nobody keeps it; for a number of its own it would wait a millisecond
    if memory:
        card.state, card.step = State.Review, None
        card.stability, card.difficulty = memory.stability, memory.difficulty
        card.last_review, card.due = memory.reviewed_at.astimezone(UTC), memory.due_at.astimezone(UTC)
    card, _log = DAILY.review_card(card, rating_of(share), at.astimezone(UTC))
    return Memory(float(card.stability or 0), float(card.difficulty or 0), at, card.due)
