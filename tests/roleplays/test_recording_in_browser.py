"""The recorder in a real browser with a made-up camera: no network, a killed tab, and the file is whole even so."""

import hashlib
import re
import time

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from people.privacy import consents
from people.privacy.records import ConsentKind, Decision
from roleplays.models import Medium, Recording, RolePlayPage, Session
from tests.accessibility import examine
from tests.browser_plugin import find_browser
from tests.roleplays import media

pytestmark = pytest.mark.django_db(transaction=True)
PIECES = """(key) => new Promise((resolve) => {
  const opened = indexedDB.open("role-play-recordings", 1)
  opened.onsuccess = () => {
    const all = opened.result.transaction("pieces").objectStore("pieces").getAll()
    all.onsuccess = () => { opened.result.close(); resolve(all.result.length) }
  }
})"""
# What the recorder hands out, beside what is kept of it: the test compares both.
LISTEN = """
window.made = []
const start = MediaRecorder.prototype.start
MediaRecorder.prototype.start = function (...given) {
  this.addEventListener("dataavailable", ({ data }) => window.made.push(data))
  return start.apply(this, given)
}
window.madeBytes = async () => {
  const bytes = new Uint8Array(await new Blob(window.made).arrayBuffer())
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))
  return [bytes.length, Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("")]
}
"""


@pytest.fixture
def session(role_play, lin, xu, now):
    RolePlayPage.objects.update(recording=Medium.VIDEO)
    for person in (lin, xu):
        for kind in (ConsentKind.VOICE, ConsentKind.FACE):
            consents.decide(person, kind, Decision.GIVEN, version=consents.VERSION, at=now)
    return Session.open(RolePlayPage.objects.get(), lin, by=xu, at=now)


@pytest.fixture(scope="module")
def with_camera(browser):
    """A second Chromium of the same Playwright, whose camera and microphone are made up and need no question."""
    made_up = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--no-sandbox"]
    chromium = browser.browser_type.launch(executable_path=find_browser(), args=made_up)
    yield chromium
    chromium.close()


@pytest.fixture
def device(with_camera, live_server, signed_in):
    """`device(xu)` is a tablet on which Xu is signed in."""
    contexts = []

    def make(person, **options):
        cookie = {"name": "sessionid", "value": signed_in(person).cookies["sessionid"].value, "url": live_server.url}
        context = with_camera.new_context(viewport={"width": 820, "height": 1180}, **options)
        context.set_default_timeout(20_000)
        context.add_cookies([cookie])
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    time.sleep(0.5)  # what was on its way is still being answered, and must not meet the emptying of the tables


def opened(context, live_server, name, *parts, script=""):
    page = context.new_page()
    if script:
        page.add_init_script(script)
    page.goto(live_server.url + reverse(f"roleplays:{name}", args=parts))
    return page


def choose(page, name, kind, content):
    """As somebody would who sees where to choose: it is there once the page can take a file."""
    expect(page.locator(".recording-upload")).to_be_visible()
    page.locator("[data-file]").set_input_files(files=[{"name": name, "mimeType": kind, "buffer": content}])


def is_accessible(page):
    examine(page)


def begin(page, medium="audio"):
    page.locator(f'[data-record="{medium}"]').click()
    page.get_by_role("button", name="Yes, begin").click()
    expect(page.locator('.recorder[data-state="recording"]')).to_be_visible()


def stored() -> tuple[int, str]:
    recording = Recording.objects.get()
    with recording.open() as file:
        content = file.read()
    return len(content), hashlib.sha256(content).hexdigest()


def wait_until_whole(page):
    for _time in range(120):
        if Recording.objects.get().is_whole:
            return
        page.wait_for_timeout(250)
    raise AssertionError(page.locator(".recordings-waiting").inner_text())


def test_what_is_recorded_arrives_byte_by_byte_through_a_pause_and_a_dead_network(device, live_server, session, xu):
    tablet = device(xu)
    page = opened(tablet, live_server, "recordings", session.pk, script=LISTEN)
    begin(page)
    page.wait_for_timeout(2500)
    page.get_by_role("button", name="Pause").click()
    expect(page.locator(".recorder-word")).to_have_text("Paused")
    clock = page.locator(".recorder-clock time").inner_text()
    page.wait_for_timeout(1500)
    assert page.locator(".recorder-clock time").inner_text() == clock
    page.get_by_role("button", name="Go on").click()
    tablet.set_offline(True)
    page.wait_for_timeout(4000)
    expect(page.locator(".recordings-waiting")).to_contain_text("No network")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator('.recorder[data-state="stopped"]')).to_be_visible()
    made = page.evaluate("madeBytes()")
    assert stored()[0] < made[0]
    tablet.set_offline(False)
    wait_until_whole(page)

    assert list(stored()) == made
    recording = Recording.objects.get()
    assert 5500 <= recording.milliseconds <= 9500
    assert page.evaluate(PIECES) == 0, "what has arrived is no longer on the device"


def test_a_killed_tab_costs_a_second_and_the_rest_arrives_from_the_next_page(device, live_server, session, xu):
    tablet = device(xu)
    page = opened(tablet, live_server, "score", session.pk)
    begin(page, "video")
    expect(page.locator("video.recorder-picture")).to_be_visible()
    page.wait_for_timeout(2000)
    tablet.set_offline(True)
    page.wait_for_timeout(3000)
    kept = page.evaluate(PIECES)
    assert kept >= 2
    page.close(run_before_unload=False)
    tablet.set_offline(False)
    board = opened(tablet, live_server, "board")
    wait_until_whole(board)

    recording = Recording.objects.get()
    assert recording.has_pictures
    assert recording.milliseconds >= 3500
    player = opened(tablet, live_server, "recordings", session.pk).locator("video.player-medium")
    expect(player).to_be_visible()
    player.evaluate(
        "(medium) => new Promise((go) => (medium.readyState > 1 ? go() : medium.addEventListener('canplay', go)))"
    )
    assert player.evaluate("(medium) => medium.videoWidth") > 0


def test_everybody_else_sees_that_it_is_recorded_and_one_no_stops_it(device, live_server, session, xu, lin):
    page = opened(device(xu), live_server, "recordings", session.pk)
    phone = opened(device(lin), live_server, "recordings", session.pk)
    expect(phone.get_by_text("Sound is being recorded")).to_have_count(0)
    begin(page)
    expect(phone.get_by_text("Sound is being recorded")).to_be_visible()
    for screen in (page, phone):
        is_accessible(screen)
    page.wait_for_timeout(1500)
    phone.goto(live_server.url + reverse("people:privacy"))
    phone.locator('form[aria-labelledby="consent-voice"]').get_by_role("button", name="Withdraw").click()
    expect(page.locator(".recordings-waiting")).to_contain_text("Somebody in it has withdrawn their consent")
    expect(page.locator('.recorder:not([data-state="recording"])')).to_be_visible()

    assert Recording.objects.get().deleted_because == "withdrawn"
    assert page.evaluate(PIECES) == 0, "the device forgets it too"


def test_without_everybodys_consent_there_is_no_recorder(device, live_server, session, xu, lin, now):
    consents.decide(lin, "voice", "withdrawn", version=consents.VERSION, at=now)
    page = opened(device(xu), live_server, "score", session.pk)
    expect(page.locator(".recording-waits")).to_contain_text("Consent is missing: Lin Xiao 林晓")
    expect(page.locator("[data-record]")).to_have_count(0)
    page = opened(device(xu), live_server, "recordings", session.pk)
    page.locator('[data-record="audio"]').click()
    expect(page.locator(".recorder-word")).to_have_text("Somebody has not agreed yet.")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert not Recording.objects.exists()


def big_file() -> bytes:
    return media.webm(media.SOUND, then=bytes(range(256)) * 12_000)


def test_a_file_is_sent_in_pieces_and_goes_on_after_a_killed_tab(device, live_server, session, xu):
    tablet, content = device(xu), big_file()
    page = opened(tablet, live_server, "recordings", session.pk)
    refused = []

    def lose_the_third(route):
        if route.request.method == "PUT" and int(route.request.headers["upload-offset"]) >= 2 * 1024 * 1024:
            refused.append(route.request.headers["upload-offset"])
            return route.abort()
        return route.continue_()

    tablet.route(re.compile("/bytes/"), lose_the_third)
    choose(page, "walk.webm", "audio/webm", content)
    page.get_by_role("button", name="Yes, begin").click()
    expect(page.locator(".recordings-waiting")).to_contain_text("No network")
    assert page.locator("progress").evaluate("(bar) => bar.value > 50 && bar.value < 100")
    assert refused
    page.close()
    tablet.unroute(re.compile("/bytes/"))
    again = opened(tablet, live_server, "recordings", session.pk)
    wait_until_whole(again)

    assert stored() == (len(content), hashlib.sha256(content).hexdigest())
    assert Recording.objects.get().chunks.count() == 3


def test_a_file_that_is_none_is_refused_in_words_and_forgotten(device, live_server, session, xu):
    page = opened(device(xu), live_server, "recordings", session.pk)
    choose(page, "bill.webm", "audio/webm", b"<html>" + b" " * 5000)
    page.get_by_role("button", name="Yes, begin").click()
    expect(page.locator(".recordings-waiting")).to_contain_text("Choose a WebM")
    page.wait_for_timeout(500)

    assert Recording.objects.get().deleted_because == "discarded"


def test_comments_lead_to_their_moments_by_tap_and_by_key(device, live_server, session, xu):
    tablet = device(xu)
    page = opened(tablet, live_server, "recordings", session.pk)
    begin(page)
    page.wait_for_timeout(6500)
    page.get_by_role("button", name="Stop").click()
    wait_until_whole(page)
    page.reload()
    sound = page.locator("audio.player-medium")
    page.wait_for_function("() => Number.isFinite(document.querySelector('audio.player-medium').duration)")
    assert 5 < sound.evaluate("(medium) => medium.duration") < 9
    assert sound.evaluate("(medium) => medium.currentTime") == 0
    page.get_by_label("Moment").fill("00:04")
    page.get_by_role("textbox", name="Comment").fill("Looks away")
    page.get_by_role("button", name="Note it").click()
    moment = page.locator("[data-moment]")
    expect(moment).to_contain_text("00:04")
    is_accessible(page)
    page.emulate_media(color_scheme="dark")
    is_accessible(page)
    moment.click()
    page.wait_for_function("() => Math.abs(document.querySelector('audio.player-medium').currentTime - 4) < 1.5")
    page.keyboard.press("k")
    expect(sound).to_have_js_property("paused", True)
    before = sound.evaluate("(medium) => medium.currentTime")
    page.keyboard.press("j")
    assert sound.evaluate("(medium) => medium.currentTime") == pytest.approx(max(0, before - 5), abs=0.5)
    page.keyboard.press("n")
    expect(page.get_by_role("textbox", name="Comment")).to_be_focused()


def test_the_trainer_hears_of_no_recording_where_there_is_none(device, live_server, session, xu):
    Session.objects.update(recording=Medium.NONE)
    page = opened(device(xu), live_server, "score", session.pk)
    expect(page.locator(".score-item")).to_have_count(4)
    expect(page.locator(".recorder, .recording-strip")).to_have_count(0)
