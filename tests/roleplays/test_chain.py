"""The chain of events by itself: whatever is done to it afterwards is found, and named."""

import dataclasses

import pytest

from roleplays import chain
from roleplays.chain import Fault, Finding, Kept, Link

TABLET, PHONE = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222"


def key(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012}"


def make(devices: str = "ttpttp") -> list[Kept]:
    """Events that arrive one by one, of the tablet ("t") and the phone ("p")."""
    heads: dict[str, tuple[int, str]] = {}
    events: list[Kept] = []
    for number, letter in enumerate(devices, start=1):
        device = {"t": TABLET, "p": PHONE}[letter]
        sequence, previous = heads.get(device, (0, ""))
        text = f"Comment {number}" if number % 2 else ""
        link = Link(
            7, device, sequence + 1, number, key(number), "comment", "W-01", "",
            chain.text_digest(key(number), text), "", 1_790_000_000_000 + number, previous,
        )  # fmt: skip
        hash_ = chain.hash_of(link)
        event = Kept(link, hash_, text, number, 1_790_000_100_000 + number, 1_790_000_000_900, "", "")
        events.append(dataclasses.replace(event, receipt=chain.receipt_of(event, events[-1].receipt if events else "")))
        heads[device] = (sequence + 1, hash_)
    return events


def altered(event: Kept, **changes) -> Kept:
    return dataclasses.replace(event, link=dataclasses.replace(event.link, **changes))


def rehashed(event: Kept, **changes) -> Kept:
    """As somebody would change it who knows how the hash is made."""
    event = altered(event, **changes)
    return dataclasses.replace(event, hash=chain.hash_of(event.link))


def sealed(events: list[Kept]) -> tuple[int, str]:
    return events[-1].number, events[-1].receipt


def test_a_chain_that_nobody_touched_has_nothing_wrong():
    events = make()
    assert chain.check(events, sealed(events)) == []
    assert chain.check(reversed(events), sealed(events)) == []


@pytest.mark.parametrize(
    "change",
    [
        {"item": "W-02"}, {"value": "done"}, {"clock": 99}, {"device_ms": 1}, {"kind": "start"}, {"sequence": 9},
        {"previous": "0" * 64}, {"undoes": key(1)}, {"sheet": 8}, {"device": PHONE}, {"key": key(9)},
    ],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_one_changed_field_is_found_and_the_event_named(change):
    events = make()
    events[3] = altered(events[3], **change)
    assert Finding(Fault.ALTERED, 4, events[3].link.key) in chain.check(events, sealed(events))


def test_a_changed_comment_is_found():
    events = make()
    events[2] = dataclasses.replace(events[2], text="Something else")
    assert chain.check(events) == [Finding(Fault.ALTERED, 3, key(3))]


def test_an_erased_comment_leaves_the_chain_whole():
    events = make()
    events[2] = dataclasses.replace(events[2], text="")
    assert chain.check(events, sealed(events)) == []


@pytest.mark.parametrize("change", [{"at_ms": 5}, {"sent_ms": 5}, {"late": "submitted"}], ids=lambda c: next(iter(c)))
def test_what_the_server_wrote_down_is_in_the_chain_too(change):
    events = make()
    events[3] = dataclasses.replace(events[3], **change)
    assert chain.check(events) == [Finding(Fault.ALTERED, 4, key(4))]


def test_an_event_that_was_exchanged_with_its_hash_is_named():
    events = make()
    events[1] = rehashed(events[1], item="W-09")
    assert chain.check(events) == [Finding(Fault.ALTERED, 2, key(2))]


@pytest.mark.parametrize("number", [1, 2, 4, 6])
def test_a_dropped_event_is_missed(number):
    events = make()
    seal = sealed(events)
    del events[number - 1]
    assert chain.check(events, seal) == [Finding(Fault.MISSING, number)]


def test_two_events_that_changed_places_are_found():
    events = make("tttt")
    first, second = events[1], events[2]
    events[1] = dataclasses.replace(second, number=2)
    events[2] = dataclasses.replace(first, number=3)
    assert {finding.number for finding in chain.check(events)} >= {2, 3}


def test_what_arrived_out_of_order_is_not_wrong():
    one, two = make("tt")
    second_first = dataclasses.replace(two, number=1)
    second_first = dataclasses.replace(second_first, receipt=chain.receipt_of(second_first, ""))
    then_first = dataclasses.replace(one, number=2)
    then_first = dataclasses.replace(then_first, receipt=chain.receipt_of(then_first, second_first.receipt))
    assert chain.check([second_first, then_first]) == []


def test_a_chain_that_was_written_twice_from_one_place_is_found():
    events = make("tt")
    fork = rehashed(events[1], key=key(3))
    fork = dataclasses.replace(fork, text="", number=3)
    fork = rehashed(fork, text_digest="")
    fork = dataclasses.replace(fork, receipt=chain.receipt_of(fork, events[1].receipt))
    assert chain.check([*events, fork]) == [Finding(Fault.DOUBLED, 3, key(3))]


def test_what_a_device_has_not_sent_yet_is_told_and_not_wrong():
    one, two, three = make("ttt")
    assert chain.waited_for([one, three]) == [(TABLET, 2)]
    assert chain.waited_for([one, two, three]) == []


def test_an_empty_sheet_is_sealed_with_nothing():
    assert chain.check([], (0, "")) == []


def test_the_hash_is_what_a_browser_makes_of_the_same_list():
    # node -e: sha256(JSON.stringify([7, "a", 1, 2, null, ""]))
    assert chain.digest([7, "a", 1, 2, None, ""]) == "1443dc1dea1e05867dd41120a760d43557020243d10d6dffd0712d19d07493cd"
