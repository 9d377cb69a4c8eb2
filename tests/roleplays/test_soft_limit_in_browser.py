"""The clock of the scoring screen says in words when to come to a close, and when time is up."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from roleplays.models import Session
from tests.accessibility import examine

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("journeys"),
]


@pytest.fixture
def shown(browser, live_server, signed_in, xu, session):
    """`shown(10)` is the screen ten minutes after the first tap; time runs as the test says."""
    contexts = []

    def open_(minutes, soft):
        begun = timezone.now() - dt.timedelta(minutes=minutes)
        Session.objects.filter(pk=session.pk).update(started_at=begun, soft_limit=soft, time_limit=15)
        context = browser.new_context(viewport={"width": 390, "height": 844})
        contexts.append(context)
        value = signed_in(xu).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        page = context.new_page()
        page.clock.install()
        page.goto(f"{live_server.url}/en/role-plays/sessions/{session.pk}/")
        page.wait_for_selector("[data-ready]")
        return page

    yield open_
    for context in contexts:
        context.close()


def test_the_clock_turns_at_the_soft_limit_and_at_the_hard_one(shown):
    page = shown(11, soft=12)
    word = page.locator("[data-phase]")
    expect(word).to_be_empty()
    page.clock.run_for(61_000)
    expect(word).to_have_text("Come to a close")
    expect(page.locator(".score-time")).to_have_class("score-time is-closing")
    examine(page)
    page.clock.run_for(180_000)
    expect(word).to_have_text("Time is up")
    expect(page.locator(".score-time")).to_have_class("score-time is-over")
    examine(page)


def test_without_a_soft_limit_it_turns_at_the_hard_one_only(shown):
    page = shown(14, soft=None)
    expect(page.locator("[data-phase]")).to_be_empty()
    page.clock.run_for(61_000)
    expect(page.locator("[data-phase]")).to_have_text("Time is up")


def test_what_is_past_already_is_said_by_the_page_itself(signed_in, xu, session, now):
    begun = timezone.now() - dt.timedelta(minutes=13)
    Session.objects.filter(pk=session.pk).update(started_at=begun, soft_limit=12, time_limit=15)
    assert ">Come to a close</p>" in signed_in(xu).get(f"/en/role-plays/sessions/{session.pk}/").text


def test_nothing_lies_on_anything_at_the_foot_of_a_phone(shown):
    page = shown(14, soft=12)
    kept, *buttons = (
        page.locator(f".score-bottom {each}").bounding_box() for each in ("[data-kept]", "[data-undo]", "[data-finish]")
    )
    for button in buttons:
        assert kept["y"] + kept["height"] <= button["y"]
    assert page.locator(".score-time").evaluate("each => getComputedStyle(each).outlineStyle") == "none"
