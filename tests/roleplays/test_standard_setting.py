"""Cut scores against a general library's regression and against sums done by hand."""

import pytest
from scipy.stats import linregress

from roleplays.fairness.standard_setting import angoff, borderline_regression

RATINGS = [(1, 41.0), (2, 55.0), (2, 58.0), (3, 66.0), (3, 71.0), (4, 80.0), (4, 77.0), (5, 92.0)]


def test_the_line_is_the_one_that_scipy_draws():
    found, oracle = borderline_regression(RATINGS), linregress(*zip(*RATINGS, strict=True))
    assert (found.slope, found.intercept, found.fit) == pytest.approx(
        (oracle.slope, oracle.intercept, oracle.rvalue**2)
    )


def test_the_cut_is_what_the_line_gives_to_a_borderline_performance():
    found = borderline_regression(RATINGS)
    assert found.cut == pytest.approx(found.at(2))
    assert f"{found.cut:.2f}" == "55.33"


def test_the_error_is_that_of_a_point_on_the_line():
    """For the point above nought scipy prints it as the error of the intercept."""
    oracle = linregress(*zip(*RATINGS, strict=True))
    assert borderline_regression(RATINGS, borderline=0).error == pytest.approx(oracle.intercept_stderr)


def test_the_error_is_smallest_in_the_middle_of_the_ratings():
    assert borderline_regression(RATINGS, borderline=3).error < borderline_regression(RATINGS, borderline=1).error


@pytest.mark.parametrize(
    "ratings",
    [[], RATINGS[:2], [(3, 50.0), (3, 60.0), (3, 70.0)], [(1, 90.0), (2, 70.0), (3, 50.0)]],
    ids=["none", "two", "all rated the same", "a better rating with a worse score"],
)
def test_where_no_line_helps_there_is_none(ratings):
    assert borderline_regression(ratings) is None


def test_a_cut_stays_within_what_can_be_scored():
    assert borderline_regression([(3, 10.0), (4, 50.0), (5, 90.0)]).cut == 0


def test_angoff_is_the_mean_of_the_judges_sums_in_per_cent():
    found = angoff([[0.5, 1.0], [0.7, 0.8]], [1, 3])
    assert found.judges == pytest.approx((87.5, 77.5))
    assert (found.cut, found.error) == pytest.approx((82.5, 5.0))
    assert found.items == pytest.approx((0.6, 0.9))


def test_one_judge_has_no_error_and_no_judge_no_cut():
    assert angoff([[0.5]], [2]).error is None
    assert angoff([], [2]) is None
