"""The largest files of questions, into a bank of their own: read, tried, and written, new and then changed.

Two files: 1,000 questions with a picture each as Moodle XML of nearly 20 MB, and a sheet of 5,000 in both languages.
CPU of this process and of its one backend of PostgreSQL, time on the wall, and the most memory that each step had.

    DATABASE_URL=… MEDIA_ROOT=… DJANGO_SETTINGS_MODULE=config.settings PYTHONPATH=.:site \
        python tests/benchmarks/question_files.py [moodle|sheet]

The database is an empty one of its own: it is migrated, and what is in its bank is deleted.
"""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402  (models exist only after setup)
from django.db import connection, connections  # noqa: E402
from PIL import Image  # noqa: E402
from wagtail.models import Locale  # noqa: E402

from courses.models import Picture  # noqa: E402
from quizzes import importing  # noqa: E402
from quizzes.exchange import moodle, sheet  # noqa: E402
from quizzes.exchange.items import LARGEST_FILE, Choice, Item  # noqa: E402
from quizzes.exchange.items import Picture as Drawn  # noqa: E402
from quizzes.models import Option, Part, Question, Region  # noqa: E402
from quizzes.scoring import Kind  # noqa: E402
from standards.models import Clause  # noqa: E402

TICK = os.sysconf("SC_CLK_TCK")
CLAUSE = "P2-01"
PICTURES, ROWS = 1000, 5000
OF_A_PICTURE = 14_500  # bytes, so that a thousand of them in Base64 are just below the limit


def main(only: str) -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    for code in ("en", "zh-hans"):
        Locale.objects.get_or_create(language_code=code)
    Clause.objects.get_or_create(code=CLAUSE, defaults={"area": "P2", "in_force_from": date(2026, 1, 1)})
    print(f"{connection.vendor}; load {os.getloadavg()[0]:.1f}")
    for name, made, language in (("moodle", with_pictures, "en"), ("xlsx", of_a_sheet, "")):
        if only in ("", name):
            empty_bank()
            for step in ("new", "changed"):
                data = made("" if step == "new" else " (mended)")
                assert len(data) < LARGEST_FILE, len(data)
                print(f"{name}, {step}: {len(data) / 1e6:.1f} MB", flush=True)
                apart(lambda name=name, data=data, language=language: bring_in(name, data, language))


def empty_bank() -> None:
    """At once, which `delete` is not: it tells Wagtail of each question."""
    links = [Question._meta.get_field(name).remote_field.through for name in ("clauses", "tags")]
    for model in (*links, Option, Part, Region, Question, Picture):
        model._base_manager.all()._raw_delete("default")


def bring_in(name: str, data: bytes, language: str) -> None:
    reading = measure("read", lambda: importing.read(data, name, language))
    found = measure("planned", lambda: importing.plan(reading))
    print("  ", ", ".join(f"{number} {verdict.value}" for verdict, number in found.counts.items()))
    measure("written", lambda: importing.commit(found, by=None))


def with_pictures(mended: str) -> bytes:
    items = (item(number, "en", mended, picture_of(number, mended)) for number in range(PICTURES))
    return moodle.write(items).data


def of_a_sheet(mended: str) -> bytes:
    return sheet.write(item(n, language, mended) for n in range(ROWS) for language in ("en", "zh-hans")).data


def item(number: int, language: str, mended: str, picture: Drawn | None = None) -> Item:
    words = {
        "en": ("A customer waits at desk {}: what comes first?", "Greet them", "Finish the {} calls", "People first."),
        "zh-hans": ("客户在{}号台等候，首先做什么？", "先问候客户", "先打完{}个电话", "客户为先。"),
    }[language]
    wrong = [Choice(words[2].format(calls), reason=words[3]) for calls in (2, 3, 4)]
    return Item(
        Kind.SINGLE, words[0].format(number) + mended, (Choice(words[1] + mended, correct=True), *wrong),
        explanation=words[3], code=f"B-{number:04}", difficulty="hard", clauses=(CLAUSE,), language=language,
        picture=picture, status="ready", tags=("bench", f"desk {number % 20}"),
    )  # fmt: skip


def picture_of(number: int, mended: str) -> Drawn:
    """Another one for each question, and again another one where it is mended."""
    return Drawn.of(f"desk-{number}.jpg", NOISE + f"{number}{mended}".encode().ljust(OF_A_PICTURE - len(NOISE)))


def noise() -> bytes:
    file = io.BytesIO()
    Image.effect_noise((320, 240), 20).save(file, "JPEG", quality=40)
    return file.getvalue()


NOISE = noise()


def measure(name: str, work: Callable):
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before = time.perf_counter(), time.process_time(), of_backend()
    found = work()
    now = time.perf_counter(), time.process_time(), of_backend()
    wall, ours, theirs = (then - since for then, since in zip(now, before, strict=True))
    said = f"{wall:7.1f} s, {ours:6.1f} s of CPU, {theirs:5.1f} s of the database; at most {resident('VmHWM'):.0f} MB"
    print(f"   {name:<10}{said}", flush=True)
    return found


def apart(work: Callable[[], None]) -> None:
    """In a process of its own, so that no step has the memory of the one before."""
    connections.close_all()
    if pid := os.fork():
        assert os.waitpid(pid, 0)[1] == 0
        return
    status = 1
    try:
        work()
        status = 0
    finally:
        sys.stdout.flush()
        os._exit(status)


def of_backend() -> float:
    """Seconds of CPU that the backend of this connection has used; 0 where there is none."""
    if connection.vendor != "postgresql":
        return 0
    connection.ensure_connection()
    stat = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text()
    user, system = stat.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / TICK


def resident(what: str) -> float:
    return next(int(line.split()[1]) / 1e3 for line in Path("/proc/self/status").open() if line.startswith(what))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
