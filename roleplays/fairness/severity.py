"""How severe each assessor is, and what a performance would have been given by an average one.

The additive model score = performance + assessor + error, by least squares: Braun 1988, "Understanding scoring
reliability". Severities are points against the mean of all assessors; below nought is severe. Only assessors who are
linked, directly or by others, by performances that both scored can be compared: each such group is a circle.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TypeVar

P = TypeVar("P", bound=Hashable)
A = TypeVar("A", bound=Hashable)
Score = tuple[P, A, float]  # performance, assessor, score in per cent


@dataclass(frozen=True)
class Assessor:
    """`severity` in points, with its standard error where the design leaves anything to estimate it from.

    `spread` is the standard deviation of the assessor's own scores: who gives everybody the same has a small one.
    `circle` numbers the group of linked assessors in which the severity is comparable.
    """

    severity: float | None
    error: float | None
    mean: float
    spread: float | None
    count: int
    circle: int


def severities(scores: Sequence[Score[P, A]]) -> dict[A, Assessor]:
    """By assessor. One who is linked with nobody has no severity."""
    own: dict[A, list[float]] = defaultdict(list)
    for _performance, assessor, score in scores:
        own[assessor].append(score)
    found: dict[A, Assessor] = {}
    for number, circle in enumerate(circles(scores), start=1):
        inside = [each for each in scores if each[1] in circle]
        effects = _effects(inside, sorted(circle, key=str)) if len(circle) > 1 else {}
        for assessor in circle:
            severity, error = effects.get(assessor, (None, None))
            given = own[assessor]
            found[assessor] = Assessor(severity, error, _mean(given), _deviation(given), len(given), number)
    return found


def fair_scores(scores: Sequence[Score[P, A]], found: Mapping[A, Assessor]) -> dict[P, tuple[float, float]]:
    """Of each performance that at least two comparable assessors scored: the raw mean, and the adjusted one."""
    given: dict[P, list[tuple[float, A]]] = defaultdict(list)
    for performance, assessor, score in scores:
        given[performance].append((score, assessor))
    fair = {}
    for performance, marks in given.items():
        corrections = [found[assessor].severity for _score, assessor in marks]
        known = [each for each in corrections if each is not None]
        if len(marks) > 1 and len(known) == len(marks):
            raw = _mean([score for score, _assessor in marks])
            fair[performance] = (raw, min(100.0, max(0.0, raw - _mean(known))))
    return fair


def circles(scores: Iterable[Score[P, A]]) -> list[set[A]]:
    """The groups of assessors that shared performances link."""
    together: dict[P, set[A]] = defaultdict(set)
    for performance, assessor, _score in scores:
        together[performance].add(assessor)
    groups: list[set[A]] = []
    for linked in together.values():
        touching = [group for group in groups if group & linked]
        groups = [group for group in groups if not group & linked]
        groups.append(linked.union(*touching))
    return sorted(groups, key=len, reverse=True)


def _effects(scores: Sequence[Score[P, A]], assessors: Sequence[A]) -> dict[A, tuple[float, float | None]]:
    """Least squares with the performances eliminated, so that the system is as small as the number of assessors."""
    import numpy as np  # only loaded where a table is computed

    place = {assessor: index for index, assessor in enumerate(assessors)}
    given: dict[P, list[tuple[int, float]]] = defaultdict(list)
    for performance, assessor, score in scores:
        given[performance].append((place[assessor], score))
    matrix, right = np.zeros((len(place), len(place))), np.zeros(len(place))
    for marks in given.values():
        mean = _mean([score for _index, score in marks])
        for index, score in marks:
            right[index] += score - mean
            matrix[index, index] += 1
            for other, _score in marks:
                matrix[index, other] -= 1 / len(marks)
    inverse = np.linalg.pinv(matrix)  # singular by one: only differences are known, and their mean is set to nought
    effects: list[float] = (inverse @ right).tolist()
    errors = _errors(given.values(), effects, inverse.diagonal().tolist())
    return {assessor: (effects[index], errors[index]) for assessor, index in place.items()}


def _errors(
    performances: Iterable[Sequence[tuple[int, float]]], effects: Sequence[float], diagonal: Sequence[float]
) -> list[float | None]:
    squares, freedom = 0.0, 1 - len(effects)
    for marks in performances:
        adjusted = [score - effects[index] for index, score in marks]
        level = _mean(adjusted)
        squares += sum((each - level) ** 2 for each in adjusted)
        freedom += len(marks) - 1
    if freedom <= 0:
        return [None] * len(effects)
    return [sqrt(max(0.0, squares / freedom * each)) for each in diagonal]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _deviation(values: Sequence[float]) -> float | None:
    if len(values) < 2:
        return None
    mean = _mean(values)
    return sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1))
