"""Who may begin an attempt and until when it runs: a table of cases."""

import datetime as dt

import pytest

from quizzes.admission import Allowed, Answer, Refusal, Rules, may_begin

NOON = dt.datetime(2026, 11, 2, 12, 0, tzinfo=dt.UTC)
HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)
FREE = Answer()


@pytest.mark.parametrize(
    ("rules", "taken", "ended", "allowed", "answer"),
    [
        (Rules(), 99, NOON, None, FREE),
        (Rules(attempts=2), 1, NOON, None, FREE),
        (Rules(attempts=2), 2, NOON, None, Answer(Refusal.NONE_LEFT)),
        (Rules(opens_at=NOON), 0, None, None, FREE),
        (Rules(opens_at=NOON + MINUTE), 0, None, None, Answer(Refusal.NOT_YET, NOON + MINUTE)),
        (Rules(closes_at=NOON + MINUTE), 0, None, None, FREE),
        (Rules(closes_at=NOON), 0, None, None, Answer(Refusal.CLOSED, NOON)),
        (Rules(pause=HOUR), 0, None, None, FREE),
        (Rules(pause=HOUR), 1, NOON - HOUR, None, FREE),
        (Rules(pause=HOUR), 1, NOON - HOUR + MINUTE, None, Answer(Refusal.TOO_SOON, NOON + MINUTE)),
        (Rules(pause=HOUR), 1, NOON - 2 * MINUTE, NOON - MINUTE, FREE),
        (Rules(pause=HOUR), 1, NOON - MINUTE, NOON - 2 * MINUTE, Answer(Refusal.TOO_SOON, NOON + HOUR - MINUTE)),
    ],
)
def test_who_may_begin(rules, taken, ended, allowed, answer):
    assert may_begin(rules, taken, ended, allowed, NOON) == answer


@pytest.mark.parametrize(
    ("rules", "deadline"),
    [
        (Rules(), None),
        (Rules(minutes=20), NOON + 20 * MINUTE),
        (Rules(closes_at=NOON + HOUR), NOON + HOUR),
        (Rules(minutes=20, closes_at=NOON + HOUR), NOON + 20 * MINUTE),
        (Rules(minutes=20, closes_at=NOON + 5 * MINUTE), NOON + 5 * MINUTE),
    ],
)
def test_an_attempt_ends_with_its_time_or_with_the_quiz(rules, deadline):
    assert rules.deadline_of(NOON) == deadline


@pytest.mark.parametrize(
    ("rules", "allowed", "expected"),
    [
        (Rules(attempts=2), [Allowed(NOON, attempts=1), Allowed(NOON, attempts=2)], Rules(attempts=5)),
        (Rules(), [Allowed(NOON, attempts=1)], Rules()),
        (Rules(minutes=20), [Allowed(NOON, minutes=5), Allowed(NOON, minutes=10)], Rules(minutes=30)),
        (Rules(), [Allowed(NOON, minutes=5)], Rules()),
        (Rules(closes_at=NOON), [Allowed(NOON, until=NOON + HOUR)], Rules(closes_at=NOON + HOUR)),
        (Rules(closes_at=NOON), [Allowed(NOON, until=NOON - HOUR)], Rules(closes_at=NOON)),
        (Rules(opens_at=NOON), [Allowed(NOON, until=NOON + HOUR)], Rules()),
        (Rules(attempts=1, minutes=5, opens_at=NOON), [], Rules(attempts=1, minutes=5, opens_at=NOON)),
    ],
)
def test_what_one_person_is_allowed_is_added_to_the_rules(rules, allowed, expected):
    assert rules.with_allowed(allowed) == expected
