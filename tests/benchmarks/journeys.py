"""What is measured: each function does one journey of issue 9's table at the running product and gives its rows."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle
from urllib.parse import quote

from client import Answer, Person, Taken, WrongAnswer, crowd
from product import HERE, Running
from report import Row, row, timed

CONNECTIONS = 8
SECONDS = 4.0  # of each page at full load
PARTS = 4  # in which a page and its floor take turns
AT_ONCE = 20  # learners in parallel
ALONE = 8  # attempts by one learner after the other: the first finds each web process cold, most do not
MINUTES_OF_DRAINING = 2


def pages(product: Running) -> Iterator[Row]:
    """Learners at their pages, each beside the floor: a ready response of the same size, from the same server."""
    for name in ("lesson", "module", "course", "home", "quiz"):
        label = "dashboard of a learner (home page)" if name == "home" else f"{name} page"
        yield from beside_the_floor(product, label, product.plan["pages"][name], "learners")


def beside_the_floor(product: Running, label: str, path: str, who: str) -> list[Row]:
    size = len(Person(product.port, product.plan[who][0]).get(path).body)
    floor = Load(f"  floor of {label}", lambda person: person.get(f"/floor/{size}"), who)
    return in_turn(product, Load(label, lambda person: person.get(path), who), floor)


@dataclass
class Load:
    """One request that many of `who` (a list in the plan) make as often as they can."""

    label: str
    ask: Callable[[Person], Answer]
    who: str
    taken: Taken = field(default_factory=Taken)

    def row(self) -> Row:
        answers, errors = self.taken.steps.get("all", []), self.taken.errors
        return row(self.label, answers, self.taken.seconds, len(errors), "; ".join(errors[:1]))


def in_turn(product: Running, measured: Load, floor: Load) -> list[Row]:
    """Both at eight connections, a part of the time each: no machine is equally quick at every moment."""
    for each in (measured, floor):
        for session in product.plan[each.who][:CONNECTIONS]:
            each.ask(Person(product.port, session))  # warm
    for each in (measured, floor) * PARTS:
        hammer(product, each, SECONDS / PARTS)
    rows = [measured.row(), floor.row()]
    if rows[0].rps and rows[1].rps:
        rows[0].floor_ratio = round(rows[0].rps / rows[1].rps, 2)
    return rows


def hammer(product: Running, load: Load, seconds: float) -> None:
    """As many requests as eight connections get through, each by the next of many people."""
    sessions = product.plan[load.who]
    until = time.perf_counter() + seconds

    def turn(mine: list[str]) -> Callable[[Taken], None]:
        def work(taken: Taken) -> None:
            person, others = Person(product.port, mine[0]), cycle(mine)
            while time.perf_counter() < until:
                person.session = next(others)
                answer = load.ask(person)
                if answer.status >= 300:
                    taken.errors.append(f"{answer.status}")
                taken.steps.setdefault("all", []).append(answer)
            person.leave()

        return work

    load.taken.add(crowd([turn(sessions[n::CONNECTIONS]) for n in range(CONNECTIONS)], CONNECTIONS))


def quiz(product: Running, learners: list[str]) -> Iterator[Row]:
    """One learner alone, then twenty at once: start, twenty answers saved one by one, submit, result."""
    path = f"/zh-hans/quizzes/{product.plan['quiz']}/start/"
    alone = crowd([sitting(product, session, path) for session in learners[:ALONE]], 1)
    yield timed("quiz: attempt, one learner alone", alone.whole, alone.seconds, len(alone.errors))
    taken = crowd([sitting(product, session, path) for session in learners[ALONE:]], AT_ONCE)
    note = f"{60 * len(taken.whole) / taken.seconds:,.0f} attempts a minute" if taken.whole else ""
    attempts = timed(f"quiz: attempt, {AT_ONCE} at once", taken.whole, taken.seconds, len(taken.errors), note)
    attempts.queries = sum(answer.queries for answers in taken.steps.values() for answer in answers)
    attempts.queries //= max(1, len(taken.whole))
    yield attempts
    for name, answers in taken.steps.items():
        yield row(f"quiz: {name}", answers)
    write = Load("  floor of an answer: one row written", lambda p: p.get("/floor/write"), "writers")
    yield from in_turn(product, saving(product), write)
    yield awards(product, "awards after the quizzes")


def sitting(product: Running, session: str, path: str) -> Callable[[Taken], None]:
    """What a browser asks for: the first question, the whole paper, from which the others come, and each answer."""

    def turn(taken: Taken) -> None:
        person = Person(product.port, session)
        question = taken.step("start", person.post(path), 302).location
        attempt = question.rstrip("/").rpartition("/")[0]
        taken.step("question shown", person.get(question))
        for position, answer in enumerate(answers_on(taken.step("paper", person.get(f"{attempt}/all/"))), start=1):
            taken.step("answer saved", person.post(f"{attempt}/{position}/save/", answer), 204)
        taken.step("overview", person.get(f"{attempt}/"))
        taken.step("submit", person.post(f"{attempt}/submit/"), 302)
        taken.step("result", person.get(f"{attempt}/result/"))
        person.leave()

    return turn


def answers_on(paper: Answer) -> list[list[tuple[str, str]]]:
    """To each question the first option that can be chosen; where order is asked for, the order of the screen."""
    return [answer_in(form) for form in paper.text.split("data-position=")[1:]]


def answer_in(html: str) -> list[tuple[str, str]]:
    options = re.findall(r'type="(radio|checkbox|hidden)" name="answer" value="([^"]+)"', html)
    if not options:
        raise WrongAnswer("a question without options")
    return [("answer", key) for kind, key in options if kind == "hidden"] or [("answer", options[0][1])]


def saving(product: Running) -> Load:
    """Answers saved at eight connections, each into an attempt of its own."""
    people = product.plan["newcomers"][-CONNECTIONS:]
    path, open_attempts = f"/zh-hans/quizzes/{product.plan['quiz']}/start/", {}
    for each in people:
        person = Person(product.port, each)
        question = person.post(path).location
        open_attempts[each] = (f"{question}save/", answer_in(person.get(question).text))
        person.leave()
    product.plan["with attempts"] = people
    return Load("quiz: answers at 8 connections", lambda p: p.post(*open_attempts[p.session]), "with attempts")


def synchronised_start(product: Running, learners: list[str]) -> Iterator[Row]:
    """Everyone at the same examination, not within a minute but all at once: start, first question, whole paper."""
    start = f"/zh-hans/quizzes/{product.plan['examination']}/start/"

    def opening(session: str) -> Callable[[Taken], None]:
        def turn(taken: Taken) -> None:
            person = Person(product.port, session)
            question = taken.step("start", person.post(start), 302).location
            taken.step("first question", person.get(question))
            taken.step("paper", person.get(f"{question.rstrip('/').rpartition('/')[0]}/all/"))
            person.leave()

        return turn

    taken = crowd([opening(session) for session in learners], 64)
    carried = 60 * len(taken.whole) / taken.seconds / (os.cpu_count() or 1)
    note = "; ".join([f"{len(learners)} at once; {carried:,.0f} learners a core in 60 s", *taken.errors[:1]])
    yield timed("synchronised start", taken.whole, taken.seconds, len(taken.errors), note)
    for name, answers in taken.steps.items():
        yield row(f"synchronised start: {name}", answers)


def role_play(product: Running, number: int) -> Iterator[Row]:
    """A trainer opens a session, marks each item of the sheet with one tap, and submits."""
    trainers, trainees = product.plan["trainers"], product.plan["trainees"]

    def session(n: int) -> Callable[[Taken], None]:
        def turn(taken: Taken) -> None:
            person = Person(product.port, trainers[n % len(trainers)])
            asked = {"person": trainees[n], "role_play": product.plan["role_play"]}
            place = taken.step("open", person.post("/zh-hans/role-plays/open/", asked), 302).location
            sheet = taken.step("sheet shown", person.get(place))
            for code in re.findall(r'data-item="([^"]+)"', sheet.text):
                tap = person.post(f"{place}mark/", {"tap": f"{code} done"}, accept="application/json")
                taken.step("mark", tap)
            taken.step("submit", person.post(f"{place}submit/", {"comment": "", "rating": "4"}), 302)
            person.leave()

        return turn

    taken = crowd([session(n) for n in range(number)], len(trainers))
    note = "; ".join([f"{60 * len(taken.whole) / taken.seconds:,.0f} sessions a minute", *taken.errors[:1]])
    yield timed(f"role-play: session, {len(trainers)} trainers", taken.whole, taken.seconds, len(taken.errors), note)
    for name, answers in taken.steps.items():
        yield row(f"role-play: {name}", answers)
    yield awards(product, "awards after the role-plays")


def reports(product: Running, size: int) -> Iterator[Row]:
    """What managers and trainers look at, by one person alone: what counts is how it grows."""
    hundred, thousand = product.plan["managers"]
    chief, trainer = product.plan["administrator"], product.plan["trainers"][0]
    yield looked_at(product, f"matrix of {min(100, size):,} learners", "/zh-hans/team/", hundred)
    yield looked_at(product, f"matrix of {max(0, min(1000, size - 100)):,} learners", "/zh-hans/team/", thousand)
    yield looked_at(product, "matrix of everybody", "/zh-hans/team/", chief, times=3)
    statistics = f"/admin/reports/quizzes/{product.plan['sat quiz']}/"
    yield looked_at(product, f"statistics of a quiz, {min(10_000, size):,} attempts", statistics, chief)
    yield looked_at(product, "one person's record", f"/zh-hans/team/{product.plan['person']}/", chief)
    yield looked_at(product, "role-play board", "/zh-hans/role-plays/", trainer)
    yield looked_at(product, "my certificates", "/zh-hans/certificates/", product.plan["learners"][0])


def searches(product: Running) -> Iterator[Row]:
    learner = product.plan["learners"][0]
    yield looked_at(product, "search in Chinese", f"/zh-hans/standard/?q={quote('环车')}", learner, times=20)
    yield looked_at(product, "search in English", "/en/standard/?q=vehicle", learner, times=20)


def looked_at(product: Running, label: str, path: str, session: str, times: int = 8) -> Row:
    person = Person(product.port, session)
    person.get(path)  # warm
    answers = [person.get(path) for _ in range(times)]
    person.leave()
    return row(label, answers, errors=sum(answer.status != 200 for answer in answers))


def certificates(product: Running) -> Iterator[Row]:
    """Each holder's own document, one after the other, and what web processes keep of them; then the press alone."""
    holders = product.plan["certificates"]
    for session, serial in holders[:8]:
        pdf(product, session, serial)  # each web process loads its fonts
    before = product.memory()["web server"]
    answers = [pdf(product, session, serial) for session, serial in holders]
    grown = product.memory()["web server"] - before
    note = f"{len(answers)} of them: web memory {before:.0f} MB, then {grown:+.0f} MB"
    yield row("certificate as PDF", answers, errors=sum(answer.status != 200 for answer in answers), note=note)
    alone = [sys.executable, str(HERE / "press.py")]
    rows = subprocess.run(alone, env=product.env, stdout=subprocess.PIPE, check=True).stdout
    yield from (Row(**found) for found in json.loads(rows))


def pdf(product: Running, session: str, serial: str) -> Answer:
    person = Person(product.port, session)
    answer = person.get(f"/zh-hans/certificates/{serial}/pdf/")
    person.leave()
    return answer


def start(product: Running) -> Iterator[Row]:
    took = product.prepared_in + product.answered_in
    note = f"{took:.1f} s, {product.prepared_in:.1f} of them preparing; {held(product)}"
    yield Row("start, warm", p50_ms=round(1000 * took, 1), note=note)


def memory(product: Running) -> Iterator[Row]:
    yield Row("memory after all of this", note=held(product))


def held(product: Running) -> str:
    """Each part with all its processes: what is shared counted once, and in brackets for each."""
    once, each = product.memory("Pss"), product.memory("Rss")
    said = [f"{name} {once[name]:.0f} MB ({each[name]:.0f})" for name in once if name in each]
    return ", ".join([*said, f"together {sum(once.values()):.0f} MB ({sum(each.values()):.0f})"])


def awards(product: Running, label: str) -> Row:
    """How long the task worker still takes for what was recorded; the next journey has the machine to itself."""
    person, started = Person(product.port, product.plan["learners"][0]), time.monotonic()
    first = left = int(person.get("/floor/tasks").body)
    while left and time.monotonic() < started + 60 * MINUTES_OF_DRAINING:
        time.sleep(0.5)
        left = int(person.get("/floor/tasks").body)
    person.leave()
    took = time.monotonic() - started
    each = f", {1000 * took / (first - left):.0f} ms each" if first > left else ""
    return Row(label, errors=left, note=f"{first} tasks were waiting, {took:.0f} s{each}")
