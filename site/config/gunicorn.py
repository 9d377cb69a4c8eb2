"""gunicorn's settings: `gunicorn -c site/config/gunicorn.py config.wsgi`."""

import os
import random
from collections import Counter
from contextlib import suppress
from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parent.parent.parent
environ.Env.read_env(ROOT / ".env")

chdir = str(ROOT)
pythonpath = str(ROOT / "site")
# Loopback, unless somebody asks for more in so many words.
bind = os.environ.get("BIND") or "127.0.0.1:8000"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = 4
timeout = 60
graceful_timeout = 5
max_requests = 5000
max_requests_jitter = 500
loglevel = "warning"
control_socket_disable = True
# What is loaded before the processes part is in memory once. A change of the code therefore takes a restart, not a HUP.
preload_app = True


# After so many requests a process gives back what is free, and one that has more of its own by then is replaced by a
# new one, which begins with next to nothing: learners' pages leave 45 MB, what managers look at and certificates more.
# Looking takes a millisecond.
LOOKED_AT_EVERY = 100
MOST_OF_ITS_OWN = 60_000_000


# Only one thread of a process runs at a time. Where they are spread over several cores, each change wakes another core
# for it; on one they take turns. The order is by chance: several platforms on a machine should not all begin with the
# same core.
CORES = list(os.sched_getaffinity(0)) if hasattr(os, "sched_setaffinity") else []
random.shuffle(CORES)


def when_ready(server) -> None:
    from config.memory import load_whole

    load_whole()


def pre_fork(server, worker) -> None:
    taken = Counter(each.core for each in server.WORKERS.values())
    worker.core = min(CORES, key=taken.__getitem__, default=None)


def post_fork(server, worker) -> None:
    if worker.core is not None:
        with suppress(OSError):  # a container may forbid it, or have lost the core since
            os.sched_setaffinity(0, {worker.core})


def post_request(worker, request, environ, response) -> None:
    from config.memory import give_back, own

    if worker.nr - getattr(worker, "looked_at", 0) < LOOKED_AT_EVERY:
        return
    worker.looked_at = worker.nr
    give_back()
    if own() > MOST_OF_ITS_OWN:
        worker.max_requests = worker.nr  # the next is its last, and it ends as it would after 5,000
