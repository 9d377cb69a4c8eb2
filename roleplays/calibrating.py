"""A trainer's own calibration: which sets there are, scoring their performances, and the comparison afterwards."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from roleplays.fairness.against_gold import ENOUGH, nearness
from roleplays.forms import CommentForm, TapForm
from roleplays.guards import assessors_only
from roleplays.models import (
    BlankItems,
    Calibration,
    CalibrationMark,
    CalibrationSet,
    CalibrationSheet,
    CertifyingRight,
    HandedIn,
    NotYet,
)
from roleplays.models.calibrations import free_from, is_author
from roleplays.results import Given, Line, Part
from roleplays.scoring import NOT_APPLICABLE

RECENT = 20


@require_safe
@assessors_only
def overview(request: HttpRequest) -> HttpResponse:
    """How the reader stands, and what they may score now."""
    now, own = timezone.now(), Calibration.objects.filter(person=request.user.pk)
    begun = Q(pk__in=own.filter(submitted_at=None).values("calibration_set"))
    sets = CalibrationSet.objects.filter(begun | Q(pk__in=CalibrationSet.objects.offered().values("pk")))
    handed_in = own.filter(submitted_at__isnull=False).select_related("calibration_set")
    rights = CertifyingRight.objects.filter(person=request.user.pk)
    context = {
        "right": rights.in_force(now).first(),
        "in_doubt": rights.in_doubt().first(),
        "last": rights.exclude(change="drifted").first(),
        "offers": [offer(each, request.user, now) for each in sets.prefetch_related("members")],
        "handed_in": handed_in[:RECENT],
        "enough": ENOUGH,
    }
    return render(request, "roleplays/calibration/overview.html", context)


def offer(calibration_set: CalibrationSet, person, at) -> dict:
    """A set with the calibration of it that is open, and what stands against another."""
    open_one = calibration_set.calibrations.filter(person=person, submitted_at=None).first()
    free = free_from(calibration_set, person, at)
    return {
        "set": calibration_set,
        "open": open_one,
        "free_from": free if free > at else None,
        "is_author": is_author(calibration_set, person),
    }


@require_POST
@assessors_only
def begin(request: HttpRequest) -> HttpResponse:
    wanted = request.POST.get("set", "")
    chosen = get_object_or_404(CalibrationSet.objects.offered(), code=wanted)
    try:
        own = Calibration.begin(chosen, request.user, timezone.now())
    except NotYet:
        messages.error(request, _("You know the reference of this set. Take another one."))
        return redirect("roleplays:calibration")
    return redirect("roleplays:calibration_of", own.pk)


@require_safe
@assessors_only
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """Before it is handed in, what is left to score; afterwards, item by item, the reference and its reason."""
    own = _own(request, pk)
    sheets = own.in_order()
    if own.submitted_at is None:
        rows = [(sheet, len(sheet.performance.edition.items) - len(sheet.blanks)) for sheet in sheets]
        context = {"calibration": own, "rows": rows, "blanks": sum(len(sheet.blanks) for sheet in sheets)}
        return render(request, "roleplays/calibration/open.html", context)
    found = nearness([(sheet.performance.values, sheet.values) for sheet in sheets])
    right = own.rights.first()
    context = {
        "calibration": own, "found": found, "right": right, "enough": ENOUGH,
        "performances": [(sheet.performance, compared(sheet)) for sheet in sheets],
        "differing": found.items and sum(line.differs for s in sheets for part in compared(s) for line in part.lines),
    }  # fmt: skip
    return render(request, "roleplays/calibration/compared.html", context)


@require_safe
@assessors_only
def score(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    """One performance on the same pieces as a real sheet. Nothing of the reference is in it."""
    sheet = _sheet(request, pk, place)
    if sheet.calibration.submitted_at:
        return redirect("roleplays:calibration_of", pk)
    parts = parts_of(sheet)
    context = {
        "calibration": sheet.calibration, "sheet": sheet, "performance": sheet.performance, "parts": parts,
        "blanks": [line for part in parts for line in part.lines if not line.mark],
        "actions": {
            "mark": reverse("roleplays:calibration_mark", args=[pk, place]),
            "comment": reverse("roleplays:calibration_comment", args=[pk, place]),
        },
    }  # fmt: skip
    return render(request, "roleplays/calibration/score.html", context)


@require_POST
@assessors_only
def mark(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    sheet, form = _sheet(request, pk, place), TapForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    data = form.cleaned_data
    reason = data["reason"] if data["value"] == NOT_APPLICABLE else ""
    return _put(request, sheet, data["item"], value=data["value"], reason=reason)


@require_POST
@assessors_only
def comment(request: HttpRequest, pk: int, place: int) -> HttpResponse:
    sheet, form = _sheet(request, pk, place), CommentForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    return _put(request, sheet, form.cleaned_data["item"], comment=form.cleaned_data["text"])


@require_POST
@assessors_only
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    own, now = _own(request, pk), timezone.now()
    try:
        found = own.submit(now)
    except BlankItems:
        messages.error(request, _("A sheet with blank items cannot be handed in."))
        return redirect("roleplays:calibration_of", pk)
    right = CertifyingRight.of(request.user, now)
    if found.suffices and right:
        day = date_format(timezone.localtime(right.until), "DATE_FORMAT")
        messages.success(request, _("You may certify until %(day)s.") % {"day": day})
    return redirect("roleplays:calibration_of", pk)


def parts_of(sheet: CalibrationSheet) -> list[Part]:
    """The sheet as the trainer has filled it in so far."""
    given = {each.item: each for each in sheet.marks.all()}
    return [
        Part(section, [_line(item, given.get(item.code)) for item in section.items])
        for section in sheet.performance.edition.sections
    ]


def compared(sheet: CalibrationSheet) -> list[Part]:
    """The reference with its reason, and what the trainer gave, beside each other."""
    gold = {each.item: each for each in sheet.performance.marks.all()}
    given = {each.item: each for each in sheet.marks.all()}
    sections = []
    for section in sheet.performance.edition.sections:
        lines = []
        for item in section.items:
            said, own = gold[item.code], given[item.code]
            both = (
                Given(_("Reference"), said.value, said.reason),
                Given(_("You"), own.value, own.comment, own.reason),
            )
            lines.append(Line(item, own.value, own.comment, given=both))
        sections.append(Part(section, lines))
    return sections


def _line(item, given: CalibrationMark | None) -> Line:
    return Line(item, given.value, given.comment, reason=given.reason) if given else Line(item, "", "")


def _put(request: HttpRequest, sheet: CalibrationSheet, item: str, **said: str) -> HttpResponse:
    try:
        put = sheet.put(item, timezone.now(), **said)
    except ValueError:
        return HttpResponse(status=400)
    except HandedIn:
        return redirect("roleplays:calibration_of", sheet.calibration_id)
    if request.accepts("application/json") and not request.accepts("text/html"):
        return JsonResponse({"item": put.item, "value": put.value})
    address = reverse("roleplays:calibration_sheet", args=[sheet.calibration_id, sheet.place])
    return redirect(f"{address}#item-{put.item}")


def _own(request: HttpRequest, pk: int) -> Calibration:
    """A calibration is its trainer's alone: whoever is yet to score the set must not read it."""
    mine = Calibration.objects.filter(person=request.user.pk).select_related("calibration_set")
    return get_object_or_404(mine, pk=pk)


def _sheet(request: HttpRequest, pk: int, place: int) -> CalibrationSheet:
    own = _own(request, pk)
    found = own.sheets.select_related("performance__edition").prefetch_related("marks").filter(place=place).first()
    if found is None:
        raise Http404
    found.calibration = own
    return found
