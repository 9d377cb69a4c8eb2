"""What holds of every kind of question, whatever somebody answers."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizzes.paper import AnswerRefused, Item
from quizzes.scoring import Kind
from tests.quizzes.kinds import item

SEEDS = st.integers(0, 50)
WORDS = st.lists(
    st.one_of(
        st.sampled_from(["a", "b", "c", "d", "1:a", "1:b", "2:b", "2:guest", "3:c", "a:1", "b:2", "1:3", "30 min"]),
        st.sampled_from(["500,500", "220,500", "0,0", "1000,1000", "1001,5", "walk-round", "环车检查", "12x", ""]),
        st.text(max_size=12),
    ),
    max_size=6,
)  # fmt: skip
FEW = settings(max_examples=60)


def laid_out(kind: Kind, seed: int) -> Item:
    return item(kind, Random(seed))  # noqa: S311 - nothing here is a secret


@pytest.mark.parametrize("kind", Kind)
@FEW
@given(seed=SEEDS, words=WORDS)
def test_what_is_accepted_earns_between_nothing_and_everything_and_can_be_shown(kind, seed, words):
    asked = laid_out(kind, seed)
    try:
        kept = asked.accept(words)
    except AnswerRefused:
        return
    earned = asked.mark(kept)
    assert 0 <= earned.points <= earned.of
    assert asked.accept(kept) == kept
    assert asked.show(1, kept, "en").kind is kind
    assert asked.review(1, kept, "en").mark == earned
    assert len(asked.rules.choice(asked, kept)) <= 26


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.SHORT_ANSWER])
@FEW
@given(seed=SEEDS)
def test_the_right_answer_earns_everything_however_it_was_mixed(kind, seed):
    asked = laid_out(kind, seed)
    assert asked.mark(asked.accept(asked.right)).is_full


@pytest.mark.parametrize("kind", Kind)
@FEW
@given(seed=SEEDS)
def test_no_answer_earns_nothing_and_needs_no_reader(kind, seed):
    asked = laid_out(kind, seed)
    assert asked.accept([]) == []
    assert asked.mark([]).points == 0
    assert not asked.needs_reader([])


@pytest.mark.parametrize("kind", Kind)
@FEW
@given(seed=SEEDS)
def test_a_paper_comes_back_from_its_json_as_it_was(kind, seed):
    asked = laid_out(kind, seed)
    assert Item.from_json(asked.to_json()) == asked


PARTS = (Kind.MATCHING, Kind.CATEGORIES, Kind.CLOZE, Kind.DIALOGUE)


@pytest.mark.parametrize("kind", PARTS)
@FEW
@given(seed=SEEDS, dropped=st.sets(st.integers(0, 5)))
def test_each_part_that_is_right_counts_the_same(kind, seed, dropped):
    asked = laid_out(kind, seed)
    kept = [each for place, each in enumerate(asked.right) if place not in dropped]
    share = asked.rules.share(asked, kept)
    assert share * len(asked.right) == len(kept)
