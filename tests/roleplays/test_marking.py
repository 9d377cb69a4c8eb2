import uuid

import pytest
from django.db import IntegrityError, transaction

from roleplays.models import SessionClosed
from roleplays.models.events import EventsStay


def taps_of(sheet):
    return [(tap.item, tap.value) for tap in sheet.events.all()]


def test_a_tap_marks_an_item(sheet, now):
    sheet.mark("W-01", "partly", now)

    assert sheet.values == {"W-01": "partly"}


def test_the_first_mark_starts_the_clock(sheet, later):
    sheet.mark("W-01", "done", later(6))
    sheet.mark("W-03", "done", later(7))

    assert sheet.session.started_at == later(6)


def test_another_tap_changes_the_mark(sheet, now):
    sheet.mark("W-01", "partly", now)
    sheet.mark("W-01", "not", now)

    assert sheet.values == {"W-01": "not"}
    assert taps_of(sheet) == [("W-01", "partly"), ("W-01", "not")]


def test_the_same_tap_again_is_no_change(sheet, now):
    sheet.mark("W-01", "done", now)
    sheet.mark("W-01", "done", now)

    assert taps_of(sheet) == [("W-01", "done")]


def test_a_tap_that_is_sent_twice_counts_once(sheet, now):
    key = uuid.uuid4()
    sheet.mark("W-01", "done", now, key=key)
    sheet.mark("W-01", "not", now)
    sheet.mark("W-01", "done", now, key=key)

    assert sheet.values == {"W-01": "not"}


def test_a_tap_keeps_both_clocks(sheet, now, later):
    sheet.mark("W-01", "done", later(3), device_at=now)

    tap = sheet.events.get()
    assert (tap.at, tap.device_at) == (later(3), now)


@pytest.mark.parametrize(("item", "value"), [("W-99", "done"), ("W-01", "maybe"), ("W-01", "")])
def test_an_unknown_item_or_mark_is_refused(sheet, now, item, value):
    with pytest.raises(ValueError, match=r"W-99|maybe|''"):
        sheet.mark(item, value, now)
    assert not sheet.events.exists()


def test_undo_goes_back_tap_by_tap(sheet, now):
    sheet.mark("W-01", "done", now)
    sheet.mark("W-01", "not", now)
    sheet.mark("W-03", "partly", now)

    assert sheet.undo(now).item == "W-03"
    assert sheet.values == {"W-01": "not"}
    sheet.undo(now)
    assert sheet.values == {"W-01": "done"}
    sheet.undo(now)
    assert sheet.values == {}


def test_undo_with_nothing_left_does_nothing(sheet, now):
    sheet.mark("W-01", "done", now)
    sheet.undo(now)

    assert sheet.undo(now) is None


def test_a_tap_after_undo_is_what_undo_takes_back_next(sheet, now):
    sheet.mark("W-01", "done", now)
    sheet.undo(now)
    sheet.mark("W-01", "partly", now)
    sheet.mark("W-03", "done", now)
    sheet.undo(now)
    sheet.undo(now)

    assert sheet.values == {}


def test_undo_is_written_and_not_erased(sheet, now):
    sheet.mark("W-01", "done", now)
    sheet.undo(now)

    first, second = sheet.events.all()
    assert (second.kind, second.undoes) == ("undo", first.key)


def test_an_undo_that_is_sent_twice_counts_once(sheet, now):
    key = uuid.uuid4()
    sheet.mark("W-01", "done", now)
    sheet.mark("W-01", "not", now)
    sheet.undo(now, key=key)

    assert sheet.undo(now, key=key).value == "done"
    assert sheet.values == {"W-01": "done"}


def test_events_are_never_changed_nor_deleted(sheet, now):
    sheet.mark("W-01", "done", now)
    event = sheet.events.get()
    event.value = "not"

    with pytest.raises(EventsStay):
        event.save()
    with pytest.raises(EventsStay):
        event.delete()
    assert sheet.events.get().value == "done"


def test_no_two_events_have_one_key(sheet, now):
    sheet.mark("W-01", "done", now)
    event = sheet.events.get()
    event.pk, event.number = None, 2

    with pytest.raises(IntegrityError, match=r"event_counts_once|score_sheet_id"), transaction.atomic():
        event.save(force_insert=True)


def test_a_comment_stands_beside_the_mark(sheet, now):
    sheet.mark("W-01", "partly", now)
    sheet.comment_on("W-01", "  No smile. ", now)

    mark = sheet.marks.get()
    assert (mark.value, mark.comment) == ("partly", "No smile.")


def test_a_comment_alone_leaves_the_item_blank(sheet, now):
    sheet.comment_on("W-01", "Look again", now)

    assert "W-01" in sheet.blanks
    assert sheet.session.started_at is None


def test_undo_leaves_comments_alone(sheet, now):
    sheet.mark("W-01", "partly", now)
    sheet.comment_on("W-01", "No smile.", now)
    sheet.undo(now)

    assert sheet.marks.get().comment == "No smile."


def test_a_comment_on_an_unknown_item_is_refused(sheet, now):
    with pytest.raises(ValueError, match="W-99"):
        sheet.comment_on("W-99", "?", now)


@pytest.mark.parametrize(
    "act",
    [
        lambda sheet, at: sheet.mark("W-01", "not", at),
        lambda sheet, at: sheet.undo(at),
        lambda sheet, at: sheet.comment_on("W-01", "Late", at),
    ],
    ids=["mark", "undo", "comment"],
)
def test_nothing_changes_after_release(released, act, later):
    sheet = released.score_sheets.get()

    with pytest.raises(SessionClosed):
        act(sheet, later(1))
    assert sheet.values["W-01"] == "done"


def test_nothing_changes_after_cancellation(sheet, xu, later):
    sheet.session.cancel(by=xu, at=later(1))

    with pytest.raises(SessionClosed):
        sheet.mark("W-01", "done", later(2))
