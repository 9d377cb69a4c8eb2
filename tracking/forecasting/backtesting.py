"""The forecast tried on the past, beside the simple count of expiries: both know nothing of what came later."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists

from certificates.models import Certification
from tracking.forecast.curves import forecast
from tracking.forecast.scores import Told, brier, mean_error
from tracking.forecasting.facts import staffs
from tracking.forecasting.past import learnt
from tracking.overview.coverage import minimum_of
from tracking.overview.months import advisors_on, held_on


@dataclass(frozen=True)
class Trial:
    """Of one day and one distance: scores of the forecast and of the simple count, and by how much each was off."""

    on: date
    weeks: int
    dealerships: int
    fell_short: int
    forecast: float
    simple: float
    forecast_error: float
    simple_error: float


def trials(certification: Certification, days: list[date], weeks: list[int]) -> Iterator[Trial]:
    """Minima are the usual ones of that day: what somebody says today was not known then."""
    for on in days:
        rates, then = learnt(certification, on), staffs(certification, on)
        foretold = [forecast(staff, minimum_of(staff.dealership, staff.people, {})[0], rates) for staff in then]
        for week in weeks:
            came = certified_on(certification, on + timedelta(weeks=week))
            rows = [(each, came.get(each.staff.dealership, 0)) for each in foretold]
            yield _trial(on, week, rows)


def certified_on(certification: Certification, day: date) -> dict[int, int]:
    rows = advisors_on(day).filter(Exists(held_on(certification, day, "person")))
    return dict(rows.values_list("dealership").annotate(Count("pk")))


def _trial(on: date, week: int, rows: list) -> Trial:
    simple = [(each.staff.certified - each.staff.ending_by(week), each.minimum, came) for each, came in rows]
    return Trial(
        on, week, len(rows), sum(came < each.minimum for each, came in rows),
        brier(Told(each.short[week], came < each.minimum) for each, came in rows),
        brier(Told(float(left < minimum), came < minimum) for left, minimum, came in simple),
        mean_error((each.expected[week], came) for each, came in rows),
        mean_error((left, came) for left, _, came in simple),
    )  # fmt: skip
