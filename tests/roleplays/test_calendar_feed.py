"""A private address to which a telephone subscribes: one's own sessions, for as long as its owner lets it be."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from people.audit.records import AuditEntry
from people.privacy import erasing
from roleplays.models import CalendarFeed, Kind, Plan
from tests.roleplays.conftest import REVEAL, SECRET

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def plan_of(role_play, zhou, xu, now):
    """`plan_of(lin, 5)` plans a session with her in five hours, Zhou playing the customer."""

    def make(person, hours, player=zhou, **more) -> Plan:
        starts_at = timezone.now().replace(microsecond=0) + hours * HOUR
        return Plan.make(
            role_play, person, by=xu, at=now, starts_at=starts_at, place=f"Bay {hours}", assessors=[xu], player=player,
            **more,
        )  # fmt: skip

    return make


@pytest.fixture
def stranger() -> Client:
    """The telephone: it is signed in nowhere."""
    return Client()


def address(token: str, language: str = "en") -> str:
    with translation.override(language):
        return reverse("roleplays:calendar_feed", args=[token])


def read(client: Client, token: str, language: str = "en") -> str:
    response = client.get(address(token, language))
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in response["Cache-Control"]
    return response.content.decode().replace("\r\n ", "")


def places(content: str) -> list[str]:
    return [line.partition(":")[2] for line in content.split("\r\n") if line.startswith("LOCATION:")]


def test_each_finds_their_own_sessions_and_nobody_elses(plan_of, stranger, lin, zhou, xu, chen, now):
    plan_of(lin, 2)
    plan_of(zhou, 4, player=None)
    tokens = {person: CalendarFeed.renew(person, now) for person in (lin, zhou, xu, chen)}
    assert places(read(stranger, tokens[lin])) == ["Bay 2"]
    assert places(read(stranger, tokens[zhou])) == ["Bay 2", "Bay 4"], "plays the customer, and performs"
    assert places(read(stranger, tokens[xu])) == ["Bay 2", "Bay 4"], "assesses both"
    assert places(read(stranger, tokens[chen])) == [], "a manager takes part in none"


def test_nothing_of_the_case_is_in_it(plan_of, stranger, lin, zhou, now):
    plan_of(lin, 2)
    for person in (lin, zhou):
        content = read(stranger, CalendarFeed.renew(person, now))
        assert SECRET not in content
        assert REVEAL not in content


def test_it_speaks_the_language_of_the_address(plan_of, stranger, lin, now, role_play_zh):
    plan_of(lin, 2, kind=Kind.PRACTICE)
    token = CalendarFeed.renew(lin, now)
    assert "SUMMARY:赶时间的客户 · 练习 · 林晓" in read(stranger, token, "zh-hans")
    english = read(stranger, token)
    assert "SUMMARY:A customer in a hurry · Practice · Lin Xiao 林晓" in english
    assert "X-WR-CALNAME:Role-plays" in english


def test_a_move_keeps_the_event_and_a_cancelled_one_goes(plan_of, stranger, lin, xu, now):
    kept, gone = plan_of(lin, 2), plan_of(lin, 4)
    token = CalendarFeed.renew(lin, now)
    kept.move(xu, now, starts_at=kept.starts_at + 3 * HOUR, place="Bay 9", because="A lift is broken")
    gone.cancel(xu, now, "Ill")
    content = read(stranger, token)
    assert places(content) == ["Bay 9"]
    assert f"UID:{kept.uid}@" in content
    assert "SEQUENCE:1" in content


def test_what_was_over_a_month_ago_is_left_out(plan_of, stranger, lin, now):
    plan_of(lin, -24)
    plan_of(lin, -24 * 40)
    assert places(read(stranger, CalendarFeed.renew(lin, now))) == ["Bay -24"]


def test_a_new_address_ends_the_one_before_and_ending_it_ends_all(stranger, lin, now):
    first, second = CalendarFeed.renew(lin, now), CalendarFeed.renew(lin, now)
    assert stranger.get(address(first)).status_code == 404
    assert stranger.get(address(second)).status_code == 200
    CalendarFeed.revoke(lin, now)
    assert stranger.get(address(second)).status_code == 404
    assert CalendarFeed.objects.filter(person=lin).count() == 2, "what was, stays a row"


def test_whoever_has_left_has_no_calendar(stranger, lin, now):
    token = CalendarFeed.renew(lin, now)
    lin.is_active = False
    lin.save()
    assert stranger.get(address(token)).status_code == 404


def test_the_address_itself_is_not_kept(lin, now):
    token = CalendarFeed.renew(lin, now)
    assert token not in str(list(CalendarFeed.objects.values()))


def test_a_person_has_one_at_a_time(lin, now):
    CalendarFeed.renew(lin, now)
    with pytest.raises(IntegrityError):
        CalendarFeed.objects.create(person=lin, digest="0" * 64, made_at=now)


def test_guessing_is_limited_and_a_good_address_then_waits_too(stranger, lin, now, monkeypatch):
    monkeypatch.setattr("roleplays.calendars.WRONG", "3/10m/ip")
    token = CalendarFeed.renew(lin, now)
    answers = [stranger.get(address("guess")).status_code for _ in range(4)]
    assert answers == [404, 404, 404, 429]
    assert stranger.get(address(token)).status_code == 429


def test_one_address_is_not_asked_without_end(stranger, lin, zhou, now, monkeypatch):
    monkeypatch.setattr("roleplays.calendars.ASKED", "2/10m/key")
    token, other = CalendarFeed.renew(lin, now), CalendarFeed.renew(zhou, now)
    assert [stranger.get(address(token)).status_code for _ in range(3)] == [200, 200, 429]
    assert stranger.get(address(other)).status_code == 200, "a workshop behind one address is not shut out"


def test_ten_sessions_take_as_many_queries_as_two(plan_of, stranger, lin, now):
    token = CalendarFeed.renew(lin, now)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            read(stranger, token)
        return len(captured)

    plan_of(lin, 1)
    plan_of(lin, 2)
    few = queries()
    for hours in range(3, 11):
        plan_of(lin, hours)
    assert queries() == few


# --- The screen -----------------------------------------------------------------------------------------------------


def test_the_address_is_made_shown_once_and_ended(signed_in, stranger, lin):
    client, screen = signed_in(lin), reverse("roleplays:calendar")
    assert "Make an address" in client.get(screen).text
    assert client.post(reverse("roleplays:renew_calendar")).url == screen
    shown = client.get(screen)
    path = shown.context["address"].partition("/en/")[2]
    assert shown.context["webcal"].startswith("webcal://")
    assert stranger.get(f"/en/{path}").status_code == 200
    again = client.get(screen).text
    assert path not in again
    assert "It cannot be shown again" in again
    assert client.post(reverse("roleplays:end_calendar")).url == screen
    assert stranger.get(f"/en/{path}").status_code == 404
    assert "Make an address" in client.get(screen).text


def test_making_and_ending_it_are_in_the_audit_trail_once(signed_in, lin):
    client = signed_in(lin)
    for name in ("renew_calendar", "renew_calendar", "end_calendar", "end_calendar"):
        client.post(reverse(f"roleplays:{name}"))
    entries = AuditEntry.objects.filter(kind="roleplays.calendarfeed").order_by("pk")
    told = list(entries.values_list("action", "actor", "person"))
    assert told == [(action, lin.pk, lin.pk) for action in ("calendar_opened", "calendar_opened", "calendar_ended")]


@pytest.mark.parametrize("name", ["renew_calendar", "end_calendar"])
def test_looking_changes_nothing(signed_in, lin, name):
    assert signed_in(lin).get(reverse(f"roleplays:{name}")).status_code == 405


def test_the_planned_sessions_lead_there(signed_in, lin):
    assert reverse("roleplays:calendar") in signed_in(lin).get(reverse("roleplays:plans")).text


def test_erasing_somebody_ends_their_address(stranger, lin, admin, now):
    token = CalendarFeed.renew(lin, now)
    erasing.erase(lin, by=admin, at=now)
    assert stranger.get(address(token)).status_code == 404


def test_an_address_that_has_ended_before_it_was_shown_is_not_shown(signed_in, lin):
    client = signed_in(lin)
    page = reverse("roleplays:calendar")
    client.post(reverse("roleplays:renew_calendar"))
    client.post(reverse("roleplays:end_calendar"))
    assert "webcal:" not in client.get(page).content.decode()
    client.post(reverse("roleplays:renew_calendar"))
    assert "webcal:" in client.get(page).content.decode()
    assert "webcal:" not in client.get(page).content.decode()
