"""Who will be certified: read from memberships, certificates and results, and never from what came later."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certificates.models.design import Appearance
from courses.models import LedgerEntry
from people.models import Membership
from tests.conftest import make_person
from tracking.forecasting.backtesting import trials
from tracking.forecasting.facts import staffs, stand_of
from tracking.forecasting.past import learnt, rates_on
from tracking.models import ForecastRates, Minimum

ON = dt.date(2026, 11, 2)
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("hired", "chain", "passed", "name", "ends", "renewing"),
    [
        (10, [], None, "new", None, False),
        (100, [], None, "begun", None, False),
        (400, [], None, "slow", None, False),
        (None, [], None, "slow", None, False),
        (400, [], 5, "close", None, False),
        (900, [(700, 30)], None, "", 4, False),
        (900, [(700, 30)], 5, "", 4, True),
        (900, [(700, 30)], 40, "", 4, False),
        (900, [(100, 630)], None, "", None, False),
        (900, [(100, None)], None, "", None, False),
        (900, [(800, -30)], None, "lapsed", None, False),
        (900, [(900, -200)], None, "long_lapsed", None, False),
    ],
)
def test_everybody_is_in_one_class(hired, chain, passed, name, ends, renewing, programme):
    links = [(ON - a * DAY, None if e is None else ON + e * DAY) for a, e in chain]
    since, at = (None if days is None else ON - days * DAY for days in (hired, passed))
    stand = stand_of(since, links, at, programme, ON)
    assert (stand.name, stand.ends, stand.is_renewing) == (name, ends, renewing)


def test_a_dealerships_staff_are_those_who_worked_there_on_the_day(populated, programme):
    there = staffs(programme, ON)
    working = Membership.objects.main().on(ON).filter(role="advisor")
    assert sum(each.people for each in there) == working.count()
    assert len(there) == 3
    assert [each.dealership for each in staffs(programme, ON, [there[0].dealership])] == [there[0].dealership]


def test_what_is_learnt_knows_nothing_of_what_came_later(populated, programme):
    day = ON - 200 * DAY
    before = learnt(programme, day)
    LedgerEntry.objects.filter(at__date__gt=day).delete()
    Appearance.objects.all().delete()
    programme.certificates.filter(awarded_on__gt=day)._raw_delete("default")
    assert learnt(programme, day) == before


def test_shares_only_grow(populated, programme):
    rates = learnt(programme, ON)
    assert rates.becomes
    for curve in (*rates.becomes.values(), rates.renewed):
        assert list(curve) == sorted(curve)
        assert 0 <= curve[0] <= curve[-1] <= 1


def test_rates_are_counted_once_a_day(populated, programme):
    first = rates_on(programme, ON)
    with CaptureQueriesContext(connection) as captured:
        assert rates_on(programme, ON) == first
    assert len(captured) == 1
    assert ForecastRates.objects.count() == 1


def test_a_trial_tells_both_ways_of_foretelling_apart(populated, programme):
    found = list(trials(programme, [ON - 200 * DAY], [13, 26]))
    assert [each.weeks for each in found] == [13, 26]
    assert all(0 <= each.forecast <= 1 and 0 <= each.simple <= 1 and each.dealerships == 3 for each in found)


def test_the_command_prints_the_trials(populated, capsys):
    call_command("tracking", "backtest", "--certification", "advisor")
    assert len(capsys.readouterr().out.strip().splitlines()) == 7


def test_the_command_says_that_there_is_nothing_to_try(db):
    with pytest.raises(CommandError, match="No certification"):
        call_command("tracking", "backtest")


def test_a_regional_manager_sees_the_next_half_year_of_the_region(programme, lin, harbour_advisor, regional, signed_in):
    text = signed_in(regional).get("/en/team/forecast/").text
    assert "2 dealerships are likely to have too few" in text
    assert "/en/team/forecast/riverside/?certification=advisor" in text


def test_a_manager_sees_no_other_dealership(programme, lin, harbour_advisor, chen, signed_in):
    client = signed_in(chen)
    assert "Harbour" not in client.get("/en/team/forecast/").text
    assert client.get("/en/team/forecast/harbour/").status_code == 404
    assert client.post("/en/team/forecast/harbour/", {"number": "3"}).status_code == 404
    assert client.get("/en/team/forecast/nowhere/").status_code == 404
    assert not Minimum.objects.exists()


def test_whoever_answers_for_a_dealership_says_its_minimum(programme, lin, riverside, chen, signed_in):
    client = signed_in(chen)
    assert "six in ten" in client.get("/en/team/forecast/riverside/").text
    response = client.post("/en/team/forecast/riverside/?certification=advisor", {"number": "4"}, follow=True)
    said = Minimum.objects.get()
    assert (said.number, said.dealership, said.certification, said.by) == (4, riverside, programme, chen)
    assert "Minimum: 4" in response.text


def test_a_minimum_that_is_no_number_is_refused(programme, lin, chen, signed_in):
    assert "field-error" in signed_in(chen).post("/en/team/forecast/riverside/", {"number": "-1"}).text
    assert not Minimum.objects.exists()


def test_an_advisor_has_no_forecast(programme, lin, signed_in):
    client = signed_in(lin)
    assert client.get("/en/team/forecast/").status_code == 404
    assert client.get("/en/team/forecast/riverside/").status_code == 404


def test_the_forecast_is_only_read(programme, chen, signed_in):
    assert signed_in(chen).post("/en/team/forecast/").status_code == 405


def test_the_first_day_says_what_is_missing(admin, signed_in, programme):
    client = signed_in(admin)
    assert "No advisor yet" in client.get("/en/team/forecast/").text
    programme.is_offered = False
    programme.save()
    assert "No certification is offered yet" in client.get("/en/team/forecast/").text


def test_the_forecast_takes_as_many_queries_for_any_number_of_people(programme, lin, riverside, chen, signed_in):
    client = signed_in(chen)
    client.get("/en/team/forecast/")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/en/team/forecast/")
        return len(captured)

    few = queries()
    for number in range(5):
        make_person(f"more-{number}", "多人", dealership=riverside)
    assert queries() == few


def test_the_table_can_be_taken_away(programme, lin, chen, signed_in):
    taken = b"".join(signed_in(chen).get("/en/tables/forecast.csv")).decode()
    assert f"Riverside,riverside,East,0,0,0,1,Too few,{timezone.localdate().isoformat()},100" in taken


def test_a_forecast_of_no_certification_cannot_be_taken_away(chen, signed_in):
    assert signed_in(chen).get("/en/tables/forecast.csv").status_code == 404
