"""Events of a device: in any order, twice, late, by a wrong clock. Each counts once, and only as its owner's."""

import datetime as dt
import itertools

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from people.models import Role
from roleplays import incoming
from roleplays.models import Event, RolePlayPage, ScoreSheet, Session
from tests.conftest import make_person
from tests.roleplays.conftest import ALL_DONE
from tests.roleplays.device import Device, as_json, post

WHISPER = "Said under the breath"


@pytest.fixture
def tablet(signed_in, xu):
    return signed_in(xu)


@pytest.fixture
def device(sheet):
    return Device(sheet)


@pytest.fixture
def tapped(device, now):
    """Two marks of one item, a comment, an undo, and a mark of another item."""
    first = device.mark("W-01", "done", now)
    second = device.mark("W-01", "not", now)
    return [first, second, device.comment("W-01", "Look up", now), device.undo(second, now),
            device.mark("W-03", "partly", now)]  # fmt: skip


SAID = {"W-01": "done", "W-03": "partly"}


def values(sheet):
    return ScoreSheet.objects.get(pk=sheet.pk).values


def test_a_batch_is_kept_and_acknowledged_by_key(tablet, device, tapped, sheet, now):
    answer = device.send(tablet, tapped, now).json()
    assert answer["answers"] == {event.link.key: "" for event in tapped}
    assert answer["open"]
    assert values(sheet) == SAID
    assert sheet.marks.get(item="W-01").comment == "Look up"
    assert sheet.findings() == []


def test_the_same_batch_again_changes_nothing_and_is_answered_alike(tablet, device, tapped, sheet, now, later):
    first = device.send(tablet, tapped, now).json()
    again = device.send(tablet, tapped, later(5)).json()
    assert again == first
    assert sheet.events.count() == len(tapped)
    assert values(sheet) == SAID


@pytest.mark.parametrize("order", list(itertools.permutations(range(5)))[::17])
def test_in_any_order_one_by_one_the_result_is_the_same(tablet, device, tapped, sheet, now, order):
    for place in order:
        device.send(tablet, [tapped[place]], now)
    assert values(sheet) == SAID
    assert sheet.findings() == []


def test_two_devices_of_one_assessor_come_to_one_sheet(tablet, device, tapped, sheet, now):
    phone = Device(sheet, number=2)
    device.send(tablet, tapped[:1], now)
    on_phone = phone.mark("W-01", "partly", now, clock=9)
    answer = phone.send(tablet, [on_phone], now).json()
    assert [event["key"] for event in answer["events"]] == [tapped[0].link.key, on_phone.link.key]
    device.send(tablet, tapped[1:], now)
    assert values(sheet) == {"W-01": "partly", "W-03": "partly"}


def test_a_device_hears_only_of_what_it_does_not_know(tablet, device, tapped, now):
    device.send(tablet, tapped, now)
    assert device.send(tablet, [], now, since=4).json()["events"][0]["key"] == tapped[4].link.key


@pytest.mark.parametrize("minutes", [-10, 10, 60 * 24 * 365 * 40], ids=["slow", "fast", "absurd"])
def test_a_wrong_clock_changes_nothing_but_what_it_says(tablet, sheet, now, later, minutes):
    device = Device(sheet, clock_off=dt.timedelta(minutes=minutes))
    event = device.mark("W-01", "done", later(2))
    device.send(tablet, [event], later(5))
    kept = sheet.events.get()
    assert values(sheet) == {"W-01": "done"}
    assert kept.device_ms == incoming.milliseconds(later(2)) + 60_000 * minutes
    assert incoming.happened(later(5), kept.sent_ms, kept.device_ms) == later(2)


def test_what_arrives_after_submission_is_kept_and_changes_nothing(tablet, complete, device, sheet, later):
    session = complete().submit(later(10))
    late = device.mark("W-02", "not", later(9), clock=99)
    answer = device.send(tablet, [late], later(12)).json()
    assert answer["answers"] == {late.link.key: "released"}
    assert not answer["open"]
    again = ScoreSheet.objects.get(pk=sheet.pk)
    assert (again.values, again.percent) == (ALL_DONE, session.percent)
    assert again.events.late().get().late == "released"
    assert again.findings() == []
    again.project(later(13))
    assert values(sheet) == ALL_DONE


def test_late_events_are_said_on_the_result(tablet, complete, device, sheet, later):
    session = complete().submit(later(10))
    device.send(tablet, [device.mark("W-02", "not", later(9), clock=99)], later(12))
    page = tablet.get(reverse("roleplays:result", args=[session.pk])).content.decode()
    assert "1 tap arrived after the sheet was handed in" in page


def test_what_arrives_at_a_cancelled_session_is_kept(tablet, device, sheet, xu, now):
    sheet.session.cancel(by=xu, at=now)
    event = device.mark("W-01", "done", now)
    assert device.send(tablet, [event], now).json()["answers"] == {event.link.key: "cancelled"}
    assert values(sheet) == {}


@pytest.mark.parametrize(
    "fields",
    [
        {"item": "W-99", "value": "done"}, {"item": "W-01", "value": "yes"}, {"item": "W-01", "value": "5"},
        {"item": "W-01", "value": "na", "text": "No car"}, {"item": "W-01", "value": ""},
    ],
    ids=str,
)  # fmt: skip
def test_what_the_edition_does_not_allow_is_refused_by_key(tablet, device, sheet, now, fields):
    wrong, right = device.make("mark", now, **fields), device.mark("W-03", "done", now)
    answer = device.send(tablet, [wrong, right], now).json()
    assert answer["answers"] == {wrong.link.key: "refused", right.link.key: ""}
    assert values(sheet) == {"W-03": "done"}


def test_an_event_that_is_not_what_its_hash_says_is_refused(tablet, device, tapped, sheet, now):
    batch = device.batch(tapped, now)
    batch["events"][0]["value"] = "partly"
    batch["events"][2]["text"] = "Somebody else's words"
    answers = post(tablet, sheet, batch).json()["answers"]
    assert [answers[event.link.key] for event in tapped] == ["refused", "", "refused", "", ""]


def test_another_event_under_a_known_key_is_refused(tablet, device, tapped, sheet, now):
    device.send(tablet, tapped, now)
    forged = as_json(tapped[0]) | {"value": "partly"}
    forged["hash"] = "0" * 64
    batch = device.batch([], now) | {"events": [forged]}
    assert post(tablet, sheet, batch).json()["answers"] == {tapped[0].link.key: "refused"}


@pytest.mark.parametrize(
    "wrong",
    [
        [], 1, None, {}, {"events": 1}, {"events": [{}]}, {"events": [{"kind": "given"}]}, {"sheet": "x", "events": []},
        {"events": [{}] * 201},
    ],
    ids=str,
)  # fmt: skip
def test_what_is_no_batch_is_refused(tablet, sheet, wrong):
    assert post(tablet, sheet, wrong).status_code == 400


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kind", "given"), ("key", "x"), ("device", 5), ("sequence", 0), ("sequence", True), ("clock", 2**60),
        ("hash", "x"), ("item", "W 01"), ("value", "DONE"), ("text", "x" * 2001), ("text", "\0"), ("device_ms", "now"),
        ("undoes", None), ("previous", "x"), ("text_digest", 1),
    ],
    ids=str,
)  # fmt: skip
def test_a_batch_with_one_malformed_event_is_refused(tablet, device, tapped, sheet, now, name, value):
    batch = device.batch(tapped, now)
    place = 3 if name == "undoes" else 0
    batch["events"][place][name] = value
    assert post(tablet, sheet, batch).status_code == 400
    assert not sheet.events.exists()


def test_json_that_is_none_is_refused(tablet, sheet):
    address = reverse("roleplays:events", args=[sheet.session_id])
    assert tablet.post(address, "{", content_type="application/json").status_code == 400


def test_events_need_a_post_and_a_token(tablet, device, tapped, sheet, xu, now):
    address = reverse("roleplays:events", args=[sheet.session_id])
    assert tablet.get(address).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(xu)
    assert post(strict, sheet, device.batch(tapped, now)).status_code == 403
    assert not sheet.events.exists()


# --- Whose events ---------------------------------------------------------------------------------------------------


@pytest.fixture
def wang(riverside, roles):
    return make_person("wang", "王芳", Role.TRAINER, dealership=riverside)


@pytest.mark.parametrize("who", ["lin", "zhou", "chen", "regional", "harbour_trainer", "admin"])
def test_nobody_else_sends_events(request, signed_in, device, tapped, sheet, now, who):
    client = signed_in(request.getfixturevalue(who))
    assert device.send(client, tapped, now).status_code == 404
    assert not sheet.events.exists()


def test_the_other_assessor_cannot_send_what_was_tapped_before_on_their_tablet(
    role_play, lin, xu, wang, signed_in, now
):
    RolePlayPage.objects.update(assessors=2)
    session = Session.open(RolePlayPage.objects.get(), lin, by=xu, at=now)
    theirs, of_wang = session.score_sheets.get(), session.join(wang, now)
    device = Device(theirs)
    events = [device.mark("W-01", "not", now), device.comment("W-01", WHISPER, now)]
    client = signed_in(wang)

    for person in (xu.pk, wang.pk):
        answer = device.send(client, events, now, person=person)
        assert (answer.status_code, answer.json()) == (409, {"someone_else": True})
    moved = device.batch(events, now, person=wang.pk) | {"sheet": of_wang.pk}
    assert set(post(client, of_wang, moved).json()["answers"].values()) == {"refused"}
    assert not Event.objects.exists()


def test_an_assessor_is_told_nothing_of_the_other_sheets_events(role_play, lin, xu, wang, signed_in, now):
    RolePlayPage.objects.update(assessors=2)
    session = Session.open(RolePlayPage.objects.get(), lin, by=xu, at=now)
    theirs, of_wang = session.score_sheets.get(), session.join(wang, now)
    theirs.mark("W-01", "not", now)
    theirs.comment_on("W-01", WHISPER, now)
    answer = Device(of_wang).send(signed_in(wang), [], now)
    assert answer.json() == {"answers": {}, "events": [], "open": True}


# --- Verifying ------------------------------------------------------------------------------------------------------


def test_a_session_that_nobody_touched_verifies(tablet, device, tapped, sheet, now, capsys):
    device.send(tablet, tapped, now)
    call_command("roleplays", "verify", str(sheet.session_id))
    assert "5 events, 0 too late" in capsys.readouterr().out


@pytest.mark.parametrize(
    "change", [{"value": "not"}, {"item": "W-02"}, {"device_ms": 5}, {"late": "submitted"}], ids=str
)
def test_one_altered_event_is_named(tablet, device, tapped, sheet, now, capsys, change):
    device.send(tablet, tapped, now)
    Event.objects.filter(number=1).update(**change)
    with pytest.raises(CommandError):
        call_command("roleplays", "verify", str(sheet.session_id))
    assert "ALTERED event 1:" in capsys.readouterr().out


def test_a_dropped_event_is_named_also_the_last(tablet, complete, device, sheet, now, later, capsys):
    complete().submit(later(1))
    last = Event.objects.filter(score_sheet=sheet).last()
    Event.objects.filter(pk=last.pk)._raw_delete("default")
    with pytest.raises(CommandError):
        call_command("roleplays", "verify", str(sheet.session_id))
    assert f"MISSING event {last.number}" in capsys.readouterr().out


def test_a_mark_that_does_not_follow_from_the_events_is_named(complete, sheet, capsys):
    complete()
    sheet.marks.filter(item="W-02").update(value="not")
    with pytest.raises(CommandError):
        call_command("roleplays", "verify", str(sheet.session_id))
    assert "ALTERED mark W-02" in capsys.readouterr().out


def test_what_a_device_has_still_to_send_is_told(tablet, device, tapped, sheet, now, capsys):
    device.send(tablet, [tapped[0], tapped[4]], now)
    call_command("roleplays", "verify", str(sheet.session_id))
    assert f"Device {device.id} has not sent its event 2." in capsys.readouterr().out


def test_a_session_that_is_not_there_is_said(db):
    with pytest.raises(CommandError, match="no session 5"):
        call_command("roleplays", "verify", "5")
