"""How a certificate comes to be: earned, or issued by hand; each issuance exactly once."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from certificates import printable
from certificates.models.acts import IssuedByHand
from certificates.models.certificate import Certificate, Kind, NotInForce
from certificates.models.certification import Certification
from certificates.models.delta import DeltaRequirement
from certificates.models.design import Appearance
from certificates.models.held_back import HeldBack
from certificates.models.locking import lock_person
from certificates.models.prospects import Prospect, Way, programmes, prospects, prospects_in
from certificates.models.serial import SerialNumber
from certificates.models.snapshot import evidence_by_hand, evidence_of
from certificates.models.terms import new_code
from courses import published
from people.latin import latin_name
from people.models import User

AT_ONCE = 500  # people who are looked at together


def award_everybody(at: datetime) -> int:
    """What nobody's result tells of, such as time in the job that is served now; returns how many were awarded.

    In the same few queries for each five hundred people, and some more for each award.
    """
    offered = list(Certification.objects.filter(is_offered=True))
    return sum(
        award_earned(each, at) != each.held
        for some in _parts(User.objects.advisors().order_by("pk"))
        for each in prospects(offered, some, at)
        if may_be_awarded(each)
    )


def award_held_back(at: datetime) -> int:
    """Those whose certificates can be printed now, because a name was corrected; returns how many."""
    waiting = HeldBack.objects.waiting().select_related("certification", "person__dealership")
    ready = {each.person for each in waiting if not unprintable(each.certification, each.person)}
    for person in sorted(ready, key=lambda each: each.pk):
        award_all(person, at)
    return len(ready)


def award_all(person: User, at: datetime) -> list[Certificate]:
    """Every certificate that the person has or has earned by now. What is asked for is kept with what is published."""
    offered = published.now().remember(
        "programmes on offer", lambda: programmes(list(Certification.objects.filter(is_offered=True)))
    )
    held = [award_if_earned(each, at) for each in prospects_in(offered, [person], at)]
    return [certificate for certificate in held if certificate]


def award_if_earned(prospect: Prospect, at: datetime) -> Certificate | None:
    """The person's newest certificate, after the award of what they have earned."""
    return award_earned(prospect, at) if may_be_awarded(prospect) else prospect.held


def may_be_awarded(prospect: Prospect) -> bool:
    return bool(prospect.earned and prospect.certification.is_offered and prospect.person.is_active)


@transaction.atomic
def award_earned(prospect: Prospect, at: datetime) -> Certificate | None:
    """The certificate that was earned; where somebody was quicker, theirs; what they hold if it cannot be printed."""
    lock_person(prospect.person)
    now_held = prospect.certification.newest_of(prospect.person)
    if now_held != prospect.held:
        return now_held
    if missing := unprintable(prospect.certification, prospect.person):
        HeldBack.because_of(missing, prospect.person, prospect.certification, at)
        return now_held
    way = prospect.earned
    evidence = evidence_of(way.standings)
    return _issue(prospect.certification, prospect.person, at, way.kind, prospect.held, evidence, way)


@transaction.atomic
def issue_by_hand(
    certification: Certification, person: User, by: User, at: datetime, reason: str, held: Certificate | None
) -> Certificate:
    """Without the requirements, for a reason that stands in the evidence. `held` is what the administrator saw as the
    newest: whoever clicks twice finds the first one's certificate. Raises printable.UnprintableName, NotInForce."""
    lock_person(person)
    now_held = certification.newest_of(person)
    if now_held != held:
        return now_held
    if held and held.facts().is_suspended:
        raise NotInForce
    if missing := unprintable(certification, person):
        raise printable.UnprintableName(missing)
    kind = Kind.RENEWAL if held else Kind.FIRST
    certificate = _issue(certification, person, at, kind, held, evidence_by_hand(by, at, reason))
    IssuedByHand.objects.create(certificate=certificate, by=by, at=at, reason=reason)
    return certificate


def _issue(
    certification: Certification,
    person: User,
    at: datetime,
    kind: Kind,
    held: Certificate | None,
    evidence: list[dict],
    way: Way | None = None,
) -> Certificate:
    today = timezone.localtime(at).date()
    chain = {"number": held.number + 1 if held else 1, "before": held, "kind": kind}
    dates = {"awarded_at": at, "awarded_on": today, "valid_until": _valid_until(certification, kind, held, today)}
    said = what_it_says(certification, person) | {"serial": SerialNumber.take(today.year), "code": new_code()}
    if kind == Kind.UPGRADE:
        changes = [each for each in way.standings if isinstance(each, DeltaRequirement)]
        said["standard_version"] = max(changes, key=lambda change: change.in_force_from).standard_version
    certificate = Certificate.objects.create(
        certification=certification, person=person, evidence=evidence, **chain, **dates, **said
    )
    Appearance.keep(certificate)
    return certificate


def _valid_until(certification: Certification, kind: Kind, held: Certificate | None, today: date) -> date | None:
    if kind == Kind.UPGRADE:
        return held.valid_until
    is_lost = held is not None and hasattr(held, "revocation")
    return certification.valid_until(today, None if is_lost else held)


def unprintable(certification: Certification, person: User) -> set[str]:
    """The characters of a certificate that none of our fonts can draw: it is not issued before they are gone."""
    return printable.missing_characters("".join(what_it_says(certification, person).values()))


def what_it_says(certification: Certification, person: User) -> dict[str, str]:
    return {
        "name": person.name,
        "name_latin": person.name_latin or latin_name(person.name),
        "dealership_zh": person.dealership.name_zh if person.dealership else "",
        "dealership_en": person.dealership.name_en if person.dealership else "",
        "title_zh": certification.title_zh,
        "title_en": certification.title_en,
        "issuer_zh": certification.issuer_zh,
        "issuer_en": certification.issuer_en,
        "signatory_zh": certification.signatory_zh,
        "signatory_en": certification.signatory_en,
        "standard_version": certification.standard_version,
    }


def _parts(people: QuerySet) -> Iterator[list[User]]:
    """Each read to its end: SQLite refuses a write to whoever still reads what was there before somebody else wrote."""
    last = 0
    while some := list(people.filter(pk__gt=last)[:AT_ONCE]):
        yield some
        last = some[-1].pk
