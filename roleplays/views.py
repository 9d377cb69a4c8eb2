from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people import audit
from roleplays import board as boards
from roleplays import fair_scores, recordings, results
from roleplays.comparison import compare
from roleplays.forms import BoardForm, CancelForm, CommentForm, SubmitForm, TapForm, UndoForm
from roleplays.guards import assessors_only, result_of, way_back
from roleplays.models import (
    BlankItems,
    Mark,
    MissingPhotographs,
    NoRight,
    NothingToDecide,
    Objection,
    Photograph,
    Rating,
    ScoreSheet,
    SelfAssessment,
    Session,
    SessionClosed,
    TooManyPhotographs,
)
from roleplays.models.objections import may_object
from roleplays.models.rights import certifies
from roleplays.models.score_sheets import MOST_PHOTOGRAPHS
from roleplays.photographs import PhotographRefused, as_jpeg
from roleplays.playing import shown_to
from roleplays.scoring import NOT_APPLICABLE
from roleplays.sheets import Item
from roleplays.starting import no_right, role_plays

PEOPLE_A_PAGE = 40


@require_safe
@assessors_only
def board(request: HttpRequest) -> HttpResponse:
    form = BoardForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"q": "", "role_play": None, "show": ""}
    offered = list(role_plays())
    chosen = [page for page in offered if page.translation_key == asked["role_play"]]
    people = boards.found(boards.advisors(request.user), asked["q"])
    if asked["show"] == "open":
        people = boards.not_yet_passed(people, chosen or offered)
    page = Paginator(people, PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "roleplays/board.html",
        {
            "asked": asked,
            "offered": offered,
            "certifies": certifies(request.user, timezone.now()),
            "chosen": chosen[0] if chosen else None,
            "page_of_people": page,
            "rows": boards.rows(request.user, page.object_list, chosen or offered),
            "objections": Objection.objects.answerable_by(request.user).count(),
            "planned": boards.planned(request.user, timezone.now()),
            "running": boards.running_of(request.user),
            "disputed": boards.disputed(request.user),
            "wanting": boards.wanting(request.user),
            "handed_in": boards.handed_in(request.user),
            "recent": boards.recent(request.user),
        },
    )


@never_cache
@require_safe
def score(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = sheet_of(request, pk)
    if not sheet.is_open:
        return _after(sheet.session, sheet)
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


@never_cache
@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = sheet_of(request, pk)
    if not sheet.is_open:
        return _after(sheet.session, sheet)
    context = results.for_scoring(sheet, at=timezone.now())
    context |= {"form": SubmitForm(choices=Rating.choices), "right_is_gone": right_is_gone(sheet)}
    return render(request, "roleplays/review.html", context)


def right_is_gone(sheet: ScoreSheet) -> bool:
    """Lost or run out since the session was opened: handed in now, it counts as practice."""
    return sheet.session.certifies and not certifies(sheet.assessor, timezone.now())


@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    sheet, form = sheet_of(request, pk), SubmitForm(request.POST, choices=Rating.choices)
    if not sheet.is_open:
        return _after(sheet.session, sheet)
    if not form.is_valid():
        return _review_again(request, sheet, form)
    try:
        session = sheet.submit(at=timezone.now(), **form.cleaned_data)
    except (BlankItems, MissingPhotographs):
        return _review_again(request, sheet, form)
    except SessionClosed:
        return _after(sheet.session, sheet)
    return _after(session, sheet)


@never_cache
@require_safe
def waiting(request: HttpRequest, pk: int) -> HttpResponse:
    """For an assessor whose sheet is in while the result is not out: how many are in, and nothing of what they gave."""
    sheet = sheet_of(request, pk)
    if sheet.session.released_at or sheet.is_open:
        return _after(sheet.session, sheet)
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
        return _after(sheet.session, sheet)
    form = CancelForm(request.POST or None)
    if not form.is_valid():
        return render(request, "roleplays/cancel.html", {"session": sheet.session, "form": form})
    try:
        sheet.session.cancel(by=request.user, at=timezone.now(), because=form.cleaned_data["because"])
    except SessionClosed:
        return _after(sheet.session, sheet)
    messages.success(request, _("The session is cancelled. It counts for nothing."))
    return redirect(way_back(request.user, sheet.session))


@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    sessions = Session.objects.visible_to(request.user).released().select_related("person__dealership", "edition")
    session = get_object_or_404(sessions, pk=pk)
    audit.viewed(request, session)
    given = results.of(session)
    beside = _beside(request, session) | {"compared": compare(session, given["parts"])}
    return render(request, "roleplays/result.html", given | beside)


def _beside(request: HttpRequest, session: Session) -> dict:
    """What the page of a result says besides what was given."""
    objection = Objection.objects.filter(session=session).select_related("answer__by").first()
    is_own = session.person_id == request.user.pk
    return {
        "reader": request.user,
        "fair": None if is_own or not request.user.scores_role_plays else fair_scores.of_session(session),
        "objection": objection,
        "may_object": is_own and objection is None and may_object(session, timezone.now()),
        "recordings": shown_to(request.user, session) if session.mediums else [],
        "takes_part": bool(session.mediums) and recordings.may_record(session, request.user),
        "answers": objection and Objection.objects.answerable_by(request.user).filter(pk=objection.pk).exists(),
    }


def sheet_of(request: HttpRequest, pk: int) -> ScoreSheet:
    """The reader's own sheet of a session; 404 for everybody else."""
    if not request.user.observes_at_work:
        raise Http404
    related = ("session__edition", "session__person__dealership", "session__area__dealership")
    sheets = ScoreSheet.objects.of(request.user).select_related(*related)
    return get_object_or_404(sheets, session=pk)


def _write(request: HttpRequest, sheet: ScoreSheet, verb) -> HttpResponse:
    """One change of a sheet: a script gets the mark as it stands now, a plain form goes back to its item."""
    wants_json = request.accepts("application/json") and not request.accepts("text/html")
    try:
        changed = verb(timezone.now())
    except SessionClosed:
        return JsonResponse({"closed": True}, status=409) if wants_json else _after(sheet.session, sheet)
    if wants_json:
        return JsonResponse(_standing(changed))
    place = f"#item-{changed.item}" if isinstance(changed, Mark) else ""
    return redirect(reverse("roleplays:score", args=[sheet.session_id]) + place)


def _standing(changed: Mark | None) -> dict[str, str | None]:
    return {"item": changed.item, "value": changed.value} if changed else {"item": None, "value": None}


def _photographs(request: HttpRequest, sheet: ScoreSheet, item: Item, problem: str = "") -> HttpResponse:
    """The item's photographs: the piece of the screen for a script, else back to the item."""
    if request.htmx:
        context = {"session": sheet.session, "line": results.line_of(sheet, item), "problem": problem}
        return render(request, "roleplays/components/photographs.html", context)
    if problem:
        messages.error(request, problem)
    return redirect(reverse("roleplays:score", args=[sheet.session_id]) + f"#item-{item.code}")


def _closed(request: HttpRequest, sheet: ScoreSheet) -> HttpResponse:
    after = _after(sheet.session, sheet)
    return HttpResponse(headers={"HX-Redirect": after.url}) if request.htmx else after


def _review_again(request: HttpRequest, sheet: ScoreSheet, form: SubmitForm) -> HttpResponse:
    context = results.for_scoring(sheet, at=timezone.now()) | {"form": form, "refused": True}
    context["right_is_gone"] = right_is_gone(sheet)
    return render(request, "roleplays/review.html", context, status=422)


def _after(session: Session, sheet: ScoreSheet) -> HttpResponse:
    """Where a link leads to a sheet on which nothing changes any more, or to one that is still being scored."""
    if session.released_at:
        return redirect(result_of(session))
    if session.cancelled_at:
        return redirect(way_back(sheet.assessor, session))
    return redirect("roleplays:score" if sheet.is_open else "roleplays:waiting", session.pk)
