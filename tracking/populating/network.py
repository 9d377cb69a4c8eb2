"""Where people work and when they came, moved and left: regions, dealerships, and everybody who ever held a post."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from people.models import JobRole
from tracking.populating import lives

DEALERSHIPS_A_REGION = 100
MOVED = 0.08  # came from another dealership of the region
LEAVING = (0.08, 0.4)  # the rates of leaving within a year, by dealership
JOBS = (
    [JobRole.SERVICE_ADVISOR] * 16 + [JobRole.CUSTOMER_SPECIALIST] * 3 + [JobRole.FOLLOW_UP_CLERK]
)  # shares of twenty


@dataclass(frozen=True)
class Place:
    """A dealership to be: `skill` and `leaving` are what its people have in common."""

    number: int
    region: int
    people: int
    skill: float
    leaving: float


@dataclass(frozen=True)
class Employment:
    hired: date
    left: date | None
    moved: date | None  # until this day at another dealership
    came_from: int  # how many places on in the region that one is
    job: JobRole
    skill: float


def places(dealerships: int, people: int, dice: Random) -> list[Place]:
    """Regions of a hundred dealerships and, as nearly as whole people allow, equally many people each."""
    regions = -(-dealerships // DEALERSHIPS_A_REGION)
    found: list[Place] = []
    for region in range(regions):
        numbers = range(region * dealerships // regions, (region + 1) * dealerships // regions)
        share = (region + 1) * people // regions - region * people // regions
        sizes = shares(share, [dice.uniform(0.5, 1.5) for _ in numbers])
        for number, size in zip(numbers, sizes, strict=True):
            found.append(Place(number, region, size, dice.gauss(0, 0.5), dice.uniform(*LEAVING)))
    return found


def shares(whole: int, weights: list[float]) -> list[int]:
    """Whole numbers that come to `whole`."""
    total, upto, done, found = sum(weights), 0.0, 0, []
    for weight in weights:
        upto += weight
        part = round(whole * upto / total) - done
        found.append(part)
        done += part
    return found


def employments(place: Place, posts: int, opened: date, until: date, dice: Random) -> Iterator[Employment]:
    """Everybody who held one of the posts in these years. Half of the posts were there before, half came since."""
    span = (until - opened).days
    for post in range(posts):
        first = opened - timedelta(days=dice.randrange(30, 1500))
        if post % 5 > 2:
            first = opened + timedelta(days=dice.randrange(max(1, span - 5)))
        for hired, left in lives.employments(place.leaving, first, until, dice):
            if left is None or left > opened:
                yield _employment(place, hired, left, until, dice)


def _employment(place: Place, hired: date, left: date | None, until: date, dice: Random) -> Employment:
    stay = ((left or until) - hired).days
    moved = hired + timedelta(days=dice.randrange(20, stay)) if stay > 60 and dice.random() < MOVED else None
    return Employment(hired, left, moved, dice.randrange(1, 9), dice.choice(JOBS), dice.gauss(place.skill, 1))
