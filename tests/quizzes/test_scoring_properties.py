"""What holds of every share and every mark, whatever the answer."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizzes.scoring import Marking, each_alike, mark, neighbours, right_less_wrong

KEYS = st.sets(st.sampled_from("abcdefghi"))
SHARES = st.fractions(0, 1)
POINTS = st.integers(1, 100)


@given(chosen=KEYS, right=KEYS)
def test_a_share_is_never_below_nothing_nor_above_everything(chosen, right):
    assert 0 <= right_less_wrong(chosen, right) <= 1


@given(chosen=KEYS, right=KEYS, more=st.sampled_from("abcdefghi"))
def test_a_right_option_more_never_takes_away_and_a_wrong_one_never_adds(chosen, right, more):
    before, after = right_less_wrong(chosen, right), right_less_wrong(chosen | {more}, right)
    assert after >= before if more in right else after <= before


@given(order=st.permutations("abcdef"))
def test_of_an_order_only_the_right_one_is_everything(order):
    share = neighbours(order, "abcdef")
    assert 0 <= share <= 1
    assert (share == 1) == ("".join(order) == "abcdef")


@given(one=SHARES, other=SHARES, points=POINTS)
def test_who_has_more_right_never_has_fewer_points(one, other, points):
    less, more = sorted([one, other])
    assert mark(less, points, Marking.PARTIAL).points <= mark(more, points, Marking.PARTIAL).points


@given(share=SHARES, points=POINTS, marking=st.sampled_from(Marking))
def test_only_everything_earns_everything(share, points, marking):
    found = mark(share, points, marking)
    assert 0 <= found.points <= points
    assert found.is_full == (share == 1)


PARTLY = [
    # By hand, from the rules of QTI's mapping with a lower bound of nothing: 2 right of 3 and 1 wrong is 1 of 3.
    ("ab", "abc", "0.67"), ("abx", "abc", "0.33"), ("abxy", "abc", "0"), ("axyz", "abc", "0"),
    ("abc", "abc", "1"), ("", "abc", "0"), ("x", "abc", "0"),
]  # fmt: skip


@pytest.mark.parametrize(("chosen", "right", "points"), PARTLY)
def test_right_less_wrong(chosen, right, points):
    assert mark(right_less_wrong(chosen, right), 1, Marking.PARTIAL).points == Decimal(points)


ORDERS = [("abcd", "1"), ("bcda", "0.67"), ("abdc", "0.33"), ("dcba", "0"), ("abc", "0"), ("", "0")]


@pytest.mark.parametrize(("order", "points"), ORDERS)
def test_neighbours_of_an_order(order, points):
    assert mark(neighbours(order, "abcd"), 1, Marking.PARTIAL).points == Decimal(points)


def test_parts_count_the_same():
    assert each_alike(2, 3) == Fraction(2, 3)
    assert each_alike(0, 0) == 0
