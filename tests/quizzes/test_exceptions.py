"""What one person is allowed besides the rules, open and close dates, the pause between attempts, the access word."""

import datetime as dt
from contextlib import suppress
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from people.audit.records import AuditEntry
from quizzes import tasks
from quizzes.models import AccessWord, Allowance, Attempt, AttemptRefused, QuizPage, WordRefused
from quizzes.models.answering import GRACE
from tests.at_once import at_once

HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)


@pytest.fixture
def allow(lin, xu, now):
    def give(quiz: QuizPage, person=None, at=now, **what) -> bool:
        return quiz.allow(Allowance(person=person or lin, by=xu, at=at, reason="Slow network", **what))

    return give


# --- The rules at the door ------------------------------------------------------------------------------------------


def test_a_quiz_opens_and_closes(make_quiz, questions, lin, now):
    quiz = make_quiz(questions, opens_at=now, closes_at=now + HOUR)
    with pytest.raises(AttemptRefused, match="opens at"):
        Attempt.start(quiz, by=lin, at=now - MINUTE)
    with pytest.raises(AttemptRefused, match="closed at"):
        Attempt.start(quiz, by=lin, at=now + HOUR)
    assert Attempt.start(quiz, by=lin, at=now + 50 * MINUTE).deadline == now + HOUR


def test_between_two_attempts_there_is_a_pause(make_quiz, questions, lin, now):
    quiz = make_quiz(questions, pause=24)
    Attempt.start(quiz, by=lin, at=now).submit(now)
    with pytest.raises(AttemptRefused, match="try again from"):
        Attempt.start(quiz, by=lin, at=now + 23 * HOUR)
    assert Attempt.start(quiz, by=lin, at=now + 24 * HOUR).number == 2


def test_the_page_says_from_when_on(signed_in, make_quiz, questions, lin):
    quiz = make_quiz(questions, pause=24)
    Attempt.start(quiz, by=lin, at=timezone.now()).submit(timezone.now())
    page = signed_in(lin).get(quiz.url).text
    assert "You can try again from" in page
    assert "Try again</button>" not in page


# --- Exceptions -----------------------------------------------------------------------------------------------------


def test_an_attempt_more_is_one_more_and_ends_the_pause(make_quiz, questions, lin, zhou, now, allow):
    quiz = make_quiz(questions, attempts=1, pause=24)
    for person in (lin, zhou):
        Attempt.start(quiz, by=person, at=now).submit(now)
    allow(quiz, at=now + MINUTE, attempts=1)
    assert Attempt.start(quiz, by=lin, at=now + 2 * MINUTE).number == 2
    with pytest.raises(AttemptRefused):
        Attempt.start(quiz, by=zhou, at=now + 2 * MINUTE)


def test_more_time_reaches_the_attempt_that_runs(quiz, attempt, now, allow):
    before = attempt.deadline
    allow(quiz, at=now + MINUTE, minutes=10)
    attempt.refresh_from_db()
    assert attempt.deadline == before + 10 * MINUTE
    assert not attempt.submit_if_overdue(before + GRACE)


def test_the_running_attempt_never_gets_less(quiz, attempt, now, allow, xu):
    allow(quiz, minutes=10)
    Allowance.objects.get().withdraw(xu, now)
    allow(quiz, minutes=5)
    attempt.refresh_from_db()
    assert attempt.deadline == attempt.started_at + 30 * MINUTE


def test_a_quiz_is_open_longer_for_one_person(make_quiz, questions, lin, zhou, now, allow):
    quiz = make_quiz(questions, closes_at=now - HOUR)
    allow(quiz, until=now + HOUR)
    assert Attempt.start(quiz, by=lin, at=now)
    with pytest.raises(AttemptRefused):
        Attempt.start(quiz, by=zhou, at=now)


def test_the_same_exception_sent_twice_is_one(make_quiz, questions, now, allow):
    quiz, key = make_quiz(questions, attempts=1), uuid4()
    assert [allow(quiz, attempts=1, key=key) for _ in range(2)] == [True, False]
    assert Allowance.objects.count() == 1


def test_what_is_taken_back_counts_no_more_and_only_once(make_quiz, questions, lin, xu, now, allow):
    quiz = make_quiz(questions, attempts=1)
    Attempt.start(quiz, by=lin, at=now).submit(now)
    allow(quiz, attempts=1)
    assert [Allowance.objects.get().withdraw(xu, now) for _ in range(2)] == [True, False]
    with pytest.raises(AttemptRefused):
        Attempt.start(quiz, by=lin, at=now)


def test_who_allowed_and_took_back_is_in_the_trail(quiz, xu, now, allow):
    allow(quiz, minutes=5)
    Allowance.objects.get().withdraw(xu, now)
    actions = AuditEntry.objects.filter(actor=xu.pk).order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["exception_made", "exception_ended"]


@pytest.mark.parametrize("what", [{"minutes": 0}, {"minutes": 5, "own": True}, {"minutes": 5, "half": True}])
def test_no_row_gives_nothing_or_to_oneself_or_is_half_taken_back(quiz, lin, xu, now, what):
    by = lin if what.pop("own", False) else xu
    half = {"withdrawn_at": now} if what.pop("half", False) else {}
    with pytest.raises(IntegrityError), transaction.atomic():
        Allowance.objects.create(person=lin, quiz=quiz.translation_key, by=by, at=now, reason="", **what, **half)


# --- The screens ----------------------------------------------------------------------------------------------------


def address(name: str, *args) -> str:
    return reverse(f"quizzes:{name}", args=args)


def form(**values) -> dict:
    return {"key": str(uuid4()), "reason": "Slow network", "attempts": "", "minutes": "", "until": ""} | values


@pytest.mark.parametrize("who", ["xu", "chen", "regional", "admin"])
def test_whoever_answers_for_a_person_allows_an_exception(signed_in, request, make_quiz, questions, lin, who):
    quiz, client = make_quiz(questions, attempts=1), signed_in(request.getfixturevalue(who))
    assert "林晓" in client.get(address("people", quiz.pk)).text
    sent = form(attempts="1", minutes="15")
    for _ in range(2):
        assert client.post(address("person", quiz.pk, lin.pk), sent).status_code == 302
    page = client.get(address("person", quiz.pk, lin.pk)).text
    assert "1 attempt more" in page
    assert "15 minutes more" in page
    assert "2 of 2 left" in page
    assert client.post(address("withdraw", Allowance.objects.get().pk)).status_code == 302
    assert "taken back by" in client.get(address("person", quiz.pk, lin.pk)).text


@pytest.mark.parametrize("who", ["lin", "zhou", "harbour_trainer", "harbour_manager", "summit_manager"])
def test_nobody_else_does(signed_in, request, quiz, lin, now, allow, who):
    allow(quiz, minutes=5)
    client = signed_in(request.getfixturevalue(who))
    assert client.get(address("person", quiz.pk, lin.pk)).status_code == 404
    assert client.post(address("person", quiz.pk, lin.pk), form(attempts="1")).status_code == 404
    assert client.post(address("withdraw", Allowance.objects.get().pk)).status_code == 404
    assert address("person", quiz.pk, lin.pk) not in client.get(address("people", quiz.pk)).text


def test_nobody_allows_themselves_anything(signed_in, quiz, xu):
    assert signed_in(xu).post(address("person", quiz.pk, xu.pk), form(attempts="1")).status_code == 404


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({}, "Say what is allowed"),
        ({"attempts": "1", "reason": ""}, "required"),
        ({"minutes": "9999"}, "480"),
        ({"until": "tomorrow"}, "valid date"),
    ],
)
def test_an_exception_says_what_and_why(signed_in, quiz, lin, xu, values, complaint):
    page = signed_in(xu).post(address("person", quiz.pk, lin.pk), form(**values)).text
    assert complaint in page
    assert not Allowance.objects.exists()


def test_people_are_found_by_pinyin(signed_in, quiz, lin, zhou, xu):
    page = signed_in(xu).get(address("people", quiz.pk), {"q": "zhouk"}).text
    assert "周堃" in page
    assert "林晓" not in page


def test_more_people_need_no_more_queries(signed_in, quiz, lin, xu, riverside, django_user_model, queries):
    client = signed_in(xu)
    client.get(address("people", quiz.pk))
    before = queries(lambda: client.get(address("people", quiz.pk)))
    for n in range(5):
        person = django_user_model.objects.create_user(f"n{n}", "pw", name=f"n{n}", dealership=riverside)
        Attempt.start(quiz, by=person, at=timezone.now())
    client.get(address("people", quiz.pk))  # what a process remembers for seconds only is known again
    assert queries(lambda: client.get(address("people", quiz.pk))) == before


@pytest.mark.parametrize("name", ["withdraw", "word"])
def test_nothing_changes_by_looking(signed_in, quiz, xu, name):
    assert signed_in(xu).get(address(name, quiz.pk)).status_code == 405


def test_the_list_takes_nothing(signed_in, quiz, xu):
    assert signed_in(xu).post(address("people", quiz.pk)).status_code == 405


# --- The access word ------------------------------------------------------------------------------------------------


@pytest.fixture
def supervised(make_quiz, questions) -> QuizPage:
    return make_quiz(questions, is_supervised=True)


@pytest.fixture
def word(supervised, xu, now) -> str:
    return AccessWord.begin(supervised.translation_key, xu, now).word


def full_width(word: str) -> str:
    return "".join(chr(ord(digit) + 0xFEE0) for digit in word)


def test_without_the_word_nobody_starts(supervised, lin, now, word):
    other = f"{(int(word) + 1) % 10**6:06}"
    for typed in ("", other, word[:5], "字" * 6):
        with pytest.raises(WordRefused):
            Attempt.start(supervised, by=lin, at=now, word=typed)


def test_width_and_spaces_of_the_word_mean_nothing(supervised, lin, now, word):
    assert Attempt.start(supervised, by=lin, at=now, word=f" {full_width(word[:3])} {word[3:]}")


def test_a_new_word_shuts_out_nobody_who_is_inside(supervised, lin, zhou, xu, now, word):
    attempt = Attempt.start(supervised, by=lin, at=now, word=word)
    fresh = AccessWord.begin(supervised.translation_key, xu, now + MINUTE).word
    assert Attempt.start(supervised, by=lin, at=now + 2 * MINUTE) == attempt
    assert attempt.save_answer(1, ["a"], now + 2 * MINUTE)
    if fresh != word:
        with pytest.raises(WordRefused):
            Attempt.start(supervised, by=zhou, at=now + 2 * MINUTE, word=word)


@pytest.mark.parametrize("ends", ["by hand", "by itself"])
def test_a_sitting_ends(supervised, lin, xu, now, word, ends):
    if ends == "by hand":
        AccessWord.end(supervised.translation_key, xu, now)
    later = now if ends == "by hand" else now + 4 * HOUR
    with pytest.raises(WordRefused):
        Attempt.start(supervised, by=lin, at=later, word=word)


def test_a_word_opens_only_for_people_of_its_trainer(supervised, harbour_advisor, now, word):
    with pytest.raises(WordRefused):
        Attempt.start(supervised, by=harbour_advisor, at=now, word=word)


def test_a_trainer_begins_and_ends_a_sitting(signed_in, supervised, xu, chen):
    client = signed_in(xu)
    assert "Begin the sitting" in client.get(address("people", supervised.pk)).text
    client.post(address("word", supervised.pk), {"go": "new"})
    word = AccessWord.objects.get().word
    assert word in client.get(address("people", supervised.pk)).text
    assert word not in signed_in(chen).get(address("people", supervised.pk)).text
    client.post(address("word", supervised.pk), {"go": "end"})
    assert AccessWord.objects.get().ended_at


def test_while_a_sitting_is_open_each_person_still_has_a_state_in_words(signed_in, supervised, lin, xu):
    word = AccessWord.begin(supervised.translation_key, xu, timezone.now())
    page = signed_in(xu).get(address("people", supervised.pk)).text
    assert "Not started" in page
    assert str(word) not in page


def test_one_person_being_marked_says_nothing_of_the_next(signed_in, quiz, lin, zhou, xu, now):
    first, second = sorted([lin, zhou], key=lambda person: person.name)
    Attempt.start(quiz, by=second, at=now).submit(now)
    Attempt.start(quiz, by=first, at=now)
    Attempt.objects.filter(person=first).update(submitted_at=now)  # and no result yet
    assert signed_in(xu).get(address("people", quiz.pk)).text.count("Being marked") == 1


@pytest.mark.parametrize("who", ["lin", "chen"])
def test_only_trainers_have_the_word(signed_in, request, supervised, who):
    assert signed_in(request.getfixturevalue(who)).post(address("word", supervised.pk)).status_code == 404
    assert not AccessWord.objects.exists()


def test_the_page_asks_for_the_word_and_never_shows_it(signed_in, supervised, lin, xu):
    word = AccessWord.begin(supervised.translation_key, xu, timezone.now()).word
    client = signed_in(lin)
    page = client.get(supervised.url).text
    assert "Access word" in page
    assert word not in page
    refused = client.post(address("start", supervised.pk), {"word": "12"}, follow=True)
    assert "not the access word" in refused.text
    assert client.post(address("start", supervised.pk), {"word": word}).status_code == 302
    assert Attempt.objects.count() == 1


def test_words_cannot_be_tried_for_long(signed_in, supervised, lin, xu):
    word = AccessWord.begin(supervised.translation_key, xu, timezone.now()).word
    client = signed_in(lin)
    answers = [client.post(address("start", supervised.pk), {"word": "x"}).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]
    assert client.post(address("start", supervised.pk), {"word": word}).status_code == 429
    assert not Attempt.objects.exists()


# --- Nobody is looking ----------------------------------------------------------------------------------------------


def test_the_regular_work_submits_what_no_worker_did(attempt, answer_all, now):
    answer_all(attempt, now)
    assert tasks.submit_all_overdue(attempt.deadline + GRACE - dt.timedelta(seconds=1)) == 0
    Attempt.objects.update(started_at=now - 30 * HOUR, deadline=now - 29 * HOUR)
    assert tasks.submit_all_overdue(now) == 1
    assert tasks.submit_all_overdue(now) == 0
    attempt.refresh_from_db()
    assert (attempt.percent, attempt.submitted_at) == (100, attempt.deadline)


@pytest.mark.django_db(transaction=True)
def test_the_attempts_that_are_allowed_are_never_exceeded_by_tabs(make_quiz, questions, lin, now, allow):
    quiz = make_quiz(questions, attempts=1)
    Attempt.start(quiz, by=lin, at=now).submit(now)
    allow(quiz, attempts=1)

    def start_and_submit():
        with suppress(AttemptRefused):
            Attempt.start(quiz, by=lin, at=now).submit(now)

    at_once(*[start_and_submit] * 6)
    assert Attempt.objects.count() == 2
