"""What trainers read about a quiz: figures of everybody and of their own, advice in words, silence about the few."""

import re

import pytest
from django.urls import reverse

from quizzes import reports
from quizzes.bars import bars
from quizzes.figures import groups_of, question_figures, quiz_figures
from quizzes.models import Attempt, CountedPaper, Kind
from tests.quizzes.crowd import counted, crowd

NAMES = ["quizzes_statistics", "quizzes_statistics_quiz", "quizzes_statistics_question"]


def words_of(client, address: str) -> str:
    """The text of an English page, without its marks and its spare spaces."""
    response = client.get(address, headers={"accept-language": "en"})
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def option(item, text: str) -> list[str]:
    return [next(each.key for each in item.options if each.text["en"] == text)]


@pytest.fixture
def everybody(admin):
    return groups_of(admin)[0]


@pytest.fixture
def addresses(quiz, questions) -> list[str]:
    return [reverse(NAMES[0]), reverse(NAMES[1], args=[quiz.pk]), reverse(NAMES[2], args=[questions[0].pk])]


@pytest.fixture
def bank(make_question, make_quiz):
    """Six questions of one point. Whose number is below 20 answers all but the last wrongly, and nobody says Points."""
    asked = [make_question(f"B{n}", Kind.SINGLE, ["*Greets", "Waits", "Points"]) for n in range(1, 7)]
    return asked, make_quiz(asked, slug="bank")


def good_learners_miss_the_last(n: int, item) -> list[str]:
    is_good = n >= 20
    return option(item, "Greets" if is_good != (item.stem["en"] == "Stem of B6") else "Waits")


@pytest.fixture
def forty(bank, riverside, dice, now):
    return counted(crowd(bank[1], 40, now, dice(1), good_learners_miss_the_last, riverside))


def test_a_trainer_reads_the_statistics(signed_in, xu, addresses):
    assert [signed_in(xu).get(address).status_code for address in addresses] == [200, 200, 200]


def test_an_administrator_reads_the_statistics(signed_in, admin, addresses):
    assert [signed_in(admin).get(address).status_code for address in addresses] == [200, 200, 200]


@pytest.mark.parametrize("who", ["lin", "chen", "regional"])
def test_whoever_writes_no_questions_gets_none(who, request, signed_in, addresses):
    client = signed_in(request.getfixturevalue(who))
    assert {client.get(address).status_code for address in addresses} == {302}


def test_an_unknown_quiz_or_question_is_not_found(signed_in, admin, home):
    client = signed_in(admin)
    assert {client.get(reverse(name, args=[999]), follow=True).status_code for name in NAMES[1:]} == {404}


def test_the_way_there_is_in_the_menu_in_the_bank_and_on_the_quiz(signed_in, xu, quiz, questions, roles):
    client = signed_in(xu)
    bank = client.get(reverse("wagtailsnippets_quizzes_question:list")).content.decode()
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[quiz.pk])).content.decode()
    assert reverse(NAMES[2], args=[questions[0].pk]) in bank
    assert reverse(NAMES[1], args=[quiz.pk]) in editor
    assert reverse(NAMES[0]) in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_figures_are_those_of_the_formulas(forty, bank, everybody):
    figures = quiz_figures(bank[1].translation_key, everybody, "en")
    assert (figures.count, figures.submitted, figures.passed, figures.is_one_paper) == (40, 40, 20, True)
    assert (figures.mean, figures.median) == (pytest.approx(50), pytest.approx(50))
    first, last = figures.questions[0], figures.questions[-1]
    assert (first.facility, first.discrimination, first.upper_lower) == (50, pytest.approx(1), pytest.approx(1))
    assert (last.facility, last.discrimination, last.upper_lower) == (50, pytest.approx(-1), pytest.approx(-1))
    assert figures.histogram == [0, 20, 0, 0, 0, 0, 0, 0, 20, 0]


def test_the_choices_of_each_option_are_counted(forty, bank, everybody):
    figures = question_figures(bank[0][0].translation_key, everybody, "en")[0]
    assert {each.text: (each.is_right, each.count) for each in figures.choices} == {
        "Greets": (True, 20), "Waits": (False, 20), "Points": (False, 0),
    }  # fmt: skip


def test_the_trainer_is_told_in_words_what_to_do(forty, bank, signed_in, xu):
    words = words_of(signed_in(xu), reverse(NAMES[2], args=[bank[0][5].pk]))
    assert "Good learners miss it: check the key." in words
    assert "“Points” was chosen by nobody" in words


def test_nobody_is_told_to_replace_true_or_false_by_another_mistake(
    make_question, make_quiz, riverside, dice, now, everybody
):
    asked = [make_question(f"T{n}", Kind.TRUE_FALSE, answer=True) for n in range(3)]
    quiz = make_quiz(asked, slug="true")
    counted(crowd(quiz, 40, now, dice(1), lambda _n, item: list(item.right), riverside))
    advice = quiz_figures(quiz.translation_key, everybody, "en").questions[0].advice
    assert advice == ["Too easy: 95 % or more are right."]


def test_figures_are_headed_in_the_language_of_whoever_reads(forty, bank, signed_in, xu, zh):
    chinese = bank[0][0].copy_for_translation(zh)
    chinese.stem = "谁迎接客户？"
    chinese.save()
    words = words_of(signed_in(xu), reverse(NAMES[2], args=[chinese.pk]))
    assert "Stem of B1" in words
    assert "谁迎接客户" not in words


def test_a_question_that_does_well_is_praised_by_silence(bank, riverside, dice, now, everybody):
    def shares_out(n, item) -> list[str]:
        return option(item, ["Waits", "Points", "Greets", "Greets"][(n // 2 + int(item.stem["en"][-1]) // 6) % 4])

    counted(crowd(bank[1], 40, now, dice(1), shares_out, riverside))
    assert quiz_figures(bank[1].translation_key, everybody, "en").questions[0].advice == []


def test_below_ten_people_there_are_no_figures(bank, riverside, dice, now, signed_in, xu):
    counted(crowd(bank[1], 9, now, dice(1), good_learners_miss_the_last, riverside))
    words = words_of(signed_in(xu), reverse(NAMES[1], args=[bank[1].pk]))
    assert "Figures are shown from 10 people on; so far there are 9." in words
    assert "Median" not in words
    assert "Discrimination" not in words


def test_below_thirty_people_there_are_none_of_questions(bank, riverside, dice, now, signed_in, xu):
    counted(crowd(bank[1], 29, now, dice(1), good_learners_miss_the_last, riverside))
    client = signed_in(xu)
    words = words_of(client, reverse(NAMES[1], args=[bank[1].pk]))
    assert "Median" in words
    assert "Reliability and the figures of each question are shown from 30 people on" in words
    assert "Standard error of measurement" not in words
    alone = words_of(client, reverse(NAMES[2], args=[bank[0][0].pk]))
    assert "shown from 30 people on; so far there are 29" in alone
    assert "Chosen by" not in alone


@pytest.fixture
def made(monkeypatch) -> list[str]:
    """Whose figures were computed, by the group's key."""
    groups: list[str] = []

    def computed(quiz, group, language):
        groups.append(group.key)
        return quiz_figures(quiz, group, language)

    monkeypatch.setattr(reports, "quiz_figures", computed)
    return groups


def test_the_figures_of_everybody_are_made_once_until_another_attempt_is_counted(
    forty, bank, lin, now, signed_in, xu, made, django_capture_on_commit_callbacks
):
    client, address = signed_in(xu), reverse(NAMES[1], args=[bank[1].pk])
    assert ["40 attempts submitted" in words_of(client, address) for _ in range(2)] == [True, True]
    assert made == [""]
    with django_capture_on_commit_callbacks(execute=True):
        attempt = Attempt.start(bank[1], by=lin, at=now)
        attempt.submit(now)
        CountedPaper.count(attempt)
    assert "41 attempts submitted" in words_of(client, address)
    assert made == ["", ""]


def test_the_figures_of_a_group_depend_on_the_reader_and_are_not_kept(forty, bank, riverside, signed_in, xu, made):
    key = f"dealership-{riverside.pk}"
    address = f"{reverse(NAMES[1], args=[bank[1].pk])}?people={key}"
    assert ["40 attempts submitted" in words_of(signed_in(xu), address) for _ in range(2)] == [True, True]
    assert made == [key, key]


def test_a_second_attempt_is_counted_among_the_submitted_only(quiz, lin, now, everybody):
    for _ in range(2):
        attempt = Attempt.start(quiz, by=lin, at=now)
        attempt.submit(now)
        CountedPaper.count(attempt)
    figures = quiz_figures(quiz.translation_key, everybody, "en")
    assert (figures.submitted, figures.count) == (2, 1)


def test_people_who_are_still_sitting_change_nothing(forty, bank, lin, now, answer_all, everybody):
    before = quiz_figures(bank[1].translation_key, everybody, "en")
    answer_all(Attempt.start(bank[1], by=lin, at=now), now)
    after = quiz_figures(bank[1].translation_key, everybody, "en")
    assert (after.count, after.mean, after.reliability) == (before.count, before.mean, before.reliability)


def test_where_papers_differ_reliability_is_not_alpha_and_weights_are_left_out(bank, riverside, dice, now, everybody):
    _asked, quiz = bank
    quiz.draw = 3
    quiz.save_revision().publish()
    counted(crowd(quiz, 40, now, dice(5), good_learners_miss_the_last, riverside))
    figures = quiz_figures(quiz.translation_key, everybody, "en")
    assert not figures.is_one_paper
    assert 0 < figures.reliability < 1
    assert {one.weight for one in figures.questions} == {None}


def test_a_changed_question_is_read_by_its_wordings(bank, riverside, dice, now, everybody):
    asked, quiz = bank
    counted(crowd(quiz, 2, now, dice(1), good_learners_miss_the_last, riverside))
    asked[0].stem = "Said anew"
    asked[0].save()
    counted(crowd(quiz, 3, now, dice(1), lambda n, item: option(item, "Waits"), riverside))
    figures = question_figures(asked[0].translation_key, everybody, "en")
    assert [(one.stem, one.count, one.is_latest) for one in figures] == [
        ("Said anew", 3, True), ("Stem of B1", 2, False),
    ]  # fmt: skip


def test_the_orders_that_were_given_are_counted(quiz, questions, riverside, dice, now, everybody):
    def reversed_by_some(n, item) -> list[str]:
        return list(item.right)[:: -1 if n < 5 and item.kind == Kind.ORDERING else 1]

    counted(crowd(quiz, 12, now, dice(1), reversed_by_some, riverside))
    figures = question_figures(questions[3].translation_key, everybody, "en")[0]
    assert [(each.text, each.is_right, each.count) for each in figures.choices] == [
        ("1 2 3 4", True, 7), ("4 3 2 1", False, 5),
    ]  # fmt: skip


def keys_of(user) -> list[str]:
    return [group.key for group in groups_of(user)]


def test_a_trainer_may_ask_for_the_own_dealership_and_no_other(xu, riverside, harbour, summit, harbour_advisor):
    assert keys_of(xu) == ["", f"dealership-{riverside.pk}"]


def test_a_trainer_of_a_region_may_ask_for_it_and_its_dealerships(xu, east, riverside, harbour_advisor, summit_manager):
    xu.region = east
    assert keys_of(xu) == [
        "", f"region-{east.pk}", f"dealership-{harbour_advisor.dealership_id}", f"dealership-{riverside.pk}",
    ]  # fmt: skip


def test_an_administrator_may_ask_for_all(admin, xu, harbour_advisor, summit_manager):
    assert len(keys_of(admin)) == 1 + 2 + 3


def test_the_figures_of_a_dealership_are_of_its_people(bank, riverside, harbour, dice, now, admin):
    counted(crowd(bank[1], 4, now, dice(1), good_learners_miss_the_last, riverside))
    counted(crowd(bank[1], 6, now, dice(1), good_learners_miss_the_last, harbour))
    by_key = {group.key: group for group in groups_of(admin)}
    counts = [
        quiz_figures(bank[1].translation_key, by_key[key], "en").count
        for key in ("", f"region-{riverside.region_id}", f"dealership-{riverside.pk}", f"dealership-{harbour.pk}")
    ]
    assert counts == [10, 10, 4, 6]


def test_a_stranger_who_asks_for_a_dealership_gets_what_everybody_gets(bank, harbour, dice, now, signed_in, xu):
    counted(crowd(bank[1], 3, now, dice(1), good_learners_miss_the_last, harbour))
    response = signed_in(xu).get(reverse(NAMES[1], args=[bank[1].pk]), {"people": f"dealership-{harbour.pk}"})
    assert response.context["group"].key == ""


def test_more_people_and_more_quizzes_cost_the_same_queries(
    bank, make_quiz, riverside, dice, now, signed_in, xu, queries
):
    asked, quiz = bank
    client = signed_in(xu)
    places = [reverse(NAMES[0]), reverse(NAMES[1], args=[quiz.pk]), reverse(NAMES[2], args=[asked[0].pk])]

    def cost() -> list[int]:
        return [queries(lambda place=place: client.get(place)) for place in places]

    counted(crowd(quiz, 31, now, dice(1), good_learners_miss_the_last, riverside))
    cost()
    before = cost()
    counted(crowd(quiz, 15, now, dice(2), good_learners_miss_the_last, riverside))
    counted(crowd(make_quiz(asked, slug="another"), 31, now, dice(3), good_learners_miss_the_last, riverside))
    assert cost() == before


def test_the_tallest_bar_is_as_tall_as_the_drawing():
    assert [(bar.start, bar.end, bar.height) for bar in bars([0, 2, 4, 0, 1])] == [
        (0, 20, 0), (20, 40, 60), (40, 60, 120), (60, 80, 0), (80, 100, 30),
    ]  # fmt: skip


def test_without_scores_there_are_bars_without_height():
    assert {bar.height for bar in bars([0] * 10)} == {0}
