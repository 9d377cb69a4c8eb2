"""The end of a sheet: read over, handed in, waiting for the others, decided between them, or cancelled."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roleplays import results
from roleplays.forms import CancelForm, SubmitForm
from roleplays.guards import assessors_only, way_back
from roleplays.marking import after, sheet_of
from roleplays.models import (
    BlankItems,
    MissingPhotographs,
    NoRight,
    NothingToDecide,
    Rating,
    ScoreSheet,
    SelfAssessment,
    Session,
    SessionClosed,
)
from roleplays.models.rights import certifies
from roleplays.starting import no_right


@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = sheet_of(request, pk)
    if not sheet.is_open:
        return after(sheet.session, sheet)
    context = results.for_scoring(sheet, at=timezone.now())
    context |= {"form": SubmitForm(choices=Rating.choices), "right_is_gone": right_is_gone(sheet)}
    return render(request, "roleplays/review.html", context)


@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    sheet, form = sheet_of(request, pk), SubmitForm(request.POST, choices=Rating.choices)
    if not sheet.is_open:
        return after(sheet.session, sheet)
    if not form.is_valid():
        return _review_again(request, sheet, form)
    try:
        session = sheet.submit(at=timezone.now(), **form.cleaned_data)
    except (BlankItems, MissingPhotographs):
        return _review_again(request, sheet, form)
    except SessionClosed:
        return after(sheet.session, sheet)
    return after(session, sheet)


@require_safe
def waiting(request: HttpRequest, pk: int) -> HttpResponse:
    """For an assessor whose sheet is in while the result is not out: how many are in, and nothing of what they gave."""
    sheet = sheet_of(request, pk)
    if sheet.session.released_at or sheet.is_open:
        return after(sheet.session, sheet)
    panel = sheet.session.score_sheets.filter(decides=False).values_list("submitted_at", flat=True)
    context = {
        "session": sheet.session,
        "handed_in": sum(submitted_at is not None for submitted_at in panel),
        "wants_another": len(panel) < sheet.session.assessors,
    }
    return render(request, "roleplays/waiting.html", context)


@require_POST
@assessors_only
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """A third assessor takes a session whose sheets differ."""
    session = get_object_or_404(Session.objects.visible_to(request.user), pk=pk)
    try:
        session.adjudicate(by=request.user, at=timezone.now())
    except SelfAssessment:
        raise Http404 from None
    except NoRight as lacking:
        messages.error(request, no_right(lacking))
        return redirect("roleplays:calibration")
    except (NothingToDecide, SessionClosed):
        messages.info(request, _("There is nothing to decide any more."))
        return redirect("roleplays:board")
    return redirect("roleplays:score", pk)


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = sheet_of(request, pk)
    if not sheet.session.is_running:
        return after(sheet.session, sheet)
    form = CancelForm(request.POST or None)
    if not form.is_valid():
        return render(request, "roleplays/cancel.html", {"session": sheet.session, "form": form})
    try:
        sheet.session.cancel(by=request.user, at=timezone.now(), because=form.cleaned_data["because"])
    except SessionClosed:
        return after(sheet.session, sheet)
    messages.success(request, _("The session is cancelled. It counts for nothing."))
    return redirect(way_back(request.user, sheet.session))


def right_is_gone(sheet: ScoreSheet) -> bool:
    """Lost or run out since the session was opened: handed in now, it counts as practice."""
    return sheet.session.certifies and not certifies(sheet.assessor, timezone.now())


def _review_again(request: HttpRequest, sheet: ScoreSheet, form: SubmitForm) -> HttpResponse:
    context = results.for_scoring(sheet, at=timezone.now()) | {"form": form, "refused": True}
    context["right_is_gone"] = right_is_gone(sheet)
    return render(request, "roleplays/review.html", context, status=422)
