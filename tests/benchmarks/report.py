"""Rows of a run: as a table, as a file, and two runs side by side.

python tests/benchmarks/report.py A.json B.json
"""

from __future__ import annotations

import json
import statistics
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from client import Answer

COLUMNS = ("rps", "p50_ms", "p95_ms", "queries", "bytes", "floor_ratio", "errors")


@dataclass
class Row:
    """`rps` are journeys a second; `floor_ratio` is that against the floor of the same size in the same run."""

    journey: str
    rps: float | None = None
    p50_ms: float | None = None
    p95_ms: float | None = None
    queries: int | None = None
    bytes: int | None = None
    floor_ratio: float | None = None
    errors: int = 0
    note: str = ""


def row(journey: str, answers: list[Answer], seconds: float = 0, errors: int = 0, note: str = "") -> Row:
    """`seconds` is how long all of them took together; without it nothing is said of requests a second."""
    if not answers:
        return Row(journey, errors=errors, note=note)
    found = timed(journey, [answer.seconds for answer in answers], seconds, errors, note)
    found.queries = statistics.mode(answer.queries for answer in answers)
    found.bytes = round(statistics.median(len(answer.body) for answer in answers))
    return found


def timed(journey: str, times: list[float], seconds: float = 0, errors: int = 0, note: str = "") -> Row:
    ordered = sorted(times)
    if not ordered:
        return Row(journey, errors=errors, note=note)
    return Row(
        journey,
        rps=round(len(ordered) / seconds, 1) if seconds else None,
        p50_ms=round(1000 * statistics.median(ordered), 1),
        p95_ms=round(1000 * ordered[max(0, -(-95 * len(ordered) // 100) - 1)], 1),
        errors=errors,
        note=note,
    )


def table(rows: list[Row]) -> str:
    width = max(len(each.journey) for each in rows) + 2
    lines = [f"{'journey':<{width}}" + "".join(f"{name:>12}" for name in COLUMNS)]
    for each in rows:
        cells = "".join(f"{shown(getattr(each, name)):>12}" for name in COLUMNS)
        lines.append(f"{each.journey:<{width}}{cells}  {each.note}".rstrip())
    return "\n".join(lines)


def shown(value: float | None) -> str:
    return "" if value is None else f"{value:,}"


def keep(rows: list[Row], machine: str, path: Path) -> None:
    path.write_text(json.dumps([asdict(each) | {"machine": machine} for each in rows], indent=1, ensure_ascii=False))


def compared(before: list[dict], after: list[dict]) -> str:
    """For each journey of either run, its figures before → after."""
    old, new = ({each["journey"]: each for each in run} for run in (before, after))
    names = [*old, *(name for name in new if name not in old)]
    lines = [f"A: {before[0]['machine']}", f"B: {after[0]['machine']}", ""]
    lines.append(f"{'journey':<44}" + "".join(f"{name:>22}" for name in COLUMNS))
    for name in names:
        a, b = old.get(name, {}), new.get(name, {})
        cells = (f"{shown(a.get(column)) or '–'} → {shown(b.get(column)) or '–'}" for column in COLUMNS)
        lines.append(f"{name:<44}" + "".join(f"{cell:>22}" for cell in cells))
    return "\n".join(lines)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("Name two results: make bench-compare A=before.json B=after.json")
    print(compared(*(json.loads(Path(name).read_text()) for name in sys.argv[1:])))
