"""One's own data: consents, who looked, a copy of everything. And for administrators, on somebody's request."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages as admin_messages

from people import audit
from people.audit import Action
from people.audit.records import AuditEntry
from people.importing.views import administrators_only
from people.models import User
from people.privacy import consents, copying, erasing, retention
from people.privacy.records import ConsentKind, Copy, Decision, Erasure, RetentionPeriod

LOOKS = 100
# A look is what somebody else saw or took away.
SEEN = (Action.VIEWED, Action.EXPORTED, Action.COPY_TAKEN)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    decided = consents.decisions(request.user)
    choices = [(kind, ConsentKind(kind).label, text, decided.get(kind)) for kind, text in consents.TEXTS.items()]
    copies = Copy.objects.filter(person=request.user, asked_by=request.user)
    looks = AuditEntry.objects.filter(person=request.user.pk, action__in=SEEN).exclude(actor=request.user.pk)
    some = list(looks.order_by("-at", "-pk")[:LOOKS])
    names = dict(User.objects.filter(pk__in={each.actor for each in some}).values_list("pk", "name"))
    context = {
        "choices": choices,
        "version": consents.VERSION,
        "copy": copies.first(),
        "looks": [(each, names.get(each.actor, "–")) for each in some],
    }
    return render(request, "people/privacy/mine.html", context)


@require_POST
def decide(request: HttpRequest, kind: str) -> HttpResponse:
    decision = request.POST.get("decision")
    if kind not in ConsentKind.values or decision not in Decision.values:
        raise Http404
    version = request.POST.get("version", "")
    if version != consents.VERSION:
        messages.error(request, _("The text has changed since. Please read it again."))
        return redirect("people:privacy")
    consents.decide(request.user, kind, decision, version=version, at=timezone.now(), request=request)
    messages.success(request, _("Saved."))
    return redirect(_back_to(request))


def _back_to(request: HttpRequest) -> str:
    """Where the question was asked; nowhere but on this website."""
    asked_at = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked_at, {request.get_host()}, require_https=request.is_secure())
    return asked_at if is_ours else reverse("people:privacy")


@require_POST
def ask_for_copy(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    copying.ask(request.user, by=request.user, at=now)
    audit.record(request.user, Action.COPY_ASKED, request.user, at=now, request=request)
    return redirect("people:privacy")


@require_safe
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever asked for it, and nobody else: the person, or the administrator to whom they came."""
    copy = get_object_or_404(Copy, pk=pk, asked_by=request.user, ready_at__isnull=False)
    if copy.person != request.user and request.user.role != "administrator":
        raise Http404
    try:
        file = copy.file.open()
    except OSError:
        raise Http404 from None
    audit.record(request.user, Action.COPY_TAKEN, copy.person, at=timezone.now(), request=request)
    response = FileResponse(file, as_attachment=True, filename="my-data.zip", content_type="application/zip")
    response["Cache-Control"] = "private, no-store"
    return response


@administrators_only
@require_http_methods(["GET", "POST"])
def retentions(request: HttpRequest) -> HttpResponse:
    kept = retention.days()
    if request.method == "POST":
        asked = {kind: request.POST.get(kind, "") for kind in kept}
        if all(value.isdecimal() and 1 <= int(value) <= 36500 for value in asked.values()):
            changed = {kind: int(value) for kind, value in asked.items() if int(value) != kept[kind]}
            for kind, value in changed.items():
                RetentionPeriod.objects.update_or_create(kind=kind, defaults={"days": value})
            if changed:
                audit.record(request.user, Action.RETENTION_CHANGED, at=timezone.now(), request=request, **changed)
            admin_messages.success(request, _("Saved."))
        else:
            admin_messages.error(request, _("Days are whole numbers from 1 to 36,500."))
        return redirect("people_retention")
    rows = [(each, kept[each.kind]) for each in retention.retentions()]
    return render(request, "people/privacy/retention.html", {"rows": rows, **_words(_("Retention dates"))})


@administrators_only
@require_safe
def of_person(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    context = {
        "person": person,
        "copy": Copy.objects.filter(person=person, asked_by=request.user).first(),
        "erasure": Erasure.objects.filter(person=person).first(),
        **_words(_("Data of one person")),
    }
    return render(request, "people/privacy/person.html", context)


@administrators_only
@require_POST
def copy_of_person(request: HttpRequest, pk: int) -> HttpResponse:
    person, now = get_object_or_404(User, pk=pk), timezone.now()
    copying.ask(person, by=request.user, at=now)
    audit.record(request.user, Action.COPY_ASKED, person, at=now, request=request)
    return redirect("people_privacy", pk)


@administrators_only
@require_POST
def erase_person(request: HttpRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User, pk=pk)
    if request.POST.get("employee_number", "").strip().lower() != person.employee_number:
        admin_messages.error(request, _("The employee number is not that of this person. Nothing was erased."))
        return redirect("people_privacy", pk)
    try:
        erasing.erase(person, by=request.user, at=timezone.now(), request=request)
        admin_messages.success(request, _("Erased. What was achieved stays, of nobody in particular."))
    except erasing.NotErasable:
        admin_messages.error(request, _("Nobody erases themselves; another administrator does."))
    return redirect("people_privacy", pk)


def _words(title: str) -> dict[str, str]:
    return {"page_title": title, "header_title": title, "header_icon": "user"}
