"""Many learners at once answer on the server as `make run` starts it, which is killed once in the middle: every answer
that it acknowledged is there. `LEARNERS=200` sits with two hundred of them."""

import http.client
import os
import sys
import threading
from dataclasses import dataclass, field
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import Client
from django.utils import timezone
from launch import Platform, answers, programs

from people.models import User
from quizzes.models import Attempt, Kind, Response
from tests.journeys.conftest import free_port

LEARNERS = int(os.environ.get("LEARNERS", "16"))
QUESTIONS = 20
TOKEN = "t" * 32
TRIES = 200

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Crowd:
    """What the server has acknowledged: (attempt, position) and the answer. `half` is set when half of it is."""

    port: int
    acknowledged: dict[tuple[int, int], str] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    half: threading.Event = field(default_factory=threading.Event)
    up: threading.Event = field(default_factory=threading.Event)

    def acknowledge(self, attempt: int, position: int, answer: str) -> None:
        with self.lock:
            self.acknowledged[attempt, position] = answer
            if len(self.acknowledged) >= LEARNERS * QUESTIONS // 2:
                self.half.set()


@pytest.fixture
def attempts(make_question, make_quiz, riverside) -> list[Attempt]:
    made = [make_question(f"K{n}", Kind.SINGLE, ["*a", "b", "c"]) for n in range(QUESTIONS)]
    quiz = make_quiz(made, time_limit=None)
    people = [User.objects.create_user(f"k{n}", "pw", name="众", dealership=riverside) for n in range(LEARNERS)]
    return [Attempt.start(quiz, by=person, at=timezone.now()) for person in people]


@pytest.fixture
def server():
    """`server()` starts the web server on the database of this test, and waits until it answers."""
    port, running = free_port(), []
    env = os.environ | {
        "BIND": f"127.0.0.1:{port}", "DATABASE_URL": address_of_the_database(), "SECRET_KEY": settings.SECRET_KEY,
        "DEBUG": "0", "PUBLIC_URL": f"http://127.0.0.1:{port}", "LOG_LEVEL": "CRITICAL",
    }  # fmt: skip
    command = {"web server": [sys.executable, "-m", "gunicorn", "-c", "site/config/gunicorn.py", "config.wsgi"]}

    def start() -> Platform:
        platform = Platform(programs(command, env))
        running.append(platform)
        platform.wait_until_it_answers(port)
        return platform

    start.port = port
    yield start
    for platform in running:
        platform.end()


def address_of_the_database() -> str:
    name, database = connection.settings_dict["NAME"], connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{name}"


def kill(platform: Platform) -> None:
    """All of its processes, without a word of warning."""
    for child in platform.children.values():
        os.killpg(child.pid, 9)
        child.wait()
    platform.children.clear()


def sit(crowd: Crowd, attempt: Attempt, session: str) -> None:
    """Answer all questions, each again and again until the server has acknowledged it."""
    for position in range(1, QUESTIONS + 1):
        answer = "abc"[(attempt.pk + position) % 3]
        for _ in range(TRIES):
            crowd.up.wait(timeout=120)
            if send(crowd.port, attempt.pk, position, answer, session) == 204:
                crowd.acknowledge(attempt.pk, position, answer)
                break


def send(port: int, attempt: int, position: int, answer: str, session: str) -> int:
    """The status of the answer; 0 if none came."""
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {
        "Cookie": f"sessionid={session}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN,
        "Content-Type": "application/x-www-form-urlencoded",
    }  # fmt: skip
    try:
        place = f"/en/quizzes/attempts/{attempt}/{position}/save/"
        client.request("POST", place, urlencode({"answer": answer}), headers)
        return client.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        client.close()


def kept() -> dict[tuple[int, int], str]:
    rows = Response.objects.values_list("attempt", "position", "answer")
    return {(attempt, position): "".join(answer) for attempt, position, answer in rows}


def session_of(person: User) -> str:
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client.cookies["sessionid"].value


def test_every_acknowledged_answer_survives_a_server_that_is_killed(attempts, server):
    crowd = Crowd(server.port)
    sessions = [session_of(attempt.person) for attempt in attempts]
    platform = server()
    crowd.up.set()
    threads = [
        threading.Thread(target=sit, args=(crowd, attempt, session))
        for attempt, session in zip(attempts, sessions, strict=True)
    ]
    for thread in threads:
        thread.start()
    assert crowd.half.wait(timeout=300)

    crowd.up.clear()
    with crowd.lock:
        before = dict(crowd.acknowledged)
    kill(platform)
    assert not answers(server.port)
    after_the_kill = kept()
    assert {place: after_the_kill.get(place) for place in before} == before

    server()
    crowd.up.set()
    for thread in threads:
        thread.join(timeout=300)
    connections.close_all()
    assert len(crowd.acknowledged) == LEARNERS * QUESTIONS
    assert kept() == crowd.acknowledged
