"""One trainer, several tabs or a network that repeats itself, one moment."""

import uuid

import pytest

from courses.models import LedgerEntry
from people.models import Role
from roleplays import folding
from roleplays.models import ScoreSheet, Session, SessionClosed
from tests.at_once import at_once
from tests.conftest import make_person
from tests.roleplays.device import Device

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def xu(riverside):
    """A trainer without the group of trainers: it hangs on rows that these tests flush away, and scoring needs none."""
    return make_person("xu", "徐敏", Role.TRAINER, dealership=riverside)


def sheets(sheet, number: int) -> list[ScoreSheet]:
    return [ScoreSheet.objects.get(pk=sheet.pk) for _ in range(number)]


def test_a_session_is_opened_once(role_play, lin, xu, now):
    opened = at_once(*[lambda: Session.open(role_play, lin, by=xu, at=now)] * 4)
    assert len({session.pk for session in opened}) == 1


def test_a_tap_that_is_sent_four_times_counts_once(sheet, now):
    key = uuid.uuid4()
    at_once(*[lambda each=each: each.mark("W-01", "done", now, key) for each in sheets(sheet, 4)])
    assert sheet.events.count() == 1


def test_marks_and_undos_end_as_the_taps_that_stand_say(sheet, now):
    marks = [lambda each=each: each.mark("W-01", "done", now) for each in sheets(sheet, 2)]
    marks += [lambda each=each: each.mark("W-01", "not", now) for each in sheets(sheet, 2)]
    at_once(*marks, *[lambda each=each: each.undo(now) for each in sheets(sheet, 3)])
    marks = folding.standing(event.folded for event in sheet.events.all())
    assert sheet.marks.get(item="W-01").value == (marks[-1].value if marks else "")
    assert sheet.findings() == []


def test_submit_cancel_and_mark_end_in_one_of_them(complete, sheet, xu, now):
    complete()

    def unless_closed(run):
        try:
            return run()
        except SessionClosed:
            return None

    submits = [lambda each=each: unless_closed(lambda: each.submit(now)) for each in sheets(sheet, 2)]
    cancels = [lambda each=each: unless_closed(lambda: each.session.cancel(xu, now)) for each in sheets(sheet, 2)]
    marks = [lambda each=each: unless_closed(lambda: each.mark("W-02", "not", now)) for each in sheets(sheet, 2)]
    at_once(*submits, *cancels, *marks)
    session = Session.objects.get(pk=sheet.session_id)
    assert (session.released_at is None) != (session.cancelled_at is None)
    assert LedgerEntry.objects.count() == (1 if session.released_at else 0)
    assert session.percent in (None, ScoreSheet.objects.get(pk=sheet.pk).score().percent)


def test_submission_and_events_of_two_devices_at_once_have_one_outcome(complete, sheet, now):
    complete()
    devices = [Device(sheet, number) for number in (1, 2)]
    events = [
        device.mark("W-01", value, now, clock=50) for device, value in zip(devices, ("not", "partly"), strict=True)
    ]
    submits = [lambda each=each: each.submit(now) for each in sheets(sheet, 2)]
    arrivals = [
        lambda each=each, event=event: each.receive([event], now, 0)
        for event in events
        for each in sheets(sheet, 2)
    ]  # fmt: skip
    at_once(*submits, *arrivals)
    end, session = ScoreSheet.objects.get(pk=sheet.pk), Session.objects.get(pk=sheet.session_id)
    assert LedgerEntry.objects.count() == 1
    assert session.percent == end.percent == end.score().percent
    assert end.events.filter(key__in=[event.link.key for event in events]).count() == 2
    assert end.findings() == []
    assert end.differing() == []
