"""Every kind of question, as pure rules: what is accepted, what it is worth, and what the screen is told."""

import json
from decimal import Decimal

import pytest

from quizzes.paper import AnswerRefused, Item
from quizzes.scoring import Kind
from tests.quizzes.kinds import item, sources

KINDS = list(Kind)
SEEDS = range(6)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_right_answer_earns_everything_however_it_was_shuffled(kind, seed, dice):
    asked = item(kind, dice(seed))
    if kind is not Kind.SHORT_ANSWER:
        assert asked.mark(asked.accept(asked.right)).is_full


@pytest.mark.parametrize("kind", KINDS)
def test_no_answer_earns_nothing_and_is_none(kind, dice):
    asked = item(kind, dice(1))
    assert asked.accept([]) == []
    assert asked.mark([]).points == 0
    assert asked.rules.choice(asked, []) == ""
    assert not asked.review(1, [], "en").is_answered


@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_survives_json(kind, dice):
    asked = item(kind, dice(1))
    assert Item.from_json(json.loads(json.dumps(asked.to_json()))) == asked


@pytest.mark.parametrize("kind", KINDS)
def test_a_screen_has_no_key_no_reason_and_no_outline(kind, dice):
    asked = item(kind, dice(1))
    shown = asked.show(1, [], "en")
    told = repr(shown)
    for secret in (
        "right=",
        "correct",
        "reason",
        "Why",
        "Too soon",
        "It is sound",
        "That is later",
        "400,200",
        "walk-r",
    ):
        assert secret not in told


@pytest.mark.parametrize("kind", KINDS)
def test_statistics_know_the_question_whatever_chance_did(kind, dice):
    told = [item(kind, dice(seed)) for seed in SEEDS]
    assert len({json.dumps(each.rules.content(each), sort_keys=True) for each in told}) == 1
    assert len({each.rules.choice(each, list(each.right)) for each in told}) == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "answer", [["zz:zz"], ["nothing of the kind"], ["a", "a", "a"], ["x" * 5000], ["a:b:c"], ["\x00"]]
)
def test_a_hostile_answer_is_refused_or_wrong(kind, answer, dice):
    asked = item(kind, dice(1))
    try:
        kept = asked.accept(answer)
    except AnswerRefused:
        return
    assert asked.mark(kept).points == 0
    asked.show(1, kept, "en")
    asked.review(1, kept, "en")


def keyed(asked: Item) -> dict[str, str]:
    """By their words, the keys of options and pool."""
    return {each.text["en"]: each.key for each in [*asked.options, *asked.pool]}


def test_each_pair_counts_the_same(dice):
    asked = item(Kind.MATCHING, dice(3))
    keys = keyed(asked)
    answer = [f"{keys['greet']}:{keys['hello']}", f"{keys['leave']}:{keys['sorry']}"]
    assert asked.mark(asked.accept(answer)).points == Decimal("1.33")
    review = {slot.label.text: slot for slot in asked.review(1, answer, "en").slots}
    assert (review["greet"].is_right, review["leave"].is_right, review["leave"].right.text) == (True, False, "bye")
    assert review["thank"].given is None


def test_what_fits_nothing_can_be_chosen_and_the_pool_is_mixed(dice):
    pools = {
        tuple(choice.text.text for choice in item(Kind.MATCHING, dice(seed)).show(1, [], "en").pool)
        for seed in range(30)
    }
    assert len(pools) > 10
    assert all(sorted(pool) == ["bye", "hello", "sorry", "thanks"] for pool in pools)


def test_categories_stand_in_the_order_of_their_author(dice):
    shown = item(Kind.CATEGORIES, dice(5)).show(1, [], "en")
    assert [choice.text.text for choice in shown.pool] == ["car", "desk"]


WORDS = [
    ("walk-round", True), ("  Walk-Round. ", True), ("ｗａｌｋ－ｒｏｕｎｄ", True), ("环车检查", True),
    ("环 车 检 查。", True),
    ("walk", False), ("test drive", False), ("环车", False),
]  # fmt: skip


@pytest.mark.parametrize(("said", "is_right"), WORDS)
def test_words_are_right_in_either_language_whatever_their_width_and_case(said, is_right, dice):
    asked = item(Kind.FILL_IN, dice(1))
    assert asked.mark(asked.accept([said])).is_full is is_right


def test_an_expected_mistake_is_explained(dice):
    slot = item(Kind.FILL_IN, dice(1)).review(1, ["Test drive"], "en").slots[0]
    assert slot.reason.text == "That is later."


NUMBERS = [
    ("30", True), ("28", True), ("32.0", True), ("32.1", False), ("３０ min", True), ("30 Minutes", True),
    ("三十", True),
    ("30 hours", False), ("about 30", False), ("", False), ("1e1000", False), ("-30", False),
]  # fmt: skip


@pytest.mark.parametrize(("said", "is_right"), NUMBERS)
def test_a_number_is_right_within_its_tolerance_with_its_unit_or_none(said, is_right, dice):
    asked = item(Kind.NUMERIC, dice(1))
    assert asked.mark(asked.accept([said])).is_full is is_right


def test_each_gap_counts_the_same(dice):
    asked = item(Kind.CLOZE, dice(2))
    greeted = keyed(asked)["ignored"]
    answer = asked.accept(["1:3", "2:Guest", f"3:{greeted}"])
    assert asked.mark(answer).points == Decimal("2.67")
    assert asked.rules.choice(asked, answer) == "++*"
    assert [piece.words.text if piece.words else piece.slot.key for piece in asked.show(1, answer, "en").pieces] == [
        "Within ", "1", " minutes the ", "2", " is ", "3", ".",
    ]  # fmt: skip


SPOTS = [
    (["200,500"], 2), (["200,500", "500,500"], 4), (["200,500", "210,510"], 2), (["200,500", "900,900"], 0),
    (["200,500", "500,500", "500,50"], 2), (["100,500", "400,200"], 4), (["99,500"], 0),
    (["200,700"], 2), (["200,701"], 0),
]  # fmt: skip


@pytest.mark.parametrize(("spots", "points"), SPOTS)
def test_a_wrong_mark_takes_away_a_right_one(spots, points, dice):
    """The picture is twice as wide as high: 100 per mille to the right are 200 down."""
    asked = item(Kind.HOTSPOT, dice(1))
    assert asked.mark(asked.accept(spots)).points == points


def test_a_place_chosen_by_name_is_as_good_as_a_tap(dice):
    asked = item(Kind.HOTSPOT, dice(4))
    keys = {region.name["en"]: region.key for region in asked.regions}
    assert asked.mark(asked.accept([keys["wheel"], "500,500"])).is_full
    assert asked.mark(asked.accept([keys["wheel"], "200,500"])).points == 2
    assert asked.rules.choice(asked, [keys["wheel"], "1,1"]) == "c*"


def test_a_dialogue_goes_on_once_its_turn_is_answered(dice):
    asked = item(Kind.DIALOGUE, dice(1))
    first = asked.show(1, [], "en")
    assert ([slot.label.text for slot in first.slots], first.has_more) == (["Too late!"], True)
    second = asked.show(1, asked.right[:1], "en")
    assert ([slot.label.text for slot in second.slots], second.has_more) == (["Too late!", "So dear?"], False)
    assert asked.mark(asked.right[:1]).points == 2


def test_a_short_answer_waits_for_its_reader(dice):
    asked = item(Kind.SHORT_ANSWER, dice(1))
    answer = asked.accept(["  I listen.\r\nThen I ask. "])
    assert answer == ["I listen.\nThen I ask."]
    assert asked.needs_reader(answer)
    assert not asked.needs_reader([])
    assert asked.mark(answer, Decimal("2.5")).points == Decimal("2.5")
    assert asked.mark(answer, Decimal(99)).is_full
    assert asked.review(1, answer, "en").is_pending
    assert not asked.review(1, answer, "en", Decimal(0)).is_pending


def test_every_kind_has_an_example():
    assert set(sources()) == set(Kind)
