"""From who is there and what the past says to who is certified week by week, and what would prevent a shortage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from math import ceil, erf, exp, sqrt

from tracking.forecast.rates import LAPSED, NEW, RENEWING, WEEKS, Curve, Rates

SERIOUS = 0.5  # a shortage that is likelier than not is foretold
SPREAD = 1.3  # people of one dealership share their trainer and their season: more varies than by chance alone
SESSIONS_A_DAY = 8  # role-plays that an assessor scores in a day
CERTAIN, NEVER = (1.0,) * (WEEKS + 1), (0.0,) * (WEEKS + 1)


@dataclass(frozen=True)
class Staff:
    """A dealership on a day. `holders` are by the week in which their certificate ends, later than WEEKS under None;
    `renewing` are those of the holders who have begun to renew; `others` are not certified, by class."""

    dealership: int
    holders: Mapping[int | None, int]
    renewing: Mapping[int | None, int]
    others: Mapping[str, int]

    @property
    def certified(self) -> int:
        return sum(self.holders.values()) + sum(self.renewing.values())

    @property
    def people(self) -> int:
        return self.certified + sum(self.others.values())

    def ending_by(self, week: int) -> int:
        both = (*self.holders.items(), *self.renewing.items())
        return sum(number for ends, number in both if ends is not None and ends < week)


@dataclass(frozen=True)
class Forecast:
    """Of each week from 0 on: how many to expect, and how likely fewer than the minimum are."""

    staff: Staff
    minimum: int
    expected: tuple[float, ...]
    short: tuple[float, ...]

    @property
    def falls_short_in(self) -> int | None:
        """The first week in which a shortage is likelier than not."""
        return next((week for week, chance in enumerate(self.short) if chance >= SERIOUS), None)

    @property
    def worst(self) -> float:
        return max(self.short)

    @property
    def missing(self) -> int:
        """How many more certified advisors would be needed at the worst time."""
        return max(0, ceil(self.minimum - min(self.expected)))


@dataclass(frozen=True)
class Plan:
    """What to schedule: renewals, first awards of those nearest to one, and the assessor's days that these take."""

    by_week: int
    renewals: int
    first_awards: int

    @property
    def assessor_days(self) -> int:
        return ceil((self.renewals + 3 * self.first_awards) / SESSIONS_A_DAY)


def forecast(staff: Staff, minimum: int, rates: Rates) -> Forecast:
    leaving, arriving = rates.leaving_at(staff.dealership), rates.coming * staff.people
    stay = [exp(-leaving * week) for week in range(WEEKS + 1)]
    chances, squares = _sums(staff, rates)
    arrivals = _of_newcomers(rates, stay)
    expected, short = [], []
    for week in range(WEEKS + 1):
        arrived = arriving * arrivals[week]
        mean = stay[week] * chances[week]  # of each group number × chance, and number × chance × (1 - chance)
        variance = mean - stay[week] ** 2 * squares[week]
        expected.append(mean + arrived)
        short.append(below(minimum, mean + arrived, SPREAD * (variance + arrived)))
    return Forecast(staff, minimum, tuple(expected), tuple(short))


def plan(foretold: Forecast, rates: Rates) -> Plan | None:
    """None where no shortage is foretold. Renewals first: they are shorter, and who needs one is known by name."""
    week = foretold.falls_short_in
    if week is None:
        return None
    missing = foretold.missing or 1
    at_stake, lapsed = foretold.staff.ending_by(WEEKS), foretold.staff.others.get(LAPSED, 0)
    renewals = min(missing, at_stake + lapsed)
    learning = foretold.staff.people - foretold.staff.certified - lapsed
    return Plan(week, renewals, min(missing - renewals, max(0, learning)))


def below(minimum: int, mean: float, variance: float) -> float:
    """The chance of fewer than `minimum`, by the normal approximation with the correction for whole numbers."""
    if variance <= 1e-9:
        return 1.0 if mean < minimum - 0.5 else 0.0
    return 0.5 * (1 + erf((minimum - 0.5 - mean) / sqrt(2 * variance)))


def _sums(staff: Staff, rates: Rates) -> tuple[list[float], list[float]]:
    """By week, over all who are there, the chances of being certified if they stay, and the squares of these."""
    chances, squares = [0.0] * (WEEKS + 1), [0.0] * (WEEKS + 1)
    for number, curve in _groups(staff, rates):
        chances = [sum_ + number * chance for sum_, chance in zip(chances, curve, strict=True)]
        squares = [sum_ + number * chance * chance for sum_, chance in zip(squares, curve, strict=True)]
    return chances, squares


def _groups(staff: Staff, rates: Rates) -> Iterator[tuple[int, Curve]]:
    """Of each group how many they are, and how likely each of them is certified, week by week."""
    for ends, number in staff.holders.items():
        yield number, CERTAIN if ends is None else rates.keep[ends]
    becomes = rates.becomes.get(RENEWING, NEVER)
    for ends, number in staff.renewing.items():
        yield number, CERTAIN if ends is None else CERTAIN[: ends + 1] + becomes[ends + 1 :]
    for name, number in staff.others.items():
        yield number, rates.becomes.get(name, NEVER)


def _of_newcomers(rates: Rates, stay: list[float]) -> list[float]:
    """By week, of one a week who comes: they take as long as the newly hired of the past took."""
    curve = rates.becomes.get(NEW, NEVER)
    gone_by = [chance * still for chance, still in zip(curve, stay, strict=True)]
    return list(accumulate(gone_by[:WEEKS], initial=0.0))
