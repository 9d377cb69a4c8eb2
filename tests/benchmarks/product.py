"""The product under measurement: started as `make run` starts it, on a database and a port of its own."""

from __future__ import annotations

import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from launch import Platform, programs, serving
from preparation import prepare
from psycopg import sql

HERE = Path(__file__).parent
PYTHON = Path(sys.executable)
POSTGRES, REDIS = "postgres://127.0.0.1:5432/postgres", "redis://127.0.0.1:6379/8"


@dataclass
class Running:
    """`plan` is what `filling.py` printed; the two times are those of a second start, in seconds."""

    port: int
    plan: dict
    env: dict[str, str]
    platform: Platform
    filled_in: float
    prepared_in: float
    answered_in: float

    def memory(self, measure: str = "Pss") -> dict[str, float]:
        """Resident megabytes of everything that `make run` starts, by the names that its processes have.

        "Pss" divides what processes share among them, "Rss" counts it for each.
        """
        held: dict[str, float] = {}
        for pid in family(self.platform.children["platform"].pid):
            name = told(pid, "comm").strip()
            held[name] = held.get(name, 0) + resident(pid, measure) / 1e6
        return held


@contextmanager
def running(size: int, database: str, folder: Path) -> Iterator[Running]:
    port = free_port()
    with fresh_database(database, folder) as address:
        env = environment(database, address, folder, port)
        prepare(PYTHON, env, stamps=folder / "content.json")
        started = time.monotonic()
        plan = filled(size, env)
        analyse(address)
        round_of_the_day(env)
        filled_in = time.monotonic() - started
        started = time.monotonic()
        prepare(PYTHON, env, stamps=folder / "content.json")
        prepared_in = time.monotonic() - started
        started = time.monotonic()
        platform = Platform(programs({"platform": serving(PYTHON, port)}, env))
        try:
            platform.wait_until_it_answers(port)
            yield Running(port, plan, env, platform, filled_in, prepared_in, time.monotonic() - started)
        finally:
            platform.end()


def environment(database: str, address: str, folder: Path, port: int) -> dict[str, str]:
    redis = {"REDIS_URL": os.environ.get("REDIS_URL") or REDIS} if database == "postgres" else {"REDIS_URL": ""}
    return {
        **os.environ,
        **redis,
        "BENCH_RUN": secrets.token_hex(4),
        "BIND": f"127.0.0.1:{port}",
        "DATABASE_URL": address,
        "DEBUG": "0",
        "DJANGO_SETTINGS_MODULE": "bench_settings",
        "MEDIA_ROOT": str(folder / "media"),
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "PYTHONPATH": os.pathsep.join([str(HERE.parent.parent), str(HERE.parent.parent / "site"), str(HERE)]),
        "SECRET_KEY": secrets.token_hex(32),
    }


def filled(size: int, env: dict[str, str]) -> dict:
    command = [str(PYTHON), str(HERE / "filling.py"), str(size)]
    return json.loads(subprocess.run(command, env=env, stdout=subprocess.PIPE, check=True).stdout)


def analyse(address: str) -> None:
    """What PostgreSQL does by itself within a minute, unless a machine has that switched off."""
    if address.startswith("postgres"):
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("ANALYZE")


def round_of_the_day(env: dict[str, str]) -> None:
    """What the first minute would do in the midst of the measuring: looking through everybody once a day."""
    command = [str(PYTHON), str(HERE.parent.parent / "manage.py"), "tick"]
    subprocess.run(command, env=env, stdout=subprocess.DEVNULL, check=True)


@contextmanager
def fresh_database(kind: str, folder: Path) -> Iterator[str]:
    """The address of an empty database: a file, or a new one on the server of DATABASE_URL."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'db.sqlite3'}"
        return
    given = os.environ.get("DATABASE_URL", "")
    server = urlsplit(given if given.startswith("postgres") else POSTGRES)
    name = f"bench_{secrets.token_hex(4)}"
    with psycopg.connect(server._replace(path="/postgres").geturl(), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield server._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def family(eldest: int) -> list[int]:
    """A process and all that came of it (Linux)."""
    children = told(eldest, f"task/{eldest}/children").split()
    return [eldest, *(pid for child in children for pid in family(int(child)))]


def resident(pid: int, measure: str) -> int:
    """Bytes."""
    lines = told(pid, "smaps_rollup").splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{measure}:"))


def told(pid: int, what: str) -> str:
    """What Linux says of a process; nothing once it has ended."""
    try:
        return Path(f"/proc/{pid}/{what}").read_text()
    except OSError:
        return ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
