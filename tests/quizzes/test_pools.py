"""A paper from pools of the bank: by tag, clause and difficulty, what was not seen yet first."""

import datetime as dt
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from quizzes.curriculum_rules import fields_of, own_rules, pools_of
from quizzes.drawing import draw
from quizzes.models import Attempt, Difficulty, Kind, QuizPage, QuizPool, Status, Tag

SEEDS = range(10)
DAY = dt.timedelta(days=1)


@pytest.fixture
def tag(db) -> Tag:
    return Tag.objects.create(name="winter")


@pytest.fixture
def bank(make_question, tag):
    """E0 to E4 are easy, H0 to H3 hard; those with an even number have the tag."""

    def make(letter: str, number: int, difficulty: str) -> None:
        question = make_question(f"{letter}{number}", Kind.SINGLE, ["*right", "wrong"], difficulty=difficulty)
        if number % 2 == 0:
            question.tags.add(tag)
            question.save()

    for number in range(5):
        make("E", number, Difficulty.EASY)
    for number in range(4):
        make("H", number, Difficulty.HARD)


@pytest.fixture
def quiz_of(make_quiz, bank):
    """`quiz_of({"clause": …, "number": 2}, …)` draws from these pools."""

    def make(*pools: dict, **fields) -> QuizPage:
        page = make_quiz([], title="Drawn", slug="drawn", **fields)
        page.bank_pools = [QuizPool(locale=page.locale, **pool) for pool in pools]
        page.save_revision().publish()
        return QuizPage.objects.get(pk=page.pk)

    return make


def codes(attempt: Attempt) -> list[str]:
    return [item.stem["en"].removeprefix("Stem of ") for item in attempt.items]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_mix_of_difficulties_is_a_pool_for_each(quiz_of, clause, lin, now, dice, seed):
    quiz = quiz_of(
        {"clause": clause, "number": 3, "difficulty": "easy"}, {"clause": clause, "number": 2, "difficulty": "hard"}
    )
    found = codes(Attempt.start(quiz, by=lin, at=now, dice=dice(seed)))
    assert sorted(code[0] for code in found) == ["E", "E", "E", "H", "H"]
    assert len(set(found)) == quiz.question_count == 5


@pytest.mark.parametrize("seed", SEEDS)
def test_a_tag_gives_only_what_has_it(quiz_of, tag, lin, now, dice, seed):
    found = codes(Attempt.start(quiz_of({"tag": tag, "number": 4}), by=lin, at=now, dice=dice(seed)))
    assert len(set(found)) == 4
    assert set(found) <= {"E0", "E2", "E4", "H0", "H2"}


def test_what_two_pools_have_is_asked_once(quiz_of, tag, clause, lin, now, dice):
    quiz = quiz_of({"tag": tag, "number": 5}, {"clause": clause, "number": 4})
    found = codes(Attempt.start(quiz, by=lin, at=now, dice=dice(1)))
    assert len(found) == len(set(found)) == quiz.question_count == 9


@pytest.mark.parametrize("status", [Status.DRAFT, Status.TRIAL, Status.RETIRED])
def test_only_ready_questions_are_drawn(quiz_of, tag, make_question, status):
    quiz = quiz_of({"tag": tag, "number": 9})
    before = quiz.question_count
    other = make_question("X1", Kind.SINGLE, ["*a", "b"], status=status)
    other.tags.add(tag)
    other.save()
    assert quiz.question_count == before == 5


def test_a_pool_is_of_a_tag_or_of_a_clause(quiz_of, tag, clause):
    page = quiz_of()
    for source in ({}, {"tag": tag, "clause": clause}):
        with pytest.raises(IntegrityError), transaction.atomic():
            QuizPool.objects.create(page=page, number=1, locale=page.locale, **source)


@pytest.mark.parametrize("both", [True, False])
def test_the_editor_refuses_a_pool_of_neither_and_of_both(quiz_of, tag, clause, both):
    page = quiz_of({"clause": clause, "number": 2})
    pool = QuizPool(page=page, locale=page.locale, number=1)
    pool.tag, pool.clause = (tag, clause) if both else (None, None)
    with pytest.raises(ValidationError, match="either a tag or a clause"):
        pool.full_clean(validate_constraints=False)


# --- Unseen first ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_a_second_attempt_has_what_the_first_had_not(quiz_of, clause, lin, now, dice, seed):
    quiz = quiz_of({"clause": clause, "number": 4})
    papers = []
    for n in range(3):
        attempt = Attempt.start(quiz, by=lin, at=now + n * DAY, dice=dice(seed + n))
        papers.append(set(codes(attempt)))
        attempt.submit(now + n * DAY)
    assert not papers[0] & papers[1]
    assert len(papers[2] - papers[0] - papers[1]) == 1
    assert len(papers[2] & papers[0]) == 3


@pytest.mark.parametrize("seed", SEEDS)
def test_the_final_examination_too_draws_what_was_not_seen(make_quiz, make_question, lin, now, dice, seed):
    made = [make_question(f"Q{n}", Kind.SINGLE, ["*a", "b"]) for n in range(6)]
    source = make_quiz(made, slug="source")
    final = make_quiz([], slug="final", shuffle=True)
    final.draws.create(source=source, number=3, locale=final.locale)
    papers = []
    for n in range(2):
        attempt = Attempt.start(final, by=lin, at=now + n * DAY, dice=dice(seed + n))
        papers.append(set(codes(attempt)))
        attempt.submit(now + n * DAY)
    assert not papers[0] & papers[1]


def test_what_somebody_else_has_seen_is_new_to_me(quiz_of, clause, lin, zhou, now, dice):
    quiz = quiz_of({"clause": clause, "number": 4})
    mine = [Attempt.start(quiz, by=person, at=now, dice=dice(1)) for person in (lin, zhou)]
    assert codes(mine[0]) == codes(mine[1])


@pytest.mark.parametrize("seed", SEEDS)
def test_lower_ranks_are_drawn_first_and_mixed_with_the_others(dice, seed):
    drawn = draw("abcdefgh", 5, True, dice(seed), lambda letter: int(letter > "c"))
    assert set("abc") <= set(drawn)
    assert len(set(drawn)) == 5
    others = [draw("abcdefgh", 5, True, dice(n), lambda letter: int(letter > "c"))[:3] for n in SEEDS]
    assert any(set(other) != set("abc") for other in others)


def test_the_listed_order_stays_where_nothing_is_mixed(dice):
    drawn = draw("abcdefgh", 5, False, dice(1), lambda letter: int(letter < "e"))
    assert all(one < other for one, other in pairwise(drawn))


def test_a_paper_with_a_history_costs_two_queries_more_however_long(quiz_of, clause, lin, now, queries, dice):
    quiz = quiz_of({"clause": clause, "number": 4})
    counts = []
    for n in range(4):
        at = now + n * DAY
        counts.append(queries(lambda at=at: Attempt.start(quiz, by=lin, at=at, dice=dice(1))))
        Attempt.objects.open().get().submit(at)
    assert counts[1] == counts[2] == counts[3]


# --- The files ------------------------------------------------------------------------------------------------------


def test_files_say_pools_and_rules_and_get_them_back(quiz_of, clause):
    said = {
        "key": "drawn", "layout": "all", "feedback": "score", "pause": 24, "supervised": True,
        "pools": [
            {"clause": "P2-01", "number": 2, "difficulty": "hard"}, {"tag": "winter", "number": 1},
        ],
    }  # fmt: skip
    page = quiz_of(**fields_of(said))
    page.bank_pools = pools_of(page, said)
    page.save_revision().publish()
    again = QuizPage.objects.get(pk=page.pk)
    assert own_rules(again) == {name: value for name, value in said.items() if name != "key"}
    assert [pool.pk for pool in pools_of(again, said)] == [pool.pk for pool in again.bank_pools.all()]


def test_a_quiz_as_usual_says_nothing(quiz_of):
    assert own_rules(quiz_of()) == {}
