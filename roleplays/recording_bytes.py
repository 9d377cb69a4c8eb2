"""How a recording comes in: begun once, then its bytes in pieces in their order, then the word that it is whole.

`GET` says how many bytes there are; `PUT` brings the next ones, with their place in `Upload-Offset` and their digest
in `Content-Digest` (RFC 9530). The same bytes again change nothing, and whatever is out of place is answered with the
place where to go on (409), so a device whose answers got lost, or whose tab was killed, asks and goes on.
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable
from functools import wraps

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_POST

from people.models import User
from roleplays.guards import assessors_only
from roleplays.models import (
    Because,
    Medium,
    NoRoom,
    NotAgreed,
    NotARecording,
    OutOfPlace,
    Recording,
    RecordingGone,
    SessionClosed,
    TooLarge,
)
from roleplays.models.recordings import MOST_IN_A_CHUNK
from roleplays.recordings import recorded_by

DIGEST = re.compile(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/=]+):")
STATES = {"pause": {"paused": True}, "go_on": {}, "stop": {"stopped": True}}
NO_RECORDING = gettext_lazy(
    "This is no recording that can be kept. Choose a WebM, Ogg, MP4, M4A or WAV file; where only sound is recorded, "
    "one without pictures."
)
LONGEST = 24 * 60 * 60 * 1000


class StartForm(forms.Form):
    """`complete`: whoever begins says that everybody who can be heard is on the list."""

    key = forms.UUIDField()
    medium = forms.ChoiceField(choices=[(each, each) for each in Medium if each != Medium.NONE])
    size = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    complete = forms.BooleanField()


class FinishForm(forms.Form):
    length = forms.IntegerField(min_value=1, max_value=2**62)
    milliseconds = forms.IntegerField(required=False, min_value=0, max_value=LONGEST)


def answered(view: Callable) -> Callable:
    """Each refusal has a status for the device and words for the person."""

    @wraps(view)
    def answering(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except OutOfPlace as error:
            return _no(409, _("Other bytes are wanted next."), error.length)
        except NotAgreed as error:
            names = pgettext("between names", ", ").join(
                User.objects.filter(pk__in=error.people).order_by("pk").values_list("name", flat=True)
            )
            return _no(403, _("Consent to be recorded is missing: %(names)s") % {"names": names}, lacking=names)
        except RecordingGone as error:
            return _no(410, Because(error.because).label)
        except TooLarge as error:
            size = filesizeformat(error.most)
            return _no(413, _("A recording has at most %(size)s.") % {"size": size})
        except NotARecording:
            return _no(415, NO_RECORDING)
        except NoRoom:
            return _no(507, _("There is no room for another recording. Delete one first, or ask an administrator."))
        except SessionClosed:
            return _no(409, _("This session is not recorded."), closed=True)

    return answering


@require_POST
@assessors_only
@answered
def start(request: HttpRequest, pk: int) -> HttpResponse:
    session = recorded_by(request, pk)
    form = StartForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    data = {name: form.cleaned_data[name] for name in ("key", "medium", "size")}
    recording = Recording.start(session, request.user, timezone.now(), request=request, **data)
    return JsonResponse({"url": reverse("roleplays:recording", args=[recording.key]), "offset": recording.length})


@require_http_methods(["GET", "HEAD", "PUT"])
@assessors_only
@answered
def content(request: HttpRequest, key: str) -> HttpResponse:
    recording = _own(request, key)
    if request.method != "PUT":
        if recording.deleted_at:
            raise RecordingGone(recording.deleted_because)
        return _at(recording.length, whole=recording.is_whole)
    offset = request.headers.get("Upload-Offset", "")
    if not re.fullmatch(r"\d{1,15}", offset):
        return HttpResponse(status=400)
    # One byte more than there may be, whatever the length in the head says.
    sent = request.read(MOST_IN_A_CHUNK + 1)
    if len(sent) > MOST_IN_A_CHUNK:
        return _no(413, _("A piece has at most %(size)s.") % {"size": filesizeformat(MOST_IN_A_CHUNK)})
    if _digest(request) != hashlib.sha256(sent).digest():
        return _no(400, _("The piece was damaged on its way."), digest=True)
    return _at(recording.put(int(offset), sent, timezone.now()))


@require_POST
@assessors_only
@answered
def state(request: HttpRequest, key: str) -> HttpResponse:
    recording, word = _own(request, key), STATES.get(request.POST.get("state", ""))
    if word is None:
        return HttpResponse(status=400)
    recording.note_state(timezone.now(), **word)
    return HttpResponse(status=204)


@require_POST
@assessors_only
@answered
def finish(request: HttpRequest, key: str) -> HttpResponse:
    recording, form = _own(request, key), FinishForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    recording.finish(at=timezone.now(), request=request, **form.cleaned_data)
    return JsonResponse({"whole": True})


@require_POST
@assessors_only
def discard(request: HttpRequest, key: str) -> HttpResponse:
    """Whoever made it throws it away; a second time changes nothing."""
    _own(request, key).discard(Because.DISCARDED, request.user, timezone.now(), request)
    return HttpResponse(status=204)


def _own(request: HttpRequest, key: str) -> Recording:
    return get_object_or_404(Recording.objects.sent_by(request.user).select_related("session"), key=key)


def _digest(request: HttpRequest) -> bytes | None:
    found = DIGEST.search(request.headers.get("Content-Digest", ""))
    try:
        return base64.b64decode(found.group(1), validate=True) if found else None
    except binascii.Error:
        return None


def _at(length: int, **more: bool) -> HttpResponse:
    return JsonResponse({"offset": length} | more, headers={"Upload-Offset": str(length)})


def _no(status: int, words: str, length: int | None = None, **more: object) -> HttpResponse:
    about = {} if length is None else {"offset": length}
    return JsonResponse({"problem": str(words)} | about | more, status=status)
