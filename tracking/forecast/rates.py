"""What the past says: how people of each class fared from one day on, as Kaplan and Meier estimate it (1958)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

WEEKS = 26
Curve = tuple[float, ...]  # after 0, 1, … WEEKS weeks

# Classes of those who are not certified, or are renewing; and of holders the week in which their certificate ends.
NEW, BEGUN, CLOSE, SLOW, LAPSED, LONG_LAPSED, RENEWING = (
    "new", "begun", "close", "slow", "lapsed", "long_lapsed", "renewing",
)  # fmt: skip
CLASSES = (NEW, BEGUN, CLOSE, SLOW, LAPSED, LONG_LAPSED, RENEWING)
EARLIEST = -9  # weeks before the end of a certificate in which the first renew
TRUST = 4.0  # person-years of the whole network that each dealership's own rate of leaving is mixed with


@dataclass(frozen=True)
class Fate:
    """What became of one person: weeks until they were awarded, or until they left or the story ended (`seen`)."""

    awarded: int | None
    seen: int


@dataclass(frozen=True)
class Rates:
    """`becomes` is by class the share that is certified by a week; `renewed` that of holders who have renewed, in weeks
    from EARLIEST before the end of their certificate on. `leaving` and `coming` are rates a week."""

    becomes: Mapping[str, Curve]
    renewed: Curve
    leaving: float
    coming: float
    leaving_of: Mapping[int, float]

    def leaving_at(self, dealership: int) -> float:
        return self.leaving_of.get(dealership, self.leaving)

    @cached_property
    def keep(self) -> list[Curve]:
        """By the week in which a certificate ends, how likely its holder is certified after 0, 1, … weeks."""
        weeks = range(WEEKS + 1)
        return [tuple(1.0 if week <= ends else self._renewed(ends, week) for week in weeks) for ends in weeks]

    def _renewed(self, ends: int, week: int) -> float:
        """Whoever has not renewed yet, `ends` weeks before the end of the certificate, by `week` weeks from now."""
        passed = max(0, -ends - EARLIEST)
        return given_not_yet(self.renewed, passed, week - ends - EARLIEST - passed)


def share_by_week(fates: Iterable[Fate], weeks: int = WEEKS) -> Curve:
    """Who left is counted as long as they were there (the product-limit estimate)."""
    events: Counter[int] = Counter()
    ended: Counter[int] = Counter()
    at_risk = 0
    for fate in fates:
        at_risk += 1
        if fate.awarded is not None and fate.awarded <= weeks:
            events[max(1, fate.awarded)] += 1
        else:
            ended[min(fate.seen, weeks)] += 1
    share, curve = 1.0, [0.0]
    at_risk -= ended[0]
    for week in range(1, weeks + 1):
        share *= 1 - events[week] / at_risk if at_risk > 0 else 1.0
        at_risk -= events[week] + ended[week]
        curve.append(1 - share)
    return tuple(curve)


def rate(events: int, weeks: float) -> float:
    return events / weeks if weeks > 0 else 0.0


def mixed(events: int, weeks: float, everywhere: float) -> float:
    """A small dealership's own rate says little: as much of everybody's is mixed in as TRUST says."""
    return (events + everywhere * TRUST * 52) / (weeks + TRUST * 52)


def given_not_yet(curve: Sequence[float], after: int, weeks: int) -> float:
    """Of those who have not by `after` steps, the share that has `weeks` steps later."""
    last = len(curve) - 1
    before, then = curve[max(0, min(after, last))], curve[max(0, min(after + weeks, last))]
    return (then - before) / (1 - before) if before < 1 else 0.0
