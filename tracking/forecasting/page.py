"""The forecast as one reader asked for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from django.utils.formats import date_format

from certificates.models import Certification
from people.models import Dealership, User
from tracking.forecast.curves import Forecast, Plan, forecast, plan
from tracking.forecast.rates import WEEKS
from tracking.forecasting.facts import staffs
from tracking.forecasting.past import rates_on
from tracking.models import Minimum
from tracking.overview.chart import Lines, lines
from tracking.overview.coverage import AT_RISK, ENOUGH, TOO_FEW, WORST_FIRST, minimum_of
from tracking.overview.page import seen_by
from tracking.team import certification_of

RISKY = 0.2  # a chance of a shortage that is worth a look
QUARTER = 13  # weeks


@dataclass(frozen=True)
class Foretold:
    """A dealership's forecast, with the dates that its weeks are."""

    dealership: Dealership
    forecast: Forecast
    plan: Plan | None
    is_usual: bool
    on: date

    @property
    def state(self) -> str:
        if self.forecast.falls_short_in is not None:
            return TOO_FEW
        return AT_RISK if self.forecast.worst >= RISKY else ENOUGH

    @property
    def certified(self) -> int:
        return self.forecast.staff.certified

    @property
    def in_a_quarter(self) -> float:
        return self.forecast.expected[QUARTER]

    @property
    def in_half_a_year(self) -> float:
        return self.forecast.expected[WEEKS]

    @property
    def short_on(self) -> date | None:
        week = self.forecast.falls_short_in
        return None if week is None else self.on + timedelta(weeks=week)

    @property
    def chance(self) -> int:
        return round(100 * self.forecast.worst)

    @property
    def weeks(self) -> list[tuple[date, float, int]]:
        """Every fourth week: the day, who is expected, and the chance of a shortage in per cent."""
        rows = zip(self.forecast.expected, self.forecast.short, strict=True)
        return [
            (self.on + timedelta(weeks=week), number, round(100 * chance))
            for week, (number, chance) in enumerate(rows)
            if week % 4 == 0 or week == WEEKS
        ]

    @property
    def chart(self) -> Lines:
        top = 4 * ceil(max(*self.forecast.expected, self.forecast.minimum, 4) * 1.1 / 4)  # quarters are whole
        days = [self.on + timedelta(weeks=week) for week in range(WEEKS + 1)]
        limit = [float(self.forecast.minimum)] * len(days)
        return lines([limit, self.forecast.expected], [date_format(day, "m-d") for day in days], top)


@dataclass(frozen=True)
class Forecasts:
    certifications: list[Certification]
    certification: Certification | None
    rows: list[Foretold]
    on: date

    @property
    def short(self) -> list[Foretold]:
        return [each for each in self.rows if each.plan]

    @property
    def renewals(self) -> int:
        return sum(each.plan.renewals for each in self.rows if each.plan)

    @property
    def first_awards(self) -> int:
        return sum(each.plan.first_awards for each in self.rows if each.plan)

    @property
    def assessor_days(self) -> int:
        return sum(each.plan.assessor_days for each in self.rows if each.plan)


def forecasts_of(user: User, query, on: date, dealership: Dealership | None = None) -> Forecasts:
    """Of each dealership where somebody works whom `user` sees, or only of one of them; the soonest shortage first."""
    certifications = list(Certification.objects.filter(is_offered=True))
    chosen = certification_of(certifications, query.get("certification"))
    rows = _rows(chosen, user, on, dealership) if chosen else []
    return Forecasts(certifications, chosen, rows, on)


def _rows(certification: Certification, user: User, on: date, only: Dealership | None) -> list[Foretold]:
    seen = set(seen_by(user).order_by().values_list("dealership", flat=True).distinct())
    wanted = seen & {only.pk} if only else seen
    rates, said = rates_on(certification, on), Minimum.of_each(certification)
    places = Dealership.objects.select_related("region").in_bulk([pk for pk in wanted if pk])
    rows = []
    for staff in staffs(certification, on, wanted):
        minimum, is_usual = minimum_of(staff.dealership, staff.people, said)
        foretold = forecast(staff, minimum, rates)
        rows.append(Foretold(places[staff.dealership], foretold, plan(foretold, rates), is_usual, on))
    return sorted(rows, key=_urgency)


def _urgency(each: Foretold) -> tuple:
    return WORST_FIRST.index(each.state), each.short_on or date.max, -each.chance, each.dealership.code
