"""Severe and lenient assessors are found where they were put in, and scores are adjusted for them."""

from random import Random

import pytest

from roleplays.fairness.severity import circles, fair_scores, severities

INJECTED = {"severe": -9.0, "even": 1.0, "lenient": 8.0}


def simulated(performances: int = 600, noise: float = 4.0) -> list[tuple[int, str, float]]:
    """Each performance scored by two of three assessors in turn."""
    dice = Random(7)  # noqa: S311  the same dice each time
    names = list(INJECTED)
    scores = []
    for number in range(performances):
        truth = dice.gauss(75, 10)
        for name in (names[number % 3], names[(number + 1) % 3]):
            scores.append((number, name, truth + INJECTED[name] + dice.gauss(0, noise)))
    return scores


@pytest.mark.parametrize("name", INJECTED)
def test_an_injected_severity_is_recovered_within_two_standard_errors(name):
    found = severities(simulated())[name]
    assert abs(found.severity - INJECTED[name]) < 2 * found.error
    assert found.error < 0.5


def test_without_noise_it_is_recovered_exactly():
    found = severities(simulated(30, noise=0))
    assert {name: pytest.approx(each.severity) for name, each in found.items()} == INJECTED


def test_severities_are_points_against_the_mean_of_the_circle():
    assert sum(each.severity for each in severities(simulated()).values()) == pytest.approx(0)


def test_assessors_without_a_shared_performance_cannot_be_compared():
    scores = [(1, "a", 80.0), (1, "b", 70.0), (2, "c", 60.0), (2, "d", 90.0), (3, "e", 50.0)]
    assert [sorted(circle) for circle in circles(scores)] == [["a", "b"], ["c", "d"], ["e"]]
    found = severities(scores)
    assert (found["a"].severity, found["c"].severity) == (pytest.approx(5), pytest.approx(-15))
    assert found["e"].severity is None


def test_two_scores_of_one_performance_leave_no_error_to_estimate():
    assert severities([(1, "a", 80.0), (1, "b", 70.0)])["a"].error is None


def test_a_fair_score_takes_off_what_its_assessors_give_too_much():
    scores = [(n, who, level + more) for n, level in enumerate((50, 60, 70)) for who, more in (("a", 6), ("b", -6))]
    scores += [(9, "b", 54.0), (9, "c", 60.0), (10, "a", 66.0), (10, "c", 60.0)]
    fair = fair_scores(scores, severities(scores))
    assert fair[9] == (57.0, pytest.approx(60.0))
    assert fair[0] == (50.0, pytest.approx(50.0))


def test_a_performance_of_one_assessor_has_no_fair_score():
    scores = [(1, "a", 80.0), (1, "b", 70.0), (2, "a", 90.0)]
    assert 2 not in fair_scores(scores, severities(scores))


def test_an_adjusted_score_stays_within_what_can_be_scored():
    scores = [(1, "a", 100.0), (1, "b", 60.0), (2, "b", 100.0), (2, "c", 100.0)]
    assert all(0 <= adjusted <= 100 for _raw, adjusted in fair_scores(scores, severities(scores)).values())


def test_nothing_gives_nothing():
    assert severities([]) == {}
