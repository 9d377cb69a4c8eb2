"""One step of setting up: a calm line of progress, and what to do when it fails. Standard library only."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Protocol

ROOT = Path(__file__).resolve().parent.parent
PR_SET_PDEATHSIG = 1
NICENESS = 10


class Child(Protocol):
    """What is asked of a child: `subprocess.Popen` answers it. The leader of a group, therefore `pid` names both."""

    @property
    def pid(self) -> int: ...

    def poll(self) -> int | None:
        """The exit code, or minus the signal; None while it lives."""

    def wait(self) -> object: ...


def say(label: str, text: str) -> None:
    start = "\r\033[K" if sys.stdout.isatty() else ""
    print(f"{start}  {label:<18} {text}", flush=True)


def run_step(
    label: str,
    command: list[str],
    *,
    advice: str,
    counting: str = "",
    total: int = 0,
    unit: str = "",
    env: dict[str, str] | None = None,
) -> int:
    """Run `command` under one line of progress and return how many of its lines matched `counting`.

    With `counting` empty the command speaks for itself. A failure ends the program with its last lines and `advice`.
    """
    started = time.monotonic()
    _show(f"  {label:<18} …", stays=not counting)
    count, tail = 0, []
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if counting else None,
        stderr=subprocess.STDOUT if counting else None,
        text=True,
        errors="replace",
        **own_group(),
    ) as child:
        try:
            if counting:
                count, tail = _count_lines(child, label, re.compile(counting), total, unit)
            child.wait()
        finally:
            end_group(child, patience=5)
    if child.returncode:
        _give_up(label, tail, advice)
    took = f"done in {time.monotonic() - started:.0f} s"
    say(label, took if not unit else f"{took}, {count} {unit}" if count else "up to date")
    return count


def own_group(behind: bool = False) -> dict[str, object]:
    """Popen's arguments for a child that Ctrl-C reaches only through us, and that never outlives us (on Linux).

    One that stands behind yields the processor to others.
    """
    options: dict[str, object] = {"start_new_session": True}
    if os.name == "posix":
        options["preexec_fn"] = partial(take_place, ctypes.CDLL(None), behind)
    return options


def take_place(libc: ctypes.CDLL, behind: bool) -> None:
    """In the child, before its work begins; what cannot be done there is left."""
    if sys.platform == "linux":
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if behind:
        os.nice(NICENESS)
        # Linux weighs sessions first, and each child has its own.
        with suppress(OSError):
            Path("/proc/self/autogroup").write_text(str(NICENESS), encoding="ascii")


def end_group(child: Child, patience: float) -> None:
    """End `child` and what it started: politely, and after `patience` seconds for good."""
    signal_group(child, signal.SIGTERM)
    wait_for(lambda: child.poll() is not None, patience)
    wait_for(lambda: not signal_group(child, 0), 0.5)
    signal_group(child, signal.SIGKILL)
    child.wait()


def signal_group(child: Child, number: int) -> bool:
    """False where nobody of the group is left. The dead whom nobody has buried still count."""
    try:
        os.killpg(child.pid, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def wait_for(condition: Callable[[], bool], patience: float) -> None:
    deadline = time.monotonic() + patience
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)


def _count_lines(
    child: subprocess.Popen, label: str, pattern: re.Pattern[str], total: int, unit: str
) -> tuple[int, list[str]]:
    count, tail, shown = 0, [], time.monotonic()
    for line in child.stdout:
        tail = [*tail[-19:], line.rstrip()]
        count += bool(pattern.search(line))
        # A log file gets a line now and then; a person sees the number move.
        if time.monotonic() - shown > (0.2 if sys.stdout.isatty() else 15):
            _show(f"  {label:<18} {count}{f' of {total}' if total else ''} {unit}")
            shown = time.monotonic()
    return count, tail


def _show(text: str, stays: bool = False) -> None:
    """On a terminal the next line takes this one's place, unless it `stays`."""
    if sys.stdout.isatty() and not stays:
        print(f"\r\033[K{text}", end="", flush=True)
    else:
        print(text, flush=True)


def _give_up(label: str, tail: list[str], advice: str) -> None:
    print(flush=True)
    for line in tail:
        print(f"    {line}", file=sys.stderr)
    sys.exit(f"\n{label} failed. {advice}")
