"""A recording: begun with everybody's consent, sent in pieces, played by who may, deleted by anybody who is in it."""

import base64
import datetime as dt
import hashlib
import uuid

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from people.audit.records import AuditEntry
from people.models import Role
from people.privacy import consents, copying, erasing, retention
from people.privacy.records import Consent, ConsentKind, Decision, RetentionPeriod
from roleplays import tidying
from roleplays.models import (
    AlsoThere,
    InRecording,
    Kind,
    Medium,
    Moment,
    NoRoom,
    NotAgreed,
    NotARecording,
    OutOfPlace,
    Plan,
    Recording,
    RecordingGone,
    RolePlayPage,
    Session,
    SessionClosed,
    TooLarge,
)
from roleplays.models import recordings as rules
from tests.conftest import make_person
from tests.roleplays import media
from tests.roleplays.conftest import queries_of

STRANGERS = ["zhou", "harbour_advisor", "harbour_trainer", "harbour_manager", "summit_manager"]
SOUND = media.webm(media.SOUND)
FILM = media.webm(media.PICTURE, media.SOUND)


@pytest.fixture
def role_play(role_play):
    RolePlayPage.objects.update(recording=Medium.VIDEO)
    return RolePlayPage.objects.get()


def agree(*people, kinds=(ConsentKind.VOICE, ConsentKind.FACE), decision=Decision.GIVEN, at):
    for person in people:
        for kind in kinds:
            consents.decide(person, kind, decision, version=consents.VERSION, at=at)


@pytest.fixture
def agreed(session, lin, xu, now):
    agree(lin, xu, at=now)
    return session


def begin(session, by, at, medium=Medium.AUDIO, **more):
    return Recording.start(session, by, at, key=uuid.uuid4(), medium=medium, **more)


def fill(recording, content, at, piece=1000):
    for offset in range(0, len(content), piece):
        recording.put(offset, content[offset : offset + piece], at)
    recording.finish(len(content), at, 3000)
    return recording


@pytest.fixture
def whole(agreed, xu, now):
    """Lin's performance, three seconds of sound, made by Xu."""
    return fill(begin(agreed, xu, now), SOUND, now)


def content_of(recording) -> bytes:
    with recording.open() as file:
        return file.read()


def is_on_disk(recording) -> bool:
    try:
        return bool(default_storage.listdir(f"recordings/{recording.key}")[1])
    except FileNotFoundError:
        return False


# --- Whether it is recorded at all ----------------------------------------------------------------------------------


def test_without_the_option_nothing_is_recorded(session, lin, xu, now):
    Session.objects.update(recording=Medium.NONE)
    session.refresh_from_db()
    agree(lin, xu, at=now)
    with pytest.raises(SessionClosed):
        begin(session, xu, now)


def test_a_session_keeps_what_its_page_said_when_it_was_opened(session):
    RolePlayPage.objects.update(recording=Medium.NONE)
    assert session.mediums == [Medium.VIDEO, Medium.AUDIO]


def test_on_the_job_nothing_is_recorded(role_play, zhou, chen, now):
    assert Session.open(role_play, zhou, by=chen, at=now, kind=Kind.AT_WORK).mediums == []


def test_pages_of_a_session_without_recording_are_as_they_were(complete, signed_in, xu, lin, now):
    Session.objects.update(recording=Medium.NONE)
    session = complete().session
    screen = signed_in(xu).get(reverse("roleplays:score", args=[session.pk]))
    assert "recording" not in screen.content.decode()
    assert "microphone=()" in screen["Permissions-Policy"]
    assert signed_in(xu).get(reverse("roleplays:recordings", args=[session.pk])).status_code == 404
    complete().submit(now, "")
    assert "recording" not in signed_in(lin).get(reverse("roleplays:result", args=[session.pk])).content.decode()


# --- Consent --------------------------------------------------------------------------------------------------------


def test_nothing_begins_before_everybody_has_agreed(session, lin, xu, now):
    with pytest.raises(NotAgreed) as refusal:
        begin(session, xu, now)
    assert refusal.value.people == {lin.pk, xu.pk}
    agree(xu, at=now)
    with pytest.raises(NotAgreed) as refusal:
        begin(session, xu, now)
    assert refusal.value.people == {lin.pk}
    assert not Recording.objects.exists()


def test_for_pictures_voice_is_not_enough(session, lin, xu, now):
    agree(lin, xu, kinds=[ConsentKind.VOICE], at=now)
    with pytest.raises(NotAgreed):
        begin(session, xu, now, Medium.VIDEO)
    assert begin(session, xu, now, Medium.AUDIO).pk


def test_who_agreed_when_the_text_said_that_nothing_is_recorded_has_not_agreed(session, lin, xu, now):
    agree(xu, at=now)
    for kind in (ConsentKind.VOICE, ConsentKind.FACE):
        Consent.objects.create(person=lin, kind=kind, decision=Decision.GIVEN, version="2026-11", at=now)
    assert not consents.is_decided(lin, ConsentKind.VOICE)
    with pytest.raises(NotAgreed):
        begin(session, xu, now)
    agree(lin, at=now)
    assert begin(session, xu, now).pk


def test_whoever_plays_the_customer_is_asked_too(role_play, lin, xu, zhou, now):
    starts_at = now + dt.timedelta(days=1)
    plan = Plan.make(role_play, lin, xu, now, starts_at=starts_at, place="Bay", assessors=[xu], player=zhou)
    session = plan.begin(xu, now)
    agree(lin, xu, at=now)
    with pytest.raises(NotAgreed) as refusal:
        begin(session, xu, now)
    assert refusal.value.people == {zhou.pk}


def test_whoever_was_named_is_asked_too(agreed, xu, zhou, now):
    AlsoThere.objects.create(session=agreed, person=zhou, named_by=xu, at=now)
    with pytest.raises(NotAgreed):
        begin(agreed, xu, now)


def test_whoever_comes_in_while_it_runs_is_asked_before_another_byte_is_kept(agreed, lin, xu, zhou, now):
    recording = begin(agreed, xu, now)
    recording.put(0, SOUND[:500], now)
    AlsoThere.objects.create(session=agreed, person=zhou, named_by=xu, at=now)
    with pytest.raises(NotAgreed):
        recording.put(500, SOUND[500:900], now)
    agree(zhou, at=now)
    assert recording.put(500, SOUND[500:900], now) == 900
    assert set(recording.people.values_list("person", flat=True)) == {lin.pk, xu.pk, zhou.pk}


# --- In pieces ------------------------------------------------------------------------------------------------------


def test_pieces_come_together_to_the_same_file(whole):
    assert content_of(whole) == SOUND
    assert (whole.length, whole.milliseconds, whole.container, whole.has_pictures) == (len(SOUND), 3000, "webm", False)


def test_begun_twice_it_is_one(agreed, xu, now):
    key = uuid.uuid4()
    first = Recording.start(agreed, xu, now, key=key, medium=Medium.AUDIO)
    assert Recording.start(agreed, xu, now, key=key, medium=Medium.AUDIO).pk == first.pk


def test_the_same_piece_twice_counts_once(agreed, xu, now):
    recording = begin(agreed, xu, now)
    assert [recording.put(0, SOUND[:500], now) for _time in range(2)] == [500, 500]


@pytest.mark.parametrize(
    ("offset", "content"), [(400, SOUND[400:700]), (600, SOUND[600:700]), (0, FILM[:500]), (500, b"")]
)
def test_a_piece_out_of_place_is_told_where_to_go_on(agreed, xu, now, offset, content):
    recording = begin(agreed, xu, now)
    recording.put(0, SOUND[:500], now)
    with pytest.raises(OutOfPlace) as refusal:
        recording.put(offset, content, now)
    assert refusal.value.length == 500
    assert content_of(recording) == SOUND[:500]


def test_it_is_not_whole_before_all_of_it_is_there(agreed, xu, now):
    recording = begin(agreed, xu, now, size=len(SOUND))
    recording.put(0, SOUND[:500], now)
    for length in (500, len(SOUND)):
        with pytest.raises(OutOfPlace):
            recording.finish(length, now)
    recording.put(500, SOUND[500:], now)
    recording.finish(len(SOUND), now)
    recording.finish(len(SOUND), now)
    assert recording.is_whole


def test_nothing_is_added_to_what_is_whole(whole, now):
    with pytest.raises(OutOfPlace):
        whole.put(whole.length, b"more", now)


def test_a_recording_has_a_largest_size(agreed, xu, now, monkeypatch):
    monkeypatch.setitem(rules.MOST_BYTES, Medium.AUDIO, 2000)
    with pytest.raises(TooLarge):
        begin(agreed, xu, now, size=2001)
    recording = begin(agreed, xu, now)
    recording.put(0, SOUND[:1500], now)
    with pytest.raises(TooLarge):
        recording.put(1500, SOUND[1500:2100], now)


def test_no_more_comes_than_was_said(agreed, xu, now):
    recording = begin(agreed, xu, now, size=1000)
    with pytest.raises(TooLarge):
        recording.put(0, SOUND[:1001], now)


def test_a_session_has_so_many_recordings_and_the_platform_so_much_room(agreed, xu, now, settings):
    settings.RECORDINGS_MOST_GB = 0
    with pytest.raises(NoRoom):
        begin(agreed, xu, now)
    settings.RECORDINGS_MOST_GB = 1
    for _time in range(rules.MOST_OF_A_SESSION):
        begin(agreed, xu, now)
    with pytest.raises(NoRoom):
        begin(agreed, xu, now)


def test_what_is_no_recording_is_refused_at_its_first_bytes(agreed, xu, now):
    recording = begin(agreed, xu, now)
    with pytest.raises(NotARecording):
        recording.put(0, b"<html><script>alert(1)</script>" + b" " * 100, now)
    assert recording.chunks.count() == 0


def test_pictures_where_only_sound_was_agreed_to_are_deleted_at_once(
    agreed, xu, now, django_capture_on_commit_callbacks
):
    recording = begin(agreed, xu, now, Medium.AUDIO)
    with pytest.raises(NotARecording), django_capture_on_commit_callbacks(execute=True):
        fill(recording, FILM, now)
    recording.refresh_from_db()
    assert (recording.deleted_because, is_on_disk(recording)) == ("refused", False)


def test_a_film_where_pictures_were_agreed_to_is_kept(agreed, xu, now):
    recording = fill(begin(agreed, xu, now, Medium.VIDEO), FILM, now)
    assert (recording.has_pictures, recording.content_type) == (True, "video/webm")


# --- By the addresses of the device ---------------------------------------------------------------------------------


def put(client, recording, offset, content, digest=None, **headers):
    digest = digest or base64.b64encode(hashlib.sha256(content).digest()).decode()
    heads = {"Upload-Offset": str(offset), "Content-Digest": f"sha-256=:{digest}:"} | headers
    return client.put(
        reverse("roleplays:recording_bytes", args=[recording.key]), content, "application/octet-stream", headers=heads
    )


def test_a_device_records_by_its_addresses(agreed, xu, signed_in):
    client, key = signed_in(xu), str(uuid.uuid4())
    started = client.post(
        reverse("roleplays:start_recording", args=[agreed.pk]), {"key": key, "medium": "audio", "complete": "on"}
    )
    recording = Recording.objects.get(key=key)
    assert started.json() == {"url": f"/en/role-plays/recordings/{key}/", "offset": 0}
    assert put(client, recording, 0, SOUND[:700]).json() == {"offset": 700}
    where = client.get(reverse("roleplays:recording_bytes", args=[key]))
    assert (where.json(), where["Upload-Offset"]) == ({"offset": 700, "whole": False}, "700")
    assert put(client, recording, 0, SOUND[:100]).json()["offset"] == 700
    assert put(client, recording, 700, SOUND[700:]).status_code == 200
    finished = client.post(reverse("roleplays:finish_recording", args=[key]), {"length": len(SOUND), "milliseconds": 9})
    assert finished.json() == {"whole": True}
    recording.refresh_from_db()
    assert (content_of(recording), recording.is_whole) == (SOUND, True)


def test_who_begins_has_to_say_that_everybody_is_on_the_list(agreed, xu, signed_in):
    address = reverse("roleplays:start_recording", args=[agreed.pk])
    assert signed_in(xu).post(address, {"key": str(uuid.uuid4()), "medium": "audio"}).status_code == 400


def test_who_has_not_agreed_is_named_to_the_recorder(session, xu, now, signed_in):
    agree(xu, at=now)
    address = reverse("roleplays:start_recording", args=[session.pk])
    answer = signed_in(xu).post(address, {"key": str(uuid.uuid4()), "medium": "audio", "complete": "on"})
    assert (answer.status_code, answer.json()["lacking"]) == (403, "林晓")


def test_a_damaged_piece_is_refused(agreed, xu, now, signed_in):
    recording = begin(agreed, xu, now)
    wrong = base64.b64encode(hashlib.sha256(b"other").digest()).decode()
    for digest in (wrong, "###"):
        assert put(signed_in(xu), recording, 0, SOUND, digest).status_code == 400
    assert recording.chunks.count() == 0


def test_a_piece_that_is_too_large_is_refused(agreed, xu, now, signed_in):
    recording = begin(agreed, xu, now)
    assert put(signed_in(xu), recording, 0, SOUND + b"x" * rules.MOST_IN_A_CHUNK).status_code == 413


@pytest.mark.parametrize("offset", ["", "-1", "x", "9" * 16])
def test_a_piece_without_a_place_is_refused(agreed, xu, now, signed_in, offset):
    assert put(signed_in(xu), begin(agreed, xu, now), offset, SOUND).status_code == 400


def test_a_file_that_is_none_gets_words_for_the_person(agreed, xu, now, signed_in):
    answer = put(signed_in(xu), begin(agreed, xu, now), 0, b"%PDF-1.7" + b" " * 100)
    assert answer.status_code == 415
    assert "Choose a WebM" in answer.json()["problem"]


def test_a_device_is_told_that_it_is_deleted_and_why(agreed, lin, xu, now, signed_in):
    recording = begin(agreed, xu, now)
    agree(lin, kinds=[ConsentKind.VOICE], decision=Decision.WITHDRAWN, at=now)
    client = signed_in(xu)
    asked = client.get(reverse("roleplays:recording_bytes", args=[recording.key]))
    for answer in (put(client, recording, 0, SOUND), asked):
        assert answer.status_code == 410
        assert "withdrawn" in answer.json()["problem"]


@pytest.mark.parametrize("name", ["recording_bytes", "recording_state", "finish_recording", "discard_recording"])
@pytest.mark.parametrize("who", [*STRANGERS, "lin", "chen"])
def test_nobody_but_who_records_has_the_devices_addresses(agreed, xu, now, request, signed_in, name, who):
    recording = begin(agreed, xu, now)
    client, address = signed_in(request.getfixturevalue(who)), reverse(f"roleplays:{name}", args=[recording.key])
    assert {client.get(address).status_code, client.post(address).status_code} <= {404, 405}
    assert client.put(address).status_code in (404, 405)
    recording.refresh_from_db()
    assert recording.deleted_at is None


def test_everybody_in_the_room_sees_that_it_is_recorded_paused_and_over(agreed, lin, xu, now, signed_in):
    recording = begin(agreed, xu, now)
    seen, address = signed_in(lin), reverse("roleplays:recording_people", args=[agreed.pk])
    state = reverse("roleplays:recording_state", args=[recording.key])
    assert "Sound is being recorded" in seen.get(address).content.decode()
    signed_in(xu).post(state, {"state": "pause"})
    assert "The recording is paused" in seen.get(address).content.decode()
    signed_in(xu).post(state, {"state": "go_on"})
    assert "Sound is being recorded" in seen.get(address).content.decode()
    signed_in(xu).post(state, {"state": "stop"})
    assert "recording-now" not in seen.get(address).content.decode()
    assert signed_in(xu).post(state, {"state": "dance"}).status_code == 400


# --- Who finds what -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", STRANGERS)
def test_strangers_find_nothing(whole, complete, now, request, signed_in, who):
    complete().submit(now, "")
    client = signed_in(request.getfixturevalue(who))
    for name, part in (
        ("recordings", whole.session_id),
        ("recording_people", whole.session_id),
        ("recording", whole.key),
    ):
        assert client.get(reverse(f"roleplays:{name}", args=[part])).status_code == 404
    assert client.post(reverse("roleplays:withdraw_recording", args=[whole.key])).status_code == 404
    whole.refresh_from_db()
    assert whole.deleted_at is None


def test_before_release_only_assessors_play_it(whole, lin, xu, chen, signed_in):
    address = reverse("roleplays:recording", args=[whole.key])
    assert [signed_in(each).get(address).status_code for each in (xu, lin, chen)] == [200, 404, 404]


def test_after_release_whoever_sees_the_person_plays_it_and_that_is_in_the_trail(
    whole, complete, now, lin, chen, signed_in
):
    complete().submit(now, "")
    address = reverse("roleplays:recording", args=[whole.key])
    for each in (lin, chen):
        response = signed_in(each).get(address)
        assert b"".join(response.streaming_content) == SOUND
    looks = AuditEntry.objects.filter(action="viewed", kind="roleplays.recording")
    assert list(looks.values_list("actor", "person", "key")) == [(chen.pk, lin.pk, str(whole.pk))]


def test_it_is_served_in_ranges_and_kept_nowhere(whole, xu, signed_in):
    client, address = signed_in(xu), reverse("roleplays:recording", args=[whole.key])
    for range_, expected in {
        "bytes=0-99": SOUND[:100], "bytes=950-1049": SOUND[950:1050], "bytes=-10": SOUND[-10:],
        "bytes=2900-": SOUND[2900:],
    }.items():  # fmt: skip
        response = client.get(address, headers={"range": range_})
        assert response.status_code == 206
        assert b"".join(response.streaming_content) == expected
        assert int(response["Content-Length"]) == len(expected)
    assert response["Content-Range"] == f"bytes 2900-{len(SOUND) - 1}/{len(SOUND)}"
    assert (response["Content-Type"], response["Cache-Control"]) == ("audio/webm", "private, no-store")
    assert (response["X-Content-Type-Options"], response["Cross-Origin-Resource-Policy"]) == ("nosniff", "same-origin")
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert client.get(address, headers={"range": f"bytes={len(SOUND)}-"}).status_code == 416


def test_the_file_has_no_address_among_the_pictures(whole, admin, signed_in):
    name = whole.chunks.first().file.name
    assert signed_in(admin).get(f"/media/{name}", follow=True).status_code == 404


def test_nobody_plays_what_somebody_in_it_no_longer_agrees_to(whole, xu, lin, now, signed_in):
    """Even if the deletion had failed."""
    Consent.objects.create(
        person=lin, kind=ConsentKind.VOICE, decision=Decision.WITHDRAWN, version=consents.VERSION, at=now
    )
    assert signed_in(xu).get(reverse("roleplays:recording", args=[whole.key])).status_code == 404


def test_only_pages_that_record_may_ask_for_a_microphone(agreed, xu, lin, signed_in):
    for name in ("recordings", "score"):
        policy = signed_in(xu).get(reverse(f"roleplays:{name}", args=[agreed.pk]))["Permissions-Policy"]
        assert "microphone=(self)" in policy
    for address in (reverse("roleplays:board"), reverse("people:privacy")):
        assert "microphone=()" in signed_in(xu).get(address)["Permissions-Policy"]


def test_more_recordings_take_no_more_queries(agreed, complete, xu, now, signed_in):
    fill(begin(agreed, xu, now), SOUND, now)
    client = signed_in(xu)
    address = reverse("roleplays:recordings", args=[agreed.pk])
    few = [queries_of(client, address) for _time in range(2)][1]
    for _time in range(3):
        recording = fill(begin(agreed, xu, now), SOUND, now)
        Moment.objects.create(recording=recording, author=xu, milliseconds=5, text="Yes", at=now)
    assert queries_of(client, address) <= few


# --- Comments on moments --------------------------------------------------------------------------------------------


def note(client, recording, at="00:02", text="He does not look up"):
    return client.post(reverse("roleplays:add_moment", args=[recording.key]), {"at": at, "text": text})


def test_a_comment_is_tied_to_its_moment(whole, xu, signed_in):
    note(signed_in(xu), whole, "01:02")
    note(signed_in(xu), whole, "01:02")
    moment = Moment.objects.get()
    assert (moment.milliseconds, moment.face, moment.place) == (62_000, "01:02", "62")
    assert (
        "He does not look up"
        in signed_in(xu).get(reverse("roleplays:recordings", args=[whole.session_id])).content.decode()
    )


@pytest.mark.parametrize(("at", "text"), [("2", "x"), ("00:60", "x"), ("", "x"), ("00:01", ""), ("00:01", "x" * 1001)])
def test_what_is_no_moment_is_refused(whole, xu, signed_in, at, text):
    note(signed_in(xu), whole, at, text)
    assert not Moment.objects.exists()


def test_assessors_do_not_see_each_others_comments_before_release(role_play, lin, xu, riverside, roles, now, signed_in):
    RolePlayPage.objects.update(assessors=2)
    wang = make_person("wang", "王芳", Role.TRAINER, dealership=riverside)
    session = Session.open(RolePlayPage.objects.get(), lin, by=xu, at=now)
    session.join(wang, now)
    agree(lin, xu, wang, at=now)
    recording = fill(begin(session, xu, now), SOUND, now)
    note(signed_in(xu), recording)
    page = reverse("roleplays:recordings", args=[session.pk])
    assert "He does not look up" not in signed_in(wang).get(page).content.decode()
    own = note(signed_in(wang), recording, text="Good voice")
    assert own.status_code == 302
    assert list(Moment.objects.visible_to(wang).values_list("text", flat=True)) == ["Good voice"]
    Session.objects.update(released_at=now, outcome="passed", percent=90)
    assert Moment.objects.visible_to(wang).count() == Moment.objects.visible_to(lin).count() == 2


def test_only_who_wrote_a_comment_deletes_it(whole, complete, xu, lin, now, signed_in):
    note(signed_in(xu), whole)
    complete().submit(now, "")
    address = reverse("roleplays:delete_moment", args=[Moment.objects.get().pk])
    assert signed_in(lin).post(address).status_code == 404
    signed_in(xu).post(address)
    assert not Moment.objects.exists()


# --- The end of it --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["lin", "xu", "zhou"])
def test_one_no_deletes_it_at_once_and_the_score_stands(
    agreed, complete, lin, xu, zhou, now, request, who, signed_in, django_capture_on_commit_callbacks
):
    agree(zhou, at=now)
    AlsoThere.objects.create(session=agreed, person=zhou, named_by=xu, at=now)
    whole = fill(begin(agreed, xu, now), SOUND, now)
    note(signed_in(xu), whole)
    session = complete().submit(now, "")
    with django_capture_on_commit_callbacks(execute=True):
        signed_in(request.getfixturevalue(who)).post(
            reverse("people:consent", args=["voice"]), {"decision": "withdrawn", "version": consents.VERSION}
        )
    whole.refresh_from_db()
    session.refresh_from_db()
    assert (whole.deleted_because, whole.chunks.count(), is_on_disk(whole)) == ("withdrawn", 0, False)
    assert whole.files_gone_at is not None
    assert (session.outcome, session.percent) == ("passed", 100)
    page = signed_in(lin).get(reverse("roleplays:result", args=[session.pk])).content.decode()
    assert "Somebody in it has withdrawn their consent" in page
    assert "He does not look up" in page
    assert "<audio" not in page
    assert signed_in(lin).get(reverse("roleplays:recording", args=[whole.key])).status_code == 404


def test_a_face_withdrawn_leaves_what_is_only_heard(agreed, lin, xu, now):
    sound = fill(begin(agreed, xu, now), SOUND, now)
    film = fill(begin(agreed, xu, now, Medium.VIDEO), FILM, now)
    agree(lin, kinds=[ConsentKind.FACE], decision=Decision.WITHDRAWN, at=now)
    assert list(Recording.objects.kept()) == [sound]
    film.refresh_from_db()
    assert film.deleted_because == "withdrawn"


def test_who_is_in_one_deletes_that_one(agreed, lin, xu, now, signed_in):
    one, other = (fill(begin(agreed, xu, now), SOUND, now) for _time in range(2))
    address = reverse("roleplays:withdraw_recording", args=[one.key])
    assert "Delete this recording now?" in signed_in(lin).get(address).content.decode()
    assert Recording.objects.kept().count() == 2
    signed_in(lin).post(address)
    signed_in(lin).post(address)
    assert list(Recording.objects.kept()) == [other]
    deleted = AuditEntry.objects.get(action="recording_deleted")
    assert (deleted.actor, deleted.person, deleted.details) == (lin.pk, lin.pk, {"because": "withdrawn"})


def test_who_made_it_throws_it_away(whole, xu, signed_in):
    signed_in(xu).post(reverse("roleplays:discard_recording", args=[whole.key]))
    whole.refresh_from_db()
    assert whole.deleted_because == "discarded"


def test_nothing_comes_in_after_it_is_deleted(agreed, lin, xu, now, django_capture_on_commit_callbacks):
    recording = begin(agreed, xu, now)
    recording.put(0, SOUND[:500], now)
    with django_capture_on_commit_callbacks(execute=True):
        agree(lin, decision=Decision.WITHDRAWN, at=now)
    for late in (lambda: recording.put(500, SOUND[500:], now), lambda: recording.finish(500, now)):
        with pytest.raises(RecordingGone):
            late()
    assert not is_on_disk(recording)


def test_a_cancelled_session_has_no_recording(whole, xu, now):
    whole.session.cancel(by=xu, at=now, because="Wrong person")
    whole.refresh_from_db()
    assert whole.deleted_because == "cancelled"


def test_its_day_stands_beside_it_and_the_timekeeper_carries_it_out(whole, xu, now, signed_in):
    assert whole.keep_until == dt.date(2027, 1, 31)
    assert (
        "It is deleted on 31 January 2027."
        in signed_in(xu).get(reverse("roleplays:recordings", args=[whole.session_id])).content.decode()
    )
    assert retention.carry_out(now + dt.timedelta(days=89))["recordings"] == 0
    assert retention.carry_out(now + dt.timedelta(days=90), really=False)["recordings"] == 1
    assert retention.carry_out(now + dt.timedelta(days=90))["recordings"] == 1
    whole.refresh_from_db()
    assert (whole.deleted_because, whole.deleted_at) == ("retention", now + dt.timedelta(days=90))


def test_a_shorter_time_holds_for_old_ones_and_a_longer_one_does_not(whole, now):
    assert whole.last_day(30) == dt.date(2026, 12, 2)
    assert whole.last_day(900) == whole.keep_until
    RetentionPeriod.objects.create(kind="recordings", days=900)
    assert retention.carry_out(now + dt.timedelta(days=91))["recordings"] == 1


def test_what_never_arrived_whole_goes_after_a_week(agreed, xu, now):
    recording = begin(agreed, xu, now)
    recording.put(0, SOUND[:500], now)
    assert tidying.tidy(now + dt.timedelta(days=7)) == 0
    assert tidying.tidy(now + dt.timedelta(days=8)) == 1
    recording.refresh_from_db()
    assert recording.deleted_because == "unfinished"


def test_files_that_a_fault_has_left_are_taken_away_later(whole, xu, now):
    """The machine died between the decision and the deletion of the file."""
    whole.discard("discarded", xu, now)
    assert is_on_disk(whole)
    tidying.tidy(now)
    whole.refresh_from_db()
    assert (is_on_disk(whole), whole.files_gone_at) == (False, now)


def test_a_no_that_came_while_somebody_joined_is_found_by_the_timekeeper(whole, zhou, now):
    InRecording.objects.create(recording=whole, person=zhou)
    assert tidying.tidy(now) == 0, "who was never asked has not said no; nobody plays it all the same"
    Consent.objects.create(person=zhou, kind="voice", decision="withdrawn", version=consents.VERSION, at=now)
    assert tidying.tidy(now) == 1


@pytest.mark.parametrize("who", ["lin", "xu"])
def test_erasing_anybody_in_it_deletes_it(
    whole, xu, lin, now, request, who, signed_in, django_capture_on_commit_callbacks
):
    note(signed_in(xu), whole, text="A note")
    with django_capture_on_commit_callbacks(execute=True):
        erasing.erase(request.getfixturevalue(who), by=None, at=now)
    whole.refresh_from_db()
    assert (whole.deleted_because, is_on_disk(whole)) == ("erased", False)
    assert Moment.objects.get().text == ("—" if who == "lin" else "A note")


def test_the_advisor_takes_it_along_with_their_data_and_others_the_facts(whole, complete, lin, xu, now):
    def files(person):
        return {name: opened for part in copying.parts(person) for name, opened in part.files.items()}

    assert not [name for name in files(lin) if name.startswith("recordings/")]
    complete().submit(now, "")
    [(name, opened)] = [(name, opened) for name, opened in files(lin).items() if name.startswith("recordings/")]
    assert name.endswith(".webm")
    with opened() as file:
        assert file.read() == SOUND
    assert not files(xu)
    assert [part.name for part in copying.parts(xu) if part.name == "recordings"]


# --- Naming who else is there ---------------------------------------------------------------------------------------


def test_an_assessor_names_who_else_is_there_and_takes_them_off_again(agreed, xu, zhou, signed_in):
    client = signed_in(xu)
    client.post(reverse("roleplays:name_somebody", args=[agreed.pk]), {"person": zhou.pk})
    page = signed_in(zhou).get(reverse("roleplays:recordings", args=[agreed.pk])).content.decode()
    assert "Recordings of my voice" in page
    named = AlsoThere.objects.get()
    assert signed_in(zhou).post(reverse("roleplays:remove_somebody", args=[named.pk])).status_code == 404
    client.post(reverse("roleplays:remove_somebody", args=[named.pk]))
    assert not AlsoThere.objects.exists()


def test_nobody_of_another_place_is_named(agreed, xu, harbour_advisor, signed_in):
    answer = signed_in(xu).post(reverse("roleplays:name_somebody", args=[agreed.pk]), {"person": harbour_advisor.pk})
    assert (answer.status_code, AlsoThere.objects.count()) == (400, 0)


def test_consent_is_asked_where_it_is_needed_and_given_there(session, lin, signed_in):
    client, address = signed_in(lin), reverse("roleplays:recordings", args=[session.pk])
    assert "Recordings of my voice" in client.get(address).content.decode()
    for kind in ("voice", "face"):
        said = {"decision": "given", "version": consents.VERSION, "next": address}
        assert client.post(reverse("people:consent", args=[kind]), said).url == address
    page = client.get(address).content.decode()
    assert "Recordings of my voice" not in page
    assert "Has agreed" in page


def test_whoever_takes_part_in_a_plan_is_asked_before_the_day(role_play, lin, xu, zhou, now, signed_in):
    starts_at = timezone.now() + dt.timedelta(days=1)
    plan = Plan.make(role_play, lin, xu, now, starts_at=starts_at, place="Bay", assessors=[xu], player=zhou)
    for person in (lin, xu, zhou):
        assert (
            "Recordings of my voice"
            in signed_in(person).get(reverse("roleplays:plan", args=[plan.pk])).content.decode()
        )


def test_an_advisor_is_asked_on_the_page_of_the_role_play(role_play, lin, signed_in):
    page = signed_in(lin).get(role_play.url).content.decode()
    assert "Recordings of my voice" in page
    assert "Sound and pictures, if everybody in it agrees" in page
