"""Answers and marks behind a result: which questions and items went wrong, so that the result comes out as it is.

What goes wrong is not chance alone: each clause is easier or harder, everywhere and once more at each dealership.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from quizzes import scoring as quiz_scoring
from quizzes.models import Kind
from quizzes.models.counted import wordings_of
from quizzes.paper import Item
from roleplays import scoring
from roleplays.models import Edition

CHOSEN = (Kind.SINGLE, Kind.MULTIPLE, Kind.TRUE_FALSE)


class Difficulty:
    """How likely a clause is to be missed, as a weight; the same for the same seed and dealership."""

    def __init__(self, seed: int, dealership: int) -> None:
        self.seed, self.dealership = seed, dealership
        self.known: dict[str, float] = {}

    def of(self, clauses: Iterable[str]) -> float:
        return max((self._one(code) for code in clauses), default=0.5)

    def _one(self, code: str) -> float:
        if code not in self.known:
            everywhere = Random(f"{self.seed}:{code}").random() ** 3
            here = Random(f"{self.seed}:{self.dealership}:{code}").random() ** 3
            self.known[code] = 0.15 + everywhere + here
        return self.known[code]


@dataclass(frozen=True)
class Paper:
    """A paper as it was drawn, with the rows of its wordings."""

    json: list[dict]
    items: list[Item]
    wordings: list[int]

    @classmethod
    def of(cls, json: list[dict]) -> Paper:
        items = [Item.from_json(data) for data in json]
        known = wordings_of(items)
        return cls(json, items, [known[item.question] for item in items])


@dataclass(frozen=True)
class Answered:
    answers: list[list[str]]
    marks: list[quiz_scoring.Mark]
    result: quiz_scoring.Result


def answered(paper: Paper, percent: int, pass_mark: int, difficulty: Difficulty, dice: Random) -> Answered:
    """Answers that come to about `percent`, and to a pass where that is one."""
    answers = [list(item.right) for item in paper.items]
    marks = [item.mark(answer) for item, answer in zip(paper.items, answers, strict=True)]
    weights = [difficulty.of(item.clauses) for item in paper.items]
    for place in _by_weight(weights, dice):
        wrong = _wrong(paper.items[place], dice)
        tried = [*marks[:place], paper.items[place].mark(wrong), *marks[place + 1 :]]
        result = quiz_scoring.result(tried, pass_mark)
        if result.percent < percent and (percent >= pass_mark or not quiz_scoring.result(marks, pass_mark).passed):
            break
        answers[place], marks = wrong, tried
    return Answered(answers, marks, quiz_scoring.result(marks, pass_mark))


def marked(edition: Edition, percent: int, pass_mark: int, difficulty: Difficulty, dice: Random) -> dict[str, str]:
    """Item code → mark, of every item, coming to about `percent`, and to a pass where that is one."""
    marks = {item.code: item.best for item in edition.items}
    possible = sum((item.worth for item in edition.items), Decimal(0))
    lost, allowed, is_pass = Decimal(0), possible * (100 - percent) / 100, percent >= pass_mark
    for place in _by_weight([difficulty.of(item.clauses) for item in edition.items], dice):
        item = edition.items[place]
        mark = item.worst if dice.random() < 0.35 and not (item.critical and is_pass) else item.lesser
        loss = item.worth * (1 - scoring.SHARES[mark])
        if is_pass and item.critical and scoring.is_missed(mark):
            continue
        if lost + loss > allowed and (is_pass or lost > possible * Decimal(100 - pass_mark) / 100):
            break
        marks[item.code], lost = mark, lost + loss
    return marks


def _wrong(item: Item, dice: Random) -> list[str]:
    """Another choice, another order; whatever else is asked is left unanswered."""
    if item.kind == Kind.ORDERING:
        return list(reversed(item.right))
    if item.kind not in CHOSEN:
        return []
    others = [option.key for option in item.options if option.key not in item.right]
    return [dice.choice(others)] if others else []


def _by_weight(weights: list[float], dice: Random) -> list[int]:
    """Places in an order by chance, the heavier ones sooner (Efraimidis and Spirakis, 2006)."""
    keys = [dice.random() ** (1 / weight) for weight in weights]
    return sorted(range(len(weights)), key=lambda place: -keys[place])
