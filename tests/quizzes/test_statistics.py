"""The formulas against what others have published, to the printed digit."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from quizzes import item_analysis as analysis
from quizzes.item_analysis import Advice, Case, Choice, Total

PUBLISHED = Path(__file__).parent / "published"
# Moodle's expected figures of each question: facility, sd, effective weight, discrimination index.
MOODLE_QUESTIONS = [
    (0.704, 0.4513682901, 21.2922742344, -7.0650767526),
    (0.48, 0.5099019514, 18.8979800309, -28.8982125772),
    (0.973333332, 0.13333334, 4.443012573, -9.1230674268),
    (0.68, 0.4760952286, 18.9347251357, -22.6306444113),
    (0.52, 0.3055050463, 11.1450138688, -17.6997047674),
    (0.64, 0.4898979486, 9.8081339177, -45.3785178421),
    (0.62, 0.331662479, 15.4788602394, -5.6543166602),
]


def rows_of(name: str) -> list[list[float]]:
    with (PUBLISHED / name).open() as file:
        return [[float(value) for value in row] for row in list(csv.reader(file))[1:]]


def counted(matrix: list[list[float]]) -> tuple[list[list[Case]], list[Total]]:
    """Of each row of marks out of one point: the cases of each question, and the totals."""
    size = len(matrix[0])
    cases = [Counter((row[n], sum(row)) for row in matrix) for n in range(size)]
    totals = Counter(sum(row) for row in matrix)
    return (
        [[Case(earned, 1, score, size, times) for (earned, score), times in each.items()] for each in cases],
        [Total(score, size, size, times) for score, times in totals.items()],
    )


@pytest.fixture(scope="module")
def lsat():
    return counted([row[:5] for row in rows_of("lsat6.csv") for _ in range(int(row[5]))])


@pytest.fixture(scope="module")
def moodle():
    return counted(rows_of("moodle_marks.csv"))


def scores(totals):
    return [(total.score, total.count) for total in totals]


def test_lsat6_has_the_published_facilities(lsat):
    assert [f"{analysis.facility(each):.3f}" for each in lsat[0]] == ["0.924", "0.709", "0.553", "0.763", "0.870"]


def test_lsat6_has_the_published_corrected_point_biserials(lsat):
    found = [f"{analysis.discrimination(each):.4f}" for each in lsat[0]]
    assert found == ["0.1128", "0.1532", "0.1728", "0.1444", "0.1216"]


def test_lsat6_has_the_published_alpha_which_is_kr20(lsat):
    questions, totals = lsat
    facilities = [analysis.facility(each) for each in questions]
    assert f"{analysis.alpha(questions, totals):.4f}" == f"{analysis.kr20(facilities, totals):.4f}" == "0.2950"


def test_moodles_quiz_has_moodles_figures(moodle):
    questions, totals = moodle
    alpha, spread = analysis.alpha(questions, totals), analysis.deviation(scores(totals))
    found = [
        analysis.mean(scores(totals)), analysis.median(scores(totals)), spread, analysis.skewness(scores(totals)),
        analysis.kurtosis(scores(totals)), 100 * alpha, analysis.standard_error(spread, alpha),
    ]  # fmt: skip
    # Moodle itself allows 1.5 in 100,000: its data base keeps a third as 0.3333333.
    expected = [4.617333332, 4.5, 0.8117265554, -0.092502502, -0.7073968557, -87.2230935542, 1.1106813066]
    assert found == pytest.approx(expected, rel=1.5e-5)


def test_moodles_questions_have_moodles_figures(moodle):
    questions, _ = moodle
    weights = analysis.effective_weights(questions)
    for cases, weight, expected in zip(questions, weights, MOODLE_QUESTIONS, strict=True):
        spread = analysis.deviation([(case.earned, case.count) for case in cases])
        found = (analysis.facility(cases), spread, weight, 100 * analysis.discrimination(cases))
        assert found == pytest.approx(expected, rel=1.5e-5)


def test_one_way_reliability_is_shrouts_and_fleiss_icc_1_k():
    ratings = [row[-4:] for row in rows_of("shrout_fleiss_1979.csv")]
    totals = [Total(sum(row), 40, 4, 1) for row in ratings]
    assert f"{analysis.one_way(totals, sum(x * x for row in ratings for x in row)):.2f}" == "0.44"


def two_groups(right_above: int, right_below: int) -> list[Case]:
    """27 people with 9 of 10 points, 46 with 5, 27 with 1."""
    return [
        Case(1, 1, 9, 10, right_above), Case(0, 1, 9, 10, 27 - right_above), Case(1, 1, 5, 10, 23),
        Case(0, 1, 5, 10, 23), Case(1, 1, 1, 10, right_below), Case(0, 1, 1, 10, 27 - right_below),
    ]  # fmt: skip


@pytest.mark.parametrize(("above", "below", "index"), [(27, 0, 1), (0, 27, -1), (18, 9, 1 / 3), (20, 20, 0)])
def test_upper_lower_is_the_difference_of_the_best_and_the_weakest_27_in_a_hundred(above, below, index):
    assert analysis.upper_lower(two_groups(above, below)) == pytest.approx(index)


def test_equal_scores_across_the_border_count_in_part():
    cases = [Case(1, 1, 5, 10, 50), Case(0, 1, 5, 10, 50)]
    assert analysis.upper_lower(cases) == pytest.approx(0)
    assert analysis.upper_lower(cases[::-1]) == pytest.approx(0)


def test_the_histogram_puts_each_border_into_the_higher_bar_and_a_hundred_into_the_last():
    totals = [Total(score, 10, 10, count) for score, count in [(0, 1), (1, 2), (7, 3), (9.99, 4), (10, 5)]]
    assert analysis.histogram(totals) == [1, 2, 0, 0, 0, 0, 0, 3, 0, 9]


def test_every_third_of_a_score_is_in_its_own_bar():
    assert [analysis.histogram([Total(n, 30, 30, 1)]).index(1) for n in range(30)] == [n // 3 for n in range(30)]


def test_where_nobody_differs_nothing_is_defined():
    cases, totals = [Case(1, 1, 4, 4, 50)], [Total(4, 4, 4, 50)]
    assert analysis.discrimination(cases) is None
    assert analysis.alpha([cases] * 4, totals) is None
    assert analysis.one_way(totals, 200) is None
    assert analysis.skewness(scores(totals)) is None


def test_without_any_paper_nothing_is_defined():
    assert analysis.facility([]) is None
    assert analysis.upper_lower([]) is None
    assert analysis.median([]) is None
    assert analysis.kr20([0.5, 0.5], []) is None
    assert analysis.standard_error(None, 0.5) is None


def test_a_quiz_of_one_question_has_a_facility_and_no_discrimination():
    cases = [Case(1, 1, 1, 1, 20), Case(0, 1, 0, 1, 20)]
    assert (analysis.facility(cases), analysis.discrimination(cases)) == (0.5, None)


CHOSEN = {"a": Choice(True, 60), "b": Choice(False, 30), "c": Choice(False, 10)}


@pytest.mark.parametrize(
    ("cases", "choices", "said"),
    [
        (two_groups(25, 5), CHOSEN, []),
        (two_groups(5, 25), CHOSEN, [(Advice.CHECK_KEY, None)]),
        (two_groups(16, 14), CHOSEN, [(Advice.SAYS_LITTLE, None)]),
        ([Case(1, 1, 9, 10, 96), Case(0, 1, 5, 10, 4)], CHOSEN, [(Advice.TOO_EASY, None)]),
        ([Case(1, 1, 9, 10, 20), Case(0, 1, 5, 10, 80)], CHOSEN, [(Advice.TOO_HARD, None)]),
        (two_groups(25, 5), CHOSEN | {"d": Choice(False, 0)}, [(Advice.UNCHOSEN, "d")]),
        (two_groups(25, 5), {"a": Choice(True, 40), "b": Choice(False, 60)}, [(Advice.BEATEN, None)]),
        ([Case(0, 1, 1, 10, 29)], {"a": Choice(True, 0), "b": Choice(False, 0)}, []),
    ],
)
def test_advice_follows_the_named_thresholds(cases, choices, said):
    assert analysis.advice(cases, choices) == said
