"""`make run` and `make dev`: prepare the platform, start web server, task worker and timekeeper, end them together.

    python3 site/launch.py run|dev

Run by any Python 3.11 before anything is installed, therefore the standard library only. `make run` becomes
`site/serving.py`, which needs more, once everything is there.
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import NoReturn

from machine import ready_to_run
from preparation import dotenv, prepare
from steps import ROOT, Child, end_group, own_group, signal_group

HOST = "127.0.0.1"
# gunicorn and the worker finish what they are doing within this many seconds, or not at all.
PATIENCE = 8
START_LIMIT = 60
# Nobody waits for these at a screen: they take the processor when the web server leaves it.
BEHIND = {"task worker", "timekeeper"}
# Seconds between two rounds of the regular work: reminders, and assignments for whoever joined.
TICK = 900


def main(mode: str) -> None:
    port = wanted_port()
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    try:
        python = ready_to_run()
        env = environment(mode, port)
        prepare(python, env, collect_static=mode == "run")
        if mode == "run":
            os.chdir(ROOT)
            os.execve(python, serving(python, port), env)  # noqa: S606 - our own program, in this one's place
        platform = Platform(programs(commands_of_dev(python, port), env))
    except KeyboardInterrupt:
        sys.exit("\nStopped. The same command takes it up again.")
    listing = [str(python), "manage.py", "demo_accounts"]
    accounts = subprocess.Popen(listing, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, **own_group())
    platform.serve(port, lambda: accounts.communicate()[0])


def wanted_port() -> int:
    """The port of the environment, once it is known to be free: said before anything slow is done."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        sys.exit(f"PORT={text} is no port: give a number from 1 to 65535, as in make run PORT=8001")
    port = int(text)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            sys.exit(
                f"Port {port} is reserved for the system's administrator: choose another, as in make run PORT=8001"
            )
        except OSError:
            sys.exit(
                f"Port {port} is in use: stop what listens there, or choose another, as in make run PORT={port + 1}"
            )
    return port


def environment(mode: str, port: int) -> dict[str, str]:
    """The children's environment: what the caller set, and the address that links and certificates carry."""
    env = {**os.environ, "BIND": f"{HOST}:{port}", "PYTHONUNBUFFERED": "1"}
    if mode == "dev":
        env["DEBUG"] = "1"
    if "PUBLIC_URL" not in env and "PUBLIC_URL=" not in dotenv():
        env["PUBLIC_URL"] = f"http://{HOST}:{port}"
    return env


def serving(python: Path, port: int) -> list[str]:
    return [str(python), "site/serving.py", str(port)]


def commands_of_dev(python: Path, port: int) -> dict[str, list[str]]:
    """Each program by itself: they start anew whenever a file changes."""
    manage = [str(python), "manage.py"]
    return {
        "web server": [*manage, "runserver", f"{HOST}:{port}"],
        "task worker": [*manage, "db_worker", "--reload"],
        "timekeeper": [*manage, "tick", "--every", str(TICK)],
    }


def programs(commands: Mapping[str, list[str]], env: dict[str, str]) -> dict[str, Callable[[], Child]]:
    return {
        name: partial(subprocess.Popen, command, cwd=ROOT, env=env, **own_group(behind=name in BEHIND))
        for name, command in commands.items()
    }


class Platform:
    """Web server, task worker and timekeeper: children that live and end together."""

    def __init__(self, starts: Mapping[str, Callable[[], Child]]) -> None:
        self.children: dict[str, Child] = {}
        try:
            for name, start in starts.items():
                self.children[name] = start()
        except BaseException:
            self.end()
            raise

    def serve(self, port: int, accounts: Callable[[], str]) -> NoReturn:
        """Say where it is and who may sign in, then wait for Ctrl-C or for a child's end."""
        try:
            self.wait_until_it_answers(port)
            print(f"\n{accounts().rstrip()}\n\n  http://{HOST}:{port}/   (Ctrl-C stops it)\n", flush=True)
            self.wait_until_one_ends()
        except KeyboardInterrupt:
            deaf_to_signals()
            self.end()
            print("\nStopped.")
            sys.exit(0)
        finally:
            deaf_to_signals()
            self.end()

    def wait_until_it_answers(self, port: int) -> None:
        deadline = time.monotonic() + START_LIMIT
        while not answers(port):
            self.check()
            if time.monotonic() > deadline:
                sys.exit(f"\nThe web server did not answer within {START_LIMIT} s. The lines above may say why.")
            time.sleep(0.1)

    def wait_until_one_ends(self) -> None:
        while True:
            self.check()
            time.sleep(0.3)

    def check(self) -> None:
        for name, child in self.children.items():
            code = child.poll()
            if code is not None:
                sys.exit(f"\nThe {name} ended by itself ({fate(code)}), so all of it was stopped.")

    def end(self) -> None:
        for child in self.children.values():
            signal_group(child, signal.SIGTERM)
        for child in self.children.values():
            end_group(child, PATIENCE)
        self.children.clear()


def deaf_to_signals() -> None:
    """A second Ctrl-C does not break off the ending of the children, so nothing is left behind."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def answers(port: int) -> bool:
    """True once /healthz gives anything but a server error (behind HTTPS it redirects)."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status < 500
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def fate(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


if __name__ == "__main__":
    main(sys.argv[1])
