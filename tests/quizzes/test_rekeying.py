"""A corrected key on a paper that was drawn with the old one: answers keep their meaning."""

from dataclasses import replace
from random import Random

import pytest

from quizzes.paper import lay_out
from quizzes.rekeying import Reworded, rekeyed
from quizzes.scoring import Kind, Marking
from tests.quizzes.kinds import en, option, source, sources


def dice(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - nothing here is a secret


def options(*ticked: bool, **fields) -> list:
    return [option(text, correct, **fields) for text, correct in zip("xyz", ticked, strict=True)]


# Of each kind: the question as it was, and with its corrected key.
CORRECTED = {
    Kind.SINGLE: lambda was: replace(was, options=options(False, True, False)),
    Kind.MULTIPLE: lambda was: replace(was, options=options(True, False, True)),
    Kind.TRUE_FALSE: lambda was: replace(was, options=[option("True"), option("False", True)]),
    Kind.ORDERING: lambda was: replace(was, options=[option(letter) for letter in "zwxy"]),
    Kind.MATCHING: lambda was: replace(
        was, options=[option("greet", match="bye"), option("leave", match="hello"), option("thank", match="thanks")]
    ),
    Kind.CATEGORIES: lambda was: replace(
        was, options=[option("mat", part=2), option("cover", part=1), option("bill", part=1)]
    ),
    Kind.FILL_IN: lambda was: replace(was, options=[option("look round", True), option("walk-round")]),
    Kind.NUMERIC: lambda was: replace(was, parts=[replace(was.parts[0], value="45")]),
    Kind.CLOZE: lambda was: replace(
        was,
        parts=[replace(was.parts[0], value="5"), *was.parts[1:]],
        options=[option("owner", True, part=2), option("greeted", part=3), option("ignored", True, part=3)],
    ),
    Kind.HOTSPOT: lambda was: replace(
        was, regions=[replace(region, correct=not region.correct) for region in was.regions]
    ),
    Kind.DIALOGUE: lambda was: replace(
        was,
        options=[
            option("Sorry", part=1), option("No", True, part=1), option("I explain", True, part=2),
            option("Pay", part=2),
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", CORRECTED)
@pytest.mark.parametrize("seed", range(4))
def test_what_is_right_now_earns_everything_and_what_was_right_no_longer_does(kind, seed):
    was = sources()[kind]
    old = lay_out(was, True, dice(seed))
    new = rekeyed(old, lay_out(CORRECTED[kind](was), False, dice(seed + 9)))
    assert new.keys == old.keys or kind in (Kind.FILL_IN, Kind.CLOZE)  # nobody saw what is accepted
    assert new.mark(new.accept(new.right)).is_full
    assert not new.mark(old.accept(old.right)).is_full
    assert [row.text for row in new.pool] == [row.text for row in old.pool]


@pytest.mark.parametrize("kind", Kind)
def test_the_same_key_leaves_the_paper_as_it_is(kind):
    was = sources()[kind]
    old = lay_out(was, True, dice(3))
    assert rekeyed(old, lay_out(was, False, dice(5))) == old


@pytest.mark.parametrize("kind", Kind)
def test_another_question_has_no_key_for_this_paper(kind):
    was = sources()[kind]
    old = lay_out(was, True, dice(3))
    with pytest.raises(Reworded):
        rekeyed(old, lay_out(replace(was, stem=en("Other")), False, dice(5)))


REWORDED = {
    Kind.SINGLE: {"options": [option("x", True), option("y"), option("new")]},
    Kind.MULTIPLE: {"options": [option("x", True), option("y", True), option("z"), option("more")]},
    Kind.MATCHING: {"parts": []},
    Kind.HOTSPOT: {"picture": {"by_language": {"en": 2}}},
    Kind.DIALOGUE: {"parts": [replace(part, text=en("Hm")) for part in sources()[Kind.DIALOGUE].parts]},
    Kind.CLOZE: {"parts": [replace(part, kind="words") for part in sources()[Kind.CLOZE].parts]},
}


@pytest.mark.parametrize("kind", REWORDED)
def test_words_that_learners_saw_may_not_have_changed(kind):
    was = sources()[kind]
    old = lay_out(was, True, dice(3))
    with pytest.raises(Reworded):
        rekeyed(old, lay_out(replace(was, **REWORDED[kind]), False, dice(5)))


def test_a_kind_is_not_another():
    old = lay_out(sources()[Kind.SINGLE], True, dice(3))
    with pytest.raises(Reworded):
        rekeyed(old, lay_out(replace(sources()[Kind.SINGLE], kind=Kind.MULTIPLE), False, dice(5)))


def test_a_translation_that_came_later_changes_nothing():
    was = source(Kind.SINGLE, options=options(True, False, False))
    old = lay_out(was, True, dice(3))
    later = replace(was, stem={"en": "Stem", "zh-hans": "题"}, options=options(False, True, False))
    assert rekeyed(old, lay_out(later, False, dice(5))).right != old.right


def test_marking_and_reasons_are_those_of_now_and_points_those_of_the_paper():
    was = source(Kind.MULTIPLE, points=3, options=options(True, True, False), marking=Marking.ALL_OR_NOTHING)
    old = lay_out(was, True, dice(3))
    now = replace(
        was, points=1, marking=Marking.PARTIAL, explanation=en("Better"),
        options=[option("x", True), option("y", True), option("z", reason="No")],
    )  # fmt: skip
    new = rekeyed(old, lay_out(now, False, dice(5)))
    assert (new.points, new.marking, new.explanation) == (3, Marking.PARTIAL, en("Better"))
    assert en("No") in [each.reason for each in new.options]
