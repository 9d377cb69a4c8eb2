"""Who has performed what: the trainer's board, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import get_language

from courses.models import Outcome
from people.models import User, UserQuerySet
from roleplays.models import RolePlayPage, Session

RECENT = 6


@dataclass(frozen=True)
class Standing:
    """How a person stands at a role-play: `state` is passed, in_progress, failed or not_started.

    `running` is the session that the reader may go on with, `last` the result to show.
    """

    role_play: RolePlayPage
    state: str
    running: Session | None
    last: Session | None


@dataclass(frozen=True)
class Row:
    person: User
    standings: list[Standing]

    @property
    def passed(self) -> int:
        return sum(standing.state == "passed" for standing in self.standings)

    @property
    def is_performing(self) -> bool:
        return any(standing.state == "in_progress" for standing in self.standings)


def advisors(trainer: User) -> UserQuerySet:
    """The people a trainer may open a session for. Nobody assesses themselves."""
    return User.objects.advisors().visible_to(trainer).exclude(pk=trainer.pk).select_related("dealership")


def found(people: UserQuerySet, words: str) -> UserQuerySet:
    for word in words.split():
        people = people.filter(
            Q(name__icontains=word) | Q(name_latin__icontains=word) | Q(employee_number__icontains=word)
        )
    return people


def not_yet_passed(people: UserQuerySet, role_plays: Iterable[RolePlayPage]) -> UserQuerySet:
    keys = {page.translation_key for page in role_plays}
    passed = Q(role_play_sessions__outcome=Outcome.PASSED, role_play_sessions__role_play__in=keys)
    count = Count("role_play_sessions__role_play", filter=passed, distinct=True)
    return people.annotate(passed=count).filter(passed__lt=len(keys)).order_by("employee_number")


def rows(trainer: User, people: Iterable[User], role_plays: list[RolePlayPage]) -> list[Row]:
    people = list(people)
    sessions = Session.objects.filter(
        person__in=people, role_play__in=[page.translation_key for page in role_plays], cancelled_at=None
    )
    by_both: dict[tuple[int, UUID], list[Session]] = {}
    for session in sessions.newest_first():
        by_both.setdefault((session.person_id, session.role_play), []).append(session)
    return [
        Row(
            person, [standing(page, by_both.get((person.pk, page.translation_key), []), trainer) for page in role_plays]
        )
        for person in people
    ]


def standing(role_play: RolePlayPage, sessions: list[Session], trainer: User) -> Standing:
    """`sessions` are those of one person at this role-play, newest first. Who has passed stays passed."""
    own = next((session for session in sessions if session.is_running and session.opened_by_id == trainer.pk), None)
    released = [session for session in sessions if session.released_at]
    passed = next((session for session in released if session.has_passed), None)
    last = passed or (released[0] if released else None)
    if passed:
        state = "passed"
    elif any(session.is_running for session in sessions):
        state = "in_progress"
    else:
        state = "failed" if last else "not_started"
    return Standing(role_play, state, own, last)


def running_of(trainer: User) -> list[Session]:
    sessions = Session.objects.visible_to(trainer).running().assessed_by(trainer)
    return titled(sessions.select_related("person", "edition").newest_first())


def recent(trainer: User) -> list[Session]:
    sessions = Session.objects.visible_to(trainer).released().exclude(person=trainer)
    return titled(sessions.select_related("person", "edition").order_by("-released_at", "-pk")[:RECENT])


def titled(sessions: Iterable[Session]) -> list[Session]:
    """The sessions with their `page` looked up together."""
    sessions = list(sessions)
    found_pages = RolePlayPage.objects.filter(translation_key__in={session.role_play for session in sessions})
    # The active language comes last and wins.
    in_order = sorted(
        found_pages.select_related("locale"), key=lambda page: page.locale.language_code == get_language()
    )
    pages = {page.translation_key: page for page in in_order}
    for session in sessions:
        session.page = pages.get(session.role_play)
    return sessions
