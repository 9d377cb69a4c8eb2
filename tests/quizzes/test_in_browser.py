"""An attempt in a real browser: no answer is lost, whatever the network does."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from quizzes.models import Attempt, QuizPage

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def attempt(quiz, lin, dice) -> Attempt:
    return Attempt.start(quiz, by=lin, at=timezone.now(), dice=dice(1))


@pytest.fixture
def device(browser, live_server, signed_in, lin):
    """`device()` is a phone of Lin's."""
    cookie = {"name": "sessionid", "value": signed_in(lin).cookies["sessionid"].value, "url": live_server.url}
    contexts = []

    def make(**options):
        context = browser.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce", **options)
        context.set_default_timeout(15_000)
        context.add_cookies([cookie])
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def address(live_server, attempt):
    return lambda place: f"{live_server.url}/en/quizzes/attempts/{attempt.pk}/{place}"


def ready(page):
    """Until the paper is on the device."""
    page.locator("[data-is-kept]").wait_for(state="attached")


def state(page, name):
    return page.locator(f'[data-state="{name}"]')


def kept(page) -> int:
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('quiz-answers:')).length")


def test_an_answer_is_saved_and_nothing_is_left_on_the_device(device, address, attempt):
    page = device().new_page()
    page.goto(address("1/"))
    page.get_by_text("Waits").click()
    expect(state(page, "saved")).to_be_visible()
    assert attempt.answers() == {1: ["b"]}
    assert kept(page) == 0


def test_answers_given_without_a_network_are_kept_and_sent_when_it_is_back(device, address, attempt):
    phone = device()
    page = phone.new_page()
    page.goto(address("1/"))
    ready(page)
    phone.set_offline(True)
    page.get_by_text("Waits").click()
    expect(state(page, "waiting")).to_be_visible()
    expect(page.get_by_text("No connection. Your answers are kept on this device")).to_be_visible()
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.get_by_role("heading", name="Stem of Q2")).to_be_focused()
    page.get_by_text("Seat cover").click()
    page.get_by_role("button", name="Back", exact=True).click()
    expect(page.get_by_role("radio", name="Waits")).to_be_checked()
    assert attempt.answers() == {}
    phone.set_offline(False)
    expect(state(page, "saved")).to_be_visible()
    assert attempt.answers() == {1: ["b"], 2: ["a"]}
    assert kept(page) == 0


def test_the_last_question_stays_where_it_is_without_a_network(device, address):
    phone = device()
    page = phone.new_page()
    page.goto(address("4/"))
    ready(page)
    phone.set_offline(True)
    page.get_by_role("button", name="To the overview").click()
    expect(page.get_by_text("Without a connection this cannot be shown")).to_be_visible()
    expect(page.get_by_role("heading", name="Stem of Q4")).to_be_visible()


def test_a_battery_that_died_before_the_network_was_back_loses_nothing(device, address, attempt):
    phone = device()
    page = phone.new_page()
    page.goto(address("4/"))
    phone.set_offline(True)
    page.get_by_role("button", name="Down: First").click()
    expect(state(page, "waiting")).to_be_visible()
    order = page.locator(".ordering input").evaluate_all("inputs => inputs.map((input) => input.value)")
    page.close()
    phone.set_offline(False)
    page = phone.new_page()
    page.goto(address("4/"))
    expect(state(page, "saved")).to_be_visible()
    assert page.locator(".ordering input").evaluate_all("inputs => inputs.map((input) => input.value)") == order
    assert attempt.answers() == {4: order}


def test_a_second_device_shows_what_the_first_has_saved_and_its_later_answer_counts(device, address, attempt):
    first = device()
    page = first.new_page()
    page.goto(address("1/"))
    first.set_offline(True)
    page.get_by_text("Waits").click()
    expect(state(page, "waiting")).to_be_visible()
    other = device().new_page()
    other.goto(address("1/"))
    other.get_by_text("Points").click()
    expect(state(other, "saved")).to_be_visible()
    first.set_offline(False)
    expect(page.get_by_text("You answered this later on another device")).to_be_visible()
    assert attempt.answers() == {1: ["c"]}


def test_all_answers_are_sent_before_the_attempt_is_submitted(device, address, attempt):
    phone = device()
    page = phone.new_page()
    page.goto(address("1/"))
    phone.set_offline(True)
    page.get_by_text("Waits").click()
    expect(state(page, "waiting")).to_be_visible()
    page.evaluate("history.replaceState(null, '', '#')")
    phone.set_offline(False)
    page.goto(address(""))
    page.get_by_role("button", name="Submit").click()
    expect(page.get_by_role("heading", name="Reception quiz")).to_be_visible()
    assert attempt.answers() == {1: ["b"]}
    assert kept(page) == 0


def test_a_second_person_on_the_same_phone_sends_nothing_of_the_first(
    device, address, attempt, zhou, signed_in, live_server
):
    phone = device()
    page = phone.new_page()
    page.goto(address("1/"))
    phone.set_offline(True)
    page.get_by_text("Waits").click()
    expect(state(page, "waiting")).to_be_visible()
    [lins] = [cookie for cookie in phone.cookies() if cookie["name"] == "sessionid"]
    value = signed_in(zhou).cookies["sessionid"].value
    phone.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
    phone.set_offline(False)
    expect(page.get_by_text("You have been signed out.")).to_be_visible()
    page.close()
    theirs = Attempt.start(QuizPage.objects.get(), by=zhou, at=timezone.now())
    page = phone.new_page()
    page.goto(f"{live_server.url}/en/quizzes/attempts/{theirs.pk}/1/")
    page.get_by_role("radio").first.check()
    expect(state(page, "saved")).to_be_visible()
    assert attempt.answers() == {}
    assert len(theirs.answers()) == 1
    phone.add_cookies([lins])
    page.goto(address("1/"))
    expect(state(page, "saved")).to_be_visible()
    assert attempt.answers() == {1: ["b"]}


def test_all_on_one_page_saves_each_answer_in_its_place(device, address, attempt):
    page = device().new_page()
    page.goto(address("all/"))
    page.get_by_text("Waits").click()
    page.get_by_text("Umbrella").click()
    page.locator("#question-3").get_by_text("False", exact=True).click()
    page.get_by_role("link", name="To the overview").click()
    expect(page.get_by_text("You have answered 3 of 4 questions")).to_be_visible()
    assert attempt.answers().keys() == {1, 2, 3}


def test_without_scripts_an_attempt_is_sat_by_its_buttons(device, address, attempt):
    page = device(java_script_enabled=False).new_page()
    page.goto(address("1/"))
    page.get_by_text("Waits").click()
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.get_by_role("heading", name="Stem of Q2")).to_be_visible()
    assert attempt.answers() == {1: ["b"]}


def test_the_end_of_the_time_sends_what_was_answered_and_submits(device, live_server, quiz, lin, dice):
    started = timezone.now() - timezone.timedelta(minutes=quiz.time_limit, seconds=-4)
    attempt = Attempt.start(quiz, by=lin, at=started, dice=dice(1))
    page = device().new_page()
    page.goto(f"{live_server.url}/en/quizzes/attempts/{attempt.pk}/1/")
    page.get_by_text("Greets").click()
    expect(page.get_by_role("heading", name="Reception quiz")).to_be_visible()
    attempt.refresh_from_db()
    assert attempt.submitted_at == attempt.deadline
    assert attempt.answers() == {1: ["a"]}


def kept_ready(page):
    """Until the paper is on the device and the worker has what it needs."""
    ready(page)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def test_a_question_loaded_again_without_a_network_is_there_with_its_answer(device, address, attempt):
    phone = device()
    page = phone.new_page()
    page.goto(address("1/"))
    kept_ready(page)
    phone.set_offline(True)
    page.get_by_text("Waits").click()
    expect(state(page, "waiting")).to_be_visible()
    page.reload()
    expect(page.get_by_role("radio", name="Waits")).to_be_checked()
    expect(state(page, "waiting")).to_be_visible()
    page.get_by_role("button", name="Next").last.click()
    expect(page.locator("form[data-position='2']")).to_be_visible()
    page.reload()
    expect(page.locator("form[data-position='2']")).to_be_visible()
    page.locator("[data-asked] input").first.check()
    phone.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(state(page, "saved")).to_be_visible()
    assert sorted(attempt.answers()) == [1, 2]
    page.reload()
    expect(page.locator("[data-asked] input").first).to_be_checked()


def test_what_needs_a_network_says_so_and_leads_back_to_the_questions(device, address):
    phone = device()
    page = phone.new_page()
    page.goto(address("1/"))
    kept_ready(page)
    phone.set_offline(True)
    page.goto(address(""))
    expect(page.get_by_role("heading", name="There is no network")).to_be_visible()
    page.get_by_role("link", name="Go on").click()
    expect(page.locator("form[data-position='1']")).to_be_visible()


def test_the_empty_screen_holds_nothing_of_anybody(device, address, live_server):
    phone = device()
    page = phone.new_page()
    page.goto(address("1/"))
    kept_ready(page)
    other = phone.new_page()
    phone.set_offline(True)
    other.goto(address("1/"))
    expect(other.get_by_text("The questions are not on this device.")).to_be_visible()
    expect(other.get_by_role("radio")).to_have_count(0)
