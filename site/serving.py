"""What `make run` becomes: the platform is loaded once, and its processes are forks of this one, which share that.

.venv/bin/python site/serving.py PORT
"""

from __future__ import annotations

import atexit
import ctypes
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from io import StringIO

from launch import BEHIND, TICK, Platform
from steps import ROOT, take_place

PR_SET_NAME = 15
FORK = multiprocessing.get_context("fork")


def main(port: int) -> None:
    take_name("launcher")
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        accounts = load()
        works = {"web server": serve_pages, "task worker": do_tasks, "timekeeper": keep_time}
        platform = Platform({name: partial(Forked, name, work) for name, work in works.items()})
    except KeyboardInterrupt:
        sys.exit("\nStopped.")
    platform.serve(port, lambda: accounts)


def load() -> str:
    """Everything that the processes need, and the list of accounts, which needs some of it too."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from config.memory import freeze, load_whole, without_what_nobody_needs

    with without_what_nobody_needs():
        import config.wsgi  # noqa: F401 - loaded before there are several processes, as what follows is
        from django.core.management import call_command

        load_whole()
    print_once()
    accounts = StringIO()
    call_command("demo_accounts", stdout=accounts)
    freeze()
    return accounts.getvalue()


def print_once() -> None:
    """Fonts and styles of certificates are 12 MB, which each process would load with its first."""
    from certificates import pdf
    from certificates.looks import Form, Look
    from certificates.models.design import sample

    for form in Form:
        pdf.render(sample(Look()), form)


class Forked(FORK.Process):
    """A child with a group of its own that never outlives us (on Linux), as of `steps.own_group`; a `steps.Child`."""

    def __init__(self, name: str, work: Callable[[], None]) -> None:
        super().__init__(name=name)
        self.work = work
        self.start()

    def run(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        os.setsid()
        take_place(ctypes.CDLL(None), behind=self.name in BEHIND)
        take_name(self.name)
        try:
            self.work()
        finally:
            atexit._run_exitfuncs()  # multiprocessing leaves them out; they remove temporary files

    def poll(self) -> int | None:
        return self.exitcode

    def wait(self) -> None:
        self.join()


def take_name(name: str) -> None:
    """As `ps -e -o comm` and `top` show it (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_NAME, name.encode())


def serve_pages() -> None:
    from gunicorn.app.wsgiapp import run

    sys.argv = ["gunicorn", "-c", "site/config/gunicorn.py", "config.wsgi"]
    run()


def do_tasks() -> None:
    from django.core.management import call_command

    call_command("db_worker", reload=False, verbosity=0)


def keep_time() -> None:
    """A round is a process of its own: what it took is given back, and one that fails or dies ends nothing else."""
    while True:
        a_round = FORK.Process(target=one_round)
        a_round.start()
        a_round.join()
        time.sleep(TICK)


def one_round() -> None:
    from django.core.management import call_command

    take_place(ctypes.CDLL(None), behind=False)  # the timekeeper already is
    call_command("tick", stdout=StringIO())  # nobody asked how much there was to do


if __name__ == "__main__":
    main(int(sys.argv[1]))
