"""What two assessors come to together, as a table of cases."""

from decimal import Decimal

import pytest

from roleplays.panel import Dispute, agreed, decide
from roleplays.scoring import Item, Section, score

SHEET = (Section("Greeting", (Item("A", 2), Item("B", 3, critical=True))), Section("Round", (Item("C", 5),)))


def sheet(a: str, b: str, c: str):
    return score(SHEET, {"A": a, "B": b, "C": c}, pass_mark=80)


@pytest.mark.parametrize(
    ("first", "second", "percent", "passed", "dispute"),
    [
        ("done done done", "done done done", "100.00", True, None),
        ("partly done done", "done done done", "95.00", True, None),
        ("not done done", "done done done", "90.00", True, Dispute.DISTANCE),
        ("done done partly", "done done done", "87.50", False, Dispute.OUTCOME),
        ("done not done", "done done done", "85.00", False, Dispute.OUTCOME),
        ("done not done", "partly not done", "65.00", False, None),
        ("not not not", "not not not", "0.00", False, None),
    ],
)
def test_two_sheets_come_to_a_decision_or_a_dispute(first, second, percent, passed, dispute):
    found = decide([sheet(*first.split()), sheet(*second.split())], largest_difference=10)
    assert (found.percent, found.passed, found.dispute) == (Decimal(percent), passed, dispute)


def test_the_largest_difference_may_just_be_reached():
    both = [sheet("not", "done", "done"), sheet("done", "done", "done")]
    assert decide(both, largest_difference=20).dispute is None
    assert decide(both, largest_difference=19).dispute is Dispute.DISTANCE


def test_one_sheet_is_its_own_decision():
    found = decide([sheet("done", "partly", "done")], largest_difference=0)
    assert (found.percent, found.passed, found.dispute) == (Decimal("85.00"), True, None)


def test_sections_are_means_of_the_sheets_sections():
    found = decide([sheet("done", "done", "partly"), sheet("not", "done", "partly")], largest_difference=20)
    assert found.sections == (Decimal("80.00"), Decimal("50.00"))


def test_nobody_has_decided_nothing():
    with pytest.raises(ValueError, match="nobody"):
        decide([], largest_difference=10)


def test_what_all_gave_the_same_is_agreed():
    assert agreed([{"A": "done", "B": "not"}, {"A": "done", "B": "partly"}]) == {"A": "done"}
