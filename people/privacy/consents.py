"""Asking, keeping and obeying: each consent is separate, free, and can be taken back as easily as it was given."""

import datetime as dt
from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people import audit, privacy
from people.audit import Action
from people.prepared import Prepared
from people.privacy.records import Consent, ConsentKind, Decision

# A changed text is a new version; whoever agreed to an old one agreed to that.
VERSION = "2026-11-28"
TEXTS: dict[str, str | Promise] = {
    ConsentKind.SCORE: _(
        "Your name and where you stand may be printed on the team’s sheet that hangs in the workshop. If you say no, "
        "the sheet leaves you out; your manager still sees your results on screen."
    ),
    ConsentKind.PHOTOGRAPH: _(
        "Your trainer may photograph what a role-play is judged by, and you may be seen on it. Only you, your "
        "trainers and your managers see the photographs. If you withdraw, they are deleted and your result stays; from "
        "then on your trainer is told to keep you out of the picture."
    ),
    ConsentKind.VOICE: _(
        "When you perform a role-play, assess it or play the customer, the sound may be recorded, for training only. "
        "The advisor who performs can play the recording, and the assessors, trainers and managers of that advisor; "
        "beside it stands the day on which it is deleted. If you withdraw, every recording with your voice is deleted "
        "at once, and results stay."
    ),
    ConsentKind.FACE: _(
        "When you perform a role-play, assess it or play the customer, it may be filmed, and your face may be seen. "
        "The same people can play the video, until the same day. If you withdraw, every video with you is deleted at "
        "once, and results stay."
    ),
}
# Until then the text said that nothing is recorded: whoever agreed to that has not agreed to being recorded.
SINCE: dict[str, str] = {ConsentKind.VOICE: "2026-11-28", ConsentKind.FACE: "2026-11-28"}


def decisions(person) -> dict[str, Consent]:
    """The last decision of each kind that was decided."""
    last = {consent.kind: consent for consent in reversed(Consent.objects.filter(person=person))}
    return {kind: consent for kind, consent in last.items() if _holds(kind, consent.decision, consent.version)}


def is_given(person, kind: str) -> bool:
    return _last(person, kind) == Decision.GIVEN


def is_decided(person, kind: str) -> bool:
    return _last(person, kind) is not None


def is_withdrawn(person, kind: str) -> bool:
    """Said no, then or later; whoever was never asked has not."""
    return _last(person, kind) == Decision.WITHDRAWN


def who_said_no(people: Iterable, kind: str) -> set[int]:
    """Of these people the keys of those whose last decision of this kind is no; one query for any number."""
    last: dict[int, str] = {}
    found = Consent.objects.filter(person__in=people, kind=kind).order_by("at", "pk")
    for person, decision in found.values_list("person", "decision"):
        last[person] = decision
    return {person for person, decision in last.items() if decision == Decision.WITHDRAWN}


def lacking(people: Iterable[int], kinds: Iterable[str]) -> set[int]:
    """Of these people the keys of those who have not agreed to each of these kinds; one query for any number."""
    wanted, last = {(person, kind) for person in people for kind in kinds}, {}
    found = Consent.objects.filter(person__in={person for person, _kind in wanted}).order_by("at", "pk")
    for person, kind, decision, version in found.values_list("person", "kind", "decision", "version"):
        last[person, kind] = decision == Decision.GIVEN and _holds(kind, decision, version)
    return {person for person, kind in wanted if not last.get((person, kind))}


def _last(person, kind: str) -> str | None:
    found = (row[1:] for row in DECIDED.rows(person.pk) if row[0] == kind)
    decision, version = next(found, (None, ""))
    return decision if _holds(kind, decision, version) else None


# A result asks for it each time; nobody decides often.
DECIDED = Prepared(
    lambda person: (
        Consent.objects.filter(person=person).order_by("-at", "-pk").values_list("kind", "decision", "version")
    )
)


def _holds(kind: str, decision: str | None, version: str) -> bool:
    """A refusal holds whatever the text said; an agreement only to a text that said what is done now."""
    return decision == Decision.WITHDRAWN or version >= SINCE.get(kind, "")


@transaction.atomic
def decide(
    person, kind: str, decision: str, *, version: str, at: dt.datetime, request: HttpRequest | None = None
) -> None:
    """Deciding again as before changes nothing; what rested on a withdrawn consent goes."""
    get_user_model().objects.select_for_update().get(pk=person.pk)
    if _last(person, kind) == decision:
        return
    Consent.objects.create(person=person, kind=kind, decision=decision, version=version, at=at)
    action = Action.CONSENT_GIVEN if decision == Decision.GIVEN else Action.CONSENT_WITHDRAWN
    audit.record(person, action, person, at=at, request=request, consent=kind, version=version)
    if decision == Decision.WITHDRAWN:
        for withdrawn in privacy.asked("withdrawn"):
            withdrawn(person, kind, at)
