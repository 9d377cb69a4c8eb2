"""Everything that was ever tapped or written on a score sheet, as it arrived. Rows are only added."""

import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from roleplays import chain, folding, incoming
from roleplays.models.marks import Value

# The chain of what is tapped without a script, and of what the platform itself puts on a sheet.
SERVER = uuid.UUID(int=0)


class Kind(models.TextChoices):
    START = folding.Kind.START.value, pgettext_lazy("event", "clock started")
    MARK = folding.Kind.MARK.value, pgettext_lazy("event", "marked")
    GIVEN = folding.Kind.GIVEN.value, pgettext_lazy("event", "taken over from sheets that agree")
    COMMENT = folding.Kind.COMMENT.value, pgettext_lazy("event", "commented")
    UNDO = folding.Kind.UNDO.value, pgettext_lazy("event", "taken back")


class Late(models.TextChoices):
    """Why an event that came too late counts for nothing."""

    SUBMITTED = "submitted", _("The sheet was handed in before.")
    RELEASED = "released", _("The result was released before.")
    CANCELLED = "cancelled", _("The session was cancelled before.")


class EventsStay(Exception):
    """Events are only added."""


class EventQuerySet(models.QuerySet):
    def late(self) -> "EventQuerySet":
        return self.exclude(late="")


class Event(models.Model):
    """One tap. `roleplays.chain` says what `sequence`, `clock`, `previous`, `hash`, `number` and `receipt` are."""

    score_sheet = models.ForeignKey("ScoreSheet", models.CASCADE, related_name="events")
    number = models.PositiveIntegerField(_("number"))
    key = models.UUIDField(pgettext_lazy("event", "key"), default=uuid.uuid4)
    device = models.UUIDField(_("device"), default=SERVER)
    sequence = models.PositiveBigIntegerField(_("place in the device’s chain"))
    clock = models.PositiveBigIntegerField(_("logical clock"))
    kind = models.CharField(pgettext_lazy("event", "kind"), max_length=10, choices=Kind)
    item = models.CharField(pgettext_lazy("check sheet", "item"), max_length=16, blank=True)
    value = models.CharField(pgettext_lazy("score sheet", "mark"), max_length=10, choices=Value, blank=True)
    text = models.TextField(_("text"), blank=True)
    text_digest = models.CharField(_("digest of the text"), max_length=64, blank=True)
    undoes = models.UUIDField(_("takes back"), null=True, blank=True)
    device_ms = models.BigIntegerField(_("device’s time in milliseconds"), null=True, blank=True)
    sent_ms = models.BigIntegerField(_("device’s time when it was sent"), null=True, blank=True)
    previous = models.CharField(_("hash of the one before"), max_length=64, blank=True)
    hash = models.CharField(_("hash"), max_length=64)
    at = models.DateTimeField(_("when"))
    late = models.CharField(_("too late"), max_length=10, choices=Late, blank=True)
    receipt = models.CharField(_("receipt"), max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("score sheet", "event")
        verbose_name_plural = pgettext_lazy("score sheet", "events")
        ordering = ["score_sheet", "number"]
        constraints = [
            models.UniqueConstraint(fields=["score_sheet", "key"], name="event_counts_once"),
            models.UniqueConstraint(fields=["score_sheet", "number"], name="event_number_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="event_kind_is_known"),
            models.CheckConstraint(condition=Q(value__in=["", *Value.values]), name="event_value_is_known"),
            models.CheckConstraint(
                condition=Q(kind__in=["mark", "given"], item__gt="", value__gt="", undoes=None)
                | Q(kind="comment", item__gt="", value="", undoes=None)
                | Q(kind="undo", item="", value="", undoes__isnull=False)
                | Q(kind="start", item="", value="", undoes=None),
                name="event_says_what_its_kind_says",
            ),
            models.CheckConstraint(
                condition=~Q(value=Value.NOT_APPLICABLE) | Q(text_digest__gt=""), name="event_not_applicable_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.get_kind_display()} {self.item} {self.value}".strip()

    def save(self, *args, **kwargs) -> None:
        if self.pk is not None:
            raise EventsStay
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs) -> None:
        raise EventsStay

    @property
    def device_at(self) -> datetime | None:
        return incoming.moment(self.device_ms)

    @cached_property
    def link(self) -> chain.Link:
        return chain.Link(
            self.score_sheet_id, str(self.device), self.sequence, self.clock, str(self.key), self.kind, self.item,
            self.value, self.text_digest, str(self.undoes or ""), self.device_ms, self.previous,
        )  # fmt: skip

    @property
    def kept(self) -> chain.Kept:
        at_ms = incoming.milliseconds(self.at)
        return chain.Kept(self.link, self.hash, self.text, self.number, at_ms, self.sent_ms, self.late, self.receipt)

    @property
    def folded(self) -> folding.Event:
        link = self.link
        return folding.Event(
            link.key, link.device, link.sequence, link.clock, link.kind, link.item, link.value, self.text, link.undoes
        )

    @classmethod
    def of(cls, sent: incoming.Sent, **more) -> "Event":
        """Not saved yet: what a device sent, or what the server makes in the same shape."""
        link = sent.link
        return cls(
            score_sheet_id=link.sheet, key=uuid.UUID(link.key), device=uuid.UUID(link.device), sequence=link.sequence,
            clock=link.clock, kind=link.kind, item=link.item, value=link.value, text=sent.text,
            text_digest=link.text_digest, undoes=uuid.UUID(link.undoes) if link.undoes else None,
            device_ms=link.device_ms, previous=link.previous, hash=sent.hash, **more,
        )  # fmt: skip

    def arrive(self, after: "Event | None") -> "Event":
        """Number and receipt, as the next on the sheet. The caller's transaction holds the session's lock."""
        self.number = after.number + 1 if after else 1
        self.receipt = chain.receipt_of(self.kept, after.receipt if after else "")
        return self


def in_time(events: Iterable[Event]) -> Iterator[folding.Event]:
    """Those that count."""
    return (event.folded for event in events if not event.late)
