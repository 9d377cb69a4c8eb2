"""What advises on a role-play's pass mark: the line of borderline regression, and the judges of an Angoff sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean
from typing import Any

from roleplays.fairness.standard_setting import Judged, Line, angoff
from roleplays.figures import Figures
from roleplays.models import Edition, Estimates, PassMark, RolePlayPage
from roleplays.sheets import Item


@dataclass(frozen=True)
class ItemEstimates:
    """What each judge expects, in the order of the judges; `mean` and `spread` (standard deviation) in per cent."""

    item: Item
    values: tuple[int, ...]
    mean: float
    spread: float | None


@dataclass(frozen=True)
class Panel:
    """`names` and `judged.judges` are in the same order."""

    names: tuple[str, ...]
    judged: Judged
    items: tuple[ItemEstimates, ...]


@dataclass(frozen=True)
class RatingRow:
    """The picture as a table: of one overall impression how many performances, and what they scored in the mean."""

    label: str
    count: int
    mean: float | None


def panel_of(role_play: RolePlayPage, edition: Edition) -> Panel | None:
    """The last estimates of each judge on this edition; None as long as there are none."""
    rows = Estimates.objects.filter(role_play=role_play.translation_key, edition=edition).select_related("judge")
    last = {row.judge_id: row for row in rows}
    items = edition.items
    judges = [row for row in last.values() if all(item.code in row.values for item in items)]
    shares = [[row.values[item.code] / 100 for item in items] for row in judges]
    judged = angoff(shares, [float(item.worth) for item in items])
    if judged is None:
        return None
    estimates = tuple(
        ItemEstimates(item, tuple(row.values[item.code] for row in judges), 100 * judged.items[place], spread)
        for place, (item, spread) in enumerate(zip(items, in_per_cent(judged.spreads), strict=True))
    )
    return Panel(tuple(row.judge.called for row in judges), judged, estimates)


def in_per_cent(shares: Sequence[float | None]) -> list[float | None]:
    return [None if each is None else 100 * each for each in shares]


def rating_rows(figures: Figures, scale: Sequence[tuple[int, str]]) -> list[RatingRow]:
    found = []
    for value, label in scale:
        scores = [score for rating, score in figures.ratings if rating == value]
        found.append(RatingRow(label, len(scores), fmean(scores) if scores else None))
    return found


def advised(line: Line | None, panel: Panel | None) -> dict[str, Any]:
    """What is kept beside a pass mark that somebody sets: what they had before them."""
    kept: dict[str, Any] = {}
    if line:
        kept["borderline"] = {"cut": round(line.cut, 2), "error": round(line.error, 2), "performances": line.n}
    if panel:
        error = panel.judged.error
        kept["angoff"] = {
            "cut": round(panel.judged.cut, 2), "error": error and round(error, 2), "judges": len(panel.names),
        }  # fmt: skip
    return kept


def history(role_play: RolePlayPage, at: datetime) -> list[tuple[PassMark, bool]]:
    """All that were set, with whether each holds now."""
    holding = PassMark.objects.on(role_play.translation_key, at).first()
    rows = PassMark.objects.filter(role_play=role_play.translation_key).select_related("by")
    return [(row, holding is not None and row.pk == holding.pk) for row in rows]
