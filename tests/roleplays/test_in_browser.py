"""The scoring screen in a real browser: no tap is lost, whatever the network does."""

import pytest
from django.http import HttpResponse
from PIL import Image
from playwright.sync_api import expect

from roleplays import photographing
from roleplays.models import Item, Photograph, Session

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tablet(browser, live_server, signed_in, xu, sheet):
    """A tablet of Xu's, on the scoring screen."""
    cookie = {"name": "sessionid", "value": signed_in(xu).cookies["sessionid"].value, "url": live_server.url}
    context = browser.new_context(viewport={"width": 820, "height": 1180})
    context.set_default_timeout(10_000)
    context.add_cookies([cookie])
    yield context
    context.close()


@pytest.fixture
def address(live_server, session):
    return f"{live_server.url}/en/role-plays/sessions/{session.pk}/"


def tap(page, item, value):
    page.locator(f"#item-{item} .mark.is-{value}").click()


def saved(page, item):
    expect(page.locator(f'#item-{item} [data-saved="saved"]')).to_be_visible()


def test_a_tap_is_saved_and_moves_nothing(tablet, address, sheet):
    page = tablet.new_page()
    page.goto(address)
    before = page.locator("#item-W-04").bounding_box()
    tap(page, "W-01", "partly")
    saved(page, "W-01")

    assert sheet.values == {"W-01": "partly"}
    assert page.locator("#item-W-04").bounding_box() == before
    expect(page.locator(".score-left b")).to_have_text("3")


def test_taps_without_a_network_are_sent_when_it_is_back(tablet, address, sheet):
    page = tablet.new_page()
    page.goto(address)
    tablet.set_offline(True)
    tap(page, "W-01", "done")
    tap(page, "W-02", "not")
    expect(page.locator("[data-said]")).to_contain_text("No network")
    expect(page.locator(".score-kept")).to_have_text("Saved 0 · waiting 2")
    assert sheet.values == {}
    tablet.set_offline(False)
    saved(page, "W-02")

    assert sheet.values == {"W-01": "done", "W-02": "not"}
    expect(page.locator("[data-said]")).to_be_empty()


def test_taps_survive_a_closed_tab(tablet, address, sheet):
    page = tablet.new_page()
    page.goto(address)
    tablet.set_offline(True)
    tap(page, "W-03", "partly")
    expect(page.locator("#item-W-03 .is-partly")).to_have_attribute("aria-pressed", "true")
    page.close()
    tablet.set_offline(False)
    again = tablet.new_page()
    again.goto(address)
    expect(again.locator(".score-kept")).to_have_text("Saved 1 · waiting 0")

    assert sheet.values == {"W-03": "partly"}


def test_undo_takes_back_this_visits_taps_and_then_older_ones(tablet, address, sheet, now):
    sheet.mark("W-04", "done", now)
    page = tablet.new_page()
    page.goto(address)
    tap(page, "W-01", "done")
    page.locator("[data-undo] button").click()
    expect(page.locator("[data-said]")).to_have_text("Item 1 is back to: blank")
    page.locator("[data-undo] button").click()
    expect(page.locator("[data-said]")).to_have_text("Item 4 is back to: blank")
    expect(page.locator(".score-kept")).to_have_text("Saved 4 · waiting 0")

    assert sheet.values == {}


def test_a_comment_is_saved_while_it_is_written(tablet, address, sheet):
    page = tablet.new_page()
    page.goto(address)
    page.locator("#item-W-02 details", has_text="Comment").locator("summary").click()
    page.locator("#item-W-02 textarea").fill("Look up.")
    saved(page, "W-02")

    assert sheet.marks.get().comment == "Look up."


def test_a_session_that_was_released_elsewhere_says_so(tablet, address, complete, later):
    page = tablet.new_page()
    page.goto(address)
    complete().submit(later(20))
    tap(page, "W-01", "not")

    expect(page.locator("[data-said]")).to_contain_text("This session is closed")


def test_who_was_signed_out_is_told_and_loses_nothing(tablet, address, sheet):
    page = tablet.new_page()
    page.goto(address)
    cookies = tablet.cookies()
    tablet.clear_cookies()
    tap(page, "W-01", "done")
    expect(page.locator("[data-said]")).to_contain_text("You are signed out")
    tablet.add_cookies(cookies)
    saved(page, "W-01")

    assert sheet.values == {"W-01": "done"}


@pytest.fixture
def audited(tablet, live_server, session, role_play, lin, xu, later):
    """The scoring screen of a session whose third item asks for photographs."""
    session.cancel(by=xu, at=later(1))
    Item.objects.filter(code="W-03").update(photo=True)
    page = tablet.new_page()
    page.goto(f"{live_server.url}/en/role-plays/sessions/{Session.open(role_play, lin, by=xu, at=later(2)).pk}/")
    return page


@pytest.fixture
def photograph(tmp_path):
    Image.new("RGB", (640, 480), "blue").save(tmp_path / "photograph.png")
    return tmp_path / "photograph.png"


def test_a_photograph_is_sent_at_once_and_can_be_deleted(audited, photograph):
    expect(audited.get_by_role("button", name="Send the photograph")).to_be_hidden()
    audited.set_input_files("#photograph-W-03", photograph)
    picture = audited.get_by_role("img", name="Photograph 1 of item 3")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 640

    audited.get_by_role("button", name="Delete photograph 1 of item 3").click()
    expect(picture).to_have_count(0)


def test_photographs_wait_for_the_network_and_survive_a_killed_tab(tablet, audited, photograph, tmp_path):
    tablet.set_offline(True)
    Image.new("RGB", (640, 480), "red").save(tmp_path / "second.png")
    audited.set_input_files("#photograph-W-03", [photograph, tmp_path / "second.png"])
    expect(audited.locator("#photographs-W-03")).to_contain_text("waiting to be sent: 2")
    expect(audited.locator(".photograph-waits")).to_have_count(2)
    expect(audited.locator(".score-kept")).to_contain_text("photographs waiting 2")
    address = audited.url
    audited.close()
    assert not Photograph.objects.exists()

    tablet.set_offline(False)
    again = tablet.new_page()
    again.goto(address)
    expect(again.get_by_role("img", name="Photograph 2 of item 3")).to_be_visible()
    expect(again.locator(".photograph-waits")).to_have_count(0)
    expect(again.locator(".score-kept")).not_to_contain_text("photographs waiting")
    assert Photograph.objects.count() == 2


def test_they_are_sent_as_soon_as_the_network_is_back(tablet, audited, photograph):
    tablet.set_offline(True)
    audited.set_input_files("#photograph-W-03", photograph)
    expect(audited.locator(".photograph-waits")).to_have_count(1)
    tablet.set_offline(False)
    expect(audited.get_by_role("img", name="Photograph 1 of item 3")).to_be_visible()


def test_a_photograph_whose_answer_was_lost_counts_once(monkeypatch, audited, photograph):
    lost, answer = [], photographing._photographs

    def lose_the_first(*args):
        lost.append(args)
        return answer(*args) if len(lost) > 1 else HttpResponse(status=502)

    monkeypatch.setattr(photographing, "_photographs", lose_the_first)
    audited.set_input_files("#photograph-W-03", photograph)
    expect(audited.get_by_role("img", name="Photograph 1 of item 3")).to_be_visible(timeout=10_000)
    assert len(lost) == 2
    assert Photograph.objects.count() == 1


def test_what_is_too_large_or_no_photograph_is_said_and_does_not_wait(audited, tmp_path):
    large, wrong = tmp_path / "large.jpg", tmp_path / "wrong.jpg"
    large.write_bytes(bytes(8 * 1024 * 1024 + 1))
    wrong.write_bytes(b"no picture")
    audited.set_input_files("#photograph-W-03", large)
    expect(audited.locator("#photographs-W-03")).to_contain_text("larger than 8 MB")
    audited.set_input_files("#photograph-W-03", wrong)
    expect(audited.locator("#photographs-W-03")).to_contain_text("not a photograph that can be read")
    expect(audited.locator(".photograph-waits")).to_have_count(0)


def test_a_sheet_is_not_left_for_the_review_while_photographs_wait(tablet, audited, photograph):
    tablet.set_offline(True)
    audited.set_input_files("#photograph-W-03", photograph)
    expect(audited.locator(".photograph-waits")).to_have_count(1)
    audited.locator("[data-finish]").click()
    expect(audited.locator("[data-said]")).to_contain_text("as soon as everything is sent")
    tablet.set_offline(False)
    audited.wait_for_url("**/review/")
    assert Photograph.objects.count() == 1
