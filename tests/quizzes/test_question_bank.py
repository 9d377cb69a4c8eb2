"""What a trainer does in the Wagtail admin."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data
from wagtail.users.models import UserProfile

from quizzes.models import Kind, Question
from quizzes.scoring import Kind as ScoredKind
from quizzes.writing import answer_problem, option_problems

LIST, ADD, EDIT = (f"wagtailsnippets_quizzes_question:{name}" for name in ("list", "add", "edit"))
CHOOSER = "wagtailsnippetchoosers_quizzes_question:choose_results"
RIGHT, WRONG = True, False

PROBLEMS = [
    # kind, answer, options, words of the problem
    ("single", None, [RIGHT, WRONG], None),
    ("single", None, [WRONG, WRONG], "exactly one right option; 0"),
    ("single", None, [RIGHT, RIGHT], "exactly one right option; 2"),
    ("single", None, [RIGHT], "at least 2 options"),
    ("single", None, [RIGHT] + [WRONG] * 9, "at most 9 options"),
    ("single", True, [RIGHT, WRONG], "Only a true or false question"),
    ("multiple", None, [RIGHT, RIGHT, WRONG], None),
    ("multiple", None, [WRONG, WRONG], "at least one right option"),
    ("multiple", None, [], "at least 2 options"),
    ("ordering", None, [WRONG, WRONG, WRONG], None),
    ("ordering", None, [WRONG, WRONG], "at least 3 options"),
    ("true_false", True, [], None),
    ("true_false", False, [], None),
    ("true_false", None, [], "Say whether"),
    ("true_false", True, [RIGHT, WRONG], "no options of its own"),
]


@pytest.mark.parametrize(("kind", "answer", "options", "words"), PROBLEMS)
def test_a_question_that_cannot_be_asked_is_refused_in_words(kind, answer, options, words):
    problems = [*option_problems(ScoredKind(kind), options), answer_problem(ScoredKind(kind), answer)]
    assert (words or "") in "".join(problems)
    assert bool(words) == any(problems)


@pytest.fixture
def browser(signed_in, xu):
    profile = UserProfile.get_for_user(xu)
    profile.preferred_language = "en"
    profile.save()
    return signed_in(xu)


@pytest.fixture
def sent(clause):
    """`sent(kind, options, …)` is the form of a question as a trainer sends it."""

    def form(kind: str = "single", options=(("Greets", True), ("Waits", False)), **fields) -> dict:
        rows = [{"text": text, "correct": "on" if right else "", "ORDER": n} for n, (text, right) in enumerate(options)]
        values = {"code": "N-1", "kind": kind, "difficulty": "easy", "stem": "Who?", "answer": "", "explanation": "So."}
        values |= {"status": "ready", "marking": "all", "parts": inline_formset([]), "regions": inline_formset([])}
        return nested_form_data(values | {"options": inline_formset(rows)} | fields) | {"clauses": [clause.pk]}

    return form


def errors(response) -> str:
    form = response.context["form"]
    return str(form.errors) + str([formset.non_form_errors() for formset in form.formsets.values()])


def test_a_trainer_adds_a_question(browser, home, sent):
    assert browser.post(reverse(ADD) + "?locale=en", sent()).status_code == 302
    question = Question.objects.get()
    assert [(option.text, option.correct) for option in question.options.all()] == [("Greets", True), ("Waits", False)]
    assert question.clauses.count() == 1


def test_a_trainer_adds_a_statement(browser, home, sent):
    assert browser.post(reverse(ADD) + "?locale=en", sent("true_false", [], answer="False")).status_code == 302
    assert Question.objects.get().answer is False


def test_advice_is_told_of_at_the_top_and_called_no_error(browser, home, sent):
    poor = [("Greets", True), ("All of the above", False)]
    page = browser.post(reverse(ADD) + "?locale=en", sent(options=poor)).text
    assert "Not saved yet: there is advice at the end of the page." in page
    assert "due to errors" not in page
    assert browser.post(reverse(ADD) + "?locale=en", sent(options=poor, overrule="on")).status_code == 302


def test_a_question_without_a_right_option_is_not_saved(browser, home, sent):
    response = browser.post(reverse(ADD) + "?locale=en", sent(options=[("Greets", False), ("Waits", False)]))
    assert "exactly one right option" in errors(response)
    assert not Question.objects.exists()


def test_a_statement_without_truth_is_not_saved(browser, home, sent):
    assert "Say whether" in errors(browser.post(reverse(ADD) + "?locale=en", sent("true_false", [])))


def test_a_code_is_given_once_in_a_language(browser, questions, sent):
    assert "has this code already" in errors(browser.post(reverse(ADD) + "?locale=en", sent(code="Q1")))


def test_the_same_code_is_free_in_the_other_language(browser, questions, zh, sent):
    assert browser.post(reverse(ADD) + "?locale=zh-hans", sent(code="Q1")).status_code == 302


def test_a_question_keeps_its_code_when_edited(browser, questions, sent):
    address = reverse(EDIT, args=[questions[2].pk])
    assert browser.post(address, sent("true_false", [], code="Q3", answer="True", stem="Anew")).status_code == 302
    questions[2].refresh_from_db()
    assert questions[2].stem == "Anew"


def test_the_bank_lists_questions_with_kind_and_difficulty(browser, questions):
    page = browser.get(reverse(LIST)).text
    assert "Stem of Q1" in page
    assert "Single choice" in page
    assert "Medium" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("kind=ordering", ["Q4"]),
        ("kind=ordering&kind=single", ["Q1", "Q4"]),
        ("difficulty=hard", []),
        ("q=Q2", ["Q2"]),
        ("q=stem of", ["Q1", "Q2", "Q3", "Q4"]),
    ],
)
def test_the_bank_is_filtered_and_searched(browser, questions, query, found):
    response = browser.get(f"{reverse(LIST)}?{query}")
    assert [question.code for question in response.context["object_list"]] == found


def test_the_bank_is_filtered_by_clause(browser, questions, clause):
    response = browser.get(f"{reverse(LIST)}?clauses={clause.pk}")
    assert len(response.context["object_list"]) == 4


def test_chinese_is_found_in_the_middle_of_a_sentence(browser, make_question, zh):
    make_question("ELSEWHERE-1", Kind.SINGLE, ["*对", "错"], locale=zh)
    question = make_question("ELSEWHERE-2", Kind.SINGLE, ["*对", "错"], locale=zh)
    question.stem = "客户到店以后环车检查从哪里开始？"
    question.save()
    for address in (reverse(LIST) + "?locale=zh-hans&", reverse(CHOOSER) + "?"):
        page = browser.get(f"{address}q=环车检查").text
        assert "ELSEWHERE-2" in page
        assert "ELSEWHERE-1" not in page


def test_the_chooser_offers_the_questions_of_one_language(browser, questions, make_question, zh):
    make_question("ELSEWHERE-1", Kind.SINGLE, ["*对", "错"], locale=zh)
    page = browser.get(reverse(CHOOSER) + "?locale=en").text
    assert "Q1" in page
    assert "ELSEWHERE-1" not in page


def test_a_longer_bank_needs_no_more_queries_of_ours(browser, make_question, queries):
    for number in range(3):
        make_question(f"A{number}", Kind.SINGLE, ["*a", "b"])
    browser.get(reverse(LIST))
    short = queries(lambda: browser.get(reverse(LIST)))
    for number in range(10):
        make_question(f"B{number}", Kind.SINGLE, ["*a", "b"])
    translate_buttons = 2 * 10  # wagtail-localize asks twice for each row whether it can be translated
    assert queries(lambda: browser.get(reverse(LIST))) == short + translate_buttons


@pytest.mark.parametrize("who", ["lin", "chen", "regional"])
def test_whoever_does_not_write_has_no_bank(signed_in, request, who):
    response = signed_in(request.getfixturevalue(who)).get(reverse(LIST))
    assert response.status_code in (302, 403)
    assert not hasattr(response, "context_data")


# --- The quiz page --------------------------------------------------------------------------------------------------


@pytest.fixture
def page_form(quiz, questions, clause):
    def form(chosen, **fields) -> dict:
        rows = [{"question": question.pk, "points": "1", "ORDER": n} for n, question in enumerate(chosen)]
        values = {
            "title": "Quiz", "slug": "quiz", "introduction": "null", "time_limit": "", "pass_mark": "80",
            "attempts": "0", "draw": "", "shuffle": "on", "summary": "", "minutes": "8", "required": "on",
            "layout": "one", "pause": "0", "feedback": "submission",
        }  # fmt: skip
        lists = {name: inline_formset([]) for name in ("draws", "bank_pools", "comments")}
        lists["slots"] = inline_formset(rows)
        return nested_form_data(values | lists | {"action-publish": "1"} | fields) | {"clauses": [clause.pk]}

    return form


def test_a_trainer_changes_a_quiz(browser, quiz, questions, page_form):
    address = reverse("wagtailadmin_pages:edit", args=[quiz.pk])
    response = browser.post(address, page_form(questions[:2], draw="2", pass_mark="70"))
    assert response.status_code == 302, errors(response)
    quiz.refresh_from_db()
    assert (quiz.draw, quiz.pass_mark, quiz.question_count) == (2, 70, 2)


def test_a_question_stands_in_a_quiz_once(browser, quiz, questions, page_form):
    address = reverse("wagtailadmin_pages:edit", args=[quiz.pk])
    assert "in the list twice" in errors(browser.post(address, page_form([questions[0], questions[0]])))


def test_no_more_are_drawn_than_there_are(browser, quiz, questions, page_form):
    address = reverse("wagtailadmin_pages:edit", args=[quiz.pk])
    assert "only 2 questions" in errors(browser.post(address, page_form(questions[:2], draw="3")))


@pytest.mark.parametrize("pass_mark", ["0", "101"])
def test_a_pass_mark_is_a_percentage(browser, quiz, questions, page_form, pass_mark):
    address = reverse("wagtailadmin_pages:edit", args=[quiz.pk])
    assert "pass_mark" in errors(browser.post(address, page_form(questions, pass_mark=pass_mark)))


def test_a_question_of_a_quiz_cannot_be_deleted(quiz, questions):
    from django.db.models import ProtectedError

    with pytest.raises(ProtectedError):
        questions[0].delete()
