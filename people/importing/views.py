"""The import in Wagtail's admin, for administrators; for everybody else there is no such address."""

from collections import Counter
from functools import wraps

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from people import audit
from people.audit import Action
from people.importing import progress, writing
from people.importing.columns import COLUMNS
from people.importing.differences import KINDS, REFUSED, UNCHANGED, Difference
from people.importing.reading import MOST_BYTES, Unreadable, read
from people.importing.records import Import
from people.importing.tasks import commit_import
from people.importing.template import workbook
from people.models import Dealership, JobRole, Language, Region, Role

WORDS_OF_VALUES = {True: gettext_lazy("yes"), False: gettext_lazy("no")}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LABELS = {
    "new": pgettext_lazy("import", "New"),
    "changed": gettext_lazy("Changed"),
    "moved": gettext_lazy("Moved to another dealership"),
    "left": gettext_lazy("Left"),
    "unchanged": gettext_lazy("Unchanged"),
    "refused": gettext_lazy("Refused"),
}


def administrators_only(view):
    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if request.user.role != Role.ADMINISTRATOR:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@administrators_only
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    problem = ""
    if request.method == "POST":
        try:
            file = request.FILES.get("file")
            if file is None:
                raise Unreadable(_("Choose a file."))
            table = read(file.read(MOST_BYTES + 1))
            draft = writing.begin(table, file_name=file.name, by=request.user, at=timezone.now())
            return redirect("people_import", draft.pk)
        except Unreadable as error:
            problem = str(error)
    done = Import.objects.exclude(state=Import.State.DRAFT).select_related("by").order_by("-at", "-pk")[:20]
    shown = [(each, counted(each.counts)) for each in done]
    return render(request, "people/importing/upload.html", {"problem": problem, "imports": shown, **page_words()})


@administrators_only
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    disposition = 'attachment; filename="people.xlsx"'
    return HttpResponse(workbook(), content_type=XLSX, headers={"Content-Disposition": disposition})


@administrators_only
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    draft = get_object_or_404(Import, pk=pk)
    if draft.state == Import.State.RUNNING:
        return running(request, draft)
    if draft.state != Import.State.DRAFT:
        last = Import.objects.filter(state=Import.State.COMMITTED).order_by("-at", "-pk").first()
        context = {"done": draft, "counts": counted(draft.counts), "may_undo": draft == last, **page_words()}
        return render(request, "people/importing/done.html", context)
    found = writing.dry_run(draft, by=request.user, today=timezone.localdate())
    counts = Counter(each.kind for each in found)
    kind = request.GET.get("kind", "")
    if kind not in KINDS:
        kind = REFUSED if counts[REFUSED] else ""
    listed = [each for each in found if (each.kind == kind if kind else each.kind != UNCHANGED)]
    names = names_of_values()
    page = Paginator(listed, 200).get_page(request.GET.get("page"))
    context = {
        "draft": draft,
        "columns": list(zip(draft.headings, draft.fields, strict=True)),
        "choices": [(field, label) for field, (label, _zh, _en) in COLUMNS.items()],
        "problem": words_for(draft.problem),
        "absent": sum(each.number is None for each in found),
        "may_commit": not counts[REFUSED] and counts.total() > counts[UNCHANGED],
        "refused": counts[REFUSED],
        "counts": counted(counts),
        "kind": kind,
        "page": page,
        "lines": [shown(each, names) for each in page],
        "digest": writing.digest(found),
        **page_words(),
    }
    return render(request, "people/importing/dry_run.html", context)


@administrators_only
@require_POST
def arrange(request: HttpRequest, pk: int) -> HttpResponse:
    """Which column is which, and whether the absent have left."""
    draft = get_object_or_404(Import, pk=pk, state=Import.State.DRAFT)
    asked = [request.POST.get(f"column-{number}", "") for number in range(len(draft.headings))]
    named = [field for field in asked if field]
    if not set(named) <= COLUMNS.keys() or len(set(named)) < len(named):
        messages.error(request, _("Two columns cannot be the same thing."))
    else:
        draft.fields, draft.absent_leave = asked, "absent_leave" in request.POST
        draft.save(update_fields=["fields", "absent_leave"])
    return redirect("people_import", draft.pk)


@administrators_only
@require_POST
def commit(request: HttpRequest, pk: int) -> HttpResponse:
    """In the background; the page that follows shows how far it is. Twice is once."""
    draft = get_object_or_404(Import, pk=pk)
    now, waiting = timezone.now(), Import.objects.filter(pk=pk, state=Import.State.DRAFT)
    if waiting.update(state=Import.State.RUNNING, begun_at=now, problem=""):
        commit_import.enqueue(pk, request.POST.get("digest", ""), request.user.pk, get_language())
    elif draft.state != Import.State.RUNNING:
        messages.error(request, _("This file has been imported already."))
    return redirect("people_import", pk)


@administrators_only
@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to the dry run after an interruption; a task that still waits in the queue finds nothing to do."""
    get_object_or_404(Import, pk=pk)
    late = timezone.now() - progress.SILENT
    Import.objects.filter(pk=pk, state=Import.State.RUNNING, begun_at__lt=late).update(state=Import.State.DRAFT)
    return redirect("people_import", pk)


@administrators_only
@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(Import, pk=pk, state=Import.State.COMMITTED)
    try:
        done = writing.undo(pk)
        audit.record(request.user, Action.IMPORT_UNDONE, done, at=timezone.now(), request=request)
        messages.success(request, _("The import is undone."))
    except writing.Stopped as error:
        messages.error(request, str(error))
    return redirect("people_import", pk)


def running(request: HttpRequest, draft: Import) -> HttpResponse:
    percent = progress.told(draft.pk)
    is_stuck = percent is None and draft.begun_at < timezone.now() - progress.SILENT
    back = reverse("people_import_retry", args=[draft.pk])
    context = {"draft": draft, "percent": percent, "is_stuck": is_stuck, "back": back, **page_words()}
    response = render(request, "people/importing/running.html", context)
    if not is_stuck:
        response["Refresh"] = "2"  # works without scripts, and stops when there is nothing to wait for
    return response


def words_for(problem: str) -> str:
    return _("A fault stopped the import. Nothing of it was written.") if problem == "fault" else problem


def page_words() -> dict:
    return {"header_title": _("Import people"), "page_title": _("Import people"), "header_icon": "upload"}


def named(column: str, value, names: dict) -> str:
    """As people call it: no code of a dealership, no key of a role."""
    return names.get(column, {}).get(value) or WORDS_OF_VALUES.get(value, value) if value != "" else "–"


def names_of_values() -> dict[str, dict[str, str]]:
    return {
        "dealership": {row.code: str(row) for row in Dealership.objects.all()},
        "region": {row.code: str(row) for row in Region.objects.all()},
        "role": dict(Role.choices),
        "job_role": dict(JobRole.choices),
        "language": dict(Language.choices),
    }


def counted(counts: dict) -> list[tuple]:
    return [(kind, LABELS[kind], counts.get(kind, 0)) for kind in KINDS if counts.get(kind)]


def shown(each: Difference, names: dict) -> dict:
    labels = {column: label for column, (label, _zh, _en) in COLUMNS.items()} | {
        "is_active": pgettext("person", "active")
    }
    changes = [
        (labels[column], named(column, each.before.get(column, ""), names), named(column, value, names))
        for column, value in each.after.items()
        if each.before or value not in ("", True)
    ]
    refusals = [(labels[refusal.column], refusal.why) for refusal in each.refusals]
    return {"row": each, "label": LABELS[each.kind], "changes": changes, "refusals": refusals}
