"""`make bench`: build the data, start the product, drive it, print one table. Nothing here decides a test.

python tests/benchmarks/bench.py --size 10000 --database sqlite|postgres [--cold] [--only pages,quiz,…]
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

import journeys
import phone
from launch import answers
from product import HERE, Running, free_port, running
from report import Row, keep, table
from steps import end_group, own_group

RESULTS = HERE / "results" / "latest.json"
ROOT = HERE.parent.parent
PATIENCE = 900  # seconds for a cold start


def main() -> None:
    asked = arguments()
    load = os.getloadavg()[0]
    rows: list[Row] = [cold_start()] if asked.cold else []
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        running(asked.size, asked.database, Path(folder)) as product,
    ):
        machine = described(asked, load)
        print(f"\n{machine}\nfilled in {product.filled_in:.0f} s\n", flush=True)
        for name, journey in chosen(product, asked.size).items():
            if name in (asked.only or name):
                rows += [said(row) for row in journey()]
    print(f"\n{machine}; load at the end {os.getloadavg()[0]:.1f}\n\n{table(rows)}")
    if asked.only:
        print("\nNot kept: only a part was measured.")
        return
    keep(rows, machine, RESULTS)
    print(f"\nKept in {RESULTS.relative_to(ROOT)}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure speed, memory and scale of the product.")
    parser.add_argument("--size", type=int, default=10_000, help="learners, 1,000 to 100,000")
    parser.add_argument("--database", choices=["sqlite", "postgres"], default="sqlite")
    parser.add_argument("--cold", action="store_true", help="also time `make run` in a new clone (downloads packages)")
    parser.add_argument("--only", type=lambda text: text.split(","), help="some journeys, by name")
    asked = parser.parse_args()
    if asked.size < 200:
        parser.error("a size below 200 leaves too few learners for the journeys")
    return asked


def chosen(product: Running, size: int) -> dict[str, Callable[[], Iterable[Row]]]:
    """Reading first: what writes leaves more rows and more work for the worker behind it."""
    newcomers = product.plan["newcomers"][: -journeys.CONNECTIONS]
    sitters = min(journeys.ALONE + 250, len(newcomers) // 2)
    everyone = newcomers[sitters : sitters + min(600, size // 10)]
    return {
        "start": lambda: journeys.start(product),
        "pages": lambda: journeys.pages(product),
        "reports": lambda: journeys.reports(product, size),
        "search": lambda: journeys.searches(product),
        "phone": lambda: phone.first_loads(product),
        "certificate": lambda: journeys.certificates(product),
        "quiz": lambda: journeys.quiz(product, newcomers[:sitters]),
        "together": lambda: journeys.synchronised_start(product, everyone),
        "role-play": lambda: journeys.role_play(product, 40),
        "memory": lambda: journeys.memory(product),
    }


def said(row: Row) -> Row:
    print(f"  {row.journey:<44} {row.rps or '':>8} {row.p95_ms or '':>8}  {row.note}", flush=True)
    return row


def described(asked: argparse.Namespace, load: float) -> str:
    database = "SQLite" if asked.database == "sqlite" else "PostgreSQL and Redis"
    when = f"{datetime.now().astimezone():%Y-%m-%d %H:%M}"
    python = f"Python {platform.python_version()}"
    return f"{when}, {os.cpu_count()} cores, load before {load:.1f}, {python}, {database}, {asked.size:,} learners"


def cold_start() -> Row:
    """`make run` in a new clone until it answers: packages, tables, curriculum, demonstration."""
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "PYTHONPATH")}
    with tempfile.TemporaryDirectory(prefix="bench-cold-") as folder:
        subprocess.run(["git", "clone", "--quiet", str(ROOT), folder], check=True)
        started = time.monotonic()
        run = subprocess.Popen(["make", "run"], cwd=folder, env={**kept, "PORT": str(port)}, **own_group())
        try:
            while not answers(port) and run.poll() is None and time.monotonic() < started + PATIENCE:
                time.sleep(0.2)
            took = time.monotonic() - started
        finally:
            end_group(run, patience=20)
    return Row("start, cold: make run in a new clone", p50_ms=round(1000 * took), errors=int(not took < PATIENCE))


if __name__ == "__main__":
    main()
