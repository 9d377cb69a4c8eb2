"""Photographs as evidence for an item: taken in, deleted, and shown."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people import audit
from roleplays import results
from roleplays.marking import after, sheet_of
from roleplays.models import Photograph, ScoreSheet, SessionClosed, TooManyPhotographs
from roleplays.models.score_sheets import MOST_PHOTOGRAPHS
from roleplays.photographs import PhotographRefused, as_jpeg
from roleplays.sheets import Item


@require_POST
def add_photographs(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = sheet_of(request, pk)
    item = sheet.session.edition.item(request.POST.get("item", ""))
    if item is None or not item.photo:
        return HttpResponse(status=400)
    if request.POST.get("sheet", str(sheet.pk)) != str(sheet.pk):
        return HttpResponse(status=409)  # taken by whoever had the tablet before
    sent = request.FILES.getlist("photograph")[:MOST_PHOTOGRAPHS]
    problem = "" if sent else _("Take a photograph first.")
    try:
        for file in sent:
            sheet.add_photograph(item.code, as_jpeg(file), by=request.user, at=timezone.now())
    except PhotographRefused as refusal:
        problem = str(refusal)
    except TooManyPhotographs:
        problem = _("An item has at most %(number)d photographs. Delete one first.") % {"number": MOST_PHOTOGRAPHS}
    except SessionClosed:
        return _closed(request, sheet)
    return _photographs(request, sheet, item, problem)


@require_POST
def delete_photograph(request: HttpRequest, pk: int) -> HttpResponse:
    taken = Photograph.objects.visible_to(request.user).filter(score_sheet__assessor=request.user)
    unwanted = get_object_or_404(taken, pk=pk)
    sheet = sheet_of(request, unwanted.score_sheet.session_id)
    try:
        unwanted.discard()
    except SessionClosed:
        return _closed(request, sheet)
    return _photographs(request, sheet, sheet.session.edition.item(unwanted.item))


@require_safe
def photograph(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture itself, asked for anew each time: who may see it may change."""
    shown = get_object_or_404(Photograph.objects.visible_to(request.user), pk=pk)
    audit.viewed(request, shown.score_sheet.session)
    if unchanged := get_conditional_response(request, etag=shown.etag):
        return unchanged
    try:
        file = shown.file.open()
    except OSError:
        raise Http404 from None
    response = FileResponse(file, content_type="image/jpeg", filename=f"{shown.item}-{shown.pk}.jpg")
    response["ETag"] = shown.etag
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'"
    return response


def _photographs(request: HttpRequest, sheet: ScoreSheet, item: Item, problem: str = "") -> HttpResponse:
    """The item's photographs: the piece of the screen for a script, else back to the item."""
    if request.htmx:
        context = {"session": sheet.session, "line": results.line_of(sheet, item), "problem": problem}
        return render(request, "roleplays/components/photographs.html", context)
    if problem:
        messages.error(request, problem)
    return redirect(reverse("roleplays:score", args=[sheet.session_id]) + f"#item-{item.code}")


def _closed(request: HttpRequest, sheet: ScoreSheet) -> HttpResponse:
    address = after(sheet.session, sheet)
    return HttpResponse(headers={"HX-Redirect": address.url}) if request.htmx else address
