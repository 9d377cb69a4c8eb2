from functools import wraps

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
from wagtail.models import Locale

from roleplays import board as boards
from roleplays import results
from roleplays.forms import BoardForm, CancelForm, CommentForm, OpenForm, SubmitForm, TapForm, UndoForm
from roleplays.models import (
    BlankItems,
    IncompleteCheckSheet,
    Mark,
    MissingPhotographs,
    Photograph,
    RolePlayPage,
    ScoreSheet,
    Session,
    SessionClosed,
    TooManyPhotographs,
)
from roleplays.models.sessions import MOST_PHOTOGRAPHS
from roleplays.photographs import PhotographRefused, as_jpeg
from roleplays.sheets import Item

PEOPLE_A_PAGE = 40


def assessors_only(view):
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.scores_role_plays:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@assessors_only
def board(request: HttpRequest) -> HttpResponse:
    form = BoardForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"q": "", "role_play": None, "show": ""}
    offered = list(_role_plays())
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
            "chosen": chosen[0] if chosen else None,
            "page_of_people": page,
            "rows": boards.rows(request.user, page.object_list, chosen or offered),
            "running": boards.running_of(request.user),
            "recent": boards.recent(request.user),
        },
    )


@require_POST
@assessors_only
def open_session(request: HttpRequest) -> HttpResponse:
    form = OpenForm(request.POST)
    if not form.is_valid():
        raise Http404
    person = get_object_or_404(boards.advisors(request.user), pk=form.cleaned_data["person"])
    role_play = get_object_or_404(_role_plays(), translation_key=form.cleaned_data["role_play"])
    try:
        session = Session.open(role_play, person, by=request.user, at=timezone.now())
    except IncompleteCheckSheet:
        messages.error(request, _("The check sheet of this role-play is not complete yet."))
        return redirect("roleplays:board")
    return redirect("roleplays:score", session.pk)


@never_cache
@require_safe
def score(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = _sheet(request, pk)
    if not sheet.session.is_running:
        return _after(sheet.session)
    context = results.for_scoring(sheet, at=timezone.now())
    return render(request, "roleplays/score.html", context)


@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = _sheet(request, pk)
    return _write(request, sheet, lambda at: sheet.session.start(at))


@require_POST
def mark(request: HttpRequest, pk: int) -> HttpResponse:
    sheet, form = _sheet(request, pk), TapForm(request.POST)
    if not form.is_valid() or not sheet.session.edition.has(form.cleaned_data["item"]):
        return HttpResponse(status=400)
    tap = {name: form.cleaned_data[name] for name in ("item", "value", "key", "device_at")}
    return _write(request, sheet, lambda at: sheet.mark(at=at, **tap))


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    sheet, form = _sheet(request, pk), UndoForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=400)
    return _write(request, sheet, lambda at: sheet.undo(at=at, **form.cleaned_data))


@require_POST
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    sheet, form = _sheet(request, pk), CommentForm(request.POST)
    if not form.is_valid() or not sheet.session.edition.has(form.cleaned_data["item"]):
        return HttpResponse(status=400)
    return _write(request, sheet, lambda at: sheet.comment_on(at=at, **form.cleaned_data))


@require_POST
def add_photographs(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = _sheet(request, pk)
    item = sheet.session.edition.item(request.POST.get("item", ""))
    if item is None or not item.photo:
        return HttpResponse(status=400)
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
        return _closed(request, sheet.session)
    return _photographs(request, sheet, item, problem)


@require_POST
def delete_photograph(request: HttpRequest, pk: int) -> HttpResponse:
    taken = Photograph.objects.visible_to(request.user).filter(score_sheet__assessor=request.user)
    unwanted = get_object_or_404(taken, pk=pk)
    sheet = _sheet(request, unwanted.score_sheet.session_id)
    try:
        unwanted.discard()
    except SessionClosed:
        return _closed(request, sheet.session)
    return _photographs(request, sheet, sheet.session.edition.item(unwanted.item))


@require_safe
def photograph(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture itself, asked for anew each time: who may see it may change."""
    shown = get_object_or_404(Photograph.objects.visible_to(request.user), pk=pk)
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
    sheet = _sheet(request, pk)
    if not sheet.session.is_running:
        return _after(sheet.session)
    context = results.for_scoring(sheet, at=timezone.now())
    return render(request, "roleplays/review.html", context | {"form": SubmitForm()})


@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    sheet, form = _sheet(request, pk), SubmitForm(request.POST)
    if not form.is_valid():
        return _review_again(request, sheet, form)
    try:
        sheet.submit(at=timezone.now(), comment=form.cleaned_data["comment"])
    except (BlankItems, MissingPhotographs):
        return _review_again(request, sheet, form)
    except SessionClosed:
        return _after(sheet.session)
    return redirect("roleplays:result", pk)


@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    sheet = _sheet(request, pk)
    if not sheet.session.is_running:
        return _after(sheet.session)
    form = CancelForm(request.POST or None)
    if not form.is_valid():
        return render(request, "roleplays/cancel.html", {"session": sheet.session, "form": form})
    try:
        sheet.session.cancel(by=request.user, at=timezone.now(), because=form.cleaned_data["because"])
    except SessionClosed:
        return _after(sheet.session)
    messages.success(request, _("The session is cancelled. It counts for nothing."))
    return redirect("roleplays:board")


@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    sessions = Session.objects.visible_to(request.user).released().select_related("person__dealership", "edition")
    session = get_object_or_404(sessions, pk=pk)
    return render(request, "roleplays/result.html", results.of(session) | {"reader": request.user})


def _role_plays():
    """The role-plays of the active language, in the order of the courses."""
    pages = RolePlayPage.objects.live().filter(locale=Locale.get_active(), check_sheet__isnull=False)
    return pages.select_related("check_sheet").order_by("path")


def _sheet(request: HttpRequest, pk: int) -> ScoreSheet:
    """The reader's own sheet of a session; 404 for everybody else."""
    if not request.user.scores_role_plays:
        raise Http404
    sheets = ScoreSheet.objects.of(request.user).select_related("session__edition", "session__person__dealership")
    return get_object_or_404(sheets, session=pk)


def _write(request: HttpRequest, sheet: ScoreSheet, verb) -> HttpResponse:
    """One change of a sheet: a script gets the mark as it stands now, a plain form goes back to its item."""
    wants_json = request.accepts("application/json") and not request.accepts("text/html")
    try:
        changed = verb(timezone.now())
    except SessionClosed:
        return JsonResponse({"closed": True}, status=409) if wants_json else _after(sheet.session)
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


def _closed(request: HttpRequest, session: Session) -> HttpResponse:
    after = _after(session)
    return HttpResponse(headers={"HX-Redirect": after.url}) if request.htmx else after


def _review_again(request: HttpRequest, sheet: ScoreSheet, form: SubmitForm) -> HttpResponse:
    context = results.for_scoring(sheet, at=timezone.now()) | {"form": form, "refused": True}
    return render(request, "roleplays/review.html", context, status=422)


def _after(session: Session) -> HttpResponse:
    """Where a link to a session leads that no longer runs."""
    return redirect("roleplays:result", session.pk) if session.released_at else redirect("roleplays:board")
