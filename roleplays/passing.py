"""Whether a performance is passed: the pass mark and the critical items, and what each section must come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from roleplays import panel
from roleplays.scoring import Score


def decide(scores: Sequence[Score], largest_difference: int, section_minimum: int | None = None) -> panel.Decision:
    """What complete sheets come to together. A section below its minimum fails the sheet that finds it so.

    So assessors of whom one sees a section below the minimum and another does not are in dispute about the outcome,
    just as they are across the pass mark.
    """
    return panel.decide([with_minimum(score, section_minimum) for score in scores], largest_difference)


def with_minimum(score: Score, section_minimum: int | None) -> Score:
    return replace(score, passed=False) if below(score, section_minimum) else score


def below(score: Score, section_minimum: int | None) -> tuple[str, ...]:
    """The titles of the sections that do not reach what each must reach; a section worth no points cannot fail."""
    if section_minimum is None:
        return ()
    worth = [part for part in score.sections if part.possible and part.percent is not None]
    return tuple(part.title for part in worth if part.percent is not None and part.percent < section_minimum)
