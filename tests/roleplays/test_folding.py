"""What follows from events is the same in whatever order they come, and however often."""

import itertools
import random

import pytest

from roleplays.folding import Event, Kind, Standing, fold, next_clock, standing, to_undo


def mark(clock: int, item: str, value: str, device: str = "a", text: str = "", kind: str = Kind.MARK) -> Event:
    return Event(f"k{clock}{device}", device, clock, clock, kind, item, value, text)


def undo(clock: int, undoes: str, device: str = "a") -> Event:
    return Event(f"k{clock}{device}", device, clock, clock, Kind.UNDO, undoes=undoes)


def comment(clock: int, item: str, text: str) -> Event:
    return Event(f"k{clock}a", "a", clock, clock, Kind.COMMENT, item, text=text)


EVENTS = [
    Event("k0", "a", 1, 1, Kind.START),
    mark(2, "W-01", "done"),
    mark(3, "W-01", "not"),
    comment(4, "W-02", "Look up"),
    mark(5, "W-02", "na", text="No car today"),
    undo(6, "k3a"),
]
SAID = {"W-01": Standing("done"), "W-02": Standing("na", "No car today", "Look up")}


def test_a_sheet_says_what_was_tapped_last_and_not_taken_back():
    assert fold(EVENTS) == SAID


def test_every_order_of_arrival_says_the_same():
    assert all(fold(order) == SAID for order in itertools.permutations(EVENTS))


@pytest.mark.parametrize("seed", range(5))
def test_events_that_come_twice_count_once(seed):
    twice = EVENTS * 2
    random.Random(seed).shuffle(twice)  # noqa: S311
    assert fold(twice) == SAID


def test_two_devices_that_do_not_know_of_each_other_come_to_one_order():
    tablet, phone = mark(3, "W-01", "done", "a"), mark(3, "W-01", "not", "b")
    assert fold([tablet, phone]) == fold([phone, tablet]) == {"W-01": Standing("not")}


def test_an_undo_that_arrives_before_its_mark_still_takes_it_back():
    assert fold([undo(2, "k1a"), mark(1, "W-01", "done")]) == {"W-01": Standing()}


def test_the_same_mark_taken_back_by_two_devices_goes_back_once():
    events = [mark(1, "W-01", "partly"), mark(2, "W-01", "done"), undo(3, "k2a", "a"), undo(3, "k2a", "b")]
    assert fold(events) == {"W-01": Standing("partly")}


def test_what_was_taken_over_from_other_sheets_is_not_taken_back():
    given = mark(1, "W-01", "done", kind=Kind.GIVEN)
    assert to_undo([given]) is None
    assert to_undo([given, mark(2, "W-01", "not")]).key == "k2a"
    assert fold([given, mark(2, "W-01", "not"), undo(3, "k2a")]) == {"W-01": Standing("done")}


def test_undo_finds_the_last_that_stands():
    assert to_undo(EVENTS).key == "k5a"
    assert [event.key for event in standing(EVENTS)] == ["k2a", "k5a"]


def test_the_clock_is_beyond_all_that_was_seen():
    assert next_clock([]) == 1
    assert next_clock(EVENTS) == 7


def test_the_last_comment_stands_and_can_be_emptied():
    assert fold([comment(1, "W-01", "Hm"), comment(2, "W-01", "")]) == {"W-01": Standing()}
