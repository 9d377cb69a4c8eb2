"""The overview as one reader asked for it: on the screen and in the files the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from certificates.models import Certification
from people.models import Region, Role, User
from tracking.overview.chart import Lines, lines
from tracking.overview.clauses import Missed, missed_most
from tracking.overview.coverage import AT_RISK, TOO_FEW, Coverage, coverage
from tracking.overview.months import Month, network_median, trend
from tracking.team import certification_of

DENSE = 60  # more tiles than these show only their figure


@dataclass(frozen=True)
class RegionOfTiles:
    region: Region
    tiles: list[Coverage]

    @property
    def percent(self) -> int:
        people = sum(each.people for each in self.tiles)
        return round(100 * sum(each.certified for each in self.tiles) / people) if people else 0


@dataclass(frozen=True)
class Overview:
    """`everything` are the dealerships that the reader sees, `region` the one that was asked for."""

    user: User
    certifications: list[Certification]
    certification: Certification | None
    everything: list[Coverage]
    region: Region | None
    on: date

    @cached_property
    def rows(self) -> list[Coverage]:
        return [each for each in self.everything if self.region in (None, each.dealership.region)]

    @property
    def regions(self) -> list[Region]:
        return sorted({each.dealership.region for each in self.everything}, key=lambda region: region.code)

    @property
    def place(self) -> str:
        if self.region or len(self.regions) == 1:
            return str(self.region or (self.rows[0].dealership if len(self.rows) == 1 else self.regions[0]))
        return _("All dealerships")

    @property
    def dealerships(self) -> list[int] | None:
        """Their keys, or None for all there are."""
        if self.user.role == Role.ADMINISTRATOR and self.region is None:
            return None
        return [each.dealership.pk for each in self.rows]

    @property
    def people(self) -> int:
        return sum(each.people for each in self.rows)

    @property
    def certified(self) -> int:
        return sum(each.certified for each in self.rows)

    @property
    def expiring(self) -> int:
        return sum(each.expiring for each in self.rows)

    @property
    def percent(self) -> int:
        return round(100 * self.certified / self.people) if self.people else 0

    @property
    def too_few(self) -> int:
        return sum(each.state == TOO_FEW for each in self.rows)

    @property
    def at_risk(self) -> int:
        return sum(each.state == AT_RISK for each in self.rows)

    @cached_property
    def median(self) -> float | None:
        return network_median(self.certification)

    @cached_property
    def months(self) -> list[Month]:
        return trend(self.certification, self.dealerships)

    @cached_property
    def clauses(self) -> list[Missed]:
        return missed_most(self.dealerships)

    @property
    def is_dense(self) -> bool:
        return len(self.rows) > DENSE

    @cached_property
    def tiles(self) -> list[RegionOfTiles]:
        ordered = sorted(self.rows, key=lambda each: (each.dealership.region.code, each.dealership.code))
        groups = groupby(ordered, key=lambda each: each.dealership.region)
        return [RegionOfTiles(region, list(each)) for region, each in groups]

    @property
    def chart(self) -> Lines:
        labels = [date_format(month.first, "Y-m") for month in self.months]
        return lines([[m.network for m in self.months], [m.percent for m in self.months]], labels)


def overview_of(user: User, query, on: date) -> Overview:
    certifications = list(Certification.objects.filter(is_offered=True))
    chosen = certification_of(certifications, query.get("certification"))
    found = coverage(chosen, seen_by(user), on) if chosen else []
    regions = {each.dealership.region.code: each.dealership.region for each in found}
    return Overview(user, certifications, chosen, found, regions.get(query.get("region", "")), on)


def seen_by(user: User) -> QuerySet:
    return User.objects.visible_to(user).advisors()
