"""The addresses of a device that scores without a network: its events, and what makes the screen an app."""

import json
from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from courses import offline
from roleplays import app, incoming, results
from roleplays.marking import sheet_of
from roleplays.models import ScoreSheet


@require_POST
def events(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a batch of events; answer by key, with the events of the same sheet that the device does not know.

    409 where they were made on somebody else's sheet, as after another sign-in on the same tablet: they stay there.
    """
    sheet = sheet_of(request, pk)
    try:
        batch = incoming.read(json.loads(request.body))
    except (incoming.Malformed, ValueError, RecursionError):
        return HttpResponse(status=400)
    if (batch.sheet, batch.person) != (sheet.pk, request.user.pk):
        return JsonResponse({"someone_else": True}, status=409)
    return JsonResponse(answer(sheet, batch, at=timezone.now()))


def answer(sheet: ScoreSheet, batch: incoming.Batch, at: datetime) -> dict:
    answers = sheet.receive(batch.events, at, batch.sent_ms)
    unknown = sheet.events.filter(number__gt=batch.since)
    return {"answers": answers, "events": [results.as_sent(event) for event in unknown], "open": sheet.is_open}


@require_safe
@login_not_required
def manifest(request: HttpRequest) -> HttpResponse:
    response = JsonResponse(app.manifest(), json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = "application/manifest+json"
    return offline.lasting(response)


@require_safe
@login_not_required
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. Its address is its scope: the role-plays of one language."""
    return offline.worker(request, "role-plays", reverse("roleplays:shell"), app.empty_screen(request))


@require_safe
@login_not_required
def shell(request: HttpRequest) -> HttpResponse:
    """The scoring screen with nothing on it; the device fills it from what it keeps."""
    return offline.lasting(HttpResponse(app.empty_screen(request)))
