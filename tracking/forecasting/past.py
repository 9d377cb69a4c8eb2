"""What the last year of the network teaches, as `tracking.forecast.rates.Rates`; kept for a day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from datetime import date, timedelta

from certificates.models import Certification
from tracking.forecast.rates import EARLIEST, RENEWING, WEEKS, Fate, Rates, mixed, rate, share_by_week
from tracking.forecasting.facts import Chains, Employed, chains, employed, passes, stand_of
from tracking.models import ForecastRates

YEAR = timedelta(days=365)
HALF_A_YEAR = timedelta(weeks=WEEKS)


def rates_on(certification: Certification, on: date) -> Rates:
    """Counted once a day and network; the first who asks waits for it."""
    kept = ForecastRates.objects.filter(certification=certification, on=on).first()
    if kept is None:
        figures = asdict(learnt(certification, on))
        kept, _ = ForecastRates.objects.get_or_create(certification=certification, on=on, defaults={"figures": figures})
    return from_data(kept.figures)


def from_data(figures: dict) -> Rates:
    """JSON has words for keys and lists for tuples."""
    leaving_of = {int(dealership): value for dealership, value in figures["leaving_of"].items()}
    becomes = {name: tuple(curve) for name, curve in figures["becomes"].items()}
    return Rates(becomes, tuple(figures["renewed"]), figures["leaving"], figures["coming"], leaving_of)


def learnt(certification: Certification, on: date) -> Rates:
    """From what is known by that day and nothing later."""
    worked, held = employed(on - YEAR, on), chains(certification, on)
    begins = on - YEAR
    events: dict[int, int] = defaultdict(int)
    weeks: dict[int, float] = defaultdict(float)
    for each in worked:
        events[each.dealership] += each.until is not None and each.until <= on
        last, first = min(each.until or on, on), max(each.since or begins, begins)
        weeks[each.dealership] += max(0, (last - first).days) / 7
    came = sum(each.since is not None and begins < each.since <= on for each in worked)
    leaving = rate(sum(events.values()), sum(weeks.values()))
    leaving_of = {dealership: mixed(events[dealership], weeks[dealership], leaving) for dealership in weeks}
    becomes = _becomes(certification, worked, held, on)
    renewed = share_by_week(_renewals(worked, held, on), weeks=2 * WEEKS)
    return Rates(becomes, renewed, leaving, rate(came, sum(weeks.values())), leaving_of)


def _becomes(certification: Certification, worked: list[Employed], held: Chains, on: date) -> dict:
    """How those fared who were in each class half a year ago."""
    then = on - HALF_A_YEAR
    passed, fates = passes(certification, then), defaultdict(list)
    for each in worked:
        if (each.since and each.since > then) or (each.until and each.until <= then):
            continue
        own = held.get(each.person, [])
        before = [link for link in own if link[0] <= then]
        stand = stand_of(each.since, before, passed.get(each.person), certification, then)
        name = stand.name or (RENEWING if stand.is_renewing else "")
        if name:
            after = next((awarded for awarded, _ in own if awarded > then), None)
            last = min(each.until or on, on)
            fates[name].append(_fate(then, after if after and after <= last else None, last))
    return {name: share_by_week(some) for name, some in fates.items()}


def _renewals(worked: list[Employed], held: Chains, on: date) -> list[Fate]:
    """Of each certificate that ended within the last year, when the next one came."""
    left = {each.person: each.until for each in worked}
    found = []
    for person, until in left.items():
        own = held.get(person, [])
        for (_, ends), after in zip(own, [*(link[0] for link in own[1:]), None], strict=False):
            if ends is not None and on - YEAR < ends <= on + timedelta(weeks=-EARLIEST):
                begins, last = ends + timedelta(weeks=EARLIEST), min(until or on, on)
                if last > begins:
                    found.append(_fate(begins, after if after and after <= last else None, last))
    return found


def _fate(begins: date, awarded: date | None, last: date) -> Fate:
    weeks = None if awarded is None else max(1, -(-(awarded - begins).days // 7))
    return Fate(weeks, max(0, (last - begins).days // 7))
