import json

import pytest

from quizzes.paper import AnswerRefused, Item, Source, SourceOption, lay_out, moved, phrase
from quizzes.scoring import Kind

SEEDS = range(20)


def source(kind: Kind, options: str, right: str = "") -> Source:
    """Options named by a letter each; `right` are those that are right."""
    made = [SourceOption({"en": letter}, letter in right) for letter in options]
    return Source("q", kind, 1, ["P2-01"], {"en": "Stem"}, {"en": "Why"}, made)


def words(item: Item) -> str:
    return "".join(option.text["en"] for option in item.options)


def right_words(item: Item) -> str:
    text = {option.key: option.text["en"] for option in item.options}
    return "".join(text[key] for key in item.right)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("kind", "right"), [(Kind.SINGLE, "y"), (Kind.MULTIPLE, "xz")])
def test_what_is_right_stays_right_when_options_are_shuffled(dice, seed, kind, right):
    item = lay_out(source(kind, "wxyz", right), shuffle=True, dice=dice(seed))
    assert sorted(right_words(item)) == sorted(right)
    assert sorted(words(item)) == list("wxyz")


@pytest.mark.parametrize("seed", SEEDS)
def test_an_ordering_question_never_comes_in_the_right_order(dice, seed):
    for shuffle in (True, False):
        item = lay_out(source(Kind.ORDERING, "wxyz"), shuffle, dice(seed))
        assert right_words(item) == "wxyz"
        assert words(item) != "wxyz"


@pytest.mark.parametrize("seed", SEEDS)
def test_keys_follow_the_screen_and_so_say_nothing(dice, seed):
    item = lay_out(source(Kind.ORDERING, "wxyz"), True, dice(seed))
    assert item.keys == ("a", "b", "c", "d")


def test_options_keep_their_order_unless_shuffled(dice):
    assert words(lay_out(source(Kind.SINGLE, "wxyz", "w"), shuffle=False, dice=dice(1))) == "wxyz"


@pytest.mark.parametrize("seed", SEEDS)
def test_true_stands_before_false(dice, seed):
    assert words(lay_out(source(Kind.TRUE_FALSE, "tf", "f"), shuffle=True, dice=dice(seed))) == "tf"


def test_a_paper_survives_json(dice):
    item = lay_out(source(Kind.ORDERING, "xyz"), True, dice(1))
    assert Item.from_json(json.loads(json.dumps(item.to_json()))) == item


def test_a_screen_of_a_running_attempt_has_no_key(dice):
    shown = lay_out(source(Kind.SINGLE, "xyz", "y"), False, dice(1)).show(1, ["a"], "en")
    assert not hasattr(shown, "right")
    assert not hasattr(shown, "explanation")
    assert [(choice.number, choice.is_chosen) for choice in shown.choices] == [(1, True), (2, False), (3, False)]


REASON = {"en": "The customer waits", "zh-hans": "客户在等"}


@pytest.fixture
def with_reason(dice) -> Item:
    """ "a" is right, "b" is wrong and says why, "c" is wrong and says nothing."""
    options = [
        SourceOption({"en": "x"}, True),
        SourceOption({"en": "y"}, False, REASON),
        SourceOption({"en": "z"}, False),
    ]
    asked = Source("q", Kind.SINGLE, 1, [], {"en": "Stem"}, {"en": "Why"}, options)
    return lay_out(asked, False, dice(1))


def test_a_reason_is_kept_in_every_language_and_read_in_one(with_reason):
    kept = Item.from_json(json.loads(json.dumps(with_reason.to_json())))
    for language, text in REASON.items():
        assert [option.reason and option.reason.text for option in kept.review(1, ["b"], language).options] == [
            None,
            text,
            None,
        ]


def test_a_screen_of_a_running_attempt_has_no_reason(with_reason):
    assert "waits" not in repr(with_reason.show(1, ["b"], "en"))


def test_a_paper_from_before_there_were_reasons_is_read(with_reason):
    old = with_reason.to_json()
    for option in old["options"]:
        del option["reason"]
    assert [option.reason for option in Item.from_json(old).review(1, ["b"], "en").options] == [None, None, None]


def test_a_right_option_has_no_reason_whatever_its_author_wrote(dice):
    options = [SourceOption({"en": "x"}, True, REASON), SourceOption({"en": "y"}, False)]
    item = lay_out(Source("q", Kind.SINGLE, 1, [], {}, {}, options), False, dice(1))
    assert item.review(1, ["a"], "en").options[0].reason is None


def test_an_ordering_question_stands_as_it_was_left(dice):
    item = lay_out(source(Kind.ORDERING, "xyz"), True, dice(1))
    assert [choice.key for choice in item.show(1, ["c", "a", "b"], "en").choices] == ["c", "a", "b"]


def test_an_ordering_question_without_answer_is_reviewed_in_the_right_order(dice):
    review = lay_out(source(Kind.ORDERING, "xyz"), True, dice(1)).review(1, [], "en")
    assert [option.text.text for option in review.options] == ["x", "y", "z"]
    assert [option.place for option in review.options] == [1, 2, 3]
    assert not review.is_answered


def test_an_ordering_question_is_reviewed_place_by_place(dice):
    item = lay_out(source(Kind.ORDERING, "xyz"), True, dice(1))
    first, second, third = item.right
    review = item.review(1, [first, third, second], "en")
    assert [(option.is_right, option.place) for option in review.options] == [(True, 1), (False, 3), (False, 2)]


def test_answers_are_kept_in_the_order_of_the_screen(dice):
    item = lay_out(source(Kind.MULTIPLE, "xyz", "xz"), False, dice(1))
    assert item.accept(["c", "a"]) == ["a", "c"]


@pytest.mark.parametrize("answer", [["d"], ["a", "a"], [""], ["a", "b", "c", "d"]])
def test_an_answer_that_the_question_has_not_is_refused(dice, answer):
    with pytest.raises(AnswerRefused):
        lay_out(source(Kind.MULTIPLE, "xyz", "x"), False, dice(1)).accept(answer)


MOVES = [("abc", "b", -1, "bac"), ("abc", "b", 1, "acb"), ("abc", "a", -1, "abc"), ("abc", "c", 1, "abc")]


@pytest.mark.parametrize(("order", "key", "steps", "after"), MOVES)
def test_a_move_goes_as_far_as_the_ends(order, key, steps, after):
    assert moved(list(order), key, steps) == list(after)


def test_what_is_not_there_cannot_be_moved():
    with pytest.raises(AnswerRefused):
        moved(["a"], "z", 1)


TEXTS = [
    ({"zh-hans": "中", "en": "E"}, "en", "E", "en"),
    ({"zh-hans": "中", "en": "E"}, "zh-hans", "中", "zh-Hans"),
    ({"zh-hans": "中"}, "en", "中", "zh-Hans"),
    ({"zh-hans": "中", "en": ""}, "en", "中", "zh-Hans"),
    ({}, "en", "", "en"),
]


@pytest.mark.parametrize(("texts", "language", "text", "lang"), TEXTS)
def test_a_missing_language_is_made_good_by_the_other(texts, language, text, lang):
    found = phrase(texts, language)
    assert (found.text, found.lang) == (text, lang)
