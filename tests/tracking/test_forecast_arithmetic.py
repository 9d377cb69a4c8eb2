"""The arithmetic of the forecast, on figures that can be followed by hand."""

import pytest

from tracking.forecast.curves import Staff, below, forecast, plan
from tracking.forecast.rates import WEEKS, Fate, Rates, given_not_yet, mixed, rate, share_by_week
from tracking.forecast.scores import Told, brier, mean_error

NOBODY_MOVES = Rates({}, (0.0,) * 53, leaving=0.0, coming=0.0, leaving_of={})
HALF_AT_ONCE = (0.0, *[0.5] * WEEKS)


def staff(holders=(), renewing=(), others=()) -> Staff:
    return Staff(1, dict(holders), dict(renewing), dict(others))


def test_the_share_by_week_counts_whoever_left_as_long_as_they_were_there():
    """Four people: awarded in week 1, gone after week 1, awarded in week 2, there to the end: 1 - 3/4 · 1/2."""
    fates = [Fate(1, 10), Fate(None, 1), Fate(2, 10), Fate(None, 10)]
    assert share_by_week(fates, weeks=3) == pytest.approx((0.0, 0.25, 0.625, 0.625))


def test_of_nobody_nothing_is_known():
    assert share_by_week([], weeks=2) == (0.0, 0.0, 0.0)


def test_whoever_left_in_the_first_week_says_nothing():
    assert share_by_week([Fate(None, 0), Fate(1, 5)], weeks=1) == (0.0, 1.0)


def test_whoever_has_not_by_now_has_later_with_what_is_left():
    assert given_not_yet([0.0, 0.5, 0.75], 1, 1) == pytest.approx(0.5)


def test_past_the_end_of_what_is_known_nothing_more_happens():
    assert given_not_yet([0.0, 0.5], 5, 5) == 0.0
    assert given_not_yet([0.0, 1.0], 1, 1) == 0.0


def test_a_small_dealership_is_mostly_like_everybody_and_a_large_one_like_itself():
    assert mixed(0, 0, 0.01) == pytest.approx(0.01)
    assert mixed(1000, 10_000, 0.01) == pytest.approx(0.098, abs=0.001)
    assert rate(3, 0) == 0.0


def test_without_any_change_everybody_stays_certified():
    foretold = forecast(staff({None: 5}), 5, NOBODY_MOVES)
    assert foretold.expected == (5.0,) * 27
    assert foretold.falls_short_in is None
    assert plan(foretold, NOBODY_MOVES) is None


def test_certificates_that_end_and_are_never_renewed_are_lost_the_week_after():
    foretold = forecast(staff({None: 4, 10: 2}), 5, NOBODY_MOVES)
    assert (foretold.expected[10], foretold.expected[11]) == (6.0, 4.0)
    assert foretold.falls_short_in == 11


def test_what_to_schedule_is_the_renewals_that_are_missing():
    foretold = forecast(staff({None: 4, 10: 2}), 5, NOBODY_MOVES)
    wanted = plan(foretold, NOBODY_MOVES)
    assert (wanted.by_week, wanted.renewals, wanted.first_awards, wanted.assessor_days) == (11, 1, 0, 1)


def test_what_renewals_cannot_mend_learners_must():
    foretold = forecast(staff({None: 2, 3: 1}, others={"begun": 4}), 6, NOBODY_MOVES)
    wanted = plan(foretold, NOBODY_MOVES)
    assert (wanted.renewals, wanted.first_awards, wanted.assessor_days) == (1, 3, 2)


def test_learners_count_by_the_share_of_their_class():
    rates = Rates({"close": HALF_AT_ONCE}, (0.0,) * 53, 0.0, 0.0, {})
    assert forecast(staff({None: 1}, others={"close": 4}), 1, rates).expected[5] == pytest.approx(3.0)


def test_whoever_is_renewing_counts_until_the_end_and_then_by_what_became_of_others():
    rates = Rates({"renewing": HALF_AT_ONCE}, (0.0,) * 53, 0.0, 0.0, {})
    foretold = forecast(staff(renewing={4: 2}), 1, rates)
    assert (foretold.expected[4], foretold.expected[5]) == (2.0, 1.0)


def test_holders_renew_around_the_end_as_those_of_the_past_did():
    renewed = tuple(min(1.0, step / 18) for step in range(53))  # all within eighteen weeks, evenly
    foretold = forecast(staff({12: 18}), 1, Rates({}, renewed, 0.0, 0.0, {}))
    assert foretold.expected[13] == pytest.approx(10.0)  # ten of eighteen weeks have gone by


def test_people_leave_at_the_rate_of_their_dealership():
    rates = Rates({}, (0.0,) * 53, leaving=0.0, coming=0.0, leaving_of={1: 0.02})
    assert forecast(staff({None: 100}), 1, rates).expected[26] == pytest.approx(59.45, abs=0.01)


def test_who_comes_in_the_meantime_is_certified_like_the_newly_hired_of_the_past():
    rates = Rates({"new": HALF_AT_ONCE}, (0.0,) * 53, 0.0, 0.01, {})
    assert forecast(staff({None: 100}), 1, rates).expected[3] == pytest.approx(101.0)


def test_an_even_chance_is_where_the_mean_lies_half_below_the_minimum():
    assert below(5, 4.5, 2.0) == pytest.approx(0.5)
    assert below(5, 4.0, 0.0) == 1.0
    assert below(5, 5.0, 0.0) == 0.0


def test_briers_score_is_nothing_for_whoever_is_always_right():
    assert brier([Told(1.0, True), Told(0.0, False)]) == 0.0
    assert brier([Told(0.7, True), Told(0.4, False)]) == pytest.approx((0.09 + 0.16) / 2)


def test_nothing_told_has_no_score():
    with pytest.raises(ValueError, match="nothing"):
        brier([])
    with pytest.raises(ValueError, match="nothing"):
        mean_error([])


def test_the_error_is_the_same_whichever_way_a_number_was_off():
    assert mean_error([(1.0, 3.0), (5.0, 4.0)]) == 1.5
