"""What the platform needs before it starts: tables, translations, static files, the curriculum, a demonstration.

    .venv/bin/python site/preparation.py [translations]

What is current is skipped: files in `var/` remember the fingerprint of what each step was last made from.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from steps import ROOT, run_step, say

VAR = ROOT / "var"
APPS = ("site", "people", "standards", "courses", "quizzes", "roleplays", "certificates", "tracking")
ADVICE = "The lines above say why. Nothing is lost: put it right and type the same command again."


def prepare(
    python: Path, env: dict[str, str], stamps: Path = VAR / "content.json", collect_static: bool = True
) -> None:
    """Bring translations, static files and database up to date; `env` may name another database than the embedded."""
    VAR.mkdir(exist_ok=True)
    manage = [str(python), "manage.py"]
    with one_at_a_time(VAR / "preparing"):
        translations(python)
        if collect_static:
            once(VAR / "static.json", "static", digest(static_sources()), lambda: static_files(manage, env))
    if tables(manage, env):
        stamps.unlink(missing_ok=True)  # A new database: whatever was loaded was loaded into another one.
    content = digest(content_sources(), env.get("DATABASE_URL", ""), dotenv())
    once(stamps, "curriculum", content, lambda: load(manage, "Curriculum", "curriculum load", env))
    once(stamps, "demonstration", content, lambda: load(manage, "Demonstration", "load_demo", env))


@contextmanager
def one_at_a_time(lock: Path) -> Iterator[None]:
    """Wait while another start in this folder writes the same files."""
    with lock.open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def translations(python: Path) -> None:
    """Compile each catalogue that is newer than what was made of it."""
    catalogues = [po for app in APPS for po in (ROOT / app / "locale").glob("*/LC_MESSAGES/*.po")]
    stale = [po for po in catalogues if not is_current(po.with_suffix(".mo"), po)]
    for po in stale:
        compile_with_babel(python, po)
    if stale:
        say("Translations", f"{len(stale)} catalogues compiled")


def tables(manage: list[str], env: dict[str, str]) -> int:
    """Migrate, and return how many migrations there were to apply."""
    count = run_step(
        "Database",
        [*manage, "migrate", "--no-input"],
        counting=r"^ {2}Applying ",
        unit="migrations",
        advice=f"Does DATABASE_URL, where it is set, name a server that answers? {ADVICE}",
        env=env,
    )
    if count:
        run_step("Cache table", [*manage, "createcachetable"], counting=r"^$", advice=ADVICE, env=env)
    return count


def static_files(manage: list[str], env: dict[str, str]) -> None:
    command = [*manage, "collectstatic", "--no-input", "--verbosity", "2"]
    run_step("Static files", command, counting=r"^(Copying|Post-processed)", unit="files", advice=ADVICE, env=env)


def load(manage: list[str], label: str, command: str, env: dict[str, str]) -> None:
    run_step(label, [*manage, *command.split()], advice=ADVICE, env=env)


def once(stamps: Path, name: str, fingerprint: str, step: Callable[[], None]) -> None:
    """Run `step` unless the file `stamps` has the same fingerprint for it from last time."""
    known = json.loads(stamps.read_text()) if stamps.exists() else {}
    if known.get(name) != fingerprint:
        step()
        stamps.write_text(json.dumps({**known, name: fingerprint}, indent=1))


def static_sources() -> Iterator[Path]:
    yield ROOT / "requirements.txt"
    yield from chain.from_iterable(files(ROOT / app / "static") for app in APPS)


def content_sources() -> Iterator[Path]:
    """The curriculum, what loads it, and the tables it is loaded into."""
    yield from files(ROOT / "courses" / "curriculum")
    for app in APPS[1:]:
        yield from (ROOT / app).rglob("*.py")


def files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")


def digest(sources: Iterable[Path], *more: str) -> str:
    seen = hashlib.sha256("\0".join(more).encode())
    for path in sorted(sources):
        seen.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return seen.hexdigest()


def dotenv() -> str:
    path = ROOT / ".env"
    return path.read_text() if path.exists() else ""


def is_current(made: Path, source: Path) -> bool:
    return made.exists() and made.stat().st_mtime >= source.stat().st_mtime


def compile_with_babel(python: Path, po: Path) -> None:
    command = [str(python), "-m", "babel.messages.frontend", "--quiet", "compile", "--locale", po.parts[-3]]
    target = ["--input-file", str(po), "--output-file", str(po.with_suffix(".mo"))]
    if subprocess.run([*command, *target], cwd=ROOT, check=False).returncode:
        sys.exit(f"\nTranslations failed. Put {po.relative_to(ROOT)} right and type the same command again.")


if __name__ == "__main__":
    here = Path(sys.executable)
    try:
        translations(here) if sys.argv[1:] == ["translations"] else prepare(here, dict(os.environ))
    except KeyboardInterrupt:
        sys.exit("\nStopped. The same command takes it up again.")
