"""`make run`: what it says before anything slow, and that nothing is left behind."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import machine
import pytest
import steps
from machine import environment
from preparation import once

ROOT = Path(__file__).resolve().parent.parent.parent


def launch(**env):
    command = [sys.executable, "site/launch.py", "run"]
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | env, capture_output=True, text=True, timeout=20, check=False
    )


def test_a_port_in_use_is_one_clear_sentence():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        answer = launch(PORT=str(port))
    assert answer.returncode == 1
    assert answer.stderr.startswith(f"Port {port} is in use")
    assert answer.stderr.count("\n") == 1


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1"])
def test_no_port_is_one_clear_sentence(port):
    answer = launch(PORT=port)
    assert answer.returncode == 1
    assert answer.stderr.startswith(f"PORT={port} is no port")


def test_a_failed_step_shows_its_last_lines_and_says_what_to_do(capsys):
    with pytest.raises(SystemExit, match=r"Tables failed\. Do this\."):
        steps.run_step("Tables", [sys.executable, "-c", "print('why'); exit(3)"], counting="x", advice="Do this.")
    assert "why" in capsys.readouterr().err


def test_a_step_counts_what_it_did(capsys):
    command = [sys.executable, "-c", "print('Applying a'); print('Applying b'); print('done')"]
    assert steps.run_step("Tables", command, counting="^Applying", unit="migrations", advice="") == 2
    assert "2 migrations" in capsys.readouterr().out


def test_ending_a_child_ends_its_children_even_the_deaf():
    deaf = "import os, signal, time; signal.signal(15, signal.SIG_IGN); print(os.getpid(), flush=True); time.sleep(60)"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {deaf!r}])"
    command = [sys.executable, "-c", parent]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **steps.own_group()) as child:
        grandchild = int(child.stdout.readline())
        steps.end_group(child, patience=0.2)
    assert gone_within(5, grandchild)


def test_nothing_outlives_a_launcher_that_was_killed():
    child = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
    parent = (
        "import sys, subprocess; sys.path.insert(0, 'site'); from steps import own_group;"
        f"subprocess.Popen([sys.executable, '-c', {child!r}], **own_group()).wait()"
    )
    with subprocess.Popen([sys.executable, "-c", parent], cwd=ROOT, stdout=subprocess.PIPE, text=True) as launcher:
        grandchild = int(launcher.stdout.readline())
        launcher.kill()
        launcher.wait()
    assert gone_within(5, grandchild)


@pytest.mark.parametrize(("behind", "niceness"), [(False, 0), (True, steps.NICENESS)])
def test_what_nobody_waits_for_yields_the_processor(behind, niceness):
    program = "import os; print(os.nice(0) - os.getpriority(os.PRIO_PROCESS, os.getppid()))"
    place = steps.own_group(behind=behind)
    said = subprocess.run(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, check=True, text=True, **place
    ).stdout
    assert int(said) == niceness


def test_a_step_is_done_once_until_its_sources_change(tmp_path):
    done = []
    for fingerprint in ("a", "a", "b"):
        once(tmp_path / "stamps", "static", fingerprint, lambda: done.append(1))
    assert len(done) == 2


def test_an_environment_that_is_current_is_left_alone(tmp_path, monkeypatch):
    installed = []
    monkeypatch.setattr("machine.works", lambda python: True)
    monkeypatch.setattr("machine.install", lambda *args: installed.append(args))
    for _ in range(2):
        environment(tmp_path, "requirements.txt")
    assert len(installed) == 1


@pytest.fixture
def without_libraries(monkeypatch):
    monkeypatch.setattr(machine, "libraries_load", lambda: False)
    monkeypatch.setattr(machine, "succeeds", lambda command: False)


def test_whoever_may_not_install_is_told_the_one_command(without_libraries, monkeypatch):
    monkeypatch.setattr(machine, "on_debian", lambda: True)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(
        SystemExit, match=r"sudo apt-get install --yes libpango-1\.0-0 libpangoft2-1\.0-0 .* fontconfig"
    ):
        machine.system_libraries(Path(sys.executable))


def test_root_on_debian_gets_the_libraries_installed(without_libraries, monkeypatch):
    ran = []
    monkeypatch.setattr(machine, "may_install", lambda: True)
    monkeypatch.setattr(machine, "run_step", lambda label, command, **options: ran.append(command[:2]))
    machine.system_libraries(Path(sys.executable))
    assert ran == [["apt-get", "update"], ["apt-get", "install"]]


def gone_within(seconds: float, process: int) -> bool:
    deadline = time.monotonic() + seconds
    while lives(process) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not lives(process)


def lives(process: int) -> bool:
    """A zombie, whom nobody has buried yet, does not."""
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
    ).stdout
    return bool(state.strip()) and not state.startswith("Z")
