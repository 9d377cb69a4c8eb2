"""`make run`, once everything is prepared: processes that are forks of one, and rounds of the regular work."""

import platform
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
import steps
from config import gunicorn, memory

from tests.project.test_launch import gone_within

ROOT = Path(__file__).resolve().parent.parent.parent
BEFORE = """
import os, sys, time
sys.path.insert(0, "site")
import serving
def say(*words): os.write(1, (" ".join(map(str, words)) + "\\n").encode())
"""


@contextmanager
def running(program: str):
    """A program with `serving` and `say`, which writes a line at once; ended with all that it started."""
    command = [sys.executable, "-c", BEFORE + program]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **steps.own_group()
    ) as process:
        try:
            yield process
        finally:
            steps.end_group(process, patience=2)


def words(process: subprocess.Popen) -> list[str]:
    return process.stdout.readline().split()


def test_a_fork_has_a_group_a_place_and_a_name_of_its_own():
    program = """
def work():
    nice, before = (os.getpriority(os.PRIO_PROCESS, pid) for pid in (0, os.getppid()))
    say(os.getpid(), os.getpgid(0), nice - before, open("/proc/self/comm").read().strip().replace(" ", "_"))
for name in ("web server", "task worker"):
    serving.Forked(name, work).wait()
"""
    with running(program) as process:
        web, worker = words(process), words(process)
    assert web[0] == web[1]
    assert web[2:] == ["0", "web_server"]
    assert worker[2:] == [str(steps.NICENESS), "task_worker"]


@pytest.mark.parametrize(
    ("work", "code"),
    [("sys.exit(3)", 3), ("os.kill(os.getpid(), 9)", -9), ("1 / 0", 1), ("None", 0), ("os.kill(os.getpid(), 15)", -15)],
)
def test_a_fork_tells_how_it_ended(work, code):
    program = f"child = serving.Forked('web server', lambda: {work}); child.wait(); say(child.poll())"
    with running(program) as process:
        assert words(process) == [str(code)]


def test_a_fork_removes_its_temporary_files():
    with running(
        "import atexit; serving.Forked('web server', lambda: atexit.register(say, 'removed')).wait()"
    ) as process:
        assert words(process) == ["removed"]


def test_when_one_ends_by_itself_all_are_ended():
    program = """
from functools import partial
def last():
    say(os.getpid())
    time.sleep(60)
starts = {"task worker": last, "web server": lambda: time.sleep(0.5) or sys.exit(3)}
platform = serving.Platform({name: partial(serving.Forked, name, work) for name, work in starts.items()})
try:
    platform.wait_until_one_ends()
finally:
    platform.end()
"""
    with running(program) as process:
        other = int(words(process)[0])
        assert "The web server ended by itself (exit code 3)" in process.stderr.read()
    assert gone_within(5, other)


ROUNDS = """
serving.TICK = 0.05
def one_round():
    say("begin", os.getpid())
    {work}
    say("end", os.getpid())
serving.one_round = one_round
child = serving.Forked("timekeeper", serving.keep_time)
child.wait()
"""


def test_one_round_follows_the_other():
    with running(ROUNDS.format(work="time.sleep(0.1)")) as process:
        heard = [words(process) for _ in range(6)]
    assert [word for word, _ in heard] == ["begin", "end"] * 3
    assert len({number for _, number in heard}) == 3


@pytest.mark.parametrize("work", ["raise ValueError", "os.kill(os.getpid(), 9)"], ids=["fails", "is killed"])
def test_the_timekeeper_survives_a_round_that(work):
    with running(ROUNDS.format(work=work)) as process:
        assert [words(process)[0] for _ in range(3)] == ["begin"] * 3


def test_a_round_does_not_outlive_who_started_all():
    work = "serving.take_place(serving.ctypes.CDLL(None), behind=False); say('here'); time.sleep(60)"
    with running(ROUNDS.format(work=work)) as process:
        a_round = int(words(process)[1])
        words(process)
        process.send_signal(signal.SIGKILL)
        assert gone_within(5, a_round)


def test_what_nobody_needs_is_there_for_whoever_asks_later():
    program = """
sys.path.insert(0, os.getcwd())
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
from config.memory import without_what_nobody_needs
with without_what_nobody_needs():
    import config.wsgi, openpyxl
    say("numpy" in sys.modules and sys.modules["numpy"] is not None)
import numpy
say(numpy.__name__)
"""
    with running(program) as process:
        assert [words(process), words(process)] == [["False"], ["numpy"]]


@pytest.mark.parametrize("address", ["", "redis://127.0.0.1:1/0"], ids=["a table", "Redis"])
def test_what_the_first_page_would_load_is_loaded_before_processes_part(address):
    """The libraries of tags, and the client of Redis where there is one; it is loaded, not called."""
    program = f"""
sys.path.insert(0, os.getcwd())
os.environ |= dict(DJANGO_SETTINGS_MODULE="config.settings", REDIS_URL={address!r})
import config.wsgi
from config.memory import load_whole
load_whole()
say("courses.kept" in sys.modules, "redis.client" in sys.modules)
"""
    with running(program) as process:
        assert words(process) == ["True", str(bool(address))]


def test_a_server_starts_before_its_database_does():
    program = """
sys.path.insert(0, os.getcwd())
os.environ |= dict(DJANGO_SETTINGS_MODULE="config.settings", DATABASE_URL="postgres://nobody@127.0.0.1:1/nothing")
import config.wsgi
from config.memory import load_whole
load_whole()
say("up")
"""
    with running(program) as process:
        assert words(process) == ["up"]


def cores_of(number: int, cores: list, monkeypatch) -> list:
    """The cores of so many web processes, begun one after the other."""
    monkeypatch.setattr(gunicorn, "CORES", cores)
    server = SimpleNamespace(WORKERS={})
    for pid in range(number):
        server.WORKERS[pid] = begun(server)
    return [each.core for each in server.WORKERS.values()]


def begun(server: SimpleNamespace) -> SimpleNamespace:
    worker = SimpleNamespace()
    gunicorn.pre_fork(server, worker)
    return worker


@pytest.mark.parametrize(
    ("cores", "given"), [([4, 6], [4, 6, 4]), ([6, 4, 2, 0], [6, 4, 2]), ([1], [1, 1, 1]), ([], [None, None, None])]
)
def test_web_processes_share_the_cores_evenly(cores, given, monkeypatch):
    assert cores_of(3, cores, monkeypatch) == given


def test_who_follows_a_web_process_takes_its_core(monkeypatch):
    monkeypatch.setattr(gunicorn, "CORES", [4, 6])
    server = SimpleNamespace(WORKERS={8: SimpleNamespace(core=4), 9: SimpleNamespace(core=6)})
    del server.WORKERS[8]
    assert begun(server).core == 4


def test_all_threads_of_a_web_process_are_on_its_core():
    program = """
from threading import Thread
from types import SimpleNamespace
from config import gunicorn
def work():
    worker = SimpleNamespace()
    gunicorn.pre_fork(SimpleNamespace(WORKERS={}), worker)
    gunicorn.post_fork(None, worker)
    thread = Thread(target=lambda: say(*os.sched_getaffinity(0)))
    thread.start()
    thread.join()
    say(worker.core)
serving.Forked("web server", work).wait()
say(sorted(os.sched_getaffinity(0)) == sorted(gunicorn.CORES))
"""
    with running(program) as process:
        of_thread, given, of_parent = words(process), words(process), words(process)
    assert of_thread == given
    assert of_parent == ["True"]


def test_a_core_that_is_not_given_stops_nobody(monkeypatch):
    monkeypatch.setattr(gunicorn.os, "sched_setaffinity", refuse)
    gunicorn.post_fork(None, SimpleNamespace(core=0))


def refuse(*_of) -> None:
    raise PermissionError


@pytest.fixture
def worker(monkeypatch):
    monkeypatch.setattr(memory, "give_back", lambda: None)
    return SimpleNamespace(nr=gunicorn.LOOKED_AT_EVERY, max_requests=5000)


@pytest.mark.parametrize(("own", "last"), [(0, 5000), (10**9, gunicorn.LOOKED_AT_EVERY)])
def test_a_process_that_has_grown_large_is_replaced(worker, monkeypatch, own, last):
    monkeypatch.setattr(memory, "own", lambda: own)
    gunicorn.post_request(worker, None, {}, None)
    assert worker.max_requests == last


def test_a_process_is_looked_at_now_and_then_only(worker, monkeypatch):
    looked = []
    monkeypatch.setattr(memory, "own", lambda: looked.append(1) or 0)
    for worker.nr in range(3 * gunicorn.LOOKED_AT_EVERY):
        gunicorn.post_request(worker, None, {}, None)
    assert len(looked) == 2


def test_what_a_process_has_of_its_own_is_known_where_linux_tells():
    program = """
from config import memory
before = memory.own()
kept = os.urandom(50_000_000)
say(memory.own() - before)
"""
    with running(program) as process:
        grown = int(words(process)[0])
    assert grown > 45_000_000 if sys.platform == "linux" else grown == 0


only_glibc = pytest.mark.skipif(
    platform.libc_ver()[0] != "glibc", reason="only the GNU library keeps one heap a thread"
)


@only_glibc
@pytest.mark.parametrize(("before", "where"), [("", "in"), ("memory.keep_one_heap()", "outside")])
def test_after_a_large_block_the_next_one_leaves_no_hole_in_the_heap(before, where):
    program = f"""
import ctypes
from config import memory
{before}
library = ctypes.CDLL(None)
library.malloc.restype, library.free.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
library.free(library.malloc(20_000_000))
block = library.malloc(5_000_000)
heap = next(line for line in open("/proc/self/maps") if line.rstrip().endswith("[heap]")).split()[0]
start, end = (int(address, 16) for address in heap.split("-"))
say("in" if start <= block < end else "outside")
"""
    with running(program) as process:
        assert words(process) == [where]


@only_glibc
@pytest.mark.parametrize(("before", "alike"), [("", False), ("memory.keep_one_heap()", True)])
def test_threads_share_a_heap(before, alike):
    program = f"""
import ctypes, threading
from config import memory
{before}
library = ctypes.CDLL(None)
library.malloc.restype = ctypes.c_void_p
found = []
work = lambda: found.append(library.malloc(600))
thread = threading.Thread(target=work)
thread.start(), thread.join(), work()
say(abs(found[0] - found[1]) < 2**30)
"""
    with running(program) as process:
        assert words(process) == [str(alike)]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how much it is")
def test_code_that_loading_ran_through_is_given_back_and_runs_again():
    program = """
import re
import lxml.etree, PIL.Image, cryptography.hazmat.bindings._rust
from config import memory
def of_files():
    return int(re.search(r"RssFile:\\s+(\\d+)", open("/proc/self/status").read())[1])
before = of_files()
memory.forget_code()
say(of_files() < before / 2, lxml.etree.fromstring("<a>5S</a>").text)
"""
    with running(program) as process:
        assert words(process) == ["True", "5S"]
