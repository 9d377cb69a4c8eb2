"""The ways to a certificate as a learner sees them: requirements with their links, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from wagtail.models import Locale, Page

from certificates import rules
from certificates.models import DeltaRequirement, Kind, Prospect, Way


@dataclass(frozen=True)
class Line:
    """One requirement; `suffices` is how many of its group are enough, where it is in one."""

    asked: object
    standing: rules.Standing
    url: str
    suffices: int | None

    @property
    def kind(self) -> str:
        return getattr(self.asked, "kind", rules.ACTIVITY)


@dataclass(frozen=True)
class Road:
    prospect: Prospect
    way: Way
    lines: list[Line]

    @property
    def certification(self):
        return self.prospect.certification

    @property
    def certificate(self):
        return self.prospect.held

    @property
    def is_renewal(self) -> bool:
        return self.way.kind == Kind.RENEWAL

    @property
    def is_upgrade(self) -> bool:
        return self.way.kind == Kind.UPGRADE

    @property
    def left(self) -> int:
        return sum(line.standing.is_open for line in self.lines)

    @property
    def due_on(self) -> date | None:
        """Of an upgrade, the last day on which the certificate holds without it."""
        return min((each.due_on for each in self.way.standings if isinstance(each, DeltaRequirement)), default=None)


def roads(prospects: Iterable[Prospect], request: HttpRequest) -> list[Road]:
    ways = [(prospect, way) for prospect in prospects for way in prospect.ways]
    urls = addresses({asked.page for _, way in ways for asked in way.standings if asked.page_id}, request)
    return [Road(prospect, way, lines_of(way, urls)) for prospect, way in ways]


def lines_of(way: Way, urls: dict) -> list[Line]:
    suffices = {each: choice.needed for choice in way.choices for each in choice.members}
    return [
        Line(asked, standing, urls.get(asked.page.translation_key, "") if asked.page_id else "", suffices.get(asked))
        for asked, standing in way.standings.items()
    ]


def addresses(pages: Iterable[Page], request: HttpRequest) -> dict:
    """Of each page, by translation_key, where it is in the active language, else in its own; none for a draft."""
    pages = list(pages)
    keys = [page.translation_key for page in pages]
    localized = Page.objects.live().filter(translation_key__in=keys, locale=Locale.get_active())
    found = {page.translation_key: page for page in pages if page.live}
    found |= {page.translation_key: page for page in localized}
    return {key: page.get_url(request) or "" for key, page in found.items()}
