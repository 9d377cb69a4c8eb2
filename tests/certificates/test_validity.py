"""The states of a certificate over the days: tables of cases, and what holds for every date."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates.rules import TENURE, Result, Rule, counts
from certificates.validity import (
    STATES,
    Facts,
    add_months,
    grace_ends,
    last_day,
    renewed_until,
    state,
    window_opens,
)

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))
MONTHS = st.integers(1, 240)
END = date(2028, 2, 29)


@pytest.mark.parametrize(
    ("begins", "months", "last"),
    [
        (date(2026, 11, 2), 24, date(2028, 11, 1)),
        (date(2026, 1, 1), 12, date(2026, 12, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 28)),
        (date(2027, 3, 1), 12, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 3, 31), 1, date(2026, 4, 30)),
    ],
)
def test_a_certificate_lasts_its_months(begins, months, last):
    assert last_day(begins, months) == last


@pytest.mark.parametrize(
    ("facts", "on", "expected"),
    [
        (Facts(None, 60), date(2090, 1, 1), "valid"),
        (Facts(END, 60), date(2027, 12, 31), "valid"),
        (Facts(END, 60), date(2028, 1, 1), "expiring"),
        (Facts(END, 60), END, "expiring"),
        (Facts(END, 60), date(2028, 3, 1), "expired"),
        (Facts(END, 1), date(2028, 2, 28), "valid"),
        (Facts(END, 60, is_suspended=True), END, "suspended"),
        (Facts(END, 60, is_suspended=True), date(2028, 3, 1), "expired"),
        (Facts(END, 60, supplement_due=date(2027, 6, 30)), date(2027, 6, 30), "valid"),
        (Facts(END, 60, supplement_due=date(2027, 6, 30)), date(2027, 7, 1), "suspended"),
        (Facts(END, 60, is_superseded=True, is_suspended=True), END, "superseded"),
        (Facts(END, 60, is_revoked=True, is_superseded=True), END, "revoked"),
    ],
)
def test_what_rows_say_comes_before_what_the_days_say(facts, on, expected):
    assert state(facts, on) == expected


@given(DAYS, MONTHS)
def test_a_certificate_is_in_force_on_its_first_and_last_day_and_not_after(begins, months):
    last = last_day(begins, months)
    facts = Facts(last, 60)
    assert state(facts, begins) in ("valid", "expiring")
    assert state(facts, last) == "expiring"
    assert state(facts, last + timedelta(days=1)) == "expired"


@given(DAYS, st.integers(1, 400))
def test_the_window_has_as_many_days_as_it_says(until, window):
    facts = Facts(until, window)
    opens = window_opens(until, window)
    assert (until - opens).days + 1 == window
    assert (state(facts, opens - timedelta(days=1)), state(facts, opens)) == ("valid", "expiring")


@given(DAYS, DAYS, st.integers(1, 400), st.tuples(*[st.booleans()] * 3), st.none() | DAYS)
def test_there_is_one_state_for_every_day_and_time_never_makes_it_better(until, on, window, rows, due):
    facts = Facts(until, window, *rows, due)
    order = ("valid", "expiring", "suspended", "expired", "superseded", "revoked")
    today, tomorrow = state(facts, on), state(facts, on + timedelta(days=1))
    assert today in STATES
    assert order.index(tomorrow) >= order.index(today)


@given(DAYS, st.integers(-1500, 1500), MONTHS)
def test_a_renewal_never_ends_before_a_first_award_of_the_same_day(on, distance, months):
    held = on + timedelta(days=distance)
    until = renewed_until(on, months, held)
    assert until >= last_day(on, months)
    if held >= on:
        assert until == last_day(held + timedelta(days=1), months)


@given(DAYS, DAYS, MONTHS)
def test_who_begins_later_ends_no_earlier(one, other, months):
    first, second = sorted([one, other])
    assert last_day(first, months) <= last_day(second, months)


@given(DAYS, MONTHS)
def test_months_are_counted_to_the_same_day_or_the_end_of_the_month(day, months):
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


@given(DAYS, st.integers(0, 400))
def test_grace_is_counted_in_days(until, grace):
    assert (grace_ends(until, grace) - until).days == grace


@given(DAYS, MONTHS, st.integers(-800, 8000))
def test_a_result_counts_until_the_day_that_its_age_ends(passed, months, days):
    at = datetime(passed.year, passed.month, passed.day, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
    rule = Rule(frozenset({1}), max_age=months)
    on = passed + timedelta(days=days)
    assert counts(Result(1, True, at), rule, on) == (on <= add_months(passed, months))


@given(DAYS, MONTHS, st.integers(-800, 8000))
def test_time_in_the_job_is_served_from_its_day_on(hired, months, days):
    at = datetime(hired.year, hired.month, hired.day, tzinfo=ZoneInfo("Asia/Shanghai"))
    on = hired + timedelta(days=days)
    rule = Rule(frozenset({1}), kind=TENURE, served=months)
    assert counts(Result(1, True, at), rule, on) == (on >= add_months(hired, months))


@given(DAYS, st.integers(0, 1439), st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York"]))
def test_the_day_of_a_result_is_the_local_one(day, minute, zone):
    moment = datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=ZoneInfo("UTC"))
    at = moment.astimezone(ZoneInfo(zone))
    here = at.date()
    assert counts(Result(1, True, at), Rule(frozenset({1}), first_day=here), here)
    assert not counts(Result(1, True, at), Rule(frozenset({1}), first_day=here + timedelta(days=1)), here)
