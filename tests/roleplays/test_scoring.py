"""Published results: each row can be worked out by hand."""

from decimal import Decimal

import pytest

from roleplays.scoring import Item, Section, percentage, score

GREETING = Section("Greeting", (Item("a", 2), Item("b", 3, critical=True)))
WALK = Section("Walk-round", (Item("c", 1), Item("d", 4, critical=True)))
SHEET = (GREETING, WALK)


@pytest.mark.parametrize(
    ("marks", "percent", "passed"),
    [
        ("done done done done", "100.00", True),
        ("not done done done", "80.00", True),
        ("partly done done done", "90.00", True),
        ("partly done not done", "80.00", True),
        ("not partly done done", "65.00", False),
        ("partly partly partly partly", "50.00", False),
        ("not not not not", "0.00", False),
        ("done done done partly", "80.00", True),
        ("done done done not", "60.00", False),
    ],
)
def test_points_add_up_to_a_percentage(marks, percent, passed):
    result = score(SHEET, dict(zip("abcd", marks.split(), strict=True)), pass_mark=80)

    assert (result.percent, result.passed) == (Decimal(percent), passed)


@pytest.mark.parametrize(
    ("critical", "missed", "passed"), [("not", ("b",), False), ("partly", (), True), ("done", (), True)]
)
def test_only_a_critical_item_marked_not_vetoes(critical, missed, passed):
    result = score(SHEET, {"a": "done", "b": critical, "c": "done", "d": "done"}, pass_mark=10)

    assert (result.missed_critical, result.passed) == (missed, passed)


def test_a_veto_leaves_the_percentage_as_it_is():
    result = score(SHEET, {"a": "done", "b": "not", "c": "done", "d": "done"}, pass_mark=70)

    assert (result.percent, result.passed) == (Decimal("70.00"), False)


def test_an_ordinary_item_marked_not_does_not_veto():
    result = score(SHEET, {"a": "done", "b": "done", "c": "not", "d": "done"}, pass_mark=90)

    assert result.passed
    assert result.missed_critical == ()


def test_sections_are_scored_each_by_itself():
    result = score(SHEET, {"a": "partly", "b": "done", "c": "not", "d": "partly"}, pass_mark=80)

    assert [(part.title, part.earned, part.possible, part.percent) for part in result.sections] == [
        ("Greeting", Decimal(4), Decimal(5), Decimal("80.00")),
        ("Walk-round", Decimal(2), Decimal(5), Decimal("40.00")),
    ]


def test_the_whole_is_the_sum_of_points_and_not_the_mean_of_sections():
    sections = (Section("small", (Item("a", 1),)), Section("large", (Item("b", 9),)))
    result = score(sections, {"a": "done", "b": "not"}, pass_mark=50)

    assert (result.earned, result.possible, result.percent) == (Decimal(1), Decimal(10), Decimal("10.00"))


@pytest.mark.parametrize(
    ("marks", "blanks"),
    [({}, ("a", "b", "c", "d")), ({"b": "not", "d": "done"}, ("a", "c")), ({"a": ""}, ("a", "b", "c", "d"))],
)
def test_blanks_are_named_in_the_order_of_the_sheet(marks, blanks):
    assert score(SHEET, marks, pass_mark=1).blanks == blanks


def test_nothing_is_passed_with_a_blank():
    result = score(SHEET, {"b": "done", "c": "done", "d": "done"}, pass_mark=80)

    assert (result.percent, result.passed) == (Decimal("80.00"), False)


def test_a_blank_critical_item_is_blank_and_not_missed():
    assert score(SHEET, {}, pass_mark=80).missed_critical == ()


@pytest.mark.parametrize(
    ("earned", "possible", "percent"),
    [
        ("1", "3", "33.33"),
        ("2", "3", "66.67"),
        ("1", "8", "12.50"),
        ("1", "1600", "0.06"),
        ("1", "800", "0.13"),
        ("0", "0", "0.00"),
        ("7", "7", "100.00"),
    ],
)
def test_percentages_have_two_places_rounded_half_up(earned, possible, percent):
    assert percentage(Decimal(earned), Decimal(possible)) == Decimal(percent)


def test_the_rounded_percentage_decides():
    # 159 992 of 200 000 is 79.996 %, which is printed as 80.00.
    sections = (Section("only", (Item("a", 159_992), Item("b", 40_008))),)
    result = score(sections, {"a": "done", "b": "not"}, pass_mark=80)

    assert (result.percent, result.passed) == (Decimal("80.00"), True)


def test_a_code_that_is_not_on_the_sheet_counts_for_nothing():
    marks = {"a": "done", "b": "done", "c": "done", "d": "done", "z": "not"}

    assert score(SHEET, marks, pass_mark=100).passed


def test_an_unknown_mark_is_an_error():
    with pytest.raises(KeyError):
        score(SHEET, {"a": "maybe"}, pass_mark=80)


def test_a_sheet_without_items_is_never_passed():
    result = score((), {}, pass_mark=1)

    assert (result.percent, result.passed, result.sections) == (Decimal("0.00"), False, ())
