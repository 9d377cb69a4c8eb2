"""A performance in sound or pictures: with everybody's consent, for a time only, and gone at once when one says no.

What is deleted leaves its row: that there was a recording, when and why it went. The score knows nothing of it.
"""

import hashlib
import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models, transaction
from django.db.models import Q, Sum
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people import audit
from people.audit import Action
from people.models import User
from people.privacy import consents, retention
from people.privacy.records import ConsentKind
from people.scope import about_visible_people
from roleplays import containers, recording_files
from roleplays.containers import Container, Track
from roleplays.models.pages import Medium
from roleplays.models.present import InRecording, keys_in
from roleplays.models.refusals import (
    NoRoom,
    NotAgreed,
    NotARecording,
    OutOfPlace,
    RecordingGone,
    SessionClosed,
    TooLarge,
)
from roleplays.models.sessions import Session

MOST_IN_A_CHUNK = 1024 * 1024
MOST_BYTES = {Medium.AUDIO: 300 * 1024 * 1024, Medium.VIDEO: 1024 * 1024 * 1024}
MOST_OF_A_SESSION = 6
GIGABYTE = 1024**3
DAYS_TO_FINISH = 7  # a device that was off over the weekend may still send the rest
ASKED = {Medium.AUDIO: (ConsentKind.VOICE,), Medium.VIDEO: (ConsentKind.VOICE, ConsentKind.FACE)}
KEPT = Q(deleted_at=None)


class Because(models.TextChoices):
    """Why a recording was deleted. Who withdrew stands in the trail, not here: nobody is to be asked why."""

    WITHDRAWN = "withdrawn", _("Somebody in it has withdrawn their consent")
    RETENTION = "retention", _("Its day had come")
    DISCARDED = "discarded", _("It was thrown away by whoever made it")
    CANCELLED = "cancelled", _("The session was cancelled")
    UNFINISHED = "unfinished", _("It never arrived whole")
    REFUSED = "refused", _("The file was no recording of the kind that was agreed to")
    ERASED = "erased", _("Somebody’s data were erased")


class RecordingQuerySet(models.QuerySet):
    def kept(self) -> "RecordingQuerySet":
        return self.filter(KEPT)

    def with_person(self, person) -> "RecordingQuerySet":
        return self.filter(pk__in=InRecording.objects.filter(person=person).values("recording"))

    def of_what_is_seen_by(self, user) -> "RecordingQuerySet":
        """Before release the assessors', after it everybody's who sees the person."""
        may = Q(session__released_at__isnull=False)
        if user.scores_role_plays:
            may |= Q(session__in=user.score_sheets.values("session"))
        return self.filter(about_visible_people(user, "session__person"), may)

    def playable_by(self, user) -> "RecordingQuerySet":
        return self.of_what_is_seen_by(user).kept().filter(finished_at__isnull=False)

    def sent_by(self, user) -> "RecordingQuerySet":
        return self.filter(made_by=user.pk)


class Recording(models.Model):
    """`key` is made by the device. `length` is how many bytes have come; `size` how many will, where that is known.

    `milliseconds` is how long it takes to play, as the device says. The file is the chunks, one after the other.
    """

    key = models.UUIDField(unique=True)
    session = models.ForeignKey(Session, models.PROTECT, related_name="recordings")
    medium = models.CharField(_("what is recorded"), max_length=5, choices=Medium)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="recordings_made")
    started_at = models.DateTimeField(pgettext_lazy("recording", "begun"))
    paused_at = models.DateTimeField(pgettext_lazy("recording", "paused"), null=True)
    stopped_at = models.DateTimeField(pgettext_lazy("recording", "stopped"), null=True)
    heard_at = models.DateTimeField(_("last bytes"))
    finished_at = models.DateTimeField(_("whole"), null=True)
    container = models.CharField(max_length=4, blank=True)
    length = models.PositiveBigIntegerField(_("bytes"), default=0)
    size = models.PositiveBigIntegerField(null=True)
    milliseconds = models.PositiveIntegerField(_("length in milliseconds"), null=True)
    has_pictures = models.BooleanField(_("has pictures"), default=False)
    keep_until = models.DateField(_("kept until"))
    deleted_at = models.DateTimeField(_("deleted"), null=True)
    deleted_because = models.CharField(_("why it was deleted"), max_length=10, choices=Because, blank=True)
    files_gone_at = models.DateTimeField(null=True)

    objects = RecordingQuerySet.as_manager()

    class Meta:
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
        ordering = ["started_at", "pk"]
        indexes = [models.Index(fields=["keep_until"], condition=KEPT, name="recording_by_its_day")]
        constraints = [
            models.CheckConstraint(condition=Q(medium__in=["audio", "video"]), name="recording_medium_is_known"),
            models.CheckConstraint(
                condition=Q(deleted_at=None, deleted_because="")
                | Q(deleted_at__isnull=False, deleted_because__in=Because.values),
                name="recording_deleted_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(files_gone_at=None) | Q(deleted_at__isnull=False), name="recording_file_gone_if_deleted"
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(length__gt=0, stopped_at__isnull=False),
                name="recording_whole_has_a_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session} · {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def is_going(self) -> bool:
        """It is being made now, as far as the server has heard."""
        return self.deleted_at is None and self.stopped_at is None

    @property
    def is_whole(self) -> bool:
        return self.deleted_at is None and self.finished_at is not None

    @property
    def content_type(self) -> str:
        return containers.content_type(Container(self.container), self.has_pictures)

    @property
    def file_name(self) -> str:
        return f"recording-{self.session_id}-{self.started_at:%Y%m%d-%H%M}.{self.container}"

    @property
    def most(self) -> int:
        return MOST_BYTES[Medium(self.medium)]

    def last_day(self, days: int) -> date:
        """An administrator may have shortened the time since; a longer one is nothing that these people agreed to."""
        return min(self.keep_until, timezone.localdate(self.started_at) + timedelta(days=days))

    def open(self) -> recording_files.Joined:
        chunks = list(self.chunks.order_by("offset").values_list("offset", "size", "file"))
        return recording_files.Joined(chunks, self.file_name)

    @classmethod
    def discard_of_cancelled(cls, session: Session, by, at: datetime) -> None:
        discard_all(cls.objects.kept().filter(session=session), Because.CANCELLED, by, at)

    @classmethod
    @transaction.atomic
    def start(
        cls, session: Session, by, at: datetime, *, key: uuid.UUID, medium: str, size: int | None = None,
        request: HttpRequest | None = None,
    ) -> "Recording":  # fmt: skip
        """The recording of this key, before its first byte. Begun twice it is the same.

        Raises `SessionClosed`, `NotAgreed`, `TooLarge`, `NoRoom`. The locks on the people hold their consents still.
        """
        list(User.objects.select_for_update().filter(pk__in=keys_in(session)).order_by("pk"))
        session.refresh_locked()
        if known := cls.objects.filter(key=key).first():
            if (known.session_id, known.made_by_id) != (session.pk, by.pk):
                raise SessionClosed
            return known
        if session.cancelled_at or medium not in session.mediums:
            raise SessionClosed
        people = keys_in(session)
        if lacking := consents.lacking(people, ASKED[Medium(medium)]):
            raise NotAgreed(lacking)
        if size is not None and size > MOST_BYTES[Medium(medium)]:
            raise TooLarge(MOST_BYTES[Medium(medium)])
        cls._check_room(session)
        until = timezone.localdate(at) + timedelta(days=retention.days()["recordings"])
        recording = cls.objects.create(
            key=key, session=session, medium=medium, made_by=by, started_at=at, heard_at=at, size=size, keep_until=until
        )
        InRecording.objects.bulk_create(InRecording(recording=recording, person_id=each) for each in sorted(people))
        audit.record(by, Action.RECORDING_STARTED, recording, at=at, request=request, medium=medium)
        return recording

    @transaction.atomic
    def put(self, offset: int, content: bytes, at: datetime) -> int:
        """The next bytes; how many there are now. The same bytes again change nothing.

        Raises `RecordingGone`, `OutOfPlace`, `NotAgreed`, `TooLarge`, `NotARecording`.
        """
        self._lock_open()
        digest = hashlib.sha256(content).hexdigest()
        if self.chunks.filter(offset=offset, size=len(content), sha256=digest).exists():
            return self.length
        if offset != self.length or not content:
            raise OutOfPlace(self.length)
        self._take_in_who_came()
        if self.length + len(content) > min(self.most, self.size or self.most):
            raise TooLarge(min(self.most, self.size or self.most))
        if offset == 0:
            self.container = containers.container_of(content) or ""
            if not self.container:
                raise NotARecording
        self.chunks.create(offset=offset, size=len(content), sha256=digest, file=ContentFile(content, name="chunk"))
        self.length, self.heard_at = self.length + len(content), at
        self.save(update_fields=["length", "heard_at", "container"])
        return self.length

    @transaction.atomic
    def note_state(self, at: datetime, *, paused: bool = False, stopped: bool = False) -> None:
        """What the device does, for the screens of everybody else. Raises `RecordingGone`."""
        self._lock_open()
        self.paused_at = (self.paused_at or at) if paused and not stopped else None
        if stopped:
            self.stopped_at = self.stopped_at or at
        self.save(update_fields=["paused_at", "stopped_at"])

    def finish(
        self, length: int, at: datetime, milliseconds: int | None = None, request: HttpRequest | None = None
    ) -> None:
        """It is whole, if it has come whole. A second time changes nothing.

        Raises `RecordingGone`, `OutOfPlace`, `NotAgreed`, and `NotARecording` when it has deleted it for that.
        """
        with transaction.atomic():
            self._lock()
            if self.is_whole:
                return
            if self.deleted_at:
                raise RecordingGone(self.deleted_because)
            if length != self.length or not length or length != (self.size or length):
                raise OutOfPlace(self.length)
            self._take_in_who_came()
            tracks = self._tracks()
            is_refused = not tracks & {Track.SOUND, Track.PICTURE} or (
                Track.PICTURE in tracks and self.medium == Medium.AUDIO
            )
            if is_refused:
                self._delete(Because.REFUSED, self.made_by, at, request)
            else:
                self.paused_at, self.stopped_at, self.finished_at = None, self.stopped_at or at, at
                self.has_pictures, self.milliseconds = Track.PICTURE in tracks, milliseconds
                self.save()
        if is_refused:
            raise NotARecording

    @transaction.atomic
    def discard(self, because: Because, by, at: datetime, request: HttpRequest | None = None) -> bool:
        """Delete the file at once and keep the row; whether this did it."""
        self._lock()
        if self.deleted_at:
            return False
        self._delete(because, by, at, request)
        return True

    def remove_files(self, at: datetime) -> None:
        """After commit; and again by the timekeeper, should the machine have died in between."""
        recording_files.remove(self.key)
        Recording.objects.filter(pk=self.pk).update(files_gone_at=at)

    def _delete(self, because: Because, by, at: datetime, request: HttpRequest | None) -> None:
        self.deleted_at, self.deleted_because = at, because
        self.save(update_fields=["deleted_at", "deleted_because"])
        self.chunks.all().delete()
        audit.record(by, Action.RECORDING_DELETED, self, at=at, request=request, because=because)
        transaction.on_commit(partial(self.remove_files, at), robust=True)

    def _tracks(self) -> set[Track]:
        with self.open() as file:
            return containers.tracks_of(Container(self.container), file.read_at, self.length)

    def _take_in_who_came(self) -> None:
        """Whoever has joined while it is made is in it too, and is asked before another byte is kept."""
        known = set(self.people.values_list("person", flat=True))
        new = set() if self.stopped_at else keys_in(self.session) - known
        InRecording.objects.bulk_create(InRecording(recording=self, person_id=each) for each in sorted(new))
        if lacking := consents.lacking(known | new, ASKED[Medium(self.medium)]):
            raise NotAgreed(lacking)

    def _lock_open(self) -> None:
        self._lock()
        if self.deleted_at:
            raise RecordingGone(self.deleted_because)
        if self.finished_at:
            raise OutOfPlace(self.length)

    def _lock(self) -> None:
        self.refresh_from_db(from_queryset=Recording.objects.select_for_update())

    @classmethod
    def _check_room(cls, session: Session) -> None:
        if cls.objects.kept().filter(session=session).count() >= MOST_OF_A_SESSION:
            raise NoRoom
        held = cls.objects.kept().aggregate(bytes=Sum("length"))["bytes"] or 0
        if held >= settings.RECORDINGS_MOST_GB * GIGABYTE:
            raise NoRoom


def agreed_to(recordings: Iterable[Recording]) -> set[int]:
    """The keys of those that everybody in them agrees to, now: it is asked each time one is shown or played."""
    found = {recording.pk: recording for recording in recordings}
    rows = list(InRecording.objects.filter(recording__in=found).values_list("recording", "person"))
    people = {person for _recording, person in rows}
    lacking = {medium: consents.lacking(people, asked) for medium, asked in ASKED.items()}
    return set(found) - {pk for pk, person in rows if person in lacking[Medium(found[pk].medium)]}


def discard_all(recordings: Iterable[Recording], because: Because, by, at: datetime) -> int:
    return sum(recording.discard(because, by, at) for recording in list(recordings))
