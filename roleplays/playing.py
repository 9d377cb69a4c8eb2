"""Playing a recording, and comments on its moments. The file has no public address; each request asks anew."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from courses.files import file_response
from people import audit
from people.models import User
from people.privacy import retention
from roleplays.models import Moment, Recording, Session
from roleplays.models.moments import LONGEST_MOMENT
from roleplays.models.recordings import agreed_to

MOMENT = r"^(\d{1,3}):([0-5]\d)(?:\.(\d{1,3}))?$"


@dataclass(frozen=True)
class Shown:
    """A recording as its reader finds it: whether they may play it now, and whether their word deletes it."""

    recording: Recording
    last_day: date
    plays: bool
    is_in_it: bool
    moments: list[Moment]


class MomentForm(forms.Form):
    at = forms.RegexField(MOMENT, label=gettext_lazy("Moment"), help_text=gettext_lazy("Minutes and seconds: 03:12"))
    text = forms.CharField(label=pgettext_lazy("moment", "Comment"), max_length=LONGEST_MOMENT)

    @property
    def milliseconds(self) -> int:
        minutes, _colon, rest = self.cleaned_data["at"].partition(":")
        return int(minutes) * 60_000 + round(float(rest) * 1000)


def shown_to(reader: User, session: Session) -> list[Shown]:
    """Of a session all recordings, deleted ones as the row that is left of them, in a fixed number of queries."""
    recordings = list(session.recordings.all())
    if not recordings:
        return []
    playable = set(Recording.objects.playable_by(reader).filter(session=session).values_list("pk", flat=True))
    inside = set(Recording.objects.with_person(reader).filter(session=session).values_list("pk", flat=True))
    said: dict[int, list[Moment]] = {}
    for moment in Moment.objects.visible_to(reader).filter(recording__session=session).select_related("author"):
        said.setdefault(moment.recording_id, []).append(moment)
    agreed, days = agreed_to(recordings), retention.days()["recordings"]
    return [
        Shown(each, each.last_day(days), each.pk in playable & agreed, each.pk in inside, said.get(each.pk, []))
        for each in recordings
    ]


@require_safe
def play(request: HttpRequest, key: str) -> HttpResponse:
    """The file or a range of it; nothing is kept on the way, for it may be withdrawn any time."""
    recording = _playable(request, key)
    audit.viewed(request, recording)
    response = file_response(request, recording.open())
    response["Content-Type"] = recording.content_type
    response["Cache-Control"] = "private, no-store"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@require_POST
def add_moment(request: HttpRequest, key: str) -> HttpResponse:
    recording, form = _playable(request, key), MomentForm(request.POST)
    problem = ""
    if form.is_valid():
        facts = {"milliseconds": form.milliseconds, "text": form.cleaned_data["text"]}
        Moment.objects.get_or_create(recording=recording, author=request.user, defaults={"at": timezone.now()}, **facts)
    else:
        problem = _("Write the moment as minutes and seconds, such as 03:12, and what you noticed.")
    return _moments(request, recording, problem)


@require_POST
def delete_moment(request: HttpRequest, pk: int) -> HttpResponse:
    """Only whoever wrote it."""
    own = Moment.objects.visible_to(request.user).filter(author=request.user)
    moment = get_object_or_404(own.select_related("recording__session"), pk=pk)
    moment.delete()
    return _moments(request, moment.recording)


def _playable(request: HttpRequest, key: str) -> Recording:
    found = Recording.objects.playable_by(request.user).select_related("session__person")
    recording = get_object_or_404(found, key=key)
    if not agreed_to([recording]):
        raise Http404
    return recording


def _moments(request: HttpRequest, recording: Recording, problem: str = "") -> HttpResponse:
    """The comments anew for a script, else back to where the player stands."""
    shown = next(each for each in shown_to(request.user, recording.session) if each.recording.pk == recording.pk)
    if request.htmx:
        return render(request, "roleplays/components/moments.html", {"shown": shown, "problem": problem})
    if problem:
        messages.error(request, problem)
    where = "roleplays:result" if recording.session.released_at else "roleplays:recordings"
    return redirect(reverse(where, args=[recording.session_id]) + f"#recording-{recording.key}")
