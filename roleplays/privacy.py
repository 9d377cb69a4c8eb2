"""What role-plays keep of a person: recordings, photographs and comments go, marks stay as figures."""

import datetime as dt
from collections.abc import Iterator

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.privacy import Part, Retention
from people.privacy.copying import facts
from people.privacy.records import ConsentKind
from roleplays import tidying
from roleplays.models import (
    Answer,
    Because,
    CalendarFeed,
    Calibration,
    CalibrationMark,
    CertifyingRight,
    Event,
    InRecording,
    Mark,
    Medium,
    Moment,
    Move,
    Objection,
    OwnView,
    Photograph,
    Plan,
    Recording,
    ScoreSheet,
    Session,
)
from roleplays.models.recordings import discard_all

ERASED = "—"


def export_of(person) -> Iterator[Part]:
    """What was released: a sheet that is still being filled in is its assessor's."""
    released = {"session__person": person, "session__released_at__isnull": False}
    sheets = ScoreSheet.objects.filter(**released)
    yield Part("score-sheets", _("Score sheets"), [facts(sheet) for sheet in sheets])
    marks = Mark.objects.filter(score_sheet__in=sheets).order_by("score_sheet", "item")
    yield Part("marks", _("Marks"), [facts(mark) for mark in marks])
    taken = list(Photograph.objects.filter(score_sheet__in=sheets))
    files = {f"photographs/{each.item}-{each.pk}.jpg": each.file.open for each in taken}
    yield Part("photographs", _("Photographs"), [facts(each) for each in taken], files)

    yield from _recordings_of(person)

    yield Part("planned-sessions", _("Planned sessions"), [facts(each) for each in Plan.objects.filter(person=person)])
    feeds = CalendarFeed.objects.filter(person=person)
    yield Part("calendar-addresses", _("Calendar addresses"), [facts(each) for each in feeds])
    views = OwnView.objects.filter(session__person=person)
    yield Part("self-assessments", _("Self-assessments"), [facts(each) for each in views])
    objections = Objection.objects.filter(session__person=person)
    yield Part("objections", _("Objections"), [facts(each) for each in objections])
    done = Calibration.objects.filter(person=person)
    yield Part("calibrations", _("Calibrations"), [facts(each) for each in done])
    own = CalibrationMark.objects.filter(sheet__calibration__in=done).order_by("sheet", "item")
    yield Part("calibration-marks", _("Marks in calibrations"), [facts(each) for each in own])
    log = CertifyingRight.objects.filter(person=person)
    yield Part("rights-to-certify", _("Rights to certify"), [facts(each) for each in log])


def _recordings_of(person) -> Iterator[Part]:
    """All in which they are, as facts; the files of their own performances, which others are heard in too."""
    inside = InRecording.objects.filter(person=person).values("recording")
    recordings = list(Recording.objects.filter(pk__in=inside))
    whole = [each for each in recordings if each.is_whole]
    own = [each for each in whole if each.session.person_id == person.pk and each.session.released_at]
    files = {f"recordings/{each.file_name}": each.open for each in own}
    yield Part("recordings", _("Recordings"), [facts(each) for each in recordings], files)
    said = Moment.objects.filter(recording__session__person=person, recording__session__released_at__isnull=False)
    yield Part("moments", _("Comments on moments"), [facts(each) for each in said])


def erase(person, at: dt.datetime) -> None:
    discard_all(Recording.objects.kept().with_person(person), Because.ERASED, None, at)
    Moment.objects.filter(recording__session__person=person).update(text=ERASED)
    CalendarFeed.objects.filter(person=person).delete()
    Plan.objects.filter(person=person).update(cancelled_because="")
    Move.objects.filter(plan__person=person).update(because="")
    OwnView.objects.filter(session__person=person).update(comment="")
    Objection.objects.filter(session__person=person).update(reason=ERASED)
    Answer.objects.filter(objection__session__person=person).update(words=ERASED)
    _delete(Photograph.objects.filter(score_sheet__session__person=person))
    ScoreSheet.objects.filter(session__person=person).update(comment="")
    Mark.objects.filter(score_sheet__session__person=person).update(comment="", reason="")
    # The chain holds digests of what was written, so it stays whole.
    Event.objects.filter(score_sheet__session__person=person).update(text="")
    Session.objects.filter(person=person).update(cancelled_because="")
    CalibrationMark.objects.filter(sheet__calibration__person=person).update(comment="", reason="")
    CertifyingRight.objects.filter(person=person).exclude(reason="").update(reason=ERASED)


def withdrawn(person, kind: str, at: dt.datetime) -> None:
    if kind == ConsentKind.PHOTOGRAPH:
        _delete(Photograph.objects.filter(score_sheet__session__person=person))
    recordings = Recording.objects.kept().with_person(person)
    if kind == ConsentKind.FACE:
        recordings = recordings.filter(medium=Medium.VIDEO)
    if kind in (ConsentKind.VOICE, ConsentKind.FACE):
        discard_all(recordings, Because.WITHDRAWN, person, at)


def _delete(photographs) -> int:
    """Rows now, files after commit."""
    for each in (found := list(photographs)):
        storage, name = each.file.storage, each.file.name
        each.delete()
        transaction.on_commit(lambda storage=storage, name=name: storage.delete(name))
    return len(found)


def _photographs(before: dt.datetime, really: bool) -> int:
    old = Photograph.objects.filter(at__lt=before)
    return _delete(old) if really else old.count()


RETENTIONS = [
    Retention("photographs", _("Photographs of role-plays"), 730, _photographs),
    Retention("recordings", _("Recordings of role-plays"), 90, tidying.recordings_before),
]
