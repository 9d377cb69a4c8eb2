"""The matrix: people × requirements of a certification, with who may not serve customers tomorrow first."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from certificates.models import Certificate, Certification, Requirement, Road
from certificates.rules import Standing
from people.models import User

# Exceptions first: the order in which rows need the manager's attention.
URGENCY = ("revoked", "expired", "failed", "not_started", "in_progress", "expiring", "valid")


@dataclass(frozen=True)
class Row:
    person: User
    standings: list[tuple[Requirement, Standing]]
    certificate: Certificate | None
    state: str

    @property
    def urgency(self) -> int:
        """Somebody who failed something is under way, but needs attention before those who have not begun."""
        has_failed = self.certificate is None and any(standing.state == "failed" for _, standing in self.standings)
        return URGENCY.index("failed" if has_failed else self.state)


@dataclass(frozen=True)
class Matrix:
    certification: Certification
    requirements: list[Requirement]
    rows: list[Row]

    @property
    def certified(self) -> int:
        return sum(row.state in ("valid", "expiring") for row in self.rows)


def matrix(certification: Certification, people: Collection[User], on: date) -> Matrix:
    """One row for each of `people`; the same few queries however many there are, as short if `people` is a queryset."""
    standings = certification.standings(people)
    held = latest_certificates(certification, people)
    rows = [row_of(person, standings[person], held.get(person.pk), on) for person in people]
    requirements = list(certification.requirements.filter(road=Road.FIRST))
    return Matrix(certification, requirements, sorted(rows, key=lambda row: row.urgency))


def latest_certificates(certification: Certification, people: Collection[User]) -> dict[int, Certificate]:
    certificates = certification.certificates.filter(person__in=people)
    return {each.person_id: each for each in certificates.select_related("revocation").order_by("number")}


def row_of(person: User, standings: dict, certificate: Certificate | None, on: date) -> Row:
    state = certificate.state(on) if certificate else state_without_certificate(standings.values())
    return Row(person, list(standings.items()), certificate, state)


def state_without_certificate(standings: Iterable[Standing]) -> str:
    """All met means that the award is on its way, so that too is in progress."""
    return "not_started" if all(standing.state == "not_started" for standing in standings) else "in_progress"
