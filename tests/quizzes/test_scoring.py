from decimal import Decimal

import pytest

from quizzes.paper import Item
from quizzes.scoring import Kind, Mark, result

ANSWERS = [
    # kind, right, answer, earned
    (Kind.SINGLE, "b", "b", 3),
    (Kind.SINGLE, "b", "a", 0),
    (Kind.SINGLE, "b", "", 0),
    (Kind.SINGLE, "b", "ab", 0),
    (Kind.TRUE_FALSE, "a", "a", 3),
    (Kind.TRUE_FALSE, "a", "b", 0),
    (Kind.TRUE_FALSE, "a", "", 0),
    (Kind.MULTIPLE, "ac", "ac", 3),
    (Kind.MULTIPLE, "ac", "ca", 3),
    (Kind.MULTIPLE, "ac", "a", 0),
    (Kind.MULTIPLE, "ac", "abc", 0),
    (Kind.MULTIPLE, "ac", "b", 0),
    (Kind.MULTIPLE, "ac", "", 0),
    (Kind.ORDERING, "bca", "bca", 3),
    (Kind.ORDERING, "bca", "bac", 0),
    (Kind.ORDERING, "bca", "abc", 0),
    (Kind.ORDERING, "bca", "bc", 0),
    (Kind.ORDERING, "bca", "", 0),
]


@pytest.mark.parametrize(("kind", "right", "answer", "earned"), ANSWERS)
def test_an_answer_earns_all_or_nothing(kind, right, answer, earned):
    item = Item("q", kind, 3, (), {}, {}, (), tuple(right))
    assert item.mark(list(answer)) == Mark(Decimal(earned), 3)


RESULTS = [
    # earned, possible, pass mark, percent, passed
    (4, 5, 80, "80.00", True),
    (3, 5, 80, "60.00", False),
    (0, 5, 80, "0.00", False),
    (5, 5, 100, "100.00", True),
    (1, 3, 33, "33.33", True),
    (1, 3, 34, "33.33", False),
    (2, 3, 67, "66.67", False),
    (2, 3, 66, "66.67", True),
    (1, 8, 12, "12.50", True),
    (1, 800, 1, "0.13", False),
    (79_999, 100_000, 80, "80.00", False),
]


@pytest.mark.parametrize(("earned", "possible", "pass_mark", "percent", "passed"), RESULTS)
def test_a_result_is_a_percentage_and_passes_at_the_pass_mark(earned, possible, pass_mark, percent, passed):
    marks = [Mark(Decimal(earned), possible)]
    assert (result(marks, pass_mark).percent, result(marks, pass_mark).passed) == (Decimal(percent), passed)


def test_points_weigh_the_questions():
    marks = [Mark(Decimal(3), 3), Mark(Decimal(0), 1)]
    assert result(marks, 80).percent == Decimal("75.00")


def test_an_empty_paper_passes_nobody():
    assert result([], 1) == result([Mark(Decimal(0), 0)], 1)
    assert not result([], 1).passed


def test_percent_has_two_decimals():
    assert str(result([Mark(Decimal(1), 1)], 80).percent) == "100.00"


@pytest.mark.parametrize(("earned", "is_full"), [(2, True), (0, False)])
def test_a_mark_knows_whether_it_is_full(earned, is_full):
    assert Mark(Decimal(earned), 2).is_full is is_full
