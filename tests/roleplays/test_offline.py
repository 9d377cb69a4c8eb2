"""A performance scored without a network, by two assessors whose tabs are killed and whose clocks are wrong."""

import datetime as dt
import json
import re
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from playwright.sync_api import expect

from people.models import Role
from roleplays.models import CheckSheet, Event, Item, RolePlayPage, ScoreSheet, Session
from tests.conftest import make_person

pytestmark = pytest.mark.django_db(transaction=True)
KILLS = 10
EVENTS_ON_DEVICE = """() => new Promise((resolve) => {
  const opened = indexedDB.open("role-plays")
  opened.onsuccess = () => {
    const all = opened.result.transaction("events").objectStore("events").getAll()
    all.onsuccess = () => { opened.result.close(); resolve(all.result) }
  }
})"""


@pytest.fixture
def wang(riverside, roles):
    return make_person("wang", "王芳", Role.TRAINER, dealership=riverside)


@pytest.fixture
def role_play(role_play):
    """Thirty items, two assessors, who may lie as far apart as they like."""
    section = CheckSheet.objects.get().sections.first()
    for number in range(26):
        item = {"code": f"X-{number:02}", "behaviour": f"Behaviour {number}", "sort_order": 10 + number}
        Item.objects.create(section=section, locale=section.locale, **item)
    RolePlayPage.objects.update(assessors=2, largest_difference=100, pass_mark=1)
    return RolePlayPage.objects.get()


@pytest.fixture
def tablet(browser, live_server, signed_in, now):
    """`tablet(xu, minutes)` is signed in, and its clock is wrong by so many minutes."""
    contexts = []

    def make(person, minutes):
        cookie = {"name": "sessionid", "value": signed_in(person).cookies["sessionid"].value, "url": live_server.url}
        context = browser.new_context(viewport={"width": 820, "height": 1180})
        context.set_default_timeout(30_000)
        context.clock.set_fixed_time(now + dt.timedelta(minutes=minutes))
        context.add_cookies([cookie])
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()


def opened(context, address):
    page = context.new_page()
    page.goto(address)
    page.locator("[data-ready]").wait_for(state="attached")
    return page


def plan(seed: int, codes: list[str]) -> list[tuple[str, str]]:
    """Taps on every item, critical ones not missed, and second thoughts about some; "" is an undo."""
    dice = Random(seed)  # noqa: S311 -- the same taps each time
    taps = []
    for code in codes:
        value = "done" if code in ("W-02", "W-04") else dice.choice(["done", "partly", "not"])
        taps += [(code, "partly"), (code, "")] if dice.random() < 0.2 else []
        taps.append((code, value))
    return taps


def tap(page, code, value):
    if not value:
        page.locator("[data-undo] button").click()
        expect(page.locator(f"#item-{code}")).to_have_attribute("data-value", "")
        return
    page.locator(f"#item-{code} .mark.is-{value}").click()
    expect(page.locator(f"#item-{code}")).to_have_attribute("data-value", value)


def score_without_network(context, address, taps, seed):
    """The page that is left, with everything tapped; the last of it is certainly not sent."""
    page = opened(context, address)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    context.set_offline(True)
    kills = Random(seed).sample(range(len(taps) - 1), KILLS)  # noqa: S311
    for place, (code, value) in enumerate(taps):
        tap(page, code, value)
        if place in kills:
            page.close()
            page = opened(context, address)
    return page


def replay(client, sheet, events, order):
    """Some arrive by another way, one by one, twice and out of order."""
    address = reverse("roleplays:events", args=[sheet.session_id])
    about = {"sheet": sheet.pk, "person": sheet.assessor_id, "sent_ms": events[0]["device_ms"], "since": 0}
    for event in [*order, *order]:
        sent = client.post(address, json.dumps(about | {"events": [event]}), content_type="application/json")
        assert sent.json()["answers"] == {event["key"]: ""}


def hand_in(client, session):
    client.post(reverse("roleplays:submit", args=[session.pk]), {"rating": 4, "comment": ""})


def test_the_result_is_the_same_as_with_a_network(
    role_play, lin, zhou, xu, wang, tablet, live_server, signed_in, now, capsys
):
    session, online = (Session.open(role_play, person, by=xu, at=now) for person in (lin, zhou))
    codes = [item.code for item in session.edition.items]
    assert len(codes) == 30
    for number, (assessor, minutes) in enumerate([(xu, 10), (wang, -10)]):
        sheet, same = session.join(assessor, now), online.join(assessor, now)
        taps = plan(number, codes)
        client, context = signed_in(assessor), tablet(assessor, minutes)
        address = f"{live_server.url}/en/role-plays/sessions/{session.pk}/"
        page = score_without_network(context, address, taps, seed=number)
        expect(page.locator(".score-kept")).to_have_text(re.compile("waiting [1-9]"))

        events = page.evaluate(EVENTS_ON_DEVICE)
        replay(client, sheet, events, Random(number).sample(events, 12))  # noqa: S311
        context.set_offline(False)
        expect(page.locator(".score-kept")).to_have_text(f"Saved {len(taps)} · waiting 0")
        replay(client, sheet, events, events[::-5])
        for code, value in taps:
            same.mark(code, value, now) if value else same.undo(now)
        hand_in(client, session)
        hand_in(client, online)
        assert ScoreSheet.objects.get(pk=sheet.pk).values == ScoreSheet.objects.get(pk=same.pk).values

    session.refresh_from_db()
    online.refresh_from_db()
    assert session.released_at
    assert (session.percent, session.outcome) == (online.percent, online.outcome)
    call_command("roleplays", "verify", str(session.pk))
    altered = Event.objects.filter(score_sheet__session=session, kind="mark", value="done").order_by("pk")[7]
    Event.objects.filter(pk=altered.pk).update(value="not")
    with pytest.raises(CommandError):
        call_command("roleplays", "verify", str(session.pk))
    assert f"ALTERED event {altered.number}:" in capsys.readouterr().out


def test_what_was_not_sent_is_neither_shown_to_nor_sent_by_who_signs_in_next(
    role_play, lin, xu, wang, tablet, live_server, signed_in, now
):
    session = Session.open(role_play, lin, by=xu, at=now)
    of_xu, of_wang = session.score_sheets.get(), session.join(wang, now)
    address = f"{live_server.url}/en/role-plays/sessions/{session.pk}/"
    context = tablet(xu, 0)
    page = opened(context, address)
    context.set_offline(True)
    tap(page, "W-01", "not")
    theirs = context.cookies()
    context.clear_cookies()
    signed = {"name": "sessionid", "value": signed_in(wang).cookies["sessionid"].value, "url": live_server.url}
    context.add_cookies([signed])
    context.set_offline(False)
    expect(page.locator("[data-said]")).to_contain_text("Somebody else is signed in here")
    page.close()

    page = opened(context, address)
    expect(page.locator(".score-kept")).to_have_text("Saved 0 · waiting 0")
    expect(page.locator("#item-W-01")).to_have_attribute("data-value", "")
    assert not Event.objects.exists()
    page.close()
    context.clear_cookies()
    context.add_cookies(theirs)
    page = opened(context, address)
    expect(page.locator(".score-kept")).to_have_text("Saved 1 · waiting 0")
    assert (of_xu.values, of_wang.values) == ({"W-01": "not"}, {})
