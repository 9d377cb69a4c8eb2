import datetime as dt

import pytest
from django.utils import timezone

from quizzes.models import Allowance, Attempt, QuizPage

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def browser(signed_in, lin):
    return signed_in(lin)


def test_the_rules_stand_before_the_start(browser, quiz):
    page = browser.get(quiz.url).text
    assert "20 minutes" in page
    assert "80 %" in page
    assert "As many as you like" in page
    assert "Start the quiz" in page


def test_a_quiz_without_limit_says_so(browser, make_quiz, questions):
    assert "No limit" in browser.get(make_quiz(questions, time_limit=None).url).text


def test_a_draw_says_how_many_questions_there_will_be(make_quiz, questions):
    assert make_quiz(questions, draw=3).question_count == 3


def test_a_draw_of_more_than_there_are_is_all(make_quiz, questions):
    assert make_quiz(questions, draw=30).question_count == 4


def test_a_running_attempt_can_be_resumed(browser, quiz, lin):
    Attempt.start(quiz, by=lin, at=timezone.now() - 5 * MINUTE)
    page = browser.get(quiz.url).text
    assert "Resume" in page
    assert "15 min left" in page


def test_an_attempt_whose_time_is_over_leads_to_its_result(browser, quiz, lin):
    attempt = Attempt.start(quiz, by=lin, at=timezone.now() - 30 * MINUTE)
    assert "The time of your attempt is over" in browser.get(quiz.url).text
    attempt.refresh_from_db()
    assert not attempt.is_submitted, "looking at a page writes nothing"


def test_attempts_are_listed_with_the_best_result(browser, quiz, lin, answer_all):
    for wrong in ([1, 2], [2], [4]):
        attempt = Attempt.start(quiz, by=lin, at=timezone.now())
        answer_all(attempt, timezone.now(), wrong=wrong)
        attempt.submit(timezone.now())
    response = browser.get(quiz.url)
    assert "Best result 80 %" in response.text
    assert [attempt.number for attempt in response.context["attempts"]] == [3, 2, 1]


def test_whoever_has_passed_goes_on(browser, quiz, lin, answer_all):
    attempt = Attempt.start(quiz, by=lin, at=timezone.now())
    answer_all(attempt, timezone.now())
    attempt.submit(timezone.now())
    page = browser.get(quiz.url).text
    assert "Go on" in page
    assert "Try again" in page


def test_attempts_used_up_cannot_be_started(browser, make_quiz, questions, lin):
    quiz = make_quiz(questions, attempts=2)
    for _number in range(2):
        Attempt.start(quiz, by=lin, at=timezone.now()).submit(timezone.now())
    response = browser.get(quiz.url)
    assert "You have used all the attempts" in response.text
    assert response.context["refusal"]


def test_attempts_left_are_counted(browser, make_quiz, questions, lin):
    quiz = make_quiz(questions, attempts=3)
    Attempt.start(quiz, by=lin, at=timezone.now()).submit(timezone.now())
    assert "2 of 3 left" in browser.get(quiz.url).text


def test_a_quiz_without_questions_says_that_they_are_being_written(browser, make_quiz):
    page = browser.get(make_quiz([]).url).text
    assert "are being written" in page
    assert "Start the quiz" not in page


def test_nobody_sees_attempts_of_others(signed_in, quiz, lin, zhou):
    Attempt.start(quiz, by=lin, at=timezone.now()).submit(timezone.now())
    assert signed_in(zhou).get(quiz.url).context["attempts"] == []


def test_whoever_is_signed_out_is_asked_to_sign_in(client, quiz):
    assert client.get(quiz.url).status_code == 302


def test_more_attempts_need_no_more_queries(browser, quiz, lin, queries):
    counts = []
    for _number in range(3):
        Attempt.start(quiz, by=lin, at=timezone.now()).submit(timezone.now())
        counts.append(queries(lambda: browser.get(quiz.url)))
    assert counts[1] == counts[2]


def test_the_quiz_is_done_on_the_way_through_the_module(browser, quiz, module, lin, answer_all):
    attempt = Attempt.start(quiz, by=lin, at=timezone.now())
    answer_all(attempt, timezone.now())
    attempt.submit(timezone.now())
    assert browser.get(module.url).context["route"].is_done


def test_a_failed_quiz_stays_open_in_the_module(browser, quiz, module, lin):
    Attempt.start(quiz, by=lin, at=timezone.now()).submit(timezone.now())
    assert not browser.get(module.url).context["route"].is_done


def test_the_page_is_found_in_the_language_asked_for(quiz):
    assert QuizPage.in_language(quiz.translation_key, "en") == quiz
    assert QuizPage.in_language(quiz.translation_key, "zh-hans") == quiz


def test_a_deleted_quiz_is_found_in_no_language(quiz):
    key = quiz.translation_key
    quiz.delete()
    assert QuizPage.in_language(key, "en") is None


def test_a_preview_offers_nothing_to_start(quiz, rf, xu):
    request = rf.get("/")
    request.user, request.is_preview, request.preview_mode = xu, True, ""
    response = quiz.serve_preview(request, "")
    assert "Start the quiz" not in response.rendered_content


def test_what_one_person_is_allowed_stands_on_nobody_elses_page(browser, signed_in, quiz, lin, zhou, xu, now):
    assert "20 minutes" in browser.get(quiz.url).text
    quiz.allow(Allowance(person=lin, minutes=15, reason="Ill", by=xu, at=now))
    assert "35 minutes" in browser.get(quiz.url).text
    assert "20 minutes" in signed_in(zhou).get(quiz.url).text


def test_another_pass_mark_is_shown_at_once(browser, quiz):
    assert "80 %" in browser.get(quiz.url).text
    quiz.pass_mark = 65
    quiz.save_revision().publish()
    page = browser.get(quiz.url).text
    assert "65 %" in page
    assert "80 %" not in page


def test_the_best_result_is_ones_own(browser, signed_in, quiz, lin, zhou, answer_all):
    attempt = Attempt.start(quiz, by=lin, at=timezone.now())
    answer_all(attempt, timezone.now())
    attempt.submit(timezone.now())
    assert "Best result" in browser.get(quiz.url).text
    assert "Best result" not in signed_in(zhou).get(quiz.url).text
