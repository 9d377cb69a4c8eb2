"""From who is there and what the past says to who is certified week by week, and what would prevent a shortage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import ceil, erf, exp, sqrt

from tracking.forecast.rates import EARLIEST, LAPSED, NEW, RENEWING, WEEKS, Rates, given_not_yet

SERIOUS = 0.5  # a shortage that is likelier than not is foretold
SPREAD = 1.3  # people of one dealership share their trainer and their season: more varies than by chance alone
SESSIONS_A_DAY = 8  # role-plays that an assessor scores in a day


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
    stay = [exp(-rates.leaving_at(staff.dealership) * week) for week in range(WEEKS + 1)]
    expected, short = [], []
    for week in range(WEEKS + 1):
        chances = [(number, stay[week] * chance) for number, chance in _chances(staff, rates, week)]
        mean = sum(number * chance for number, chance in chances)
        variance = sum(number * chance * (1 - chance) for number, chance in chances)
        arrived = _of_newcomers(staff, rates, week, stay)
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


def _chances(staff: Staff, rates: Rates, week: int) -> Iterator[tuple[int, float]]:
    """Of each group how many they are, and how likely each of them is certified in that week if they stay."""
    for ends, number in staff.holders.items():
        yield number, 1.0 if ends is None or week <= ends else _renewed(rates, ends, week)
    for ends, number in staff.renewing.items():
        yield number, 1.0 if ends is None or week <= ends else _becomes(rates, RENEWING, week)
    for name, number in staff.others.items():
        yield number, _becomes(rates, name, week)


def _renewed(rates: Rates, ends: int, week: int) -> float:
    """Whoever has not renewed yet, `ends` weeks before the end of the certificate, by `week` weeks from now."""
    passed = max(0, -ends - EARLIEST)
    return given_not_yet(rates.renewed, passed, week - ends - EARLIEST - passed)


def _becomes(rates: Rates, name: str, week: int) -> float:
    curve = rates.becomes.get(name)
    return curve[week] if curve else 0.0


def _of_newcomers(staff: Staff, rates: Rates, week: int, stay: list[float]) -> float:
    """Who comes in the meantime takes as long as the newly hired of the past took."""
    curve = rates.becomes.get(NEW)
    if not curve:
        return 0.0
    arriving = rates.coming * staff.people
    return sum(arriving * curve[week - came] * stay[week - came] for came in range(1, week + 1))
