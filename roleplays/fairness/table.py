"""A table of ratings from a CSV file, and everything that agreement says of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from roleplays.fairness import kappa
from roleplays.fairness.correlation import Correlation, reliability
from roleplays.fairness.kappa import Kappa, Pair, Row, Weights
from roleplays.fairness.severity import severities
from roleplays.scoring import SHARES

# What the marks of a check sheet are worth, so that a sheet's own words may stand in a file.
WORDS = {word: float(share) for word, share in SHARES.items() if word.isalpha()} | {"partially": 0.5}
MISSING = {"", "na", "n/a", "nan", "null", "none", "-"}
MOST = 1_000_000  # cells


class UnreadableRatings(ValueError):
    """The file is no table of ratings; the message says where and why."""


@dataclass(frozen=True)
class Ratings:
    """`labels` are the rows' names where the first column held names; `rows` have a column for each assessor."""

    assessors: tuple[str, ...]
    rows: tuple[tuple[float | None, ...], ...]
    labels: tuple[str, ...] = ()


def read(data: bytes) -> Ratings:
    """UTF-8 with or without a byte-order mark, or GB 18030; comma, semicolon or tab. The first row names assessors."""
    text = _text(data)
    try:
        lines = [row for row in csv.reader(io.StringIO(text), _dialect(text)) if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise UnreadableRatings(f"The file is not a table of comma-separated values: {error}.") from error
    if len(lines) < 2:
        raise UnreadableRatings("The file needs a first row with the assessors’ names and a row for each performance.")
    if len(lines) * len(lines[0]) > MOST:
        raise UnreadableRatings(f"The file has more than {MOST:,} cells.")
    header, *body = lines
    for number, row in enumerate(body, start=2):
        if len(row) != len(header):
            raise UnreadableRatings(f"Row {number} has {len(row)} columns, the first has {len(header)}.")
    named = _first_column_names_performances(header, body)
    start = 1 if named else 0
    assessors = tuple(name.strip() or f"column {place}" for place, name in enumerate(header[start:], start=start + 1))
    if len(assessors) < 2:
        raise UnreadableRatings("Agreement needs the columns of at least two assessors.")
    if len(set(assessors)) < len(assessors):
        raise UnreadableRatings("Two assessors have the same name in the first row.")
    rows = tuple(
        tuple(_rating(cell, number, assessors[place]) for place, cell in enumerate(row[start:]))
        for number, row in enumerate(body, start=2)
    )
    return Ratings(assessors, rows, tuple(row[0].strip() for row in body) if named else ())


def report(ratings: Ratings) -> dict[str, Any]:
    """Plain numbers, ready for JSON; a figure that is not defined is `null`. Intervals are of 95 %.

    `weighted_kappa` is the mean over all pairs of assessors, with quadratic weights.
    """
    rows: Sequence[Row] = ratings.rows
    scores = [(p, a, x) for p, row in enumerate(rows) for a, x in enumerate(row) if x is not None]
    overall, whole, severity = kappa.fleiss(rows), reliability(rows), severities(scores)
    by_weights = [kappa.pairwise(rows, each) for each in Weights]
    return {
        "performances": len(rows),
        "assessors": list(ratings.assessors),
        "ratings": len(scores),
        "missing": len(rows) * len(ratings.assessors) - len(scores),
        "weighted_kappa": kappa.mean_of(by_weights[-1]),
        "fleiss_kappa": overall.value if overall else None,
        "fleiss_kappa_standard_error": overall.error if overall else None,
        "fleiss_kappa_ci95": [overall.low, overall.high] if overall else None,
        "icc_2_1": whole.single.value if whole else None,
        "icc_2_1_ci95": _bounds(whole.single) if whole else None,
        "icc_2_k": whole.mean.value if whole else None,
        "icc_2_k_ci95": _bounds(whole.mean) if whole else None,
        "icc_performances": whole.n if whole else 0,
        "pairwise": [_pair(ratings, *pairs) for pairs in zip(*by_weights, strict=True)],
        "severity": {
            name: asdict(severity[place]) if place in severity else None for place, name in enumerate(ratings.assessors)
        },
    }


def _pair(ratings: Ratings, none: Pair, linear: Pair, quadratic: Pair) -> dict[str, Any]:
    return {
        "assessors": [ratings.assessors[none.first], ratings.assessors[none.second]],
        "performances": none.kappa.n if none.kappa else 0,
        "kappa": _kappa(none.kappa),
        "linear_weighted_kappa": _kappa(linear.kappa),
        "quadratic_weighted_kappa": _kappa(quadratic.kappa),
    }


def _kappa(found: Kappa | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {"value": found.value, "standard_error": found.error, "ci95": [found.low, found.high]}


def _bounds(found: Correlation) -> list[float] | None:
    return None if found.low is None or found.high is None else [found.low, found.high]


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise UnreadableRatings("The file is not text in UTF-8 or GB 18030.")


def _dialect(text: str) -> type[csv.excel]:
    first = text.lstrip().splitlines()[0] if text.strip() else ""
    mark = max(",;\t", key=first.count)

    class Dialect(csv.excel):
        delimiter = mark

    return Dialect


def _first_column_names_performances(header: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    """Where a cell of it is no rating, or where the head says so."""
    head = header[0].strip().casefold()
    if head in ("", "id", "performance", "session", "subject", "target", "code", "演练", "场次", "编号"):
        return True
    return not any(_is_rating(row[0]) for row in body)


def _is_rating(cell: str) -> bool:
    try:
        _rating(cell, 0, "")
    except UnreadableRatings:
        return False
    return True


def _rating(cell: str, row: int, assessor: str) -> float | None:
    text = cell.strip().casefold()
    if text in MISSING:
        return None
    if text in WORDS:
        return WORDS[text]
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if value != value or value in (float("inf"), float("-inf")):
        raise UnreadableRatings(f"Row {row}, {assessor}: “{cell.strip()[:40]}” is no rating.")
    return value
