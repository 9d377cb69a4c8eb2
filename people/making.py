"""A file that is made in the background for whoever asked: how far it is, and what happens if its worker dies."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SILENCE = timedelta(minutes=2)  # a worker that has said nothing for so long is taken to be dead


class Making(models.Model):
    """`run` is the one worker that has it. A row adds what it is made of, its `file`, and `queue()`."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("being made")
        DONE = "done", pgettext_lazy("file", "ready")
        CANCELLED = "cancelled", _("cancelled")
        FAILED = "failed", pgettext_lazy("file", "could not be made")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(_("done"), default=0)
    asked_at = models.DateTimeField(_("asked for"))
    heard_at = models.DateTimeField(_("last heard of"))
    run = models.UUIDField(null=True)

    class Meta:
        abstract = True

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)

    def is_forsaken(self, at: datetime) -> bool:
        """Its worker was killed, or its task got lost."""
        return self.is_under_way and self.heard_at < at - SILENCE

    def queue(self) -> None:
        raise NotImplementedError

    def revive(self, at: datetime) -> None:
        """Begins anew; however many ask at once, it is queued once."""
        forsaken = self._rows(state__in=["waiting", "running"], heard_at=self.heard_at)
        if self.is_forsaken(at) and forsaken.update(heard_at=at, state=self.State.WAITING, run=None):
            self.queue()

    def begin(self, at: datetime, **afresh: Any) -> bool:
        """For the one worker that gets it. `afresh` are the values with which each try begins."""
        self.run, self.state, self.done = uuid.uuid4(), self.State.RUNNING, 0
        waiting = self._rows(state=self.State.WAITING)
        return bool(waiting.update(run=self.run, state=self.state, heard_at=at, done=0, **afresh))

    def go_on(self, done: int, at: datetime, **values: Any) -> bool:
        """False if it was cancelled meanwhile, or another worker has taken over."""
        return bool(self._mine().update(done=done, heard_at=at, **values))

    def finish(self, file: str, at: datetime, **values: Any) -> bool:
        return bool(self._mine().update(file=file, heard_at=at, state=self.State.DONE, **values))

    @contextmanager
    def or_failed(self, clock: Callable[[], datetime]) -> Iterator[None]:
        """What went wrong once would again: it is said, not begun anew for ever."""
        try:
            yield
        except Exception:
            self._mine().update(state=self.State.FAILED, heard_at=clock())
            raise

    def cancel(self, at: datetime) -> None:
        under_way = self._rows(state__in=[self.State.WAITING, self.State.RUNNING])
        under_way.update(state=self.State.CANCELLED, heard_at=at)

    def _mine(self) -> models.QuerySet:
        return self._rows(run=self.run, state=self.State.RUNNING)

    def _rows(self, **conditions: Any) -> models.QuerySet:
        return type(self)._default_manager.filter(pk=self.pk, **conditions)
