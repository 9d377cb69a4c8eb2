"""The team as one reader asked for it: on the screen, in a file and on paper the same people in the same order."""

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from certificates.models import Certification
from courses import published
from people.models import Dealership, User
from tracking.forms import FilterForm
from tracking.matrix import URGENCY, Asked, Entry, Row, roll, rows

ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Team:
    """`found` is everybody whom form and search find, `entries` those of them in the state that was asked for."""

    certifications: list[Certification]
    form: FilterForm
    dealership: Dealership | None
    asked: Asked | None
    found: list[Entry]
    entries: list[Entry]
    on: date

    @property
    def certification(self) -> Certification | None:
        return self.asked.certification if self.asked else None

    def place(self, user: User) -> str:
        """Where these people work, as far as `user` looks."""
        return str(self.dealership or user.dealership or user.region or _("All dealerships"))

    @property
    def shows_places(self) -> bool:
        """Whether people of several dealerships stand side by side ("all" and one are no choice)."""
        return not self.dealership and len(self.form.fields["dealership"].choices) > 2

    @property
    def certified(self) -> int:
        return sum(entry.is_certified for entry in self.found)

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Of each state that there is, how many people."""
        number = Counter(entry.state for entry in self.found)
        return [(state, number[state]) for state in URGENCY if number[state] or state == self.form.asked("state")]

    def rows(self, entries: Sequence[Entry]) -> list[Row]:
        return rows_of([entry.pk for entry in entries], self.asked, self.on)

    def all_rows(self) -> Iterator[Row]:
        """A few hundred at a time. Only keys are kept: who writes a file may let go of the team, and of its names."""
        return rows_by_part(array("q", [entry.pk for entry in self.entries]), self.asked, self.on)


def rows_by_part(keys: Sequence[int], asked: Asked, on: date) -> Iterator[Row]:
    for start in range(0, len(keys), ROWS_AT_ONCE):
        yield from rows_of(list(keys[start : start + ROWS_AT_ONCE]), asked, on)


def rows_of(keys: Sequence[int], asked: Asked, on: date) -> list[Row]:
    people = User.objects.select_related("dealership").in_bulk(keys)
    return rows(asked, [people[key] for key in keys], on)


def team_of(user: User, query, on: date) -> Team:
    """The advisors whom `user` may see, as `query` (a request's GET) asks for them."""
    kept = published.now()
    certifications = kept.remember("offered", lambda: list(Certification.objects.filter(is_offered=True)))
    advisors = User.objects.visible_to(user).advisors()
    dealerships = list(Dealership.objects.filter(pk__in=advisors.order_by().values("dealership")))
    form = FilterForm(query, dealerships)
    dealership = next((each for each in dealerships if each.code == form.asked("dealership")), None)
    chosen = certification_of(certifications, query.get("certification"))
    asked = kept.remember(("asked", chosen.pk), lambda: Asked.by(chosen)) if chosen else None
    found = form.found(roll(asked, form.people(advisors), on)) if asked else []
    return Team(certifications, form, dealership, asked, found, form.shown(found), on)


def certification_of(certifications: Sequence[Certification], code: str | None) -> Certification | None:
    """The one with this code, or else the first."""
    return next((each for each in certifications if each.code == code), next(iter(certifications), None))
