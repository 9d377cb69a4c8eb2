import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from quizzes.models import Attempt, QuizPage, Response
from quizzes.models.reading import glance

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def running(quiz, lin, dice) -> Attempt:
    """An attempt of Lin's that runs while the test does."""
    return Attempt.start(quiz, by=lin, at=timezone.now(), dice=dice(1))


@pytest.fixture
def overdue(quiz, lin, dice) -> Attempt:
    return Attempt.start(quiz, by=lin, at=timezone.now() - 30 * MINUTE, dice=dice(1))


@pytest.fixture
def browser(signed_in, lin):
    return signed_in(lin)


def url(name: str, attempt: Attempt, *args) -> str:
    return reverse(f"quizzes:{name}", args=[attempt.pk, *args])


# --- Start ----------------------------------------------------------------------------------------------------------


def test_starting_leads_to_the_first_question(browser, quiz):
    response = browser.post(reverse("quizzes:start", args=[quiz.pk]))
    assert response.url == url("question", Attempt.objects.get(), 1)


def test_starting_again_leads_to_the_first_question_without_an_answer(browser, quiz, running, now):
    running.save_answer(1, ["a"], now)
    response = browser.post(reverse("quizzes:start", args=[quiz.pk]))
    assert response.url == url("question", running, 2)


def test_starting_again_with_everything_answered_leads_to_the_overview(browser, quiz, running, answer_all, now):
    answer_all(running, now)
    assert browser.post(reverse("quizzes:start", args=[quiz.pk])).url == url("attempt", running)


def test_starting_without_attempts_left_says_so(browser, make_quiz, questions, lin):
    quiz = make_quiz(questions, attempts=1)
    Attempt.start(quiz, by=lin, at=timezone.now()).submit(timezone.now())
    response = browser.post(reverse("quizzes:start", args=[quiz.pk]), follow=True)
    assert "You have used all the attempts" in response.text
    assert Attempt.objects.count() == 1


def test_a_quiz_that_is_not_published_does_not_start(browser, quiz):
    quiz.unpublish()
    assert browser.post(reverse("quizzes:start", args=[quiz.pk])).status_code == 404


# --- A question -----------------------------------------------------------------------------------------------------


def test_a_question_is_shown_with_its_options(browser, running):
    page = browser.get(url("question", running, 1)).text
    assert "Stem of Q1" in page
    assert page.count('type="radio"') == 3
    assert "Question 1 of 4" in page


def test_the_screen_of_one_question_leaves_the_others_in_the_database(running, lin, zhou):
    found = glance(running.pk, lin, 2)
    assert found.show(2, "en") == running.show(2, "en")
    assert (found.length, found.has(4), found.has(5)) == (4, True, False)
    assert found.get_deferred_fields() == {"paper"}
    assert found.show(3, "en") == running.show(3, "en")
    with pytest.raises(Attempt.DoesNotExist):
        glance(running.pk, zhou, 2)


def test_each_question_is_found_by_its_place_and_none_beyond_the_last(running, lin):
    running.refresh_from_db()
    found = [glance(running.pk, lin, position).item for position in range(1, 6)]
    assert found == [*running.paper, None]


def test_multiple_choice_has_boxes(browser, running):
    assert browser.get(url("question", running, 2)).text.count('type="checkbox" name="answer"') == 3


def test_an_answer_moves_on(browser, running):
    response = browser.post(url("question", running, 1), {"answer": "b", "go": "on"})
    assert response.url == url("question", running, 2)
    assert running.answers() == {1: ["b"]}


def test_a_saved_answer_is_shown_again(browser, running, now):
    running.save_answer(1, ["b"], now)
    assert 'value="b" checked' in browser.get(url("question", running, 1)).text


@pytest.mark.parametrize(
    ("position", "go", "target"),
    [(2, "back", 1), (2, "on", 3), (2, "nonsense", None), (2, "overview", None), (4, "on", None)],
)
def test_the_buttons_lead_where_they_say(browser, running, position, go, target):
    response = browser.post(url("question", running, position), {"go": go})
    assert response.url == (url("question", running, target) if target else url("attempt", running))


def test_going_on_without_an_answer_saves_none(browser, running):
    browser.post(url("question", running, 1), {"go": "on"})
    assert running.answers() == {}


def test_several_options_are_saved(browser, running):
    browser.post(url("question", running, 2), {"answer": ["a", "c"]})
    assert running.answers() == {2: ["a", "c"]}


def test_a_move_puts_an_option_in_its_new_place(browser, running):
    keys = running.items[3].keys
    response = browser.post(url("question", running, 4), {"answer": keys, "move": f"up:{keys[1]}"}, follow=True)
    assert running.answers() == {4: [keys[1], keys[0], *keys[2:]]}
    assert response.request["QUERY_STRING"] == f"moved={keys[1]}"
    assert "autofocus" in response.text


def test_a_move_of_an_option_that_is_not_there_is_refused(browser, running):
    keys = running.items[3].keys
    response = browser.post(url("question", running, 4), {"answer": keys, "move": "up:z"}, follow=True)
    assert "could not be read" in response.text
    assert running.answers() == {}


def test_an_answer_that_does_not_fit_is_refused_in_words(browser, running):
    response = browser.post(url("question", running, 1), {"answer": "z"}, follow=True)
    assert "could not be read" in response.text
    assert response.redirect_chain[-1][0] == url("question", running, 1)


@pytest.mark.parametrize("position", [0, 5, 99])
@pytest.mark.parametrize("name", ["question", "save"])
def test_a_position_that_the_paper_has_not_is_not_found(browser, running, name, position):
    assert browser.post(url(name, running, position), {"answer": "a"}).status_code == 404


def test_an_ordering_question_as_it_came_counts_as_not_answered(browser, running):
    browser.post(url("question", running, 4), {"answer": running.items[3].keys})
    assert running.answers() == {}


# --- Saving ---------------------------------------------------------------------------------------------------------


def test_a_choice_is_saved_at_once(browser, running):
    assert browser.post(url("save", running, 1), {"answer": "c"}).status_code == 204
    assert running.answers() == {1: ["c"]}


def test_a_save_that_does_not_fit_is_refused(browser, running):
    assert browser.post(url("save", running, 1), {"answer": "x" * 5000}).status_code == 400
    assert not Response.objects.exists()


def test_a_save_after_submission_is_told_where_the_result_is(browser, running):
    running.submit(timezone.now())
    response = browser.post(url("save", running, 1), {"answer": "a"})
    assert (response.status_code, response.json()) == (409, {"result": url("result", running)})


def test_a_save_after_the_time_is_refused_and_the_attempt_submitted(browser, overdue):
    assert browser.post(url("save", overdue, 1), {"answer": "a"}).status_code == 409
    overdue.refresh_from_db()
    assert overdue.submitted_at == overdue.deadline


# --- Overview and submission ----------------------------------------------------------------------------------------


def test_the_overview_says_what_is_not_answered(browser, running, now):
    running.save_answer(1, ["a"], now)
    page = browser.get(url("attempt", running)).text
    assert "Question 1, answered" in page
    assert "Question 2, not answered" in page
    assert "You have answered 1 of 4 questions" in page


def test_the_overview_is_content_when_everything_is_answered(browser, running, now, answer_all):
    answer_all(running, now)
    assert "You have answered every question" in browser.get(url("attempt", running)).text


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_overview_names_the_quiz_as_it_is_published_now(browser, running, quiz, home_zh, language):
    overview = f"/{language}/quizzes/attempts/{running.pk}/"
    assert "Reception quiz" in browser.get(overview).text
    quiz.title = "Reception quiz, second edition"
    quiz.save_revision().publish()
    assert "Reception quiz, second edition" in browser.get(overview).text
    quiz.unpublish()
    assert "Reception quiz" not in browser.get(overview).text


def test_submission_leads_to_the_result(browser, running):
    assert browser.post(url("submit", running)).url == url("result", running)
    running.refresh_from_db()
    assert running.is_submitted


def test_a_second_submission_is_harmless(browser, running):
    browser.post(url("submit", running))
    first = Attempt.objects.get().submitted_at
    assert browser.post(url("submit", running)).url == url("result", running)
    assert Attempt.objects.get().submitted_at == first


@pytest.mark.parametrize(("name", "args"), [("attempt", ()), ("question", (1,))])
def test_after_submission_there_is_only_the_result(browser, running, name, args):
    running.submit(timezone.now())
    assert browser.get(url(name, running, *args)).url == url("result", running)


@pytest.mark.parametrize(("name", "args"), [("attempt", ()), ("question", (1,))])
def test_a_look_at_an_overdue_attempt_submits_it(browser, overdue, name, args):
    assert browser.get(url(name, overdue, *args)).url == url("result", overdue)
    assert Attempt.objects.get().submitted_at == overdue.deadline


def test_an_answer_that_comes_too_late_by_form_leads_to_the_result(browser, overdue):
    assert browser.post(url("question", overdue, 1), {"answer": "a"}).url == url("result", overdue)
    assert not Response.objects.exists()


# --- Result ---------------------------------------------------------------------------------------------------------


def test_the_result_explains(browser, running, now, answer_all):
    answer_all(running, now, wrong=[2])
    running.submit(timezone.now())
    page = browser.get(url("result", running)).text
    assert "80<small> %</small>" in page
    assert "Because the standard says so Q1" in page
    assert "Your answer, right" in page
    assert reverse("standards:clause", args=["P2-01"]) in page


def test_the_result_shows_a_wrong_choice_and_the_right_one(browser, running, now):
    running.save_answer(1, ["b"], now)
    running.submit(timezone.now())
    page = browser.get(url("result", running)).text
    assert "Your answer, wrong" in page
    assert "Right answer" in page


@pytest.fixture
def with_reasons(questions, quiz, lin, dice) -> Attempt:
    """The first question's wrong options, b and c, say why they are."""
    for option in questions[0].options.filter(correct=False):
        option.reason = f"{option.text} is wrong because of the customer"
        option.save()
    return Attempt.start(quiz, by=lin, at=timezone.now(), dice=dice(1))


def test_the_result_says_why_the_choice_was_wrong_and_folds_the_other_reasons(browser, with_reasons, now):
    with_reasons.save_answer(1, ["b"], now)
    with_reasons.submit(timezone.now())
    page = browser.get(url("result", with_reasons)).text
    chosen, other = page.index("Waits is wrong because"), page.index("Points is wrong because")
    assert page.rindex("<p", 0, chosen) > page.rfind("<details", 0, chosen)
    assert page.rindex("<details", 0, other) > chosen


@pytest.mark.parametrize(("name", "args"), [("question", (1,)), ("attempt", ())])
def test_no_screen_of_a_running_attempt_says_why_an_option_is_wrong(browser, with_reasons, name, args):
    assert "is wrong because" not in browser.get(url(name, with_reasons, *args)).text


def test_the_result_says_where_an_option_belongs(browser, running, now):
    running.save_answer(4, list(running.items[3].right[::-1]), now)
    running.submit(timezone.now())
    page = browser.get(url("result", running)).text
    assert "Your order:" in page
    assert "Belongs at place 4" in page


def test_the_result_says_that_the_time_was_over(browser, overdue):
    assert "The time was over" in browser.get(url("result", overdue)).text


def test_the_result_of_a_running_attempt_leads_back_to_it(browser, running):
    assert browser.get(url("result", running)).url == url("attempt", running)


def test_a_result_outlives_its_quiz(browser, running, quiz):
    running.submit(timezone.now())
    quiz.delete()
    assert browser.get(url("result", running)).status_code == 200


# --- Whose ----------------------------------------------------------------------------------------------------------

SCREENS = [("get", "attempt", ()), ("get", "question", (1,)), ("post", "save", (1,)), ("post", "submit", ())]


@pytest.mark.parametrize("who", ["zhou", "xu", "chen", "regional", "admin", "harbour_manager"])
@pytest.mark.parametrize(("method", "name", "args"), SCREENS)
def test_a_running_attempt_is_its_owners_alone(signed_in, request, running, who, method, name, args):
    client = signed_in(request.getfixturevalue(who))
    assert getattr(client, method)(url(name, running, *args)).status_code == 404


@pytest.mark.parametrize("who", ["xu", "chen", "regional", "admin"])
def test_whoever_sees_the_person_sees_the_result(signed_in, request, running, who):
    client = signed_in(request.getfixturevalue(who))
    assert client.get(url("result", running)).status_code == 404
    running.submit(timezone.now())
    page = client.get(url("result", running)).text
    assert "林晓" in page
    assert "Try again" not in page


@pytest.mark.parametrize("who", ["zhou", "harbour_advisor", "harbour_trainer", "harbour_manager", "summit_manager"])
def test_a_stranger_sees_no_result(signed_in, request, running, who):
    running.submit(timezone.now())
    assert signed_in(request.getfixturevalue(who)).get(url("result", running)).status_code == 404


@pytest.mark.parametrize(("method", "name", "args"), [*SCREENS, ("get", "result", ())])
def test_whoever_is_signed_out_is_asked_to_sign_in(client, running, method, name, args):
    response = getattr(client, method)(url(name, running, *args))
    assert response.url.startswith(reverse("account_login"))


def test_whoever_is_signed_out_starts_nothing(client, quiz):
    assert client.post(reverse("quizzes:start", args=[quiz.pk])).url.startswith(reverse("account_login"))
    assert not Attempt.objects.exists()


WRONG_METHODS = [
    ("post", "attempt", ()), ("put", "question", (1,)), ("get", "save", (1,)), ("get", "submit", ()),
    ("post", "result", ()),
]  # fmt: skip


@pytest.mark.parametrize(("method", "name", "args"), WRONG_METHODS)
def test_the_wrong_method_is_refused(browser, running, method, name, args):
    assert getattr(browser, method)(url(name, running, *args)).status_code == 405


def test_a_quiz_is_not_started_by_looking(browser, quiz):
    assert browser.get(reverse("quizzes:start", args=[quiz.pk])).status_code == 405


# --- What the browser never gets ------------------------------------------------------------------------------------


def test_no_answer_and_no_explanation_reach_the_browser_before_submission(browser, quiz, running, now):
    running.save_answer(1, ["b"], now)
    screens = [quiz.url, url("attempt", running), *(url("question", running, n) for n in range(1, 5))]
    seen = "".join(browser.get(screen).text for screen in screens)
    seen += "".join(browser.post(url("save", running, n), {"answer": "a"}).text for n in range(1, 4))
    assert "Because the standard says so" not in seen
    assert "P2-01" not in seen
    assert "correct" not in seen
    assert "is-right" not in seen


def test_a_right_and_a_wrong_answer_get_the_same_response(browser, running):
    right = browser.post(url("save", running, 1), {"answer": "a"})
    wrong = browser.post(url("save", running, 1), {"answer": "b"})
    for response in (right, wrong):
        response.headers.pop("Expires", None)  # the time of day
    assert (right.status_code, right.content, right.headers) == (wrong.status_code, wrong.content, wrong.headers)


def test_the_screens_of_an_attempt_are_not_kept_by_the_browser(browser, running):
    assert "no-store" in browser.get(url("question", running, 1)).headers["Cache-Control"]


# --- How many queries -----------------------------------------------------------------------------------------------


@pytest.fixture
def quiz_of(make_quiz, make_question):
    def make(size: int):
        made = [make_question(f"S{size}-{n}", "single", ["*a", "b"]) for n in range(size)]
        return make_quiz(made, slug=f"quiz-of-{size}")

    return make


def test_more_questions_need_no_more_queries(browser, lin, quiz_of, django_assert_max_num_queries):
    attempt = Attempt.start(quiz_of(12), by=lin, at=timezone.now())
    with django_assert_max_num_queries(5):
        browser.get(url("question", attempt, 1))
    with django_assert_max_num_queries(14):
        browser.post(url("question", attempt, 1), {"answer": "a"})


def test_a_long_result_needs_no_more_queries(browser, lin, quiz_of, queries):
    attempts = [Attempt.start(quiz_of(size), by=lin, at=timezone.now()) for size in (2, 10)]
    for attempt in attempts:
        attempt.submit(timezone.now())
    for attempt in attempts:
        browser.get(url("result", attempt))  # the addresses of pages are kept from the first time on
    short, long = [queries(lambda a=a: browser.get(url("result", a))) for a in attempts]
    assert short == long


def test_drawing_a_long_paper_needs_no_more_queries(quiz_of, queries, dice):
    quizzes = [QuizPage.objects.get(pk=quiz_of(size).pk) for size in (2, 10)]
    short, long = [queries(lambda quiz=quiz: quiz.draw_paper(dice(1))) for quiz in quizzes]
    assert short == long


def test_an_answer_is_saved_in_three_queries_of_which_one_writes(browser, running):
    """Whose session it is, the attempt with that one question, and the answer itself, which is a transaction alone."""
    address = url("save", running, 2)
    browser.post(address, {"answer": "b"})
    with CaptureQueriesContext(connection) as captured:
        assert browser.post(address, {"answer": "a"}).status_code == 204
    assert len(captured) == 3
    assert [query["sql"].split()[0] for query in captured if not query["sql"].startswith("SELECT")] == ["INSERT"]


@pytest.mark.parametrize("position", [0, 5, 10**12])
def test_an_answer_to_no_question_is_not_found(browser, running, position):
    assert browser.post(f"/en/quizzes/attempts/{running.pk}/{position}/save/", {"answer": "b"}).status_code == 404
