"""A learner who attacks: whatever is sent or asked for, nothing of the keys comes back, and nothing that is not theirs
changes. Every kind of question is in the paper."""

import datetime as dt
from random import Random

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.models import LedgerEntry
from quizzes.models import Attempt, Drill, Response
from quizzes.privacy import TYPED
from quizzes.scoring import Kind
from tests.at_once import at_once
from tests.quizzes.kinds import item

KINDS = list(Kind)
MINUTE = dt.timedelta(minutes=1)
SECRETS = [
    "SECRET-EXPLANATION", "SECRET-REASON", "48151", "23.42", "walk-round", "环车检查", "guest", "200,500", "400,200",
    "P2-01", "is-right", "is-wrong", "data-right", '"right"',
]  # fmt: skip
ADDRESSES = ["attempt", "paper", "submit", "result"]
OF_A_QUESTION = ["question", "save"]


def asked(kind: Kind) -> dict:
    """A frozen question in which everything that must not be seen can be told from what may."""
    data = item(kind, Random(1)).to_json()  # noqa: S311 — nothing here is a secret
    data["explanation"] = {"en": "SECRET-EXPLANATION"}
    for rows in (data["options"], data["regions"]):
        for row in rows:
            row["reason"] = {"en": "SECRET-REASON"}
    for part in data["parts"]:
        if part["value"]:
            part |= {"value": "48151", "tolerance": "23.42"}
    return data


def sit(person, quiz, at, feedback="submission") -> Attempt:
    return Attempt.objects.create(
        person=person, quiz=quiz.translation_key, number=1, paper=[asked(kind) for kind in KINDS], pass_mark=80,
        started_at=at, deadline=at + 20 * MINUTE, feedback=feedback,
    )  # fmt: skip


@pytest.fixture
def attempt(quiz, lin) -> Attempt:
    return sit(lin, quiz, timezone.now())


@pytest.fixture
def browser(signed_in, lin) -> Client:
    return signed_in(lin)


def address(name: str, attempt: Attempt, *args, language: str = "en") -> str:
    return reverse(f"quizzes:{name}", args=[attempt.pk, *args]).replace("/en/", f"/{language}/", 1)


def whole(response) -> str:
    """Everything that reaches the browser, but for the time of day."""
    headers = {name: value for name, value in response.headers.items() if name != "Expires"}
    return f"{response.status_code} {headers} {response.cookies} {response.content.decode()}"


def answers_of(kind: Kind) -> list[list[str]]:
    """A right answer, and one that is not."""
    right = list(item(kind, Random(1)).right)  # noqa: S311
    return [right, right[1:] if len(right) > 1 else ["b"]]


# --- Nothing leaks --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_no_response_during_an_attempt_has_a_key_a_reason_or_an_explanation(
    browser, attempt, quiz, home, home_zh, language
):
    seen = []
    for position, kind in enumerate(KINDS, start=1):
        seen.append(browser.get(address("question", attempt, position, language=language)))
        for answer in answers_of(kind) if kind not in TYPED else [["b"]]:  # what was typed comes back on the screen
            for go in ("on", "check", "here", "overview"):
                place = address("question", attempt, position, language=language)
                seen.append(browser.post(place, {"answer": answer, "go": go}, follow=True))
            seen.append(browser.post(address("save", attempt, position, language=language), {"answer": answer}))
    seen += [browser.get(address(name, attempt, language=language)) for name in ("attempt", "paper", "result")]
    seen += [browser.get(quiz.url), browser.get(home.url), browser.get(reverse("quizzes:practice"))]
    told = "".join(map(whole, seen))
    assert [secret for secret in SECRETS if secret in told] == []


@pytest.mark.parametrize("kind", KINDS)
def test_right_and_wrong_get_the_same_response(browser, attempt, kind):
    place = address("save", attempt, KINDS.index(kind) + 1)
    right, wrong = (browser.post(place, {"answer": answer}) for answer in answers_of(kind))
    assert right.status_code in (204, 400)
    if wrong.status_code == right.status_code:
        assert whole(right) == whole(wrong)


@pytest.mark.parametrize("name", ["practice", "begin"])
def test_practice_is_no_oracle_in_an_examination(browser, attempt, name):
    get = {"practice": browser.get, "begin": lambda place: browser.post(place, {"clause": "P2-01"}, follow=True)}
    assert "SECRET" not in get[name](reverse(f"quizzes:{name}")).text
    assert not Drill.objects.exists()


def test_an_attempt_that_shows_the_score_only_never_tells(browser, quiz, lin):
    attempt = sit(lin, quiz, timezone.now(), feedback="score")
    browser.post(address("submit", attempt))
    told = whole(browser.get(address("result", attempt)))
    assert [secret for secret in SECRETS if secret in told] == []


def test_nothing_of_an_attempt_is_kept_by_caches(browser, attempt):
    for name, args in [("question", (1,)), ("attempt", ()), ("paper", ())]:
        assert "no-store" in browser.get(address(name, attempt, *args)).headers["Cache-Control"]


# --- What is not theirs ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["zhou", "xu", "chen", "regional", "admin", "harbour_advisor", "harbour_trainer"])
def test_somebody_elses_attempt_does_not_exist(signed_in, request, attempt, who):
    client = signed_in(request.getfixturevalue(who))
    for name in ADDRESSES:
        place = address(name, attempt)
        assert {client.get(place).status_code, client.post(place).status_code} <= {404, 405}
    for name in OF_A_QUESTION:
        place = address(name, attempt, 1)
        assert {client.get(place).status_code, client.post(place, {"answer": "a"}).status_code} <= {404, 405}
    attempt.refresh_from_db()
    assert not attempt.is_submitted
    assert not Response.objects.exists()


def test_without_the_token_of_the_form_nothing_is_taken(lin, attempt):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lin, backend=settings.AUTHENTICATION_BACKENDS[0])
    assert client.post(address("save", attempt, 1), {"answer": "a"}).status_code == 403
    assert client.post(address("submit", attempt)).status_code == 403
    assert not Response.objects.exists()


# --- Tampering ------------------------------------------------------------------------------------------------------

POSITIONS = ["0", "13", "99", "-1", "1.0", "1e1", "01x", "999999999999999999999", "%00", "1%27", "一", "１３"]


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("end", ["", "save/"])
def test_a_position_that_is_none_is_not_found(browser, attempt, position, end):
    place = f"/en/quizzes/attempts/{attempt.pk}/{position}/{end}"
    assert browser.post(place, {"answer": "a"}).status_code == 404
    assert not Response.objects.exists()


HOSTILE = [
    ["x" * 5000], ["x"] * 5000, ["\x00"], ["a\x00b"], ["\u202e"], ["-" * 4999 + "1"], ["9" * 5000], ["1e999999"],
    ["NaN"], ["a:" * 2500], ["1,1"] * 5000, ["-1,-1"], ["1e9,1e9"], ["<script>alert(1)</script>"], ["{{7*7}}"],
    ["'; DROP TABLE quizzes_response; --"], ["🚗" * 5000], ["None"], ["[]"], ["null"],
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_hostile_answer_is_refused_or_harmless(browser, attempt, kind):
    position = KINDS.index(kind) + 1
    sent = [{"answer": answer} for answer in HOSTILE]
    sent += [{name: HOSTILE[n][0]} for n in (0, 3, 6) for name in ("gap-1", "turn-1", "at.x")]
    for fields in sent:
        assert browser.post(address("save", attempt, position), fields).status_code in (204, 400)
    kept = Response.objects.filter(position=position).first()
    assert kept is None or sum(map(len, kept.answer)) <= 2000
    assert "<script>alert" not in browser.get(address("question", attempt, position)).text
    attempt.submit(timezone.now())
    assert browser.get(address("result", attempt)).status_code == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"move": "up:" + "x" * 5000}, {"move": "sideways"}, {"move": ":"}, {"less": "x" * 5000},
        {"at.x": "9" * 400, "at.y": "1", "width": "1", "height": "1"},
        {"at.x": "1", "at.y": "1", "width": "0", "height": "0"},
        {"given": "9" * 400}, {"given": "-9" * 30}, {"flag": "x" * 5000}, {"go": "x" * 5000},
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", OF_A_QUESTION)
def test_a_hostile_field_is_refused_or_harmless(browser, attempt, fields, name):
    for position in range(1, len(KINDS) + 1):
        assert browser.post(address(name, attempt, position), fields).status_code in (204, 302, 400)


def test_points_and_time_cannot_be_sent_along(browser, attempt):
    before = attempt.deadline
    extra = {"answer": "b", "score": "100", "percent": "100", "outcome": "passed", "deadline": "2099-01-01"}
    browser.post(address("save", attempt, 1), extra)
    browser.post(address("submit", attempt), extra)
    attempt.refresh_from_db()
    assert attempt.deadline == before
    assert not attempt.is_passed
    assert (attempt.percent or 0) == 0


# --- Replay and time ------------------------------------------------------------------------------------------------


def test_what_is_replayed_after_submission_changes_nothing(browser, attempt):
    browser.post(address("save", attempt, 1), {"answer": "b"})
    browser.post(address("submit", attempt))
    before = Attempt.objects.values().get()
    for _ in range(3):
        assert browser.post(address("save", attempt, 1), {"answer": "a"}).status_code == 409
        assert browser.post(address("question", attempt, 1), {"answer": "a"}).url == address("result", attempt)
        assert browser.post(address("submit", attempt)).url == address("result", attempt)
    assert Attempt.objects.values().get() == before
    assert Response.objects.get().answer == ["b"]


@pytest.mark.parametrize("given", [None, -21 * MINUTE, dt.timedelta(0)])
def test_after_the_time_nothing_is_taken_whatever_the_device_says(browser, quiz, lin, given):
    attempt = sit(lin, quiz, timezone.now() - 30 * MINUTE)
    said = {} if given is None else {"given": str(int(1000 * (timezone.now() + given).timestamp()))}
    assert browser.post(address("save", attempt, 1), {"answer": "a"} | said).status_code == 409
    attempt.refresh_from_db()
    assert attempt.submitted_at == attempt.deadline
    assert not Response.objects.exists()


# --- At one moment --------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_submit_at_once_have_one_result(quiz, lin, signed_in):
    attempt = Attempt.start(quiz, by=lin, at=timezone.now())
    tabs = [signed_in(lin) for _ in range(6)]
    statuses = at_once(*[lambda tab=tab: tab.post(address("submit", attempt)).status_code for tab in tabs])
    assert statuses == [302] * 6
    assert LedgerEntry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_whoever_answers_and_submits_at_once_is_told_which_answers_count(quiz, lin, signed_in):
    attempt = Attempt.start(quiz, by=lin, at=timezone.now())
    tabs = [signed_in(lin) for _ in range(6)]
    *saved, _submitted = at_once(
        *[
            lambda tab=tab, position=n % 3 + 1: (
                position, tab.post(address("save", attempt, position), {"answer": "a"}).status_code,
            )
            for n, tab in enumerate(tabs[:-1])
        ],
        lambda: tabs[-1].post(address("submit", attempt)).status_code,
    )  # fmt: skip
    assert {status for _position, status in saved} <= {204, 205, 409}  # 205: a later answer of another tab stays
    assert {position for position, status in saved if status == 204} == set(attempt.answers())


@pytest.mark.django_db(transaction=True)
def test_two_tabs_never_exceed_the_attempts(make_quiz, questions, lin, signed_in):
    quiz = make_quiz(questions, attempts=2)
    tabs = [signed_in(lin) for _ in range(6)]

    def go_through(tab: Client) -> None:
        tab.post(reverse("quizzes:start", args=[quiz.pk]))
        for attempt in Attempt.objects.open():
            tab.post(address("submit", attempt))

    at_once(*[lambda tab=tab: go_through(tab) for tab in tabs])
    assert Attempt.objects.count() <= 2
