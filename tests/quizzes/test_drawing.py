import pytest

from quizzes.drawing import draw, scrambled, shuffled

POOL = list("abcdefgh")
SEEDS = range(20)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_draw_has_the_number_asked_for_and_nothing_twice(seed, dice):
    drawn = draw(POOL, 5, True, dice(seed))
    assert len(set(drawn)) == len(drawn) == 5


@pytest.mark.parametrize("number", [None, 0, 8, 99])
def test_all_are_drawn_when_no_number_or_more_than_there_are_is_asked_for(number, dice):
    assert sorted(draw(POOL, number, True, dice(1))) == POOL


@pytest.mark.parametrize("seed", SEEDS)
def test_an_unshuffled_draw_keeps_the_listed_order(seed, dice):
    drawn = draw(POOL, 5, False, dice(seed))
    assert drawn == sorted(drawn)


def test_the_same_dice_give_the_same_draw(dice):
    assert draw(POOL, 5, True, dice(7)) == draw(POOL, 5, True, dice(7))


def test_every_question_is_drawn_sooner_or_later(dice):
    assert {item for seed in SEEDS for item in draw(POOL, 1, False, dice(seed))} == set(POOL)


def test_an_empty_pool_gives_an_empty_paper(dice):
    assert draw([], 3, True, dice(1)) == []


@pytest.mark.parametrize("seed", SEEDS)
def test_shuffling_loses_nothing(seed, dice):
    assert sorted(shuffled(POOL, dice(seed))) == POOL


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("options", ["ab", "abc", "aab"])
def test_scrambling_never_gives_the_right_order(seed, options, dice):
    numbered = list(enumerate(options))
    mixed = scrambled(numbered, dice(seed))
    assert sorted(mixed) == numbered
    assert mixed != numbered


def test_a_single_option_cannot_be_scrambled(dice):
    assert scrambled(["a"], dice(1)) == ["a"]
