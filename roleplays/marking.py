"""One's own sheet while it is filled in: the screen, and each change of it."""

from collections.abc import Callable
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from roleplays import recordings, results
from roleplays.forms import CommentForm, TapForm, UndoForm
from roleplays.guards import result_of, way_back
from roleplays.models import Mark, ScoreSheet, Session, SessionClosed
from roleplays.scoring import NOT_APPLICABLE


@require_safe
def score(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = sheet_of(request, pk)
    if not sheet.is_open:
        return after(sheet.session, sheet)
    context = results.for_scoring(sheet, at=timezone.now())
    if sheet.session.mediums:
        recorded = recordings.standing(sheet.session, request.user)
        return recordings.for_recorder(render(request, "roleplays/score.html", recorded | context))
    return render(request, "roleplays/score.html", context)


@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = sheet_of(request, pk)
    return _write(request, sheet, lambda at: sheet.session.start(at))


@require_POST
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    sheet, form = sheet_of(request, pk), TapForm(request.POST)
    item = sheet.session.edition.item(form.cleaned_data["item"]) if form.is_valid() else None
    if item is None or not item.allows(form.cleaned_data["value"]):
        return HttpResponse(status=400)
    tap = {name: form.cleaned_data[name] for name in ("item", "value", "key", "device_at", "reason")}
    if tap["value"] == NOT_APPLICABLE and not tap["reason"]:
        return HttpResponse(status=400)
    return _write(request, sheet, lambda at: sheet.mark(at=at, **tap))


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    sheet, form = sheet_of(request, pk), UndoForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    return _write(request, sheet, lambda at: sheet.undo(at=at, **form.cleaned_data))


@require_POST
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    sheet, form = sheet_of(request, pk), CommentForm(request.POST)
    if not form.is_valid() or not sheet.session.edition.has(form.cleaned_data["item"]):
        return HttpResponse(status=400)
    return _write(request, sheet, lambda at: sheet.comment_on(at=at, **form.cleaned_data))


def sheet_of(request: HttpRequest, pk: int) -> ScoreSheet:
    """The reader's own sheet of a session; 404 for everybody else."""
    if not request.user.observes_at_work:
        raise Http404
    related = ("session__edition", "session__person__dealership", "session__area__dealership")
    sheets = ScoreSheet.objects.of(request.user).select_related(*related)
    return get_object_or_404(sheets, session=pk)


def after(session: Session, sheet: ScoreSheet) -> HttpResponse:
    """Where a link leads to a sheet on which nothing changes any more, or to one that is still being scored."""
    if session.released_at:
        return redirect(result_of(session))
    if session.cancelled_at:
        return redirect(way_back(sheet.assessor, session))
    return redirect("roleplays:score" if sheet.is_open else "roleplays:waiting", session.pk)


def _write(request: HttpRequest, sheet: ScoreSheet, verb: Callable[[datetime], Mark | None]) -> HttpResponse:
    """One change of a sheet: a script gets the mark as it stands now, a plain form goes back to its item."""
    wants_json = request.accepts("application/json") and not request.accepts("text/html")
    try:
        changed = verb(timezone.now())
    except SessionClosed:
        return JsonResponse({"closed": True}, status=409) if wants_json else after(sheet.session, sheet)
    if wants_json:
        return JsonResponse(_standing(changed))
    place = f"#item-{changed.item}" if isinstance(changed, Mark) else ""
    return redirect(reverse("roleplays:score", args=[sheet.session_id]) + place)


def _standing(changed: Mark | None) -> dict[str, str | None]:
    return {"item": changed.item, "value": changed.value} if changed else {"item": None, "value": None}
