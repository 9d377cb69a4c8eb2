"""People at keep-alive connections. Sockets by hand: the client must not take the cores that it measures."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

HOST = "127.0.0.1"
CSRF = "b" * 32
# A browser opens new ones too; and a web process keeps the connections that it was the first to take.
ASKED_OF_A_CONNECTION = 25


@dataclass(frozen=True)
class Answer:
    status: int
    head: str
    body: bytes
    seconds: float

    @property
    def queries(self) -> int:
        return int(self.header("X-Queries") or 0)

    @property
    def location(self) -> str:
        return urlsplit(self.header("Location")).path

    @property
    def text(self) -> str:
        return self.body.decode()

    def header(self, name: str) -> str:
        found = re.search(rf"^{name}: (.*?)\r?$", self.head, re.MULTILINE | re.IGNORECASE)
        return found.group(1) if found else ""


@dataclass
class Person:
    """Somebody signed in, at a connection of their own."""

    port: int
    session: str
    socket: socket.socket | None = None
    asked: int = 0

    def get(self, path: str) -> Answer:
        return self._ask(f"GET {path} HTTP/1.1\r\n", b"")

    def post(self, path: str, data: dict | Iterable[tuple[str, str]] = (), accept: str = "*/*") -> Answer:
        body = urlencode(list(data.items() if isinstance(data, dict) else data)).encode()
        head = f"POST {path} HTTP/1.1\r\nX-CSRFToken: {CSRF}\r\nAccept: {accept}\r\n"
        return self._ask(head + "Content-Type: application/x-www-form-urlencoded\r\n", body)

    def leave(self) -> None:
        if self.socket:
            self.socket.close()
        self.socket = None

    def _ask(self, head: str, body: bytes) -> Answer:
        cookies = f"Cookie: sessionid={self.session}; csrftoken={CSRF}\r\n"
        message = f"{head}Host: {HOST}:{self.port}\r\n{cookies}Content-Length: {len(body)}\r\n\r\n".encode() + body
        if self.asked % ASKED_OF_A_CONNECTION == 0:
            self.leave()
        self.asked += 1
        try:
            return self._exchange(message)
        except ConnectionError:  # the server closes what was idle
            self.leave()
            return self._exchange(message)

    def _exchange(self, message: bytes) -> Answer:
        started = time.perf_counter()
        if self.socket is None:
            self.socket = socket.create_connection((HOST, self.port), timeout=60)
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.sendall(message)
        data = b""
        while b"\r\n\r\n" not in data:
            data += self._more()
        head, _, body = data.partition(b"\r\n\r\n")
        answer = Answer(int(head[9:12]), head.decode("latin-1"), b"", 0)
        rest = int(answer.header("Content-Length") or 0) - len(body)
        parts = [body]
        while rest > 0:
            parts.append(self._more())
            rest -= len(parts[-1])
        if "close" in answer.header("Connection").lower():
            self.leave()
        return Answer(answer.status, answer.head, b"".join(parts), time.perf_counter() - started)

    def _more(self) -> bytes:
        data = self.socket.recv(262_144)
        if not data:
            raise ConnectionResetError
        return data


@dataclass
class Taken:
    """What a crowd did: each answer under the name of its step, what went wrong, and how long all of it took."""

    seconds: float = 0
    whole: list[float] = field(default_factory=list)
    steps: dict[str, list[Answer]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def step(self, name: str, answer: Answer, expected: int = 200) -> Answer:
        if answer.status != expected:
            raise WrongAnswer(f"{name}: {answer.status} instead of {expected}")
        self.steps.setdefault(name, []).append(answer)
        return answer

    def add(self, other: Taken) -> None:
        """What the same crowd did later."""
        self.seconds += other.seconds
        self.whole += other.whole
        self.errors += other.errors
        for name, answers in other.steps.items():
            self.steps.setdefault(name, []).extend(answers)


class WrongAnswer(Exception):
    """The server said something that this journey does not expect."""


def crowd(turns: Iterable[Callable[[Taken], None]], at_once: int) -> Taken:
    """Do each of `turns`, `at_once` of them side by side. One that fails is an error, and the others go on."""
    taken, queue, lock = Taken(), iter(turns), threading.Lock()

    def work() -> None:
        while True:
            with lock:
                turn = next(queue, None)
            if turn is None:
                return
            started = time.perf_counter()
            try:
                turn(taken)
                taken.whole.append(time.perf_counter() - started)
            except (WrongAnswer, OSError, ValueError) as error:
                taken.errors.append(f"{type(error).__name__} {error}")

    started = time.perf_counter()
    threads = [threading.Thread(target=work) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken.seconds = time.perf_counter() - started
    return taken
