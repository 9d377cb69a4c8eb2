"""Who has performed what: the trainer's board, in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import get_language

from courses.models import Outcome
from people.models import User, UserQuerySet
from roleplays.models import Kind, Plan, RolePlayPage, ScoreSheet, Session

RECENT = 6
WAITING = 30  # the newest; older ones are found with their person


@dataclass(frozen=True)
class Standing:
    """How a person stands at a role-play: `state` is passed, in_progress, failed or not_started.

    `running` is the session that the reader may go on with, `joins` whether another's waits for them, `last` the result
    to show.
    """

    role_play: RolePlayPage
    state: str
    running: Session | None
    last: Session | None
    joins: bool = False


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
    passed = Q(
        role_play_sessions__outcome=Outcome.PASSED,
        role_play_sessions__role_play__in=keys,
        role_play_sessions__kind=Kind.ROLE_PLAY,
    )
    count = Count("role_play_sessions__role_play", filter=passed, distinct=True)
    return people.annotate(passed=count).filter(passed__lt=len(keys)).order_by("employee_number")


def rows(trainer: User, people: Iterable[User], role_plays: list[RolePlayPage]) -> list[Row]:
    people = list(people)
    sessions = Session.objects.role_plays().filter(
        person__in=people, role_play__in=[page.translation_key for page in role_plays], cancelled_at=None
    )
    own = ScoreSheet.objects.filter(session=OuterRef("pk"), assessor=trainer)
    sessions = sessions.annotate(
        is_own=Exists(own.filter(submitted_at=None)), is_handed_in=Exists(own.filter(submitted_at__isnull=False))
    )
    by_both: dict[tuple[int, UUID], list[Session]] = {}
    for session in sessions.annotate(joined=Count("score_sheets")).newest_first():
        by_both.setdefault((session.person_id, session.role_play), []).append(session)
    return [
        Row(person, [standing(page, by_both.get((person.pk, page.translation_key), [])) for page in role_plays])
        for person in people
    ]


def standing(role_play: RolePlayPage, sessions: list[Session]) -> Standing:
    """`sessions` are those of one person at this role-play, newest first. Who has passed stays passed."""
    running = [session for session in sessions if session.is_running]
    own = next((session for session in running if session.is_own), None)
    joins = any(s.joined < s.assessors and not (s.is_own or s.is_handed_in) for s in running)
    released = [session for session in sessions if session.released_at]
    passed = next((session for session in released if session.has_passed), None)
    last = passed or (released[0] if released else None)
    if passed:
        state = "passed"
    elif running:
        state = "in_progress"
    else:
        state = "failed" if last else "not_started"
    return Standing(role_play, state, own, last, joins)


def planned(trainer: User, at: datetime) -> list[Plan]:
    """The next ones; all of them are on a page of their own."""
    ahead = Plan.objects.open_to(trainer).ahead(at).filter(session=None).select_related("person")
    return titled(ahead.soonest_first()[:RECENT])


def running_of(trainer: User) -> list[Session]:
    """The sessions whose sheet the reader has still to hand in."""
    sessions = Session.objects.visible_to(trainer).running().assessed_by(trainer)
    return titled(sessions.select_related("person", "edition").newest_first()[:WAITING])


def handed_in(trainer: User) -> list[Session]:
    """The sessions that wait for somebody else's sheet. What others gave is not known here."""
    own = ScoreSheet.objects.filter(assessor=trainer, submitted_at__isnull=False)
    sessions = Session.objects.visible_to(trainer).running().filter(score_sheets__in=own)
    return titled(sessions.select_related("person", "edition").newest_first()[:WAITING])


def wanting(trainer: User) -> list[Session]:
    """The sessions of others that the reader may join as a further assessor."""
    sessions = Session.objects.visible_to(trainer).running().exclude(person=trainer)
    unseen = sessions.exclude(score_sheets__assessor=trainer).with_places_left()
    return titled(unseen.select_related("person", "edition").newest_first()[:RECENT])


def disputed(trainer: User) -> list[Session]:
    """The sessions in which the sheets differ and the reader, who has none, may decide."""
    sessions = Session.objects.visible_to(trainer).in_dispute().exclude(person=trainer)
    unseen = sessions.exclude(score_sheets__assessor=trainer)
    return titled(unseen.select_related("person", "edition").newest_first()[:RECENT])


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
