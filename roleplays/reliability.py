"""Intraclass correlation of assessors who scored the same performances: of the whole sheet, its sections and its items.

A correlation needs every performance to be scored by the same people, so each panel of assessors has its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from roleplays.fairness.correlation import Reliability, reliability
from roleplays.models import ScoreSheet
from roleplays.sheets import Item, Section

Marks = Mapping[str, float]


@dataclass(frozen=True)
class PanelReliability:
    """`names` of the assessors, "" for somebody whom the reader may not see; None where nothing differs."""

    names: tuple[str, ...]
    count: int
    whole: Reliability | None
    sections: tuple[tuple[str, Reliability | None], ...]
    items: tuple[tuple[Item, Reliability | None], ...]


def panels(
    doubly: Sequence[Sequence[ScoreSheet]], marks: Mapping[int, Marks], names: Mapping[int, str], least: int
) -> list[PanelReliability]:
    """Of each panel that scored at least so many performances together, the busiest first."""
    by_panel: dict[tuple[int, ...], list[Sequence[ScoreSheet]]] = defaultdict(list)
    for sheets in doubly:
        by_panel[tuple(sorted(sheet.assessor_id for sheet in sheets))].append(sheets)
    busy = sorted(by_panel.items(), key=lambda pair: -len(pair[1]))
    return [_panel(who, rows, marks, names) for who, rows in busy if len(rows) >= least]


def _panel(
    who: tuple[int, ...], rows: Sequence[Sequence[ScoreSheet]], marks: Mapping[int, Marks], names: Mapping[int, str]
) -> PanelReliability:
    newest = max((sheets[0].session.edition for sheets in rows), key=lambda edition: edition.number)
    in_order = [sorted(sheets, key=lambda sheet: sheet.assessor_id) for sheets in rows]
    given = [[marks.get(sheet.pk, {}) for sheet in sheets] for sheets in in_order]
    whole = [[float(sheet.percent) for sheet in sheets] for sheets in in_order]
    return PanelReliability(
        tuple(names.get(each, "") for each in who),
        len(rows),
        reliability(whole),
        tuple(
            (part.title, reliability([[share(part, each) for each in row] for row in given]))
            for part in newest.sections
        ),
        tuple((item, reliability([[each.get(item.code) for each in row] for row in given])) for item in newest.items),
    )


def share(section: Section, marks: Marks) -> float | None:
    """Of what could be earned in the section, from 0 to 1; None where nothing in it was marked."""
    marked = [item for item in section.items if item.code in marks]
    possible = float(sum(item.worth for item in marked))
    return sum(float(item.worth) * marks[item.code] for item in marked) / possible if possible else None
