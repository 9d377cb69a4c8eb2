"""Demonstration history of a whole network, the same for the same seed: what `manage.py populate` does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.utils import timezone

from people.models import Brand, Dealership, JobRole, Region, Role, User
from tracking.populating import lives, names
from tracking.populating.bulk import count_on, write_all
from tracking.populating.calibrated import Calibrations
from tracking.populating.detail import Difficulty
from tracking.populating.histories import Depth, Histories
from tracking.populating.network import Employment, Place, employments, places
from tracking.populating.programmes import Curriculum, curriculum
from tracking.populating.serials import Serials
from tracking.populating.tables import Tables

PASSWORD = "drive-safely-26"
STAFF = 2  # a manager and a trainer at each dealership
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Wanted:
    """`people` are at work at the end; those who have left come besides. `counted` and `whole` are for each dealership:
    of how many of the last year's results answers and marks are kept, and of how many attempts the whole paper."""

    dealerships: int
    people: int
    years: float
    seed: int
    counted: int = 16
    whole: int = 1

    @property
    def code(self) -> str:
        """How codes of dealerships begin; and with a p, employee numbers."""
        return f"s{self.seed}"


@transaction.atomic
def fill(
    wanted: Wanted, now: datetime, *, regions: Sequence[Region] = (), said: Callable[[int, int], None] | None = None
) -> None:
    """All or nothing. `regions` are used again if there are any; `said` is told how many dealerships are done, and of
    how many."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # a queue of millions of checks would wait for the end
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    dice = Random(f"{wanted.seed}:network")
    planned = places(wanted.dealerships, wanted.people, dice)
    filling = Filling(wanted, now, planned, regions or _regions(wanted, planned))
    filling.fill(said or (lambda done, of: None), led=bool(regions))


class Filling:
    def __init__(self, wanted: Wanted, now: datetime, planned: list[Place], regions: Sequence[Region]) -> None:
        self.wanted, self.planned, self.regions = wanted, planned, regions
        self.until = timezone.localdate(now) - timedelta(days=1)
        self.opened = self.until - timedelta(days=round(365.25 * wanted.years))
        self.known: Curriculum = curriculum(now, Random(f"{wanted.seed}:papers"))
        self.tables, self.serials = Tables(), Serials()
        self.calibrations = Calibrations(self.tables)
        self.password = make_password(PASSWORD, salt=f"populated{wanted.seed}")
        self.dealerships = _dealerships(wanted, planned, regions)
        self.groups = dict(Group.objects.filter(name__in=Role.values).values_list("name", "pk"))
        self.in_groups: list[tuple[int, int]] = []
        self.people = 0

    def fill(self, said: Callable[[int, int], None], *, led: bool) -> None:
        """Each region gets a manager unless it is `led` already."""
        for number, region in enumerate(() if led else self.regions):
            dice = Random(f"{self.wanted.seed}:region:{number}")
            self._staff(Role.REGIONAL_MANAGER, JobRole.OTHER, None, region, dice)
        for done, place in enumerate(self.planned, start=1):
            self._dealership(place)
            write_all(self.tables.all)
            said(done, len(self.planned))
        write_all(self.tables.all, at_least=1)
        count_on(self.tables.all)
        self.serials.keep()
        through = User.groups.through
        through.objects.bulk_create(through(user_id=user, group_id=group) for user, group in self.in_groups)

    def _dealership(self, place: Place) -> None:
        dice = Random(f"{self.wanted.seed}:{place.number}")
        here = self.dealerships[place.number]
        self._staff(Role.MANAGER, JobRole.SERVICE_MANAGER, here, None, dice)
        trainer = self._staff(Role.TRAINER, JobRole.TRAINER, here, None, dice)
        self.calibrations.write(
            trainer, self.opened, self.until, Random(f"{self.wanted.seed}:calibrated:{place.number}")
        )
        posts = max(0, place.people - STAFF)
        worked = [self._life(job, dice) for job in employments(place, posts, self.opened, self.until, dice)]
        depth = self._depth([life for _, _, life in worked])
        difficulty = Difficulty(self.wanted.seed, place.number)
        histories = Histories(self.tables, self.known, self.serials, trainer, difficulty, dice)
        for job, road, life in worked:
            histories.write(self._advisor(job, place, dice), road, life, depth)

    def _life(self, job: Employment, dice: Random) -> tuple:
        road = self.known.roads[job.job]
        last = min(job.left - timedelta(days=1), self.until) if job.left else self.until
        return job, road, lives.lived(road.programme, job.hired, last, self.opened, job.skill, dice)

    def _depth(self, told: list[lives.Life]) -> Depth:
        """The last results of the last year: as many attempts as sessions."""
        since = timezone.make_aware(datetime.combine(self.until, time.max)) - YEAR
        recent = sorted((did for life in told for did in life.did if did.at > since), key=lambda did: did.at)
        attempts, sessions = ([id(did) for did in recent if did.step.kind == k] for k in (lives.QUIZ, lives.ROLE_PLAY))
        counted, whole = self.wanted.counted, self.wanted.whole
        return Depth(
            {*attempts[-counted:], *sessions[-counted:]} if counted else set(), set(attempts[-whole:] if whole else ())
        )

    def _advisor(self, job: Employment, place: Place, dice: Random) -> User:
        here = self.dealerships[place.number]
        person = self._person(Role.ADVISOR, job.job, here, None, job.hired, job.left is None, dice)
        before = self._came_from(place, job.came_from) if job.moved else here
        if job.moved and before != here:
            self._membership(person, before, job.hired, job.moved)
            self._membership(person, here, job.moved, job.left)
        else:
            self._membership(person, here, job.hired, job.left)
        return person

    def _came_from(self, place: Place, steps: int) -> Dealership:
        region = [each for each in self.planned if each.region == place.region]
        return self.dealerships[region[(region.index(place) + steps) % len(region)].number]

    def _staff(
        self, role: Role, job: JobRole, dealership: Dealership | None, region: Region | None, dice: Random
    ) -> User:
        hired = self.opened - timedelta(days=dice.randrange(100, 3000))
        person = self._person(role, job, dealership, region, hired, True, dice)
        self.tables.memberships.add(
            person.pk, True, role.value, region and region.pk, dealership and dealership.pk, True, hired, None
        )
        if role.value in self.groups:
            self.in_groups.append((person.pk, self.groups[role.value]))
        return person

    def _person(self, role, job, dealership, region, hired: date, at_work: bool, dice: Random) -> User:
        self.people += 1
        number, (name, latin) = f"{self.wanted.code}-{self.people:06d}", names.person(dice)
        person = User(
            pk=self.tables.people.next_key(), employee_number=number, name=name, name_latin=latin,
            role=role.value, job_role=job.value, dealership=dealership, region=region, hired_on=hired,
            is_active=at_work,
        )  # fmt: skip
        joined = timezone.make_aware(datetime.combine(max(hired, self.opened), time(9)))
        self.tables.people.add(
            person.pk, self.password, False, number, "", name, latin, person.role, person.job_role,
            person.dealership_id, person.region_id, "zh-hans", hired, at_work, joined,
        )  # fmt: skip
        return person

    def _membership(self, person: User, dealership: Dealership, since: date, until: date | None) -> None:
        self.tables.memberships.add(person.pk, True, person.role, None, dealership.pk, True, since, until)


def _regions(wanted: Wanted, planned: list[Place]) -> list[Region]:
    brand = Brand.objects.first() or Brand.objects.create(code="brand", name_zh="品牌", name_en="Brand")
    rows = [(n, *names.region(n)) for n in range(planned[-1].region + 1)]
    return Region.objects.bulk_create(
        Region(code=f"{wanted.code}-r{n:02}", name_zh=zh, name_en=en, brand=brand) for n, zh, en in rows
    )


def _dealerships(wanted: Wanted, planned: list[Place], regions: Sequence[Region]) -> list[Dealership]:
    rows = [(place, *names.dealership(place.number)) for place in planned]
    return Dealership.objects.bulk_create(
        Dealership(
            code=f"{wanted.code}-{place.number + 1:04}",
            name_zh=zh,
            name_en=en,
            region=regions[place.region % len(regions)],
        )
        for place, zh, en in rows
    )
