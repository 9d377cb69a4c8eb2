"""What the machine must have: an environment of its own with the pinned packages, the system's libraries, a browser.

    python3 site/machine.py run|lint|test|next

Run by any Python 3.11 before anything is installed, therefore the standard library only.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from steps import ROOT, run_step, say

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WEASYPRINT_LIBRARIES = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
)
WEASYPRINT_PACKAGES = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fontconfig"]


def ready_to_run() -> Path:
    """The Python of an environment in which the platform runs."""
    python = environment(ROOT / ".venv", "requirements.txt")
    system_libraries(python)
    return python


def ready_to_lint() -> Path:
    return environment(ROOT / ".venv", "requirements-dev.txt")


def ready_to_test() -> Path:
    python = ready_to_lint()
    system_libraries(python)
    what_tests_use()
    return python


def ready_for_next_wagtail() -> Path:
    python = environment(ROOT / ".venv-next", "requirements-dev.txt", override="wagtail>=8.0,<8.1")
    system_libraries(python)
    what_tests_use()
    return python


def environment(venv: Path, requirements: str, override: str = "") -> Path:
    """Create `venv` where it is missing, and install `requirements` where they have changed since."""
    python = venv / "bin" / "python"
    if not works(python):
        create(venv)
    stamp = venv / f"installed-{requirements}"
    wanted = fingerprint(ROOT / requirements, override)
    if not stamp.exists() or stamp.read_text() != wanted:
        install(python, requirements, override)
        stamp.write_text(wanted)
    return python


def works(python: Path) -> bool:
    """A folder that was moved, or a Python that was upgraded away, leaves an interpreter that does not start."""
    return python.exists() and succeeds([str(python), "-c", "import pip"])


def create(venv: Path) -> None:
    if not succeeds([sys.executable, "-c", "import ensurepip"]):
        install_system_packages("Python venv", ["python3-venv"], why="Python needs it to create an environment")
    run_step(
        "Environment",
        [sys.executable, "-m", "venv", "--clear", str(venv)],
        advice=f"Is there room on the disk, and may you write to {ROOT}? Then type the same command again.",
    )


def install(python: Path, requirements: str, override: str) -> None:
    pip = [str(python), "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    pinned = len(re.findall(r"^\S+==", (ROOT / requirements).read_text(), re.MULTILINE))
    advice = "Is the package index within reach? What was fetched is kept: type the same command again."
    count = {"counting": r"^(Collecting|Processing|Requirement already)", "unit": "packages", "advice": advice}
    run_step("Packages", [*pip, "--require-hashes", "--no-deps", "-r", requirements], total=pinned, **count)
    if override:
        run_step(override, [*pip, override], **count)


def system_libraries(python: Path) -> None:
    if not libraries_load() and not succeeds([str(python), "-c", "import weasyprint.text.ffi"]):
        install_system_packages("System libraries", WEASYPRINT_PACKAGES, why="WeasyPrint draws certificates with them")


def libraries_load() -> bool:
    """Linux's names, tried in no time; where they are called otherwise, WeasyPrint itself is asked."""
    try:
        for name in WEASYPRINT_LIBRARIES:
            ctypes.CDLL(name)
    except OSError:
        return False
    return True


def what_tests_use() -> None:
    """Programs of the tests: installed where that is ours to do, elsewhere it is said what will be left out."""
    if not os.environ.get("CHROMIUM") and not any(map(shutil.which, BROWSERS)):
        test_program("Chromium", "chromium", "the browser journeys")
    if not shutil.which("pdftoppm"):
        test_program("Poppler", "poppler-utils", "the tests that look at a certificate's pixels")
    if not shutil.which("qpdf"):
        test_program("qpdf", "qpdf", "the tests that have a certificate's structure checked")


def test_program(label: str, package: str, tests: str) -> None:
    if may_install():
        install_system_packages(label, [package], why=f"{tests} need it")
    else:
        say(label, f"missing: {tests} will be left out")


def install_system_packages(label: str, packages: list[str], why: str) -> None:
    """As root on Debian install `packages`; anywhere else print the one command to type, and stop."""
    if not may_install():
        sys.exit(f"\n{label} missing ({why}). Type this, then the same command again:\n\n    {advice(packages)}\n")
    apt = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    log = {"counting": r"^(Get:|Unpacking|Setting up)", "unit": "steps", "env": env}
    if not succeeds(["apt-get", "install", "--simulate", *packages]):
        run_step("Package lists", ["apt-get", "update"], advice="Is Debian's package mirror within reach?", **log)
    run_step(label, apt, advice=f"Type it by hand to see why:\n\n    {' '.join(apt)}\n", **log)


def may_install() -> bool:
    return on_debian() and os.geteuid() == 0


def on_debian() -> bool:
    release = Path("/etc/os-release")
    kin = re.findall(r"^ID(?:_LIKE)?=(.*)$", release.read_text(), re.MULTILINE) if release.exists() else []
    return "debian" in " ".join(kin) and shutil.which("apt-get") is not None


def advice(packages: list[str]) -> str:
    if on_debian():
        return f"sudo apt-get install --yes {' '.join(packages)}"
    if sys.platform == "darwin":
        return "brew install pango"
    if shutil.which("dnf"):
        return "sudo dnf install pango harfbuzz fontconfig"
    return f"(your system's package manager) install what Debian calls {' '.join(packages)}"


def succeeds(command: list[str]) -> bool:
    return subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0


def fingerprint(path: Path, *more: str) -> str:
    return hashlib.sha256(
        b"\0".join([path.read_bytes(), sys.version.encode(), *(text.encode() for text in more)])
    ).hexdigest()


if __name__ == "__main__":
    tasks = {"run": ready_to_run, "lint": ready_to_lint, "test": ready_to_test, "next": ready_for_next_wagtail}
    try:
        tasks[sys.argv[1]]()
    except KeyboardInterrupt:
        sys.exit("\nStopped. The same command takes it up again.")
