"""What is asked of people now: for the first certificate, for its renewal, or after a change of the standard."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.utils import timezone

from certificates import rules
from certificates.models.certificate import Certificate, Kind
from certificates.models.certification import Certification
from certificates.models.delta import DeltaRequirement
from certificates.models.evidence import results_of
from certificates.models.requirement import AsksForPage, Requirement, RequirementGroup, Road, activities_of
from people.many import listed, together
from people.models import User
from people.prepared import THEIR_KEYS, Prepared


@dataclass(frozen=True)
class Way:
    """One way to a person's next certificate, and how far they are on it."""

    kind: Kind
    standings: dict[AsksForPage, rules.Standing]
    choices: tuple[rules.Choice, ...] = ()

    @property
    def is_met(self) -> bool:
        return rules.all_met(self.standings)

    @property
    def is_begun(self) -> bool:
        return any(each.state != rules.NOT_STARTED for each in self.standings.values())

    @property
    def lacks_only_sign_off(self) -> bool:
        """Whether the manager's word is all that is missing."""
        if not any(_is_sign_off(asked) and standing.is_open for asked, standing in self.standings.items()):
            return False
        given = {
            asked: replace(standing, state=rules.PASSED) if _is_sign_off(asked) else standing
            for asked, standing in self.standings.items()
        }
        return rules.all_met(rules.settled(given, self.choices))

    @property
    def to_be_observed(self) -> list[Requirement]:
        """What has to be seen at work, where that and perhaps the manager's word are all that is missing."""
        missing = [asked for asked, standing in self.standings.items() if standing.is_open]
        observed = [each for each in missing if getattr(each, "kind", "") == rules.OBSERVATION]
        return observed if all(each in observed or _is_sign_off(each) for each in missing) else []

    @property
    def open(self) -> list[AsksForPage]:
        return [asked for asked, standing in self.standings.items() if standing.is_open]


@dataclass(frozen=True)
class Prospect:
    certification: Certification
    person: User
    held: Certificate | None
    ways: tuple[Way, ...]

    @property
    def earned(self) -> Way | None:
        return next((way for way in self.ways if way.is_met), None)


@dataclass(frozen=True)
class Programme:
    """A certification with all that it asks for, as rules."""

    certification: Certification
    first: dict[Requirement, rules.Rule]
    renewal: dict[Requirement, rules.Rule]
    deltas: dict[DeltaRequirement, rules.Rule]
    groups: list[RequirementGroup]

    @property
    def asks_for_sign_off(self) -> bool:
        return any(_is_sign_off(each) for each in (*self.first, *self.renewal))

    @property
    def asks_for_observation(self) -> bool:
        return any(rule.kind == rules.OBSERVATION for rule in (*self.first.values(), *self.renewal.values()))

    @property
    def activities(self) -> set:
        everything = (*self.first.values(), *self.renewal.values(), *self.deltas.values())
        return {key for rule in everything for key in rule.activities}

    def ways(self, held: Certificate | None, results: list[rules.Result], at: datetime) -> Iterator[Way]:
        on = timezone.localtime(at).date()
        if held is None:
            yield self._way(Kind.FIRST, self.first, results, on)
            return
        changes = {each: rule for each, rule in self.deltas.items() if each.concerns(held.awarded_on, on)}
        if held.may_be_renewed(at):
            yield self._way(Kind.RENEWAL, self.asked_anew(held, on) | changes, results, on)
        facts = held.facts()
        is_over = held.valid_until is not None and on > held.valid_until
        if changes and not (is_over or facts.is_revoked or facts.is_suspended or facts.is_superseded):
            yield self._way(Kind.UPGRADE, changes, results, on)

    def asked_anew(self, held: Certificate, on: date) -> dict[AsksForPage, rules.Rule]:
        """The shorter road is open until grace is over; then, and where there is none, the whole road is asked for."""
        road = self.renewal if self.renewal and on <= held.grace_ends else self.first
        after = held.awarded_on + timedelta(days=1)
        return {each: rule.anew(held.renewable_on, after) for each, rule in road.items()}

    def _way(self, kind: Kind, asked: dict, results: list[rules.Result], on: date) -> Way:
        standings = {each: rules.standing(rule, results, on) for each, rule in asked.items()}
        choices = self._choices(asked)
        return Way(kind, rules.settled(standings, choices), choices)

    def _choices(self, asked: dict) -> tuple[rules.Choice, ...]:
        return tuple(
            rules.Choice(frozenset(each for each in asked if getattr(each, "group", "") == group.code), group.needed)
            for group in self.groups
        )


def programmes(certifications: Collection[Certification]) -> list[Programme]:
    """In the same few queries for any number of certifications."""
    asked = list(Requirement.objects.filter(certification__in=certifications).select_related("page"))
    deltas = list(DeltaRequirement.objects.filter(certification__in=certifications).select_related("page"))
    groups = list(RequirementGroup.objects.filter(certification__in=certifications))
    keys = activities_of([*asked, *deltas])

    def of(certification: Certification, rows: list, road: Road | None = None) -> dict:
        own = [each for each in rows if each.certification_id == certification.pk]
        return {each: each.rule(keys[each]) for each in own if road is None or each.road == road}

    return [
        Programme(
            certification=each,
            first=of(each, asked, Road.FIRST),
            renewal=of(each, asked, Road.RENEWAL),
            deltas=of(each, deltas),
            groups=[group for group in groups if group.certification_id == each.pk],
        )
        for each in certifications
    ]


def prospects(certifications: Collection[Certification], people: Collection[User], at: datetime) -> list[Prospect]:
    """Each of the people with each of the certifications; the same few queries for any number of either."""
    return prospects_in(programmes(certifications), people, at)


def prospects_in(found: Collection[Programme], people: Collection[User], at: datetime) -> list[Prospect]:
    results = results_of(people, {key for programme in found for key in programme.activities})
    held = newest_of([programme.certification for programme in found], people)
    return [
        Prospect(programme.certification, person, own, tuple(programme.ways(own, results.get(person.pk, []), at)))
        for programme in found
        for person in people
        for own in [held.get((programme.certification.pk, person.pk))]
    ]


def newest_of(certifications: Collection[Certification], people: Collection[User]) -> dict[tuple, Certificate]:
    asked = {each.pk for each in certifications}
    rows = NEWEST.objects(together(person.pk for person in people))
    return {(each.certification_id, each.person_id): each for each in rows if each.certification_id in asked}


# After each result.
NEWEST = Prepared(
    lambda people: Certificate.objects.filter(person__in=listed(people)).with_state().newest().select_related("person"),
    places=(THEIR_KEYS,),
)


def _is_sign_off(asked: AsksForPage) -> bool:
    return getattr(asked, "kind", "") == rules.SIGN_OFF
