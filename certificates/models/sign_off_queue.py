"""Whose certificate waits for nothing but the manager's word."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from certificates import rules
from certificates.models.certificate import Certificate
from certificates.models.certification import Certification
from certificates.models.prospects import Programme, Prospect, Way, programmes, prospects
from certificates.models.requirement import Requirement
from courses.models import LedgerEntry
from people.many import many
from people.models import User

MOST = 200  # of one certification at once: who has more signs these first


@dataclass(frozen=True)
class ToObserve:
    """Whom nobody has seen at work yet; everything else is met, but perhaps the manager's word."""

    person: User
    certification: Certification
    requirement: Requirement


@dataclass(frozen=True)
class Waiting:
    person: User
    certification: Certification
    way: Way

    @property
    def passed(self) -> list[tuple]:
        return [(asked, standing) for asked, standing in self.way.standings.items() if standing.is_met]

    @property
    def since(self) -> datetime:
        """When the last of the rest was met."""
        return max(standing.at for _, standing in self.passed)


def waiting_for(user: User, at: datetime) -> list[Waiting]:
    """Those whom `user` may sign off now, who has waited longest first; a few queries for each certification."""
    found = [
        Waiting(each.person, each.certification, way)
        for programme in programmes(Certification.objects.filter(is_offered=True))
        if programme.asks_for_sign_off
        for each, way in near(user, programme, at)
        if way.lacks_only_sign_off
    ]
    return sorted(found, key=lambda each: (each.since, each.person.employee_number))


def to_observe(user: User, at: datetime) -> list[ToObserve]:
    """Those whom `user` may observe at work, for which nothing else is to be waited for."""
    found = [
        ToObserve(each.person, each.certification, asked)
        for programme in programmes(Certification.objects.filter(is_offered=True))
        if programme.asks_for_observation
        for each, way in near(user, programme, at, besides=rules.OBSERVATION)
        for asked in way.to_be_observed
    ]
    return sorted(found, key=lambda each: (each.person.employee_number, each.certification.code, each.requirement.pk))


def near(user: User, programme: Programme, at: datetime, besides: str = "") -> Iterator[tuple[Prospect, Way]]:
    keys = User.objects.visible_to(user).advisors().exclude(pk=user.pk).order_by().values_list("pk", flat=True)
    people = User.objects.filter(pk__in=many(likely(programme, list(keys), at, besides)))
    some = list(people.select_related("dealership").order_by("employee_number")[:MOST])
    for each in prospects([programme.certification], some, at):
        for way in each.ways:
            yield each, way


def likely(programme: Programme, people: list[int], at: datetime, besides: str = "") -> set[int]:
    """Whoever has passed what is scored, or holds what may be renewed: a light look, before the exact one.

    Of `besides`, a kind of requirement, nothing is asked. What fewest have passed is asked first, of the others only
    those who are left: all at once PostgreSQL would look for in the whole ledger.
    """
    window = timedelta(days=programme.certification.renewal_window_days)
    ends_soon = timezone.localtime(at).date() + window
    newest = Certificate.objects.filter(person__in=many(people), certification=programme.certification).newest()
    held = {
        person: (until, revoked) for person, until, revoked in newest.values_list("person", "valid_until", "revocation")
    }
    renewing = {person for person, (until, revoked) in held.items() if until and until <= ends_soon and not revoked}
    left = set(people) - held.keys()
    for kind, activity in sorted(scored(programme, besides), key=lambda each: each[0] != rules.OBSERVATION):
        done = LedgerEntry.objects.done().filter(person__in=many(left), activity=activity)
        proof = done.at_work() if kind == rules.OBSERVATION else done.in_courses()
        left = set(proof.values_list("person", flat=True))
    return renewing | left


def scored(programme: Programme, besides: str) -> Iterator[tuple[str, UUID]]:
    """One activity of each requirement that nothing else can stand for."""
    kinds = {rules.ACTIVITY, rules.OBSERVATION} - {besides}
    for requirement, rule in programme.first.items():
        if requirement.page_id and not requirement.group and rule.kind in kinds and rule.activities:
            yield rule.kind, min(rule.activities)
